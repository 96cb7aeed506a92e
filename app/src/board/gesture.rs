//! Gestures on the board: cards are dragged (`ui::drag`), clicked, and walked over by arrow keys.

use super::{
    column::pitch,
    column_state::{ColumnState, set},
    others::Hand,
    state::BoardState,
    targets::give_focus,
};
use crate::{
    deal::adding::{Beginning, adding},
    ui::drag::{
        ColumnRect, DragGesture, DropTarget, HitMap, Measured, Press, Slots, Surface, Thing, Way, find_all,
    },
    ui::{html::key_of, is_phone},
    words::t,
};
use domain::{deal::Status, id::DealId};
use leptos::{
    ev::{FocusEvent, MouseEvent},
    html::Div,
    prelude::*,
};
use leptos_router::hooks::use_navigate;
use send_wrapper::SendWrapper;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What the board's listeners call.
#[derive(Clone, Copy)]
pub(super) struct BoardGesture {
    pub(super) board: BoardState,
    pub drag: DragGesture,
    pub(super) open: StoredValue<Arc<dyn Fn(DealId) + Send + Sync>>,
}

impl BoardGesture {
    pub fn new(board: BoardState, root: NodeRef<Div>) -> Self {
        let navigate = use_navigate();
        let open: Arc<dyn Fn(DealId) + Send + Sync> =
            Arc::new(move |id| navigate(&format!("/deals/{id}"), Default::default()));
        let drag = DragGesture::new(Arc::new(board), root);
        // Another board under the hand: what was lifted there is not here.
        Effect::watch(move || board.columns.track(), move |(), _, _| drag.cancel(), false);
        Effect::watch(move || board.client.track(), move |(), _, _| drag.follow(), false);
        BoardGesture { board, drag, open: StoredValue::new(open) }
    }

    /// A click opens the deal, unless it was the end of a drag or meant for a control.
    pub fn clicked(self, event: &MouseEvent) {
        if self.drag.swallows_click() {
            event.prevent_default();
            return event.stop_propagation();
        }
        let Some(target) = element(event.target()) else { return };
        if self.pressed_in_header(event.target()) {
            return;
        }
        let Some(deal) = card_of(&target) else { return };
        if target.closest(".card-more").ok().flatten().is_some() {
            return self.board.moving.set(Some(deal));
        }
        if target.closest("a, button").ok().flatten().is_none() {
            self.open.with_value(|open| open(deal));
        }
    }

    /// The buttons of a header: to add a deal there, and to fold the column away.
    fn pressed_in_header(self, target: Option<web_sys::EventTarget>) -> bool {
        let Some((does, stage)) = key_of(target) else { return false };
        let Ok(stage) = stage.parse() else { return false };
        match does.as_str() {
            "add" => adding().open.set(Some(Beginning { stage: Some(stage), ..Beginning::default() })),
            "fold" => self.board.look.change(|look| *look = std::mem::take(look).toggle_folded(stage)),
            _ => return false,
        }
        true
    }

    /// Tab comes back to the card that had the focus last.
    pub fn focused(self, event: &FocusEvent) {
        if let Some(deal) = element(event.target()).as_ref().and_then(card_of) {
            self.board.focus.set(Some(deal));
            self.board.place.focused(deal);
        }
    }
}

impl Surface for BoardState {
    fn pressed(&self, target: &Element) -> Option<Press> {
        let control = target.closest("button, input, .card-add").ok().flatten();
        card_of(target).filter(|_| control.is_none()).map(|deal| Press { thing: deal.0, grip: false })
    }

    fn element(&self, root: &HtmlElement, thing: Thing) -> Option<HtmlElement> {
        root.query_selector(&format!("[data-deal-id=\"{thing}\"]")).ok().flatten()?.dyn_into().ok()
    }

    fn measure(&self, root: &HtmlElement, thing: Thing) -> Measured {
        let done = self.card(DealId(thing)).map(|card| card.with_untracked(|card| card.done.clone()));
        let missing = self.around.with_untracked(|around| around.rules.missing(&done.unwrap_or_default()));
        set(self.missing, missing);
        let (boxes, pitch) = (find_all(root, ".column-cards"), pitch());
        let rect = |(scroller, column): (&SendWrapper<Element>, &ColumnState)| {
            let place = scroller.get_bounding_client_rect();
            let slots = Slots::Even { pitch, count: column.ids.with_untracked(Vec::len) };
            let scrolled = f64::from(scroller.scroll_top());
            ColumnRect { left: place.left(), right: place.right(), top: place.top(), scrolled, slots }
        };
        let columns = self.columns.with_untracked(|columns| boxes.iter().zip(columns).map(rect).collect());
        Measured {
            hits: HitMap { columns, ..HitMap::default() },
            boxes,
            zones: find_all(root, "[data-zone]"),
        }
    }

    fn count(&self, column: usize) -> Option<usize> {
        self.column(column).map(|column| column.ids.with_untracked(Vec::len))
    }

    fn target_of(&self, thing: Thing) -> Option<DropTarget> {
        self.where_is(DealId(thing)).filter(|_| self.hand.get_value() != Hand::Robbed)
    }

    fn held(&self, thing: Option<Thing>) {
        self.take(thing.map(DealId));
    }

    fn last_slots(&self, thing: Thing) -> Vec<usize> {
        self.slots(DealId(thing))
    }

    fn place(&self, thing: Thing, target: DropTarget) {
        let (deal, board) = (DealId(thing), *self);
        if let Some(column) = board.column(target.column) {
            board.focus.set(Some(deal));
            board.drop_at(deal, column.stage, target.slot);
            board.bring_focus(deal);
        }
    }

    fn drop_on_zone(&self, thing: Thing, zone: usize) {
        match zone {
            0 => self.win(DealId(thing)),
            1 => self.giving_up.set(Some((DealId(thing), Status::Stale))),
            _ => self.giving_up.set(Some((DealId(thing), Status::Lost))),
        }
    }

    /// On a phone one stage fills the screen, and its switch brings another.
    fn swipe(&self, way: Way) -> Option<&'static str> {
        let word = if way == Way::Left { t().swipe_to_move() } else { t().swipe_to_check() };
        is_phone().then_some(word)
    }

    fn swiped(&self, thing: Thing, way: Way) {
        let (deal, dialog) = (DealId(thing), if way == Way::Left { self.moving } else { self.checking });
        // The card has it again when the dialog is closed.
        give_focus(deal);
        dialog.set(Some(deal));
    }

    fn reveal(&self, _: Thing, target: DropTarget) {
        if let Some(column) = self.column(target.column) {
            self.bring_into_view(column, target.slot);
        }
    }

    fn say_lifted(&self, thing: Thing, target: DropTarget) {
        self.announce_lifted(DealId(thing), target);
    }

    fn say_cancelled(&self, thing: Thing) {
        if self.hand.get_value() == Hand::Robbed {
            return self.hand.set_value(Hand::Empty);
        }
        self.announcement.set(t().drag_cancelled().to_owned());
        self.bring_focus(DealId(thing));
    }
}

pub(super) fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// The card that an element belongs to.
pub(super) fn card_of(element: &Element) -> Option<DealId> {
    let card = element.closest("[data-deal-id]").ok().flatten()?;
    card.get_attribute("data-deal-id")?.parse().ok()
}
