//! Taking back what one did.

use domain::log::Seq;
use serde::{Deserialize, Serialize};

/// Takes back one's own change, unless somebody changed the same things since: refused then, with their name (H2). What
/// was taken back can be put back by undoing this. A deal that was added is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Its number in the change log, which stands for the version that it made.
    pub change: Seq,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::Undo;
    use crate::Perform;
    use store::{Result, Tx};

    impl Perform for Undo {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.undo(self.change).await
        }
    }
}
