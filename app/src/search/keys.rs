//! The keys of the dialog: the caret stays in its field, and they walk through the list.

use super::{rows::Group, state::State};
use crate::ui::bring_into_view;
use domain::found::FoundDeal;
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What a key does; whether it did something.
pub(super) fn key(
    state: State,
    groups: Memo<Vec<Group>>,
    event: &KeyboardEvent,
    deal: impl Fn() -> Option<FoundDeal>,
) -> bool {
    let lengths: Vec<usize> =
        groups.with_untracked(|groups| groups.iter().map(|group| group.rows.len()).collect());
    let (count, at) = (lengths.iter().sum::<usize>(), state.active.get_untracked());
    let answered = untrack(|| state.is_answered());
    if event.alt_key() {
        // Where Alt writes other letters they are meant.
        let verb = match event.key().to_ascii_lowercase().as_str() {
            "m" => 'm',
            "w" => 'w',
            "l" => 'l',
            _ => return false,
        };
        if answered {
            untrack(deal).into_iter().for_each(|deal| state.act(verb, deal));
        }
        return true;
    }
    let to = match event.key().as_str() {
        "ArrowDown" => (at + 1) % count.max(1),
        "ArrowUp" => (at + count.max(1) - 1) % count.max(1),
        "Tab" => next_group(&lengths, at, event.shift_key()),
        "Enter" => {
            let apart = event.ctrl_key() || event.meta_key();
            match answered {
                true if !event.repeat() => open(at, apart),
                true => {}
                false => state.wanted.set(Some(apart)),
            }
            return true;
        }
        "Escape" => return state.back(),
        _ => return false,
    };
    state.go_to(to);
    if let Some(row) = document().get_element_by_id(&option_id(to)) {
        bring_into_view(&row);
    }
    true
}

/// The first row of the group after the one that a row is in, or before it.
fn next_group(lengths: &[usize], at: usize, back: bool) -> usize {
    let firsts: Vec<usize> =
        lengths.iter().scan(0, |sum, length| Some(std::mem::replace(sum, *sum + length))).collect();
    let here = firsts.iter().rposition(|first| *first <= at).unwrap_or(0);
    let count = firsts.len().max(1);
    let to = if back { (here + count - 1) % count } else { (here + 1) % count };
    firsts.get(to).copied().unwrap_or(0)
}

/// Opens the row at this place, in a tab of its own if that is asked for.
pub(super) fn open(at: usize, apart: bool) {
    let Some(row) = document().get_element_by_id(&option_id(at)) else { return };
    match row.get_attribute("href").filter(|_| apart) {
        Some(address) => drop(window().open_with_url_and_target(&address, "_blank")),
        None => row.dyn_ref::<HtmlElement>().into_iter().for_each(HtmlElement::click),
    }
}

/// The element of a row.
pub(super) fn option_id(at: usize) -> String {
    format!("found-option-{at}")
}
