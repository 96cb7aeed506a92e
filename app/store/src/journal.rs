//! What a transaction changes: the things it touches, and the rows of deals as they were before, from which the change
//! log knows how to take it back (H2).

use crate::{
    Result, Tx,
    entity::{
        closure, company, completion, contact_note, cost, deal, file, line, note, notice, participant,
        person, product, task,
    },
};
use domain::{
    id::{DealId, Op, UserId},
    log::{Seq, Thing},
};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, Value};
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
    singles: Singles,
    /// Users who were invited by a file.
    invited: BTreeSet<UserId>,
    /// The change that this one takes back.
    pub undoes: Option<Seq>,
    /// What was written into the log: the gesture, and what it touched.
    pub logged: Option<(Op, BTreeSet<Thing>)>,
    /// Who was told something, and of which deal.
    pub told: Vec<(UserId, Option<DealId>)>,
    /// Whether a session was ended.
    pub ends_sessions: bool,
}

impl Journal {
    /// What was changed so far cannot be taken back.
    pub fn forget(&mut self) {
        self.before.clear();
        self.singles = Singles::default();
        self.invited.clear();
    }
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

impl<M> Rows<M> {
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.drop.is_empty()
    }

    pub fn count(&self) -> usize {
        self.put.len() + self.drop.len()
    }

    /// Takes these rows out.
    pub fn split(&mut self, out: impl Fn(&M) -> bool) -> Vec<M> {
        let both = [&mut self.put, &mut self.drop];
        both.into_iter().flat_map(|rows| rows.extract_if(.., |row| out(row)).collect::<Vec<_>>()).collect()
    }
}

impl<M: ModelTrait + PartialEq> Rows<M> {
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
            /// Users who were invited by a file, and so are removed.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub invited: Vec<UserId>,
            #[serde(default, skip_serializing_if = "Rows::is_empty")]
            pub companies: Rows<company::Model>,
            #[serde(default, skip_serializing_if = "Rows::is_empty")]
            pub persons: Rows<person::Model>,
            #[serde(default, skip_serializing_if = "Rows::is_empty")]
            pub contact_notes: Rows<contact_note::Model>,
            #[serde(default, skip_serializing_if = "Rows::is_empty")]
            pub products: Rows<product::Model>,
            $(
                #[serde(default, skip_serializing_if = "Rows::is_empty")]
                pub $rows: Rows<$table::Model>,
            )+
        }

        impl Inverse {
            pub fn is_empty(&self) -> bool {
                let contacts =
                    self.companies.is_empty() && self.persons.is_empty() && self.contact_notes.is_empty();
                let none = contacts && self.products.is_empty() && self.added.is_empty() && self.invited.is_empty();
                none $(&& self.$rows.is_empty())+
            }

            /// The parts that it writes.
            pub fn parts(&self) -> Vec<Part> {
                [$((!self.$rows.is_empty()).then_some(Part::$part),)+].into_iter().flatten().collect()
            }

            /// Without the rows of these deals.
            pub fn leave_out(&mut self, deals: &[DealId]) {
                let is_theirs = |id: Value| deals.iter().any(|deal| id.eq(&deal.0.into()) || id.eq(&Some(deal.0).into()));
                $(self.$rows.split(|row| is_theirs(row.get($table::Column::$deal)));)+
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
                inverse.invited.extend(std::mem::take(&mut self.journal().invited));
                self.singles_back(&mut inverse).await?;
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

/// What stands by itself, each table with what keeps a row of it as it is before it is changed; the first time counts.
macro_rules! singles {
    ($($keep:ident $rows:ident $table:ident,)+) => {
        /// Rows that belong to no deal, before this transaction; none: there was no such row.
        #[derive(Default)]
        struct Singles {
            $($rows: BTreeMap<i64, Option<$table::Model>>,)+
        }

        impl Tx {
            $(
                /// Keeps the row of this number as it is, before it is changed.
                pub(crate) fn $keep(&self, id: i64, before: Option<$table::Model>) {
                    self.journal().singles.$rows.entry(id).or_insert(before);
                }
            )+

            async fn singles_back(&self, inverse: &mut Inverse) -> Result<()> {
                let kept = std::mem::take(&mut self.journal().singles);
                $(for (id, before) in kept.$rows {
                    let now = $table::Entity::find_by_id(id).one(self.db()).await?;
                    inverse.$rows.back(before.into_iter().collect(), now.into_iter().collect());
                })+
                Ok(())
            }
        }
    };
}

singles! {
    keep_task tasks task,
    keep_company companies company,
    keep_person persons person,
    keep_contact_note contact_notes contact_note,
    keep_notice notices notice,
    keep_product products product,
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

    /// Notes that this user was invited by a file.
    pub fn keep_invited(&self, user: UserId) {
        self.journal().invited.insert(user);
    }

    /// Whether this deal was not there before.
    pub(crate) fn is_new(&self, deal: DealId) -> bool {
        self.journal().before.get(&deal).is_some_and(|before| before.is_new)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn rows_of<E: EntityTrait>(&self, column: E::Column, deal: DealId) -> Result<Vec<E::Model>> {
        Ok(E::find().filter(column.eq(deal.0)).all(self.db()).await?)
    }
}
