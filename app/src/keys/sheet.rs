//! The sheet of keys.

use crate::{
    ui::{
        dialog::Dialog,
        single_key::{are_off, switch},
    },
    words::t,
};
use leptos::prelude::*;

#[component]
pub(super) fn KeySheet(on_close: Callback<()>) -> impl IntoView {
    let words = t();
    let row = |(keys, does): (&'static str, &'static str)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect_view();
        view! { <div><dt>{keys}</dt><dd>{does}</dd></div> }
    };
    let everywhere = [
        ("n", words.key_add()),
        ("/", words.key_search()),
        ("f", words.key_filter()),
        ("?", words.key_sheet()),
        ("Ctrl Z", words.key_undo()),
        ("Ctrl ⇧ Z", words.key_redo()),
        ("Esc", words.key_escape()),
    ];
    let on_board = [
        ("← ↑ → ↓", words.key_walk()),
        ("Home End", words.key_ends()),
        ("Enter", words.key_open()),
        (words.key_space(), words.key_lift()),
        ("m", words.key_move()),
    ];
    let on_deal = [("t", words.key_task())];
    let in_list = [("j k", words.key_rows()), ("x", words.key_pick()), ("e", words.key_edit())];
    let on = !are_off();
    view! {
        <Dialog title=words.keys() on_close lasting=true>
            <div class="key-sheet">
                <h3>{words.keys_everywhere()}</h3>
                <dl>{everywhere.map(row).into_iter().collect_view()}</dl>
                <h3>{words.keys_on_board()}</h3>
                <dl>{on_board.map(row).into_iter().collect_view()}</dl>
                <h3>{words.keys_on_deal()}</h3>
                <dl>{on_deal.map(row).into_iter().collect_view()}</dl>
                <h3>{words.keys_in_list()}</h3>
                <dl>{in_list.map(row).into_iter().collect_view()}</dl>
                <label class="check">
                    <input type="checkbox" checked=on on:change=move |event| switch(event_target_checked(&event))/>
                    <span>{words.keys_on()}</span>
                </label>
            </div>
        </Dialog>
    }
}
