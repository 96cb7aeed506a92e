//! What people are told, and asking for access to a deal.

use domain::id::{DealId, NoticeId, RequestId};
use serde::{Deserialize, Serialize};

/// One's own notices, the latest first (T3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// Those before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<NoticeId>,
}

/// How many of them are not read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadUnread {}

/// Marks one of one's own notices as read, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    pub notice: Option<NoticeId>,
}

/// Asks owner and participants of a deal for access. It is answered alike whether there is such a deal or not (V2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskAccess {
    pub deal: DealId,
    /// Why; may be empty.
    pub text: String,
}

/// Answers a request for access: granted, whoever asked takes part in the deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerAccess {
    pub request: RequestId,
    pub grant: bool,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{AnswerAccess, AskAccess, MarkRead, ReadNotices, ReadUnread};
    use crate::{Answers, Perform};
    use domain::{notices::Notices, refusal::Field, text::Prose};
    use store::{Result, Tx};

    impl Answers for ReadNotices {
        async fn answer(&self, tx: &Tx) -> Result<Notices> {
            tx.notices(self.before).await
        }
    }

    impl Answers for ReadUnread {
        async fn answer(&self, tx: &Tx) -> Result<usize> {
            tx.unread().await
        }
    }

    impl Perform for MarkRead {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.mark_read(self.notice).await
        }
    }

    impl Perform for AskAccess {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.ask_access(self.deal, &Prose::parse(Field::Note, &self.text)?).await
        }
    }

    impl Perform for AnswerAccess {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.answer_access(self.request, self.grant).await
        }
    }
}
