//! The dialog: a field, what it finds as one types, and what can be done with it (the combobox of WAI-ARIA).

use super::{
    Searching,
    keys::{key, option_id},
    rows::{Group, Row, groups},
    state::State,
};
use crate::{
    deal::CloseAs,
    ui::{dialog::Dialog, icon::Icon},
    words::t,
};
use chrono::NaiveDate;
use domain::{deal::Status, found::FoundDeal, search::Sought};
use leptos::{ev::KeyboardEvent, leptos_dom::helpers::debounce, prelude::*};
use std::time::Duration;

/// How long the fingers rest before it is asked.
const REST: Duration = Duration::from_millis(60);

#[component]
pub(super) fn SearchDialog(on_close: Callback<()>) -> impl IntoView {
    let (words, Searching { letters, .. }) = (t(), expect_context());
    let state = State::new(letters.get_untracked(), on_close);
    state.ask(None);
    let groups = Memo::new(move |_| {
        let moving = state.moving.get();
        state.found.with(|found| state.text.with(|text| groups(text, found, moving.as_ref())))
    });
    let rows =
        Memo::new(move |_| groups.with(|groups| groups.iter().map(|group| group.rows.len()).sum::<usize>()));
    let deal = move || {
        let at = state.active.get();
        groups.with(|groups| match groups.iter().flat_map(|group| &group.rows).nth(at) {
            Some(Row::Deal(deal)) if deal.status == Status::Open => Some(deal.clone()),
            _ => None,
        })
    };
    let mut rested = debounce(REST, move |()| state.ask(None));
    let on_input = move |event| {
        state.typed(event_target_value(&event));
        rested(());
    };
    let on_key = move |event: KeyboardEvent| {
        if key(state, groups, &event, deal) {
            event.prevent_default();
        }
    };
    let said = move || state.refused.get().or_else(|| state.told(rows.get()));
    view! {
        <Dialog title=words.search_everywhere() on_close wide=true lasting=true bare=true>
            <div class="search-everywhere">
                <label class="search-field">
                    <input
                        type="text" role="combobox" autocomplete="off" autofocus spellcheck="false"
                        maxlength=Sought::MAX.to_string() placeholder=words.search_hint() aria-label=words.search_everywhere()
                        aria-expanded="true" aria-controls="found" aria-autocomplete="list"
                        aria-activedescendant=move || (rows.get() > state.active.get()).then(|| option_id(state.active.get()))
                        prop:value=move || state.text.get() on:input=on_input on:keydown=on_key
                    />
                    <button type="button" class="icon-button" aria-label=words.close() on:click=move |_| on_close.run(())>
                        <Icon name="close"/>
                    </button>
                </label>
                <p class="found-said" role="status">{said}</p>
                <div class="found" id="found" role="listbox" aria-label=words.search_everywhere()>
                    {move || {
                        let today = state.found.with_untracked(|found| found.now.date());
                        let mut at = 0;
                        groups.get().into_iter().map(|group| {
                            let first = at;
                            at += group.rows.len();
                            view! { <GroupOf group first today state/> }
                        }).collect_view()
                    }}
                </div>
                <footer class="found-keys">
                    <span><kbd>"↑"</kbd><kbd>"↓"</kbd>{words.search_keys_choose()}</span>
                    <span><kbd>"Tab"</kbd>{words.search_keys_group()}</span>
                    <span class="found-verbs">
                        {move || deal().map(|deal| view! { <Verbs deal state/> })}
                    </span>
                    <span><kbd>"Ctrl ↵"</kbd>{words.search_keys_tab()}</span>
                    <span><kbd>"↵"</kbd>{words.search_keys_open()}</span>
                </footer>
            </div>
        </Dialog>
        {move || state.losing.get().map(|deal| {
            let back = Callback::new(move |()| state.losing.set(None));
            let done = Callback::new(move |()| state.done("", Ok(())));
            view! { <CloseAs deal=deal.id name=deal.name.0.concat() outcome=Status::Lost on_close=back on_done=done/> }
        })}
    }
}

#[component]
fn GroupOf(group: Group, first: usize, today: NaiveDate, state: State) -> impl IntoView {
    let rows = group.rows.into_iter().zip(first..).map(|(row, at)| {
        let is_active = move || (state.active.get() == at).to_string();
        let inside = row.view(today);
        // The caret stays in the field; the pointer shows what it is on as the keys do.
        let held = |event: web_sys::MouseEvent| event.prevent_default();
        let over = move |_| state.go_to(at);
        // What opens a tab of its own leaves the search open.
        let left = move |event: web_sys::MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                state.on_close.run(());
            }
        };
        match row.address() {
            Some(address) => view! {
                <a
                    class="found-row" role="option" tabindex="-1" id=option_id(at) aria-selected=is_active href=address
                    on:mousedown=held on:mousemove=over on:click=left
                >{inside}</a>
            }
            .into_any(),
            None => view! {
                <div
                    class="found-row" role="option" id=option_id(at) aria-selected=is_active
                    on:mousedown=held on:mousemove=over on:click=move |_| state.choose(&row)
                >{inside}</div>
            }
            .into_any(),
        }
    });
    let rows = rows.collect_view();
    view! {
        <div role="group" aria-labelledby=group_id(first)>
            // A list of choices holds no headings; this one is the group's name.
            <div class="found-title" role="presentation" id=group_id(first)>{group.title}" "<small>{group.count}</small></div>
            {rows}
        </div>
    }
}

/// What can be done with the deal that the keys are on.
#[component]
fn Verbs(deal: FoundDeal, state: State) -> impl IntoView {
    let words = t();
    let button = |key: &'static str, name: &'static str, verb: char| {
        let deal = deal.clone();
        let press = move |_| state.act(verb, deal.clone());
        view! {
            <button type="button" tabindex="-1" class="button quiet small" on:mousedown=|event| event.prevent_default() on:click=press>
                {name}<kbd>{key}</kbd>
            </button>
        }
    };
    view! {
        {button("Alt M", words.move_here(), 'm')}
        {button("Alt W", words.win(), 'w')}
        {button("Alt L", words.lose(), 'l')}
    }
}

fn group_id(first: usize) -> String {
    format!("found-group-{first}")
}
