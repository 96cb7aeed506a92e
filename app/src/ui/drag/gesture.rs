//! Gestures: two hands, pointer and keyboard, on one machine, over whatever has things to drag. While something is
//! dragged nothing is looked up and no signal changes: one transform a frame.

use super::{
    finger::{guard_scroll, show_swipe},
    hits::{DropTarget, Point, Way},
    machine::{Drag, Effect as Do, HOLD, Input, Pointer},
    surface::{Press, Surface, Thing},
    view::{DragView, drag_image},
};
use gloo_timers::future::sleep;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Div,
    prelude::*,
    task::spawn_local,
};
use std::{sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What the listeners of a surface call.
#[derive(Clone, Copy)]
pub struct DragGesture {
    surface: StoredValue<Arc<dyn Surface>>,
    root: NodeRef<Div>,
    view: StoredValue<DragView>,
}

impl DragGesture {
    /// Gestures over a surface; `root` is the element that listens.
    pub fn new(surface: Arc<dyn Surface>, root: NodeRef<Div>) -> Self {
        let view = StoredValue::new(DragView::default());
        let gesture = DragGesture { surface: StoredValue::new(surface), root, view };
        Effect::new(move |_| {
            let escape = window_event_listener(leptos::ev::keydown, move |event| gesture.escape(&event));
            let hidden = window_event_listener(leptos::ev::visibilitychange, move |_| gesture.cancel());
            let resized = window_event_listener(leptos::ev::resize, move |_| gesture.cancel());
            on_cleanup(move || [escape, hidden, resized].into_iter().for_each(|listener| listener.remove()));
        });
        gesture
    }

    pub fn pressed(self, event: &PointerEvent) {
        self.view.update_value(|view| view.swallow = false);
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key();
        if modified || !event.is_primary() || event.button() != 0 {
            return;
        }
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let Some(Press { thing, grip }) = self.surface().pressed(&target) else { return };
        let by = match event.pointer_type().as_str() {
            _ if grip => Pointer::Grip,
            "mouse" => Pointer::Mouse,
            _ if self.surface().swipe(Way::Left).is_some() => Pointer::Thumb,
            _ => Pointer::Finger,
        };
        if event.pointer_type() != "mouse" {
            guard_scroll(self.view, &target);
        }
        self.feed(Input::Down { pointer: event.pointer_id(), by, at: point(event), thing });
    }

    pub fn moved(self, event: &PointerEvent) {
        match self.view.with_value(|view| view.drag) {
            Drag::Idle | Drag::Lifted { .. } => {}
            // The button came up where nobody listened.
            _ if event.pointer_type() == "mouse" && event.buttons() == 0 => self.cancel(),
            _ => self.feed(Input::Move { pointer: event.pointer_id(), at: point(event) }),
        }
    }

    pub fn released(self, event: &PointerEvent) {
        self.feed(Input::Up { pointer: event.pointer_id(), at: point(event) });
    }

    /// Everything as before.
    pub fn cancel(self) {
        self.feed(Input::Cancel);
    }

    /// What is dragged over has changed: what is held is shown as held again, or put down when it is gone.
    pub fn follow(self) {
        let Some(thing) = self.view.with_value(|view| view.drag.thing()) else { return };
        if self.surface().target_of(thing).is_none() {
            return self.cancel();
        }
        request_animation_frame(move || {
            let held = self.view.try_with_value(|view| view.drag.thing()) == Some(Some(thing));
            let Some(root) = self.root.try_get_untracked().flatten().filter(|_| held) else { return };
            let element = self.surface().element(&root, thing);
            let _ = element.map(|element| element.set_attribute("data-lifted", ""));
        });
    }

    /// Whether a click is only the end of a drag.
    pub fn swallows_click(self) -> bool {
        self.view.try_update_value(|view| std::mem::take(&mut view.swallow)).unwrap_or(false)
    }

    /// A long press drags; it asks for no menu.
    pub fn menu(self, event: &MouseEvent) {
        let held = self.view.with_value(|view| {
            matches!(
                view.drag,
                Drag::Dragging { .. } | Drag::Pending { by: Pointer::Finger | Pointer::Thumb, .. }
            )
        });
        if held {
            event.prevent_default();
        }
    }

    /// The keyboard takes a thing.
    pub fn lift(self, thing: Thing) {
        if let Some(target) = self.surface().target_of(thing) {
            self.feed(Input::Lift { thing, target });
        }
    }

    /// What a key means for what the keyboard holds; false when it holds nothing. Escape is heard by the window.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let Drag::Lifted { thing, target } = self.view.with_value(|view| view.drag) else { return false };
        match (event.key().as_str(), Way::of(&event.key())) {
            (_, Some(way)) => {
                let across = self.view.with_value(|view| view.measured.hits.across);
                let way = if across { way.across() } else { way };
                self.feed(Input::Walk { target: target.walk(way, &self.surface().last_slots(thing)) });
            }
            (" " | "Enter", _) => self.feed(Input::Drop),
            // They would scroll what is held out of sight.
            ("Home" | "End" | "PageUp" | "PageDown", _) => {}
            ("Tab", _) => {
                self.cancel();
                return true;
            }
            _ => return true,
        }
        event.prevent_default();
        true
    }

    fn escape(self, event: &KeyboardEvent) {
        let held = self.view.with_value(|view| !matches!(view.drag, Drag::Idle));
        if event.key() == "Escape" && held {
            event.prevent_default();
            self.cancel();
        }
    }

    /// Feeds the machine and does what it says.
    fn feed(self, input: Input<Thing>) {
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
                self.surface().place(thing, target);
            }
            Some(Do::Abort { thing }) => {
                self.put_down();
                self.surface().say_cancelled(thing);
            }
            Some(Do::Swipe { thing, by }) => self.swipe(thing, by),
            Some(Do::Swiped { thing, way }) => {
                self.swipe(thing, 0.0);
                self.surface().swiped(thing, way);
            }
        }
    }

    /// Shows how far a thing is swiped, and what for: the styles draw it.
    fn swipe(self, thing: Thing, by: f64) {
        let (Some(root), surface) = (self.root.get_untracked(), self.surface()) else { return };
        let Some(element) = surface.element(&root, thing) else { return };
        let way = if by < 0.0 { Way::Left } else { Way::Right };
        show_swipe(&element, by, surface.swipe(way).unwrap_or_default());
    }

    /// The thing comes into the hand: the pointer is captured now and not at the press, or its click would be lost.
    fn take(self, pointer: i32, from: Point, thing: Thing) {
        let (Some(root), surface) = (self.root.get_untracked(), self.surface()) else { return };
        let Some(element) = surface.element(&root, thing) else { return self.cancel() };
        let _ = root.set_pointer_capture(pointer);
        surface.held(Some(thing));
        let place = element.get_bounding_client_rect();
        self.view.update_value(|view| {
            // Before the image is there, which is not to be measured.
            view.measure(&root, &*surface, thing);
            view.draw_line(&root);
            view.image = drag_image(&root, &element, place.width());
            view.grip = (from.x - place.left(), from.y - place.top());
            view.at = Some(from);
        });
        let _ = element.set_attribute("data-lifted", "");
        let _ = root.set_attribute("data-dragging", "");
        self.draw();
    }

    /// Draws a frame, and the next one for as long as the thing is in the hand.
    fn draw(self) {
        let Some(root) = self.root.try_get_untracked().flatten() else { return };
        let Some(surface) = self.surface.try_get_value() else { return };
        let dragging = self.view.try_update_value(|view| {
            let held = matches!(view.drag, Drag::Dragging { .. });
            if held {
                view.scroll(&root);
                view.refresh(&root, &*surface);
                view.show();
            }
            held
        });
        if dragging == Some(true) {
            request_animation_frame(move || self.draw());
        }
    }

    fn release(self, thing: Thing, at: Point) {
        let (Some(root), surface) = (self.root.get_untracked(), self.surface()) else { return };
        let (gap, zone) = self
            .view
            .try_update_value(|view| {
                view.at = Some(at);
                view.refresh(&root, &*surface);
                view.swallow = true;
                (view.measured.hits.target(at), view.zone(at))
            })
            .unwrap_or_default();
        if zone.is_none() && gap.is_some() {
            self.view.update_value(DragView::settle);
        }
        self.put_down();
        match (zone, gap) {
            (Some(zone), _) => surface.drop_on_zone(thing, zone),
            (None, Some(gap)) => surface.place(thing, gap.among_others(surface.target_of(thing))),
            (None, None) => {}
        }
    }

    /// Shows and says where the keyboard has brought the thing.
    fn indicate(self, thing: Thing, target: DropTarget) {
        let (Some(root), surface) = (self.root.get_untracked(), self.surface()) else { return };
        if let Some(element) = surface.element(&root, thing) {
            let _ = element.set_attribute("data-lifted", "");
        }
        surface.held(Some(thing));
        surface.reveal(thing, target);
        self.view.update_value(|view| {
            view.measure(&root, &*surface, thing);
            view.draw_line(&root);
            view.aim_at(Some(target.on_screen(surface.target_of(thing))));
        });
        surface.say_lifted(thing, target);
    }

    /// The screen shows nothing of a drag any more.
    fn put_down(self) {
        self.view.update_value(DragView::clear);
        self.surface().held(None);
        let Some(root) = self.root.get_untracked() else { return };
        let _ = root.remove_attribute("data-dragging");
        if let Ok(Some(lifted)) = root.query_selector("[data-lifted]") {
            let _ = lifted.remove_attribute("data-lifted");
        }
    }

    fn surface(self) -> Arc<dyn Surface> {
        self.surface.get_value()
    }
}

fn point(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}
