//! What of a deal is edited in the list, in its place (L1).

use super::columns;
use crate::words::t;
use domain::{
    bulk::DealChange,
    day,
    deal::Status,
    deals::{Deals, Row, Sort},
    id::DealId,
    money::Money,
    refusal::{Field, Refusal},
};

/// A cell that is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Editing {
    pub deal: DealId,
    pub cell: Cell,
    /// What was typed already, where that was refused, and why.
    pub refused: Option<(String, String)>,
    /// Whether it was clicked: then a list opens by itself.
    pub clicked: bool,
}

impl Editing {
    /// A cell that keys led to.
    pub fn of((deal, cell): (DealId, Cell)) -> Editing {
        Editing { deal, cell, refused: None, clicked: false }
    }
}

/// What of a deal is edited in the list, in the order of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cell {
    Stage,
    Owner,
    Value,
    Close,
}

impl Cell {
    pub const ALL: [Cell; 4] = [Cell::Stage, Cell::Owner, Cell::Value, Cell::Close];

    /// The column that it stands in.
    pub fn column(self) -> Sort {
        match self {
            Cell::Stage => Sort::Stage,
            Cell::Owner => Sort::Owner,
            Cell::Value => Sort::Value,
            Cell::Close => Sort::Close,
        }
    }

    /// What of a deal stands in this column.
    pub fn of(column: &str) -> Option<Cell> {
        Cell::ALL.into_iter().find(|cell| cell.column().code() == column)
    }

    /// A deal that is closed is in no stage, and the value of products is edited where they are.
    pub fn is_in(self, row: &Row) -> bool {
        match self {
            Cell::Stage => row.status == Status::Open,
            Cell::Value => !row.itemised,
            Cell::Owner | Cell::Close => true,
        }
    }

    /// What it is now, as what its field holds.
    pub fn typed(self, row: &Row) -> String {
        match self {
            Cell::Stage => row.stage.to_string(),
            Cell::Owner => row.owner.to_string(),
            Cell::Value => row.value.typed(&t().notation),
            Cell::Close => row.close.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// What would make it what its field holds.
    pub fn change(self, typed: &str) -> Result<DealChange, Refusal> {
        let malformed = |_| Refusal::MalformedRequest;
        Ok(match self {
            Cell::Stage => DealChange::Stage(typed.parse().map_err(malformed)?),
            Cell::Owner => DealChange::Owner(typed.parse().map_err(malformed)?),
            Cell::Value => DealChange::Value(typed.to_owned()),
            Cell::Close if typed.is_empty() => DealChange::NoClose,
            Cell::Close => DealChange::Close(day::parse(Field::ExpectedClose, typed)?),
        })
    }

    /// What can be chosen, where that is all: the field's value and its name.
    pub fn choices(self, deals: &Deals, row: &Row) -> Vec<(String, String)> {
        match self {
            Cell::Stage => {
                let process = deals.processes.iter().find(|process| process.id == row.process);
                let stages = process.into_iter().flat_map(|process| &process.stages);
                stages.map(|stage| (stage.id.to_string(), stage.name.to_string())).collect()
            }
            Cell::Owner => {
                let people = deals.people.iter().filter(|person| person.active || person.id == row.owner);
                people.map(|person| (person.id.to_string(), person.name.clone())).collect()
            }
            Cell::Value | Cell::Close => vec![],
        }
    }

    pub fn label(self) -> &'static str {
        columns::name(self.column())
    }
}

/// A row as it will be: shown at once, and read again when it is.
pub(super) fn changed(row: &Row, change: &DealChange) -> Row {
    // No row that was read has such a version, nor the one before: this one is drawn anew, and again when it is read.
    let mut row = Row { version: row.version.min(0) - 1, ..row.clone() };
    match change {
        DealChange::Stage(stage) => row.stage = *stage,
        DealChange::Owner(owner) => row.owner = *owner,
        DealChange::Close(day) => row.close = Some(*day),
        DealChange::NoClose => row.close = None,
        DealChange::Value(typed) => {
            let currency = row.value.currency.code();
            row.value = Money::parse_in(Field::Value, typed, currency, &t().notation).unwrap_or(row.value);
        }
        _ => {}
    }
    row
}
