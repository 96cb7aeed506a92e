//! The dialog: a field, what it finds as one types, and the keys that choose from it (the combobox of WAI-ARIA).

use super::{
    Searching,
    moving::Moving,
    rows::{Group, Row, groups, is_enough},
};
use crate::{
    client::{Gesture, ask, client},
    deal::{
        CloseAs,
        adding::{Beginning, adding},
    },
    error::{Answer, Sentence},
    ui::{dialog::Dialog, joy::celebrate},
    words::t,
};
use command::{
    deal::{ReadDeal, WinDeal},
    search::Search,
};
use domain::{
    board::Move,
    deal::Status,
    found::{Found, FoundDeal, FoundKind},
    id::StageId,
    place::Gap,
    search::Sought,
};
use leptos::{ev::KeyboardEvent, html::Input, leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::format;

/// How long the fingers rest before it is asked.
const REST: Duration = Duration::from_millis(60);

/// What happens in the dialog.
#[derive(Clone, Copy)]
struct State {
    text: RwSignal<String>,
    found: RwSignal<Found>,
    /// The question that was asked last: an answer to another one came late.
    asked: RwSignal<Option<Search>>,
    /// The row that the keys are on, counted through all groups.
    active: RwSignal<usize>,
    moving: RwSignal<Option<Moving>>,
    losing: RwSignal<Option<FoundDeal>>,
    /// Why something was refused.
    refused: RwSignal<Option<String>>,
    on_close: Callback<()>,
    gesture: Gesture,
}

impl State {
    fn ask(self, whole: Option<FoundKind>) {
        let question = Search { text: self.text.get_untracked(), whole };
        self.asked.set(Some(question.clone()));
        if !is_enough(&question.text) {
            return self.found.set(Found::default());
        }
        spawn_local(async move {
            let answer = ask(&question).await;
            if self.asked.try_get_untracked().flatten() != Some(question) {
                return;
            }
            match answer {
                Ok(found) => {
                    self.refused.set(None);
                    self.found.set(found);
                }
                Err(problem) => self.refused.set(Some(problem.sentence())),
            }
        });
    }

    /// Another text: what the keys were on is no longer there.
    fn typed(self, text: String) {
        self.text.set(text);
        self.active.set(0);
        self.refused.set(None);
    }

    /// Does what a row that leads nowhere stands for.
    fn choose(self, row: &Row) {
        match row {
            Row::More(kind, _) => self.ask(Some(*kind)),
            Row::Add(client) => {
                self.on_close.run(());
                adding().open.set(Some(Beginning { stage: None, client: client.clone() }));
            }
            Row::Stage(stage, name) => self.move_to(*stage, name),
            _ => self.on_close.run(()),
        }
    }

    /// Asks where a deal could go.
    fn begin_move(self, deal: &FoundDeal) {
        let (deal, text) = (deal.id, self.text.get_untracked());
        spawn_local(async move {
            match ask(&ReadDeal { deal }).await {
                Ok(profile) => {
                    self.typed(String::new());
                    self.moving.set(Some(Moving::of(&profile, text)));
                }
                Err(problem) => self.refused.set(Some(problem.sentence())),
            }
        });
    }

    fn move_to(self, to: StageId, stage: &str) {
        let Some(Moving { deal, name, from, .. }) = self.moving.get_untracked() else { return };
        let said = t().moved_named(&name, stage);
        let step = Move { deal, from, to, gap: Gap::default() };
        spawn_local(async move { self.done(self.gesture.send_saying(said, &step).await.map(drop)) });
    }

    fn win(self, deal: FoundDeal) {
        let said = t().won_named(&deal.name.0.concat(), &format::money(t(), deal.value));
        spawn_local(async move {
            let answer = self.gesture.send_saying(said, &WinDeal { deal: deal.id }).await;
            if answer.is_ok() {
                celebrate();
            }
            self.done(answer);
        });
    }

    fn done(self, answer: Answer<()>) {
        match answer {
            Ok(()) => {
                client().outdate();
                self.on_close.run(());
            }
            Err(problem) => self.refused.set(Some(problem.sentence())),
        }
    }
}

#[component]
pub(super) fn SearchDialog(on_close: Callback<()>) -> impl IntoView {
    let (words, Searching { letters, .. }) = (t(), expect_context());
    let state = State {
        text: RwSignal::new(letters.get_untracked()),
        found: RwSignal::new(Found::default()),
        asked: RwSignal::new(None),
        active: RwSignal::new(0),
        moving: RwSignal::new(None),
        losing: RwSignal::new(None),
        refused: RwSignal::new(None),
        on_close,
        gesture: Gesture::new(),
    };
    state.ask(None);
    let groups = Memo::new(move |_| {
        let moving = state.moving.get();
        state.found.with(|found| state.text.with(|text| groups(text, found, moving.as_ref())))
    });
    let deal = move || {
        let at = state.active.get();
        groups.with(|groups| match groups.iter().flat_map(|group| &group.rows).nth(at) {
            Some(Row::Deal(deal)) if deal.status == Status::Open => Some(deal.clone()),
            _ => None,
        })
    };
    let input = NodeRef::<Input>::new();
    let mut rested = debounce(REST, move |()| state.ask(None));
    let on_input = move |event| {
        state.typed(event_target_value(&event));
        if state.moving.with_untracked(Option::is_none) {
            rested(());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if key(state, groups, &event, deal) {
            event.prevent_default();
        }
    };
    let said = move || state.refused.get().or_else(|| told(state));
    view! {
        <Dialog title=words.search_everywhere() on_close wide=true lasting=true bare=true>
            <div class="search-everywhere">
                <label class="search-field">
                    <input
                        type="text" role="combobox" autocomplete="off" autofocus spellcheck="false" node_ref=input
                        maxlength=Sought::MAX.to_string() placeholder=words.search_hint() aria-label=words.search_everywhere()
                        aria-expanded="true" aria-controls="found" aria-autocomplete="list"
                        aria-activedescendant=move || option_id(state.active.get())
                        prop:value=move || state.text.get() on:input=on_input on:keydown=on_key
                    />
                    <kbd aria-hidden="true">"Esc"</kbd>
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
            let done = Callback::new(move |()| state.done(Ok(())));
            view! { <CloseAs deal=deal.id name=deal.name.0.concat() outcome=Status::Lost on_close=back on_done=done/> }
        })}
    }
}

/// What is said of what was found: how much, or that it is only like it, or nothing.
fn told(state: State) -> Option<String> {
    let (words, text) = (t(), state.text.get());
    let enough = state.moving.with(Option::is_none) && is_enough(&text);
    let (count, near) = state.found.with(|found| (found.count(), found.near));
    let answered = state.asked.with_untracked(|asked| asked.as_ref().is_some_and(|asked| asked.text == text));
    match (count, near) {
        _ if !enough => None,
        (0, _) if !answered => None,
        (0, _) => Some(words.found_nothing().into()),
        (_, true) => Some(words.found_near().into()),
        _ => Some(words.found_count(count as u64)),
    }
}

#[component]
fn GroupOf(group: Group, first: usize, today: chrono::NaiveDate, state: State) -> impl IntoView {
    let rows = group.rows.into_iter().zip(first..).map(|(row, at)| {
        let is_active = move || (state.active.get() == at).to_string();
        let inside = row.view(today);
        // The caret stays in the field; the pointer shows what it is on as the keys do.
        let held = |event: web_sys::MouseEvent| event.prevent_default();
        let over = move |_| state.active.set(at);
        match row.address() {
            Some(address) => view! {
                <a
                    class="found-row" role="option" tabindex="-1" id=option_id(at) aria-selected=is_active href=address
                    on:mousedown=held on:mousemove=over on:click=move |_| state.on_close.run(())
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
            <h3 id=group_id(first)>{group.title}" "<small>{group.count}</small></h3>
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
        let press = move |_| act(state, verb, deal.clone());
        view! {
            <button type="button" tabindex="-1" class="button quiet small" on:mousedown=|event| event.prevent_default() on:click=press>
                {name}<kbd>{key}</kbd>
            </button>
        }
    };
    view! {
        {button("Alt M", words.move_here(), 'M')}
        {button("Alt W", words.win(), 'W')}
        {button("Alt L", words.lose(), 'L')}
    }
}

fn act(state: State, verb: char, deal: FoundDeal) {
    match verb {
        'M' => state.begin_move(&deal),
        'W' => state.win(deal),
        _ => state.losing.set(Some(deal)),
    }
}

fn group_id(first: usize) -> String {
    format!("found-group-{first}")
}

fn option_id(at: usize) -> String {
    format!("found-option-{at}")
}

/// What a key does; whether it did something.
fn key(
    state: State,
    groups: Memo<Vec<Group>>,
    event: &KeyboardEvent,
    deal: impl Fn() -> Option<FoundDeal>,
) -> bool {
    let lengths: Vec<usize> =
        groups.with_untracked(|groups| groups.iter().map(|group| group.rows.len()).collect());
    let (count, at) = (lengths.iter().sum::<usize>(), state.active.get_untracked());
    if event.alt_key() {
        // By its place: with Alt some keyboards write other letters.
        let verb = match event.code().as_str() {
            "KeyM" => 'M',
            "KeyW" => 'W',
            "KeyL" => 'L',
            _ => return false,
        };
        untrack(deal).into_iter().for_each(|deal| act(state, verb, deal));
        return true;
    }
    let to = match event.key().as_str() {
        "ArrowDown" => (at + 1) % count.max(1),
        "ArrowUp" => (at + count.max(1) - 1) % count.max(1),
        "Tab" => next_group(&lengths, at, event.shift_key()),
        "Enter" => {
            open(at, event.ctrl_key() || event.meta_key());
            return true;
        }
        "Escape" => match state.moving.get_untracked() {
            Some(moving) => {
                state.moving.set(None);
                state.typed(moving.text);
                return true;
            }
            None => return false,
        },
        _ => return false,
    };
    state.active.set(to);
    if let Some(row) = document().get_element_by_id(&option_id(to)) {
        row.scroll_into_view_with_scroll_into_view_options(&nearest());
    }
    true
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
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
fn open(at: usize, apart: bool) {
    let Some(row) = document().get_element_by_id(&option_id(at)) else { return };
    match row.get_attribute("href").filter(|_| apart) {
        Some(address) => drop(window().open_with_url_and_target(&address, "_blank")),
        None => row.dyn_ref::<HtmlElement>().into_iter().for_each(HtmlElement::click),
    }
}
