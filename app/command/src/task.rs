//! Tasks: adding, checking off and changing them, and the page that lists them.

use domain::{
    id::{DealId, TaskId},
    task::TaskForm,
    tasks::Query,
    users::Secret,
};
use serde::{Deserialize, Serialize};

/// The page of tasks: those of one's own, or all that whoever asks may see (T1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadTasks {
    pub query: Query,
}

/// A task as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadTask {
    pub task: TaskId,
}

/// The open deals that a task may be meant for: those that whoever asks may see and whose name or client contains these
/// letters, from the second letter on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestDeals {
    pub letters: String,
}

/// Adds a task, to a deal or to none (T1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealId>,
    pub form: TaskForm,
}

/// Checks a task off, or takes the check back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckTask {
    pub task: TaskId,
    pub done: bool,
}

/// Changes what a task says: its title, kind, date, assignee. Refused as adding one is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditTask {
    pub task: TaskId,
    /// Without an assignee it stays whose it is.
    pub form: TaskForm,
    /// What the form was made from; a task that is another by now is not written over. Without it, it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<TaskForm>,
}

/// Deletes a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTask {
    pub task: TaskId,
}

/// Gives one's own calendar feed an address that ends in this secret; without one, takes the feed away. The address before
/// leads nowhere from then on (T4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewCalendar {
    pub secret: Option<Secret>,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{AddTask, CheckTask, DeleteTask, EditTask, ReadTask, ReadTasks, RenewCalendar, SuggestDeals};
    use crate::{Answers, Perform, session::hash};
    use domain::{
        id::TaskId,
        refusal::Field,
        task::Task,
        tasks::{OfDeal, Tasks},
    };
    use store::{Result, Tx};

    impl Answers for ReadTask {
        async fn answer(&self, tx: &Tx) -> Result<Task> {
            tx.read_task(self.task).await
        }
    }

    impl Answers for SuggestDeals {
        async fn answer(&self, tx: &Tx) -> Result<Vec<OfDeal>> {
            tx.suggest_deals(&self.letters).await
        }
    }

    impl Answers for ReadTasks {
        async fn answer(&self, tx: &Tx) -> Result<Tasks> {
            tx.listed_tasks(&self.query).await
        }
    }

    impl Perform for RenewCalendar {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.choose_calendar(self.secret.as_ref().map(|secret| hash(secret.as_str()))).await
        }
    }

    impl Perform for AddTask {
        async fn perform(&self, tx: &Tx) -> Result<TaskId> {
            let new = self.form.parse(self.deal, tx.user().id)?;
            if let Some(deal) = new.deal {
                tx.deal(deal).await?;
            }
            tx.require_user(new.assignee, Field::Assignee).await?;
            tx.require_seen_by(new.assignee, new.deal).await?;
            tx.add_task(new).await
        }
    }

    impl Perform for CheckTask {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.check_task(self.task, self.done).await
        }
    }

    impl Perform for EditTask {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.edit_task(self.task, &self.form, self.seen.as_ref()).await
        }
    }

    impl Perform for DeleteTask {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.delete_task(self.task).await
        }
    }
}
