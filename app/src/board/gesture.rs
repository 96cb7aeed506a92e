//! Gestures on the board: two hands, pointer and keyboard, on one machine (`ui::drag`), and what the screen shows of
//! them. While a card is dragged nothing is looked up and no signal changes: one transform a frame.

use super::{
    column_state::ColumnState,
    drag_view::{DragView, Listener, drag_image, drop_line, mounted},
    state::BoardState,
};
use crate::{
    ui::drag::{Drag, DropTarget, Effect as Do, HOLD, Input, Point, Pointer},
    words::t,
};
use domain::id::DealId;
use gloo_timers::future::sleep;
use leptos::{
    ev::{FocusEvent, KeyboardEvent, MouseEvent, PointerEvent},
    html::Div,
    prelude::*,
    task::spawn_local,
};
use leptos_router::hooks::use_navigate;
use send_wrapper::SendWrapper;
use std::{sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What the board's listeners call.
#[derive(Clone, Copy)]
pub(super) struct Gesture {
    pub(super) board: BoardState,
    pub(super) root: NodeRef<Div>,
    pub(super) view: StoredValue<DragView>,
    pub(super) open: StoredValue<Arc<dyn Fn(DealId) + Send + Sync>>,
}

impl Gesture {
    pub fn new(board: BoardState, root: NodeRef<Div>) -> Self {
        let navigate = use_navigate();
        let open: Arc<dyn Fn(DealId) + Send + Sync> =
            Arc::new(move |id| navigate(&format!("/deals/{id}"), Default::default()));
        let gesture = Gesture {
            board,
            root,
            view: StoredValue::new(DragView::default()),
            open: StoredValue::new(open),
        };
        Effect::new(move |_| {
            let escape = window_event_listener(leptos::ev::keydown, move |event| gesture.escape(&event));
            let hidden =
                window_event_listener(leptos::ev::visibilitychange, move |_| gesture.feed(Input::Cancel));
            let resized = window_event_listener(leptos::ev::resize, move |_| gesture.feed(Input::Cancel));
            on_cleanup(move || [escape, hidden, resized].into_iter().for_each(|listener| listener.remove()));
        });
        // Another board under the hand: what was lifted there is not here.
        Effect::watch(move || board.columns.track(), move |(), _, _| gesture.feed(Input::Cancel), false);
        gesture
    }

    pub fn pressed(self, event: &PointerEvent) {
        self.view.update_value(|view| view.swallow = false);
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key();
        let Some((target, thing)) = pressed_card(event) else { return };
        if modified || !event.is_primary() || event.button() != 0 {
            return;
        }
        let by = if event.pointer_type() == "mouse" { Pointer::Mouse } else { Pointer::Finger };
        if by == Pointer::Finger {
            self.guard_scroll(&target);
        }
        self.feed(Input::Down { pointer: event.pointer_id(), by, at: point(event), thing });
    }

    pub fn moved(self, event: &PointerEvent) {
        match self.view.with_value(|view| view.drag) {
            Drag::Idle | Drag::Lifted { .. } => {}
            // The button came up where nobody listened.
            _ if event.pointer_type() == "mouse" && event.buttons() == 0 => self.feed(Input::Cancel),
            _ => self.feed(Input::Move { pointer: event.pointer_id(), at: point(event) }),
        }
    }

    pub fn released(self, event: &PointerEvent) {
        self.feed(Input::Up { pointer: event.pointer_id(), at: point(event) });
    }

    pub fn cancelled(self) {
        self.feed(Input::Cancel);
    }

    /// A click opens the deal, unless it was the end of a drag or meant for a control.
    pub fn clicked(self, event: &MouseEvent) {
        if self.view.try_update_value(|view| std::mem::take(&mut view.swallow)).unwrap_or(false) {
            event.prevent_default();
            return event.stop_propagation();
        }
        let Some(target) = element(event.target()) else { return };
        let Some(deal) = card_of(&target) else { return };
        if target.closest(".card-more").ok().flatten().is_some() {
            return self.board.moving.set(Some(deal));
        }
        if target.closest("a, button").ok().flatten().is_none() {
            self.open.with_value(|open| open(deal));
        }
    }

    /// A long press drags; it asks for no menu.
    pub fn menu(self, event: &MouseEvent) {
        let held = self.view.with_value(|view| {
            matches!(view.drag, Drag::Dragging { .. } | Drag::Pending { by: Pointer::Finger, .. })
        });
        if held {
            event.prevent_default();
        }
    }

    /// Tab comes back to the card that had the focus last.
    pub fn focused(self, event: &FocusEvent) {
        if let Some(deal) = element(event.target()).as_ref().and_then(card_of) {
            self.board.focus.set(Some(deal));
        }
    }

    fn escape(self, event: &KeyboardEvent) {
        let held = self.view.with_value(|view| !matches!(view.drag, Drag::Idle));
        if event.key() == "Escape" && held {
            event.prevent_default();
            self.feed(Input::Cancel);
        }
    }

    /// Feeds the machine and does what it says.
    pub(super) fn feed(self, input: Input<DealId>) {
        let effect = self.view.try_update_value(|view| {
            let (drag, effect) = view.drag.next(input);
            view.drag = drag;
            effect
        });
        match effect.flatten() {
            None => {}
            Some(Do::AwaitHold { pointer }) => {
                spawn_local(async move {
                    sleep(Duration::from_millis(HOLD)).await;
                    self.feed(Input::Held { pointer });
                });
            }
            Some(Do::Take { pointer, from, thing }) => self.take(pointer, from, thing),
            Some(Do::Follow { at }) => self.view.update_value(|view| view.at = Some(at)),
            Some(Do::Release { thing, at }) => self.release(thing, at),
            Some(Do::Indicate { thing, target }) => self.indicate(thing, target),
            Some(Do::Place { thing, target }) => {
                self.put_down();
                self.place(thing, target);
            }
            Some(Do::Abort { thing }) => {
                self.put_down();
                self.board.announcement.set(t().drag_cancelled.to_owned());
                self.board.bring_focus(thing);
            }
        }
    }

    /// The card comes into the hand: the pointer is captured now and not at the press, or its click would be lost.
    fn take(self, pointer: i32, from: Point, thing: DealId) {
        let Some(root) = self.root.get_untracked() else { return };
        let Some(card) = mounted(&root, thing) else { return self.feed(Input::Cancel) };
        let _ = root.set_pointer_capture(pointer);
        let place = card.get_bounding_client_rect();
        let image = drag_image(&root, &card, place.width());
        let _ = card.set_attribute("data-lifted", "");
        let _ = root.set_attribute("data-dragging", "");
        let line = drop_line(&root);
        self.view.update_value(|view| {
            view.measure(&root, self.board);
            view.grip = (from.x - place.left(), from.y - place.top());
            (view.image, view.line) = (image, line);
            (view.at, view.aim, view.frame) = (Some(from), None, None);
            view.scrolls = Default::default();
        });
        self.draw();
    }

    /// Draws a frame, and the next one for as long as the card is in the hand.
    fn draw(self) {
        let Some(root) = self.root.try_get_untracked().flatten() else { return };
        let dragging = self.view.try_update_value(|view| {
            let held = matches!(view.drag, Drag::Dragging { .. });
            if held {
                view.scroll(&root);
                view.refresh(&root, self.board);
                view.show();
            }
            held
        });
        if dragging == Some(true) {
            request_animation_frame(move || self.draw());
        }
    }

    fn release(self, thing: DealId, at: Point) {
        let Some(root) = self.root.get_untracked() else { return };
        let target = self.view.try_update_value(|view| {
            view.at = Some(at);
            view.refresh(&root, self.board);
            view.hits.target(at)
        });
        let (target, zone) = (target.flatten(), self.view.with_value(|view| view.zone(at)));
        self.put_down();
        self.view.update_value(|view| view.swallow = true);
        match zone {
            Some(0) => return self.board.win(thing),
            Some(_) => return self.board.losing.set(Some(thing)),
            None => {}
        }
        let Some(target) = target else { return };
        // The dragged card stands where it was, faded; below it the slots count one too many.
        let own = self.board.target_of(thing);
        let below = own.is_some_and(|own| own.column == target.column && own.slot < target.slot);
        self.place(thing, DropTarget { slot: target.slot - usize::from(below), ..target });
    }

    fn place(self, thing: DealId, target: DropTarget) {
        if let Some(column) = self.column(target.column) {
            self.board.focus.set(Some(thing));
            self.board.drop_at(thing, column.stage, target.slot);
            self.board.say_target(thing);
            self.board.bring_focus(thing);
        }
    }

    /// The screen shows nothing of a drag any more.
    fn put_down(self) {
        self.view.update_value(|view| {
            view.image.take().into_iter().chain(view.line.take()).for_each(|shown| shown.remove());
            (view.at, view.frame) = (None, None);
        });
        let Some(root) = self.root.get_untracked() else { return };
        let _ = root.remove_attribute("data-dragging");
        if let Ok(Some(card)) = root.query_selector("[data-lifted]") {
            let _ = card.remove_attribute("data-lifted");
        }
    }

    /// While a finger holds a card the page must not scroll. The listener is on what was touched, since touches are
    /// told to nothing else, even when it leaves the page.
    fn guard_scroll(self, target: &Element) {
        let view = self.view;
        let stop = Listener::new(move |event: web_sys::Event| {
            let held = view.try_with_value(|view| matches!(view.drag, Drag::Dragging { .. }));
            if held == Some(true) && event.cancelable() {
                event.prevent_default();
            }
        });
        let options = web_sys::AddEventListenerOptions::new();
        options.set_passive(false);
        let listen = stop.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            "touchmove",
            listen,
            &options,
        );
        self.view.update_value(|view| {
            if let Some((target, old)) =
                view.guard.replace((SendWrapper::new(target.clone()), SendWrapper::new(stop)))
            {
                let _ = target.remove_event_listener_with_callback("touchmove", old.as_ref().unchecked_ref());
            }
        });
    }

    pub(super) fn column(self, index: usize) -> Option<ColumnState> {
        self.board.columns.with_untracked(|columns| columns.get(index).copied())
    }
}

fn point(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

pub(super) fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// The card that an element belongs to.
pub(super) fn card_of(element: &Element) -> Option<DealId> {
    let card = element.closest("[data-deal-id]").ok().flatten()?;
    card.get_attribute("data-deal-id")?.parse().ok()
}

/// The card that was pressed, unless the press was meant for a control on it.
fn pressed_card(event: &PointerEvent) -> Option<(Element, DealId)> {
    let target = element(event.target())?;
    let control = target.closest("button, input, .card-add").ok().flatten();
    card_of(&target).filter(|_| control.is_none()).map(|deal| (target, deal))
}
