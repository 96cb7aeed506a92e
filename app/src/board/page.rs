//! The page of the board: what the address asks for, and the screen that shows it.

use super::{
    bar::{Bar, ask_for},
    column::Column,
    column_state::{ColumnState, set},
    gesture::BoardGesture,
    move_dialog::{fetch_move_dialog, move_dialog},
    state::BoardState,
    targets::give_focus,
};
use crate::{
    client::client,
    deal::{
        adding::{Beginning, adding},
        checks, close_as, fetch_checks, fetch_close_as,
    },
    error::{Answer, Sentence},
    initial_data::initial_answer,
    lazy::{lazy, shown},
    parameters::{is_board, use_parameters},
    ui::{
        error_page::error_page,
        html::{flag, html, key_of, label, text},
        is_focus_nowhere,
        toast::toasts,
    },
    visitor::visitor,
    words::t,
};
use command::board::ReadBoard;
use domain::{board::Query, filter::Filter, id::ProcessId, people::Role, refusal::Refusal};
use leptos::{
    html::{Div, Nav},
    prelude::*,
    task::spawn_local,
};
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};

#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = asked();
    // The first board only; the screen itself asks for others.
    let first = first_board(asked.get_untracked());
    move || {
        first.with(|first| match first {
            None => view! { <Skeleton/> }.into_any(),
            Some(Ok(query)) => view! { <Screen query=query.clone() asked/> }.into_any(),
            Some(Err(problem)) => error_page(problem),
        })
    }
}

/// What the board that is shown first was asked for: it came with the page, or was read before, or is read now.
fn first_board(query: Answer<Query>) -> RwSignal<Option<Answer<Query>>> {
    let (client, toaster) = (client(), toasts());
    let asked = query.clone().map(|query| ReadBoard { query, ..ReadBoard::default() });
    let initial = initial_answer(&asked);
    let shown = RwSignal::new(None);
    match (query, initial) {
        (Err(problem), _) | (_, Some(Err(problem))) => shown.set(Some(Err(problem))),
        (Ok(query), Some(Ok(board))) => {
            client.keep(query.clone(), board);
            shown.set(Some(Ok(query)));
        }
        (Ok(query), None) => {
            let known = client.board(&query).is_some();
            if known {
                shown.set(Some(Ok(query.clone())));
            }
            spawn_local(async move {
                let times = untrack(move || client.outdated());
                let read = client.read_board(query.clone()).await;
                // Where there is no screen yet, nobody else hears that it is old.
                let read = match !known && times != untrack(move || client.outdated()) {
                    true => client.read_board(query.clone()).await,
                    false => read,
                };
                match read {
                    Ok(()) if known => {}
                    Err(problem) if known => toaster.show(problem.sentence()),
                    answer => drop(shown.try_set(Some(answer.map(|()| query)))),
                }
            });
        }
    }
    shown
}

/// What the address asks for, or why it cannot be read (L2).
fn asked() -> Memo<Answer<Query>> {
    let (params, parameters) = (use_params_map(), use_parameters());
    Memo::new(move |_| {
        let process = params.with(|params| params.get("process"));
        parameters.with(|parameters| query_of(process.as_deref(), parameters))
    })
}

/// What an address asks for: the process in its path, the filter in its parameters.
pub(crate) fn query_of(process: Option<&str>, parameters: &[(String, String)]) -> Answer<Query> {
    let process = process.map(|id| id.parse::<ProcessId>().map_err(|_| Refusal::NotFound)).transpose()?;
    let filter = Filter::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
    Ok(Query { process, filter })
}

#[component]
fn Screen(query: Query, asked: Memo<Answer<Query>>) -> impl IntoView {
    let words = t();
    let Some(board) = BoardState::new(query) else { return ().into_any() };
    follow_the_address(board, asked);
    let root = NodeRef::<Div>::new();
    let gesture = BoardGesture::new(board, root);
    let drag = gesture.drag;
    let columns = move || board.columns.get();
    let in_view = RwSignal::new(0);
    come_back(board, root);
    let scrolled = move |_| {
        board.place.scrolled(root.get_untracked().map(|root| root.scroll_left()).unwrap_or_default());
        let shown = root
            .get_untracked()
            .map(|root| (root.scroll_left() + root.client_width() / 2) / root.client_width().max(1));
        set(in_view, shown.unwrap_or_default() as usize);
    };
    view! {
        <Title text=move || board.name()/>
        {view! { <Bar board/> }.into_any()}
        {view! { <StageSwitch board root in_view/> }.into_any()}
        <div
            node_ref=root class="board" data-board=label(move || board.process().to_string())
            on:scroll=scrolled
            on:pointerdown=move |event| drag.pressed(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.released(&event)
            on:pointercancel=move |_| drag.cancel()
            on:keydown=move |event| gesture.key(&event)
            on:click=move |event| gesture.clicked(&event)
            on:focusin=move |event| gesture.focused(&event)
            on:dragstart=|event| event.prevent_default()
            on:contextmenu=move |event| drag.menu(&event)
        >
            <For each=columns key=|column| (column.generation, column.stage) let:column>
                {view! { <Column board column/> }.into_any()}
            </For>
            <Empty board/>
            <div class="zones" aria-hidden="true">
                <p class="zone won" data-zone="won">
                    <b>{words.drop_to_win()}</b>
                    <small inner_html=html(move || board.missing.with(|missing| match missing.as_slice() {
                        [] => String::new(),
                        missing => text(&words.lacks(missing.len(), &missing.join(", "))).into_owned(),
                    }))></small>
                </p>
                <p class="zone stale" data-zone="stale"><b>{words.drop_as_stale()}</b><small>{words.asks_for_reason()}</small></p>
                <p class="zone lost" data-zone="lost"><b>{words.drop_to_lose()}</b><small>{words.asks_for_reason()}</small></p>
            </div>
        </div>
        <p class="unseen" id="board-help">{words.board_help()}</p>
        <p class="unseen" role="status" aria-live="polite">{board.announcement}</p>
        {shown(move || board.giving_up.get().map(|(deal, outcome)| {
            let on_close = Callback::new(move |()| board.giving_up.set(None));
            let name = board.name_of(deal);
            let on_done = Callback::new(move |()| board.load(board.query.get_untracked()));
            lazy("deal", fetch_close_as, move || close_as(deal, name.clone(), outcome, on_close, on_done))
        }))}
        {shown(move || board.moving.get().map(|deal| lazy("deal", fetch_move_dialog, move || move_dialog(board, deal))))}
        {shown(move || board.checking.get().map(|deal| {
            let on_close = Callback::new(move |()| {
                board.checking.set(None);
                board.bring_focus(deal);
            });
            let name = board.name_of(deal);
            lazy("deal", fetch_checks, move || checks(deal, name.clone(), on_close))
        }))}
    }
    .into_any()
}

/// A board that was scrolled when it was left is so again, and the focus is where it was, unless it is elsewhere by now.
fn come_back(board: BoardState, root: NodeRef<Div>) {
    let (left, focus) = (board.place.left(), board.place.focus());
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        // On a first visit somebody may have scrolled before the page was awake.
        if left > 0 {
            root.set_scroll_left(left);
        }
        focus.filter(|_| is_focus_nowhere()).into_iter().for_each(give_focus);
    });
}

/// Another address of this page is another question; what turned out to be old is asked again.
fn follow_the_address(board: BoardState, asked: Memo<Answer<Query>>) {
    let path = use_location().pathname;
    Effect::watch(
        move || asked.get(),
        move |asked, _, _| {
            // On the way to another page this one is still here, and the address asks for nothing of it.
            let here = path.with_untracked(|path| is_board(path));
            if let Some(query) = asked.as_ref().ok().filter(|_| here) {
                board.load(query.clone());
            }
        },
        false,
    );
    let client = client();
    Effect::watch(move || client.outdated(), move |_, _, _| board.refresh(), false);
}

/// On a phone one stage shows at a time; these bring another.
#[component]
fn StageSwitch(board: BoardState, root: NodeRef<Div>, in_view: RwSignal<usize>) -> impl IntoView {
    let chips_of = NodeRef::<Nav>::new();
    Effect::new(move |_| {
        let chips = chips_of.get().map(|chips| chips.children());
        if let Some(chip) = chips.and_then(|chips| chips.item(in_view.get() as u32)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_inline(web_sys::ScrollLogicalPosition::Center);
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            chip.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let chosen = move |event: web_sys::MouseEvent| {
        let index = key_of(event.target()).and_then(|(_, index)| index.parse().ok());
        let columns = root.get_untracked().map(|root| root.children()).zip(index);
        if let Some(column) = columns.and_then(|(columns, index)| columns.item(index)) {
            column.scroll_into_view();
        }
    };
    let chips = move || {
        let chip = |(index, column): (usize, ColumnState)| {
            let current = if in_view.get() == index { " aria-current=\"true\"" } else { "" };
            let (name, count) = (column.name.get(), column.count.get());
            format!(
                "<button type=\"button\" class=\"chip\" data-key=\"stage:{index}\"{current}>{} <b>{count}</b></button>",
                text(&name)
            )
        };
        board.columns.get().into_iter().enumerate().map(chip).collect()
    };
    view! { <nav class="stage-switch" node_ref=chips_of aria-label=t().stages() on:click=chosen inner_html=html(chips)></nav> }
}

/// What stands on a board without cards.
#[component]
fn Empty(board: BoardState) -> impl IntoView {
    let words = t();
    let empty = Memo::new(move |_| {
        board.columns.with(|columns| columns.iter().all(|column| column.count.get() == 0))
    });
    let ask = StoredValue::new(ask_for(board));
    let leads = visitor().user.is_some_and(|user| user.role == Role::Administrator);
    let filtered = move || !board.query.with(|query| query.filter.is_empty());
    let lead = move |_| match filtered() {
        true => ask.with_value(|ask| ask(Filter::default())),
        false => adding().open.set(Some(Beginning::default())),
    };
    let inside = move || {
        let (what, hint, verb) = match filtered() {
            true => (words.empty_filter(), "", words.clear_filter()),
            false => (words.empty_board(), words.empty_board_hint(), words.add_first_deal()),
        };
        let [what, hint, verb] = [what, hint, verb].map(text);
        // An empty account leads its administrator by the hand (A1).
        let steps = match leads && !filtered() {
            true => [
                ("/settings/deals/processes", words.begin_process()),
                ("/settings/account/users", words.begin_colleagues()),
                ("/import", words.begin_import()),
            ]
            .map(|(page, step)| format!("<a href=\"{page}\">{}</a>", text(step)))
            .concat(),
            false => String::new(),
        };
        format!(
            "<strong>{what}</strong><span>{hint}</span>{steps}<button type=\"button\" class=\"button\" data-key=\"lead:on\">{verb}</button>"
        )
    };
    let clicked = move |event: web_sys::MouseEvent| key_of(event.target()).into_iter().for_each(lead);
    view! { <p class="empty-board" hidden=flag(move || !empty.get()) on:click=clicked inner_html=html(inside)></p> }
}

/// The board's shape while its first cards are on their way.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="bar" aria-hidden="true"></div>
        <div class="board" aria-busy="true">
            {[(); 5].map(|()| view! { <section class="column"><ul class="cards" data-waiting=""></ul></section> }).collect_view()}
        </div>
    }
}
