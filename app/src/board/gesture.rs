//! Gestures on the board: two hands, pointer and keyboard, on one machine (`ui::drag`), and what the screen shows of
//! them. While a card is dragged nothing is looked up and no signal changes: one transform a frame.

use super::{
    column::pitch,
    desk::{Desk, Lane},
};
use crate::{
    ui::drag::{Drag, Effect as Do, Floor, HOLD, Input, Point, Pointer, Spot, Way, Well, scroll_speed},
    words::t,
};
use domain::id::DealId;
use leptos::{
    ev::{FocusEvent, KeyboardEvent, MouseEvent, PointerEvent},
    html::Div,
    prelude::*,
};
use leptos_router::hooks::use_navigate;
use send_wrapper::SendWrapper;
use std::{sync::Arc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement};

/// The hand over the board.
#[derive(Clone, Copy)]
pub(super) struct Gesture {
    desk: Desk,
    root: NodeRef<Div>,
    hand: StoredValue<Hand>,
    open: StoredValue<Arc<dyn Fn(DealId) + Send + Sync>>,
}

/// What the hand holds, and what the screen shows of it. What is the browser's own is wrapped, since the server makes
/// hands too, empty ones, and drops them on any thread.
#[derive(Default)]
struct Hand {
    drag: Drag<DealId>,
    floor: Floor,
    /// The columns' scrolling boxes, left to right.
    boxes: Vec<SendWrapper<Element>>,
    image: Option<SendWrapper<HtmlElement>>,
    line: Option<SendWrapper<HtmlElement>>,
    /// From the card's corner to where it was gripped.
    grip: (f64, f64),
    at: Option<Point>,
    aim: Option<Spot>,
    /// When the last frame was drawn, in milliseconds.
    frame: Option<f64>,
    /// A click follows each drag; it opens nothing.
    swallow: bool,
    /// Keeps a held finger from scrolling the page.
    stop_scroll: Option<SendWrapper<Closure<dyn FnMut(web_sys::Event)>>>,
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
            on_cleanup(move || {
                escape.remove();
                hidden.remove();
            });
        });
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

    pub fn key(self, event: &KeyboardEvent) {
        let Some(target) = element(event.target()) else { return };
        let Some(deal) = card_of(&target).filter(|_| target.class_list().contains("card")) else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let lifted = match self.hand.with_value(|hand| hand.drag) {
            Drag::Lifted { spot, .. } => Some(spot),
            _ => None,
        };
        match (event.key().as_str(), way(&event.key()), lifted) {
            (_, Some(way), Some(spot)) => {
                self.feed(Input::Walk { spot: spot.walk(way, &self.desk.slots(deal)) })
            }
            (_, Some(way), None) => self.walk(deal, way),
            (" " | "Enter", _, Some(_)) => self.feed(Input::Drop),
            ("Tab", _, Some(_)) => return self.feed(Input::Cancel),
            (" ", _, None) => self.lift(deal),
            ("Enter", _, None) => self.open.with_value(|open| open(deal)),
            ("m", _, None) => self.desk.moving.set(Some(deal)),
            _ => return,
        }
        event.prevent_default();
    }

    fn escape(self, event: &KeyboardEvent) {
        let held = self.hand.with_value(|hand| !matches!(hand.drag, Drag::Idle));
        if event.key() == "Escape" && held {
            event.prevent_default();
            self.feed(Input::Cancel);
        }
    }

    /// Feeds the machine and does what it says.
    fn feed(self, input: Input<DealId>) {
        let effect = self.hand.try_update_value(|hand| {
            let (drag, effect) = hand.drag.next(input);
            hand.drag = drag;
            effect
        });
        match effect.flatten() {
            None => {}
            Some(Do::AwaitHold { pointer }) => {
                set_timeout(move || self.feed(Input::Held { pointer }), Duration::from_millis(HOLD));
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
                self.desk.announcement.set(t().drag_cancelled.to_owned());
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
        let line = line(&root);
        self.hand.update_value(|hand| {
            hand.measure(&root, self.desk);
            hand.grip = (from.x - place.left(), from.y - place.top());
            (hand.image, hand.line) = (image, line);
            (hand.at, hand.aim, hand.frame) = (Some(from), None, None);
        });
        self.draw();
    }

    /// Draws a frame, and the next one for as long as the card is in the hand.
    fn draw(self) {
        let dragging = self.hand.try_update_value(|hand| {
            let held = matches!(hand.drag, Drag::Dragging { .. });
            if held {
                hand.scroll();
                hand.show();
            }
            held
        });
        if dragging == Some(true) {
            request_animation_frame(move || self.draw());
        }
    }

    fn release(self, thing: DealId, at: Point) {
        let spot = self.hand.with_value(|hand| hand.floor.spot(at));
        self.put_down();
        self.hand.update_value(|hand| hand.swallow = true);
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

    fn lift(self, deal: DealId) {
        if let Some(spot) = self.desk.spot_of(deal) {
            self.feed(Input::Lift { thing: deal, spot });
        }
    }

    /// Shows and says where the keyboard has brought the card.
    fn indicate(self, thing: DealId, spot: Spot) {
        let (Some(root), Some(lane)) = (self.root.get_untracked(), self.lane(spot.column)) else { return };
        if let Some(card) = mounted(&root, thing) {
            let _ = card.set_attribute("data-lifted", "");
        }
        let own = self.desk.spot_of(thing);
        let shift = own.is_some_and(|own| own.column == spot.column && own.slot < spot.slot);
        self.desk.reveal(lane, spot.slot);
        self.hand.update_value(|hand| {
            hand.measure(&root, self.desk);
            if hand.line.is_none() {
                hand.line = line(&root);
            }
            hand.aim = None;
            hand.aim_at(Some(Spot { slot: spot.slot + usize::from(shift), ..spot }));
        });
        self.desk.say_lifted(thing, spot, own == Some(spot));
    }

    /// Arrows bring the focus from card to card.
    fn walk(self, deal: DealId, way: Way) {
        let Some(own) = self.desk.spot_of(deal) else { return };
        let cards: Vec<usize> = self
            .desk
            .lanes
            .with_untracked(|lanes| lanes.iter().map(|l| l.ids.with_untracked(Vec::len)).collect());
        let most: Vec<usize> = cards.iter().map(|count| count.saturating_sub(1)).collect();
        let mut next = own.walk(way, &most);
        // Columns without cards have nothing to focus: on to the next.
        while cards.get(next.column) == Some(&0) {
            let further = next.walk(way, &most);
            if further.column == next.column {
                return;
            }
            next = Spot { slot: own.slot, ..further }.walk(Way::Up, &most);
        }
        let card = self
            .lane(next.column)
            .and_then(|lane| lane.ids.with_untracked(|ids| ids.get(next.slot).copied()));
        if let Some(card) = card {
            self.desk.bring_focus(card);
        }
    }

    /// While a finger holds a card the page must not scroll. The listener is on what was touched, since touches are
    /// told to nothing else, even when it leaves the page.
    fn guard_scroll(self, target: &Element) {
        let hand = self.hand;
        let stop = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
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
        self.hand.update_value(|hand| hand.stop_scroll = Some(SendWrapper::new(stop)));
    }

    fn lane(self, column: usize) -> Option<Lane> {
        self.desk.lanes.with_untracked(|lanes| lanes.get(column).copied())
    }
}

impl Hand {
    /// Reads the columns once; from here on a drop is arithmetic.
    fn measure(&mut self, root: &HtmlElement, desk: Desk) {
        self.boxes = children(root, ".column-cards");
        let lanes = desk.lanes.get_untracked();
        let well = |(scroller, lane): (&SendWrapper<Element>, &Lane)| {
            let place = scroller.get_bounding_client_rect();
            let cards = lane.ids.with_untracked(Vec::len);
            let scrolled = f64::from(scroller.scroll_top());
            Well { left: place.left(), right: place.right(), top: place.top(), scrolled, cards }
        };
        self.floor = Floor { wells: self.boxes.iter().zip(&lanes).map(well).collect(), pitch: pitch() };
    }

    /// Moves the drag image to the pointer, and the line to where a drop would go.
    fn show(&mut self) {
        let Some(at) = self.at else { return };
        if let Some(image) = &self.image {
            let (x, y) = (at.x - self.grip.0, at.y - self.grip.1);
            let _ = image
                .style()
                .set_property("transform", &format!("translate3d({x}px, {y}px, 0) rotate(1.5deg)"));
        }
        self.aim_at(self.floor.spot(at));
    }

    fn aim_at(&mut self, aim: Option<Spot>) {
        if self.aim == aim {
            return;
        }
        self.aim = aim;
        let (Some(line), Some(spot)) = (&self.line, aim) else { return };
        let Some(well) = self.floor.wells.get(spot.column) else { return };
        let style = line.style();
        let _ = style.set_property("width", &format!("{}px", well.right - well.left));
        let y = self.floor.line(spot);
        let _ = style.set_property("transform", &format!("translate3d({}px, {y}px, 0)", well.left));
    }

    /// Scrolls the column under the pointer, else the board, when the pointer is near an edge.
    fn scroll(&mut self) {
        let Some(at) = self.at else { return };
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let seconds = (now - self.frame.replace(now).unwrap_or(now)) / 1000.0;
        let Some(column) = self.floor.column(at.x) else { return };
        let (Some(scroller), Some(well)) = (self.boxes.get(column), self.floor.wells.get_mut(column)) else {
            return;
        };
        let height = f64::from(scroller.client_height());
        let by = scroll_speed(at.y, well.top, well.top + height) * seconds;
        if by.abs() >= 1.0 {
            scroller.set_scroll_top(scroller.scroll_top() + by as i32);
            well.scrolled = f64::from(scroller.scroll_top());
            self.aim = None;
        }
    }
}

fn point(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

fn way(key: &str) -> Option<Way> {
    match key {
        "ArrowUp" => Some(Way::Up),
        "ArrowDown" => Some(Way::Down),
        "ArrowLeft" => Some(Way::Left),
        "ArrowRight" => Some(Way::Right),
        _ => None,
    }
}

fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// The card that an element belongs to.
fn card_of(element: &Element) -> Option<DealId> {
    let card = element.closest("[data-deal-id]").ok().flatten()?;
    card.get_attribute("data-deal-id")?.parse().ok()
}

/// The card that was pressed, unless the press was meant for a control on it.
fn pressed_card(event: &PointerEvent) -> Option<(Element, DealId)> {
    let target = element(event.target())?;
    let control = target.closest("button, input, .card-add").ok().flatten();
    card_of(&target).filter(|_| control.is_none()).map(|deal| (target, deal))
}

fn mounted(root: &HtmlElement, deal: DealId) -> Option<HtmlElement> {
    root.query_selector(&format!("[data-deal-id=\"{deal}\"]")).ok().flatten()?.dyn_into().ok()
}

fn children(root: &HtmlElement, selector: &str) -> Vec<SendWrapper<Element>> {
    let Ok(found) = root.query_selector_all(selector) else { return vec![] };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).map(SendWrapper::new).collect()
}

fn drag_image(root: &HtmlElement, card: &HtmlElement, width: f64) -> Option<SendWrapper<HtmlElement>> {
    let image: HtmlElement = card.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    let _ = image.remove_attribute("data-deal-id");
    let _ = image.set_attribute("data-drag-ghost", "");
    let _ = image.set_attribute("aria-hidden", "true");
    let _ = image.style().set_property("width", &format!("{width}px"));
    root.append_child(&image).ok()?;
    Some(SendWrapper::new(image))
}

fn line(root: &HtmlElement) -> Option<SendWrapper<HtmlElement>> {
    let line: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
    line.set_class_name("drop-line");
    root.append_child(&line).ok()?;
    Some(SendWrapper::new(line))
}
