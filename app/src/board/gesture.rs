//! Gestures on the board: two hands, pointer and keyboard, on one machine (`ui::drag`), and what the screen shows of
//! them. While a card is dragged nothing is looked up and no signal changes: one transform a frame.

use super::{
    desk::Desk,
    hand::{Hand, Listener, drag_image, drop_line, mounted},
    lane::Lane,
};
use crate::{
    ui::drag::{Drag, Effect as Do, HOLD, Input, Point, Pointer, Spot},
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
    pub(super) desk: Desk,
    pub(super) root: NodeRef<Div>,
    pub(super) hand: StoredValue<Hand>,
    pub(super) open: StoredValue<Arc<dyn Fn(DealId) + Send + Sync>>,
}

impl Gesture {
    pub fn new(desk: Desk, root: NodeRef<Div>) -> Self {
        let navigate = use_navigate();
        let open: Arc<dyn Fn(DealId) + Send + Sync> =
            Arc::new(move |id| navigate(&format!("/deals/{id}"), Default::default()));
        let gesture =
            Gesture { desk, root, hand: StoredValue::new(Hand::default()), open: StoredValue::new(open) };
        Effect::new(move |_| {
            let escape = window_event_listener(leptos::ev::keydown, move |event| gesture.escape(&event));
            let hidden =
                window_event_listener(leptos::ev::visibilitychange, move |_| gesture.feed(Input::Cancel));
            let resized = window_event_listener(leptos::ev::resize, move |_| gesture.feed(Input::Cancel));
            on_cleanup(move || [escape, hidden, resized].into_iter().for_each(|listener| listener.remove()));
        });
        // Another board under the hand: what was lifted there is not here.
        Effect::watch(move || desk.lanes.track(), move |(), _, _| gesture.feed(Input::Cancel), false);
        gesture
    }

    pub fn pressed(self, event: &PointerEvent) {
        self.hand.update_value(|hand| hand.swallow = false);
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
        match self.hand.with_value(|hand| hand.drag) {
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
        if self.hand.try_update_value(|hand| std::mem::take(&mut hand.swallow)).unwrap_or(false) {
            event.prevent_default();
            return event.stop_propagation();
        }
        let Some(target) = element(event.target()) else { return };
        let Some(deal) = card_of(&target) else { return };
        if target.closest(".card-more").ok().flatten().is_some() {
            return self.desk.moving.set(Some(deal));
        }
        if target.closest("a, button").ok().flatten().is_none() {
            self.open.with_value(|open| open(deal));
        }
    }

    /// A long press drags; it asks for no menu.
    pub fn menu(self, event: &MouseEvent) {
        let held = self.hand.with_value(|hand| {
            matches!(hand.drag, Drag::Dragging { .. } | Drag::Pending { by: Pointer::Finger, .. })
        });
        if held {
            event.prevent_default();
        }
    }

    /// Tab comes back to the card that had the focus last.
    pub fn focused(self, event: &FocusEvent) {
        if let Some(deal) = element(event.target()).as_ref().and_then(card_of) {
            self.desk.focus.set(Some(deal));
        }
    }

    fn escape(self, event: &KeyboardEvent) {
        let held = self.hand.with_value(|hand| !matches!(hand.drag, Drag::Idle));
        if event.key() == "Escape" && held {
            event.prevent_default();
            self.feed(Input::Cancel);
        }
    }

    /// Feeds the machine and does what it says.
    pub(super) fn feed(self, input: Input<DealId>) {
        let effect = self.hand.try_update_value(|hand| {
            let (drag, effect) = hand.drag.next(input);
            hand.drag = drag;
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
            Some(Do::Follow { at }) => self.hand.update_value(|hand| hand.at = Some(at)),
            Some(Do::Release { thing, at }) => self.release(thing, at),
            Some(Do::Indicate { thing, spot }) => self.indicate(thing, spot),
            Some(Do::Place { thing, spot }) => {
                self.put_down();
                self.place(thing, spot);
            }
            Some(Do::Abort { thing }) => {
                self.put_down();
                self.desk.announcement.set(t().drag_cancelled().to_owned());
                self.desk.bring_focus(thing);
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
        self.hand.update_value(|hand| {
            hand.measure(&root, self.desk);
            hand.grip = (from.x - place.left(), from.y - place.top());
            (hand.image, hand.line) = (image, line);
            (hand.at, hand.aim, hand.frame) = (Some(from), None, None);
            hand.glides = Default::default();
        });
        self.draw();
    }

    /// Draws a frame, and the next one for as long as the card is in the hand.
    fn draw(self) {
        let Some(root) = self.root.try_get_untracked().flatten() else { return };
        let dragging = self.hand.try_update_value(|hand| {
            let held = matches!(hand.drag, Drag::Dragging { .. });
            if held {
                hand.scroll(&root);
                hand.refresh(&root, self.desk);
                hand.show();
            }
            held
        });
        if dragging == Some(true) {
            request_animation_frame(move || self.draw());
        }
    }

    fn release(self, thing: DealId, at: Point) {
        let Some(root) = self.root.get_untracked() else { return };
        let spot = self.hand.try_update_value(|hand| {
            hand.at = Some(at);
            hand.refresh(&root, self.desk);
            hand.floor.spot(at)
        });
        let (spot, zone) = (spot.flatten(), self.hand.with_value(|hand| hand.zone(at)));
        self.put_down();
        self.hand.update_value(|hand| hand.swallow = true);
        match zone {
            Some(0) => return self.desk.win(thing),
            Some(_) => return self.desk.losing.set(Some(thing)),
            None => {}
        }
        let Some(spot) = spot else { return };
        // The dragged card stands where it was, faded; below it the slots count one too many.
        let own = self.desk.spot_of(thing);
        let below = own.is_some_and(|own| own.column == spot.column && own.slot < spot.slot);
        self.place(thing, Spot { slot: spot.slot - usize::from(below), ..spot });
    }

    fn place(self, thing: DealId, spot: Spot) {
        if let Some(lane) = self.lane(spot.column) {
            self.desk.focus.set(Some(thing));
            self.desk.drop_at(thing, lane.stage, spot.slot);
            self.desk.say_spot(thing);
            self.desk.bring_focus(thing);
        }
    }

    /// The screen shows nothing of a drag any more.
    fn put_down(self) {
        self.hand.update_value(|hand| {
            hand.image.take().into_iter().chain(hand.line.take()).for_each(|shown| shown.remove());
            (hand.at, hand.frame) = (None, None);
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
        let hand = self.hand;
        let stop = Listener::new(move |event: web_sys::Event| {
            let held = hand.try_with_value(|hand| matches!(hand.drag, Drag::Dragging { .. }));
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
        self.hand.update_value(|hand| {
            if let Some((target, old)) =
                hand.guard.replace((SendWrapper::new(target.clone()), SendWrapper::new(stop)))
            {
                let _ = target.remove_event_listener_with_callback("touchmove", old.as_ref().unchecked_ref());
            }
        });
    }

    pub(super) fn lane(self, column: usize) -> Option<Lane> {
        self.desk.lanes.with_untracked(|lanes| lanes.get(column).copied())
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
