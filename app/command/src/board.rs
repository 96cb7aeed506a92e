//! Asking for the board.

use domain::{board, filter::Filter, id::StageId, place::Place};
use serde::{Deserialize, Serialize};

/// The board of one process, its first cards, and exact headers (B1, B2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadBoard {
    pub query: board::Query,
    /// How many cards of each stage to bring, where more than the first ones are shown already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loaded: Vec<Loaded>,
}

/// How many cards of a stage a browser has loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loaded {
    pub stage: StageId,
    pub cards: usize,
}

/// Further cards of a column, from this place on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadPage {
    pub stage: StageId,
    pub filter: Filter,
    pub next: Place,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{ReadBoard, ReadPage};
    use crate::Answers;
    use domain::board::{Board, Page};
    use store::{Result, Tx};

    impl Answers for ReadBoard {
        async fn answer(&self, tx: &Tx) -> Result<Board> {
            let loaded = self.loaded.iter().map(|column| (column.stage, column.cards)).collect();
            tx.board(&self.query, &loaded).await
        }
    }

    impl Answers for ReadPage {
        async fn answer(&self, tx: &Tx) -> Result<Page> {
            tx.further(self.stage, &self.filter, &self.next).await
        }
    }
}
