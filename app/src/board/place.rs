//! Coming back to a board: it stands where it was left, and the card that was looked at has the focus.

use super::{column::pitch, column_state::ColumnState};
use domain::{
    board::{Board, Query},
    id::{DealId, StageId},
};
use leptos::prelude::*;

/// How a board was left.
#[derive(Clone, Default)]
struct Place {
    of: Query,
    left: i32,
    tops: Vec<(StageId, i32)>,
    focus: Option<DealId>,
}

/// The place of the board that was looked at last. One for the whole app.
#[derive(Clone, Copy)]
pub(super) struct LastPlace(StoredValue<Option<Place>>);

/// Makes coming back possible below here.
pub fn provide_last_place() {
    provide_context(LastPlace(StoredValue::new(None)));
}

pub(super) fn last_place() -> LastPlace {
    expect_context()
}

impl LastPlace {
    /// A board is looked at. One that answers another question begins at its beginning.
    pub fn enter(self, query: &Query) {
        self.0.update_value(|place| {
            if place.as_ref().is_none_or(|place| place.of != *query) {
                *place = Some(Place { of: query.clone(), ..Place::default() });
            }
        });
    }

    pub fn scrolled(self, left: i32) {
        self.change(|place| place.left = left);
    }

    pub fn scrolled_column(self, stage: StageId, top: i32) {
        self.change(|place| {
            place.tops.retain(|(known, _)| *known != stage);
            place.tops.push((stage, top));
        });
    }

    pub fn focused(self, deal: DealId) {
        self.change(|place| place.focus = Some(deal));
    }

    /// How far the board was scrolled.
    pub fn left(self) -> i32 {
        self.read(|place| place.left)
    }

    /// How far a column was scrolled, when its cards reach that far.
    pub fn top(self, column: ColumnState) -> i32 {
        let of_column = |place: &Place| place.tops.iter().find(|(stage, _)| *stage == column.stage).copied();
        let loaded = || column.ids.with_untracked(Vec::len) as f64 * pitch();
        self.read(of_column).map(|(_, top)| top).filter(|top| f64::from(*top) < loaded()).unwrap_or_default()
    }

    /// The card that was looked at, if it is on this board.
    pub fn focus_on(self, board: &Board) -> Option<DealId> {
        self.focus().filter(|deal| board.find(*deal).is_some())
    }

    /// The card that was looked at.
    pub fn focus(self) -> Option<DealId> {
        self.read(|place| place.focus)
    }

    fn change(self, change: impl FnOnce(&mut Place)) {
        self.0.try_update_value(|place| place.as_mut().map(change));
    }

    fn read<T: Default>(self, part: impl FnOnce(&Place) -> T) -> T {
        self.0.try_with_value(|place| place.as_ref().map(part)).flatten().unwrap_or_default()
    }
}
