//! Grips, which are there for nothing but dragging, and buttons for whoever does not drag: the same for every list that
//! is put in order.

use super::{
    gesture::DragGesture,
    hits::{ColumnRect, Slots, Way},
    surface::Thing,
    view::find_all,
};
use crate::{ui::icon::Icon, words::t};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is taken to reorder: by mouse and finger at once, by keyboard with Space.
#[component]
pub fn Grip(name: RwSignal<String>) -> impl IntoView {
    let words = t();
    let label = move || words.grab(&name.get());
    view! { <button type="button" class="grip" aria-label=label><Icon name="grip"/></button> }
}

/// Reordering by a click. The buttons lie over the thing, so that nothing moves when they come.
#[component]
pub fn Steps(key: Thing, ways: [Way; 2], on_step: Callback<(Thing, Way)>) -> impl IntoView {
    let step = move |way: Way| {
        let (name, sign) = match way {
            Way::Up => (t().move_up(), "↑"),
            Way::Down => (t().move_down(), "↓"),
            Way::Left => (t().move_left(), "‹"),
            Way::Right => (t().move_right(), "›"),
        };
        view! {
            <button type="button" class="icon-button" data-step=format!("{way:?}") aria-label=name on:click=move |_| on_step.run((key, way))>{sign}</button>
        }
    };
    view! { <span class="steps">{ways.map(step).collect_view()}</span> }
}

/// A key on a grip lifts; what is lifted hears all further keys that its grip gets.
pub fn grip_key(drag: DragGesture, event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    match target.and_then(|target| grip_of(&target)) {
        Some(_) if drag.key(event) => {}
        Some(thing) if matches!(event.key().as_str(), " " | "Enter") => {
            event.prevent_default();
            drag.lift(thing);
        }
        _ => {}
    }
}

/// Whose grip an element is.
pub fn grip_of(element: &Element) -> Option<Thing> {
    let grip = element.closest(".grip").ok().flatten()?;
    grip.closest("[data-key]").ok().flatten()?.get_attribute("data-key")?.parse().ok()
}

/// The element of a thing.
pub fn element_of(root: &HtmlElement, thing: Thing) -> Option<HtmlElement> {
    root.query_selector(&format!("[data-key=\"{thing}\"]")).ok().flatten()?.dyn_into().ok()
}

/// What stands in a list, one thing below the other, each of a height of its own.
pub fn column_of(list: &Element, things: &str) -> ColumnRect {
    let place = list.get_bounding_client_rect();
    let top = place.top();
    let span = |thing: &Element| {
        let thing = thing.get_bounding_client_rect();
        (thing.top() - top, thing.bottom() - top)
    };
    let things = find_all(list, things).iter().map(|thing| span(thing)).collect();
    ColumnRect { left: place.left(), right: place.right(), top, scrolled: 0.0, slots: Slots::Uneven(things) }
}

/// What was put somewhere else was drawn anew there; the focus goes along.
pub fn focus_grip(thing: Thing) {
    bring_focus(format!("[data-key=\"{thing}\"] .grip"));
}

/// The focus stays on the button that was pressed.
pub fn focus_step(thing: Thing, way: Way) {
    bring_focus(format!("[data-key=\"{thing}\"] [data-step={way:?}]"));
}

/// Brings the focus to what the selector finds, once it is drawn.
pub fn bring_focus(selector: String) {
    request_animation_frame(move || {
        let found = document().query_selector(&selector).ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = found.focus();
        }
    });
}
