//! Tasks on deals.

use domain::{
    id::{DealId, TaskId},
    task::TaskForm,
};
use serde::{Deserialize, Serialize};

/// Adds a task to a deal (T1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    pub deal: DealId,
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

#[cfg(feature = "ssr")]
mod doing {
    use super::{AddTask, CheckTask, DeleteTask, EditTask};
    use crate::Perform;
    use domain::id::TaskId;
    use store::{Result, Tx};

    impl Perform for AddTask {
        async fn perform(&self, tx: &Tx) -> Result<TaskId> {
            tx.add_task(self.form.parse(self.deal, tx.user().id)?).await
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
