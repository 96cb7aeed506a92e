//! In what two versions of a process differ: what somebody else changed meanwhile (P1).

use super::Process;
use crate::id::{ActionId, StageId};

/// Something in which two versions of a process differ: what somebody else changed meanwhile (P1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The name, or whether it is active, default or guarded.
    Settings,
    StageAdded(String),
    StageRemoved(String),
    StageChanged(String),
    ActionAdded(String),
    ActionRemoved(String),
    ActionChanged(String),
    /// Stages or actions stand in another order.
    Order,
}

impl Process {
    /// In what a later version differs from this one.
    pub fn differences(&self, later: &Process) -> Vec<Difference> {
        let mut found = vec![];
        let settings =
            |process: &Process| (process.name.clone(), process.active, process.default, process.guarded);
        if settings(self) != settings(later) {
            found.push(Difference::Settings);
        }
        for stage in &self.stages {
            match later.stage(stage.id) {
                Err(_) => found.push(Difference::StageRemoved(stage.name.to_string())),
                Ok(now)
                    if (&now.name, &now.hint, now.ageing.set)
                        != (&stage.name, &stage.hint, stage.ageing.set) =>
                {
                    found.push(Difference::StageChanged(now.name.to_string()));
                }
                Ok(_) => {}
            }
        }
        let added = later.stages.iter().filter(|stage| self.stage(stage.id).is_err());
        found.extend(added.map(|stage| Difference::StageAdded(stage.name.to_string())));
        for (_, action) in self.actions() {
            match later.action(action.id) {
                Err(_) => found.push(Difference::ActionRemoved(action.name.to_string())),
                Ok((_, now)) if now != action => found.push(Difference::ActionChanged(now.name.to_string())),
                Ok(_) => {}
            }
        }
        let added = later.actions().filter(|(_, action)| self.action(action.id).is_err());
        found.extend(added.map(|(_, action)| Difference::ActionAdded(action.name.to_string())));
        if found.is_empty() && self.order() != later.order() {
            found.push(Difference::Order);
        }
        found
    }

    fn order(&self) -> Vec<(StageId, Option<ActionId>)> {
        let empty = self.stages.iter().map(|stage| (stage.id, None));
        empty.chain(self.actions().map(|(stage, action)| (stage.id, Some(action.id)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{process::tests::process, text::Name};

    #[test]
    fn what_another_changed_is_told() {
        let mut later = process();
        later.stages[0].name = Name::known("First talk");
        later.stages[1].actions[0].weight = 50;
        let gone = later.stages.remove(2);
        assert_eq!(
            process().differences(&later),
            [
                Difference::StageChanged("First talk".into()),
                Difference::StageRemoved(gone.name.to_string()),
                Difference::ActionChanged("Sent".into()),
                Difference::ActionRemoved("Signed".into()),
            ]
        );
        let mut swapped = process();
        swapped.stages.swap(0, 1);
        assert_eq!(process().differences(&swapped), [Difference::Order]);
    }
}
