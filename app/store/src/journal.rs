//! What a transaction changes: the things it touches, and the rows of deals as they were before, from which the change
//! log knows how to take it back (H2).

use crate::{
    Result, Tx,
    entity::{closure, completion, cost, deal, file, line, note, notice, participant, task},
};
use domain::{
    id::{DealId, TaskId},
    log::{Seq, Thing},
};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{MutexGuard, PoisonError},
};

/// What a transaction has changed so far.
#[derive(Default)]
pub(crate) struct Journal {
    pub touched: BTreeSet<Thing>,
    before: BTreeMap<DealId, Before>,
    /// Tasks without a deal before this transaction; none: there was no such task.
    tasks: BTreeMap<TaskId, Option<task::Model>>,
    /// The change that this one takes back.
    pub undoes: Option<Seq>,
}

/// Rows that take a change back: those to write as they were, and those that came and go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rows<M> {
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub put: Vec<M>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<M>,
}

impl<M> Default for Rows<M> {
    fn default() -> Self {
        Rows { put: vec![], drop: vec![] }
    }
}

impl<M: ModelTrait + PartialEq> Rows<M> {
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.drop.is_empty()
    }

    /// What makes the rows of `now` those of `before`.
    fn back(&mut self, before: Vec<M>, now: Vec<M>) {
        let is_in = |rows: &[M], row: &M| {
            rows.iter().any(|other| other.get_primary_key_value() == row.get_primary_key_value())
        };
        self.drop.extend(now.iter().filter(|row| !is_in(&before, row)).cloned());
        self.put.extend(before.into_iter().filter(|row| !now.contains(row)));
    }
}

/// The tables that hold what belongs to a deal, each with the column that names it; notes before their files.
macro_rules! parts {
    ($($part:ident $rows:ident $table:ident $deal:ident,)+) => {
        /// A table that holds what belongs to a deal.
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Part {
            $($part,)+
        }

        /// The rows of a deal before this transaction, of the parts that it changes.
        #[derive(Default)]
        struct Before {
            /// There was no such deal.
            is_new: bool,
            $($rows: Option<Vec<$table::Model>>,)+
        }

        /// How a change of deals is taken back.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct Inverse {
            /// Deals that were added, and so are deleted.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub added: Vec<DealId>,
            $(
                #[serde(default, skip_serializing_if = "Rows::is_empty")]
                pub $rows: Rows<$table::Model>,
            )+
        }

        impl Inverse {
            pub fn is_empty(&self) -> bool {
                self.added.is_empty() $(&& self.$rows.is_empty())+
            }

            /// The parts that it writes.
            pub fn parts(&self) -> Vec<Part> {
                [$((!self.$rows.is_empty()).then_some(Part::$part),)+].into_iter().flatten().collect()
            }
        }

        impl Tx {
            /// Keeps these rows of a deal as they are, before they are changed; the first time counts.
            pub(crate) async fn keep(&self, deal: DealId, parts: &[Part]) -> Result<()> {
                for part in parts {
                    match part {
                        $(Part::$part => {
                            let known = |before: &mut Before| before.is_new || before.$rows.is_some();
                            if !known(self.journal().before.entry(deal).or_default()) {
                                let rows = self.rows_of::<$table::Entity>($table::Column::$deal, deal).await?;
                                self.journal().before.entry(deal).or_default().$rows = Some(rows);
                            }
                        })+
                    }
                }
                Ok(())
            }

            /// What takes everything back that this transaction did with deals.
            pub(crate) async fn inverse(&self) -> Result<Inverse> {
                let deals = std::mem::take(&mut self.journal().before);
                let mut inverse = Inverse::default();
                for (deal, before) in deals {
                    if before.is_new {
                        inverse.added.push(deal);
                    }
                    $(if let Some(before) = before.$rows {
                        let now = self.rows_of::<$table::Entity>($table::Column::$deal, deal).await?;
                        inverse.$rows.back(before, now);
                    })+
                }
                self.tasks_back(&mut inverse.tasks).await?;
                Ok(inverse)
            }
        }
    };
}

parts! {
    Deal deals deal Id,
    Completions completions completion DealId,
    Closures closures closure DealId,
    Participants participants participant DealId,
    Notes notes note DealId,
    Files files file DealId,
    Tasks tasks task DealId,
    Lines lines line DealId,
    Costs costs cost DealId,
    Notices notices notice DealId,
}

impl Tx {
    /// Notes that this transaction changes something.
    pub(crate) fn touch(&self, thing: Thing) {
        self.journal().touched.insert(thing);
    }

    /// Notes that this deal was not there before.
    pub(crate) fn keep_new(&self, deal: DealId) {
        self.journal().before.entry(deal).or_default().is_new = true;
    }

    /// Whether this deal was not there before.
    pub(crate) fn is_new(&self, deal: DealId) -> bool {
        self.journal().before.get(&deal).is_some_and(|before| before.is_new)
    }

    /// Keeps a task without a deal as it is, before it is changed; the first time counts.
    pub(crate) fn keep_task(&self, task: TaskId, before: Option<task::Model>) {
        self.journal().tasks.entry(task).or_insert(before);
    }

    async fn tasks_back(&self, back: &mut Rows<task::Model>) -> Result<()> {
        let tasks = std::mem::take(&mut self.journal().tasks);
        for (task, before) in tasks {
            let now = task::Entity::find_by_id(task.0).one(self.db()).await?;
            back.back(before.into_iter().collect(), now.into_iter().collect());
        }
        Ok(())
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn rows_of<E: EntityTrait>(&self, column: E::Column, deal: DealId) -> Result<Vec<E::Model>> {
        Ok(E::find().filter(column.eq(deal.0)).all(self.db()).await?)
    }
}
