//! What a column of the screen shows, a signal for whatever changes alone.

use domain::{
    board::{Board, Column},
    id::{DealId, StageId},
    money::Totals,
};
use leptos::prelude::*;

/// A column of the screen.
#[derive(Clone, Copy)]
pub(super) struct ColumnState {
    /// Counts the boards that were shown: columns of another board are other columns.
    pub generation: usize,
    pub stage: StageId,
    pub name: StoredValue<String>,
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
    /// Where to go on loading; a page that is on its way is not asked for again.
    pub loading: RwSignal<bool>,
}

/// How many cards of each column the server draws: enough for a tall screen.
const FIRST_ROOM: usize = 14;

/// The columns of a board.
pub(super) fn columns_of(board: &Board, generation: usize) -> Vec<ColumnState> {
    let shown = |column: &Column| ColumnState {
        generation,
        stage: column.stage.id,
        name: StoredValue::new(column.stage.name.to_string()),
        count: RwSignal::new(column.count),
        totals: RwSignal::new(column.totals.clone()),
        weighted: RwSignal::new(column.weighted.clone()),
        profit: RwSignal::new(column.profit.clone()),
        ids: RwSignal::new(column.page.cards.iter().map(|card| card.id).collect()),
        first: RwSignal::new(0),
        room: RwSignal::new(FIRST_ROOM),
        loading: RwSignal::new(false),
    };
    board.columns.iter().map(shown).collect()
}
