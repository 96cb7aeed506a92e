//! Newer data under the eye: the cards that are looked at stay where they are, and the focus stays on its card (B11).

use super::{
    column::pitch,
    column_state::ColumnState,
    gesture::card_of,
    state::BoardState,
    targets::{give_focus, scroller},
};
use domain::id::DealId;
use leptos::prelude::*;
use web_sys::Element;

/// What the eyes are on, before newer data comes.
pub(super) struct Seen {
    columns: Vec<SeenColumn>,
    focus: Option<DealId>,
}

/// A column that is scrolled: how far, and the cards from the first one in view on, with its index.
struct SeenColumn {
    column: ColumnState,
    top: i32,
    index: usize,
    cards: Vec<DealId>,
}

impl BoardState {
    /// What is looked at now.
    pub(super) fn seen(self) -> Seen {
        let columns = self.columns.get_untracked().into_iter().filter_map(SeenColumn::of).collect();
        let focus = document().active_element().filter(is_card).as_ref().and_then(card_of);
        Seen { columns, focus }
    }

    /// Keeps what was looked at where it was seen.
    pub(super) fn keep_in_sight(self, seen: Seen) {
        seen.columns.iter().for_each(SeenColumn::hold);
        let Some(had) = seen.focus else { return };
        // A card that is gone leaves the focus to the one that Tab would come to.
        let there = Some(had).filter(|deal| self.where_is(*deal).is_some());
        there.or(self.focus.get_untracked()).into_iter().for_each(give_focus);
    }
}

impl SeenColumn {
    fn of(column: ColumnState) -> Option<Self> {
        let top = scroller(column.stage)?.scroll_top();
        let index = (f64::from(top) / pitch()).floor() as usize;
        let room = column.room.get_untracked();
        let cards = column.ids.with_untracked(|ids| ids.iter().skip(index).take(room).copied().collect());
        (top > 0).then_some(SeenColumn { column, top, index, cards })
    }

    /// The first card that was in view and is still in the column leads: as far as it went, the scroll goes too.
    fn hold(&self) {
        let shift = self.column.ids.with_untracked(|ids| {
            self.cards.iter().zip(self.index..).find_map(|(card, before)| {
                let now = ids.iter().position(|id| id == card)?;
                Some(now as i64 - before as i64)
            })
        });
        let Some(shift) = shift.filter(|shift| *shift != 0) else { return };
        self.column.first.update(|first| *first = first.saturating_add_signed(shift as isize));
        let (stage, top) = (self.column.stage, self.top + (shift as f64 * pitch()) as i32);
        request_animation_frame(move || {
            if let Some(scroller) = scroller(stage) {
                scroller.set_scroll_top(top);
            }
        });
    }
}

fn is_card(element: &Element) -> bool {
    element.class_list().contains("card")
}
