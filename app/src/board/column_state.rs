//! What a column of the screen shows, a signal for whatever changes alone.

use domain::{
    board::{Board, Column},
    id::{DealId, StageId},
    money::Totals,
};
use leptos::prelude::*;

/// A column of the screen.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct ColumnState {
    /// Counts the questions: columns of another answer are other columns, those of a newer one are the same.
    pub generation: usize,
    pub stage: StageId,
    pub name: RwSignal<String>,
    pub count: RwSignal<usize>,
    pub totals: RwSignal<Totals>,
    /// The totals by probability.
    pub weighted: RwSignal<Totals>,
    /// The totals less the costs; nothing while costs are off.
    pub profit: RwSignal<Totals>,
    /// The loaded cards, in order.
    pub ids: RwSignal<Vec<DealId>>,
    /// The index of the first mounted card.
    pub first: RwSignal<usize>,
    /// How many cards are mounted.
    pub room: RwSignal<usize>,
    /// A page that is on its way is not asked for again.
    pub loading: RwSignal<bool>,
}

/// How many cards of each column the server draws: as many as a screen of 1,080 pixels shows.
const FIRST_ROOM: usize = 11;

impl ColumnState {
    fn new(column: &Column, generation: usize) -> Self {
        ColumnState {
            generation,
            stage: column.stage.id,
            name: RwSignal::new(column.stage.name.to_string()),
            count: RwSignal::new(column.count),
            totals: RwSignal::new(column.totals.clone()),
            weighted: RwSignal::new(column.weighted.clone()),
            profit: RwSignal::new(column.profit.clone()),
            ids: RwSignal::new(ids_of(column)),
            first: RwSignal::new(0),
            room: RwSignal::new(FIRST_ROOM),
            loading: RwSignal::new(false),
        }
    }

    /// Shows what the column says now; what is the same stays silent.
    fn patch(self, column: &Column) {
        set(self.name, column.stage.name.to_string());
        set(self.count, column.count);
        set(self.totals, column.totals.clone());
        set(self.weighted, column.weighted.clone());
        set(self.profit, column.profit.clone());
        set(self.ids, ids_of(column));
    }
}

/// The columns of a board: those that were there are kept and brought up to date.
pub(super) fn columns_of(board: &Board, generation: usize, before: &[ColumnState]) -> Vec<ColumnState> {
    let column = |column: &Column| {
        let same = |known: &&ColumnState| known.generation == generation && known.stage == column.stage.id;
        match before.iter().find(same) {
            Some(known) => {
                known.patch(column);
                *known
            }
            None => ColumnState::new(column, generation),
        }
    };
    board.columns.iter().map(column).collect()
}

fn ids_of(column: &Column) -> Vec<DealId> {
    column.page.cards.iter().map(|card| card.id).collect()
}

/// Sets a signal when it has another value.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
