//! Designing processes (P1 to P7).

use domain::{
    id::{ProcessId, StageId},
    people::Colleague,
    process::{Process, ProcessForm},
};
use serde::{Deserialize, Serialize};

/// Every process, for those who edit them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadProcesses {}

/// A process to edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadProcess {
    pub process: ProcessId,
}

/// What the editor of a process begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    pub process: Process,
    /// How many deals each stage holds.
    pub held: Vec<(StageId, usize)>,
    pub people: Vec<Colleague>,
}

/// What saving would change for the open deals (P6). Stages with deals that have nowhere to go yet count as staying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewProcess {
    pub process: ProcessId,
    pub form: ProcessForm,
}

/// Adds a process (P7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddProcess {
    pub form: ProcessForm,
}

/// Saves a process that was seen in this version (P1, P5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveProcess {
    pub process: ProcessId,
    pub version: i64,
    pub form: ProcessForm,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{AddProcess, Editing, PreviewProcess, ReadProcess, ReadProcesses, SaveProcess};
    use crate::{Answers, Perform};
    use domain::{
        id::ProcessId,
        process::{Preview, Process},
    };
    use store::{Result, Tx};

    impl Answers for ReadProcesses {
        async fn answer(&self, tx: &Tx) -> Result<Vec<Process>> {
            tx.require_administrator()?;
            tx.processes().await
        }
    }

    impl Answers for ReadProcess {
        async fn answer(&self, tx: &Tx) -> Result<Editing> {
            tx.require_administrator()?;
            let process = tx.process(Some(self.process)).await?;
            let held = tx.held(process.id).await?.into_iter().collect();
            Ok(Editing { process, held, people: tx.colleagues().await? })
        }
    }

    impl Answers for PreviewProcess {
        async fn answer(&self, tx: &Tx) -> Result<Preview> {
            tx.require_administrator()?;
            let process = tx.process(Some(self.process)).await?;
            let revision = process.revise(process.version, &self.form, &Default::default())?;
            tx.preview(&revision).await
        }
    }

    impl Perform for AddProcess {
        async fn perform(&self, tx: &Tx) -> Result<ProcessId> {
            tx.require_administrator()?;
            let new = self.form.create()?;
            tx.require_people(&new).await?;
            tx.add_process(&new).await
        }
    }

    impl Perform for SaveProcess {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            let held = tx.held(self.process).await?;
            let revision = tx.process(Some(self.process)).await?.revise(self.version, &self.form, &held)?;
            tx.require_people(&revision.to).await?;
            tx.save_process(&revision).await
        }
    }
}
