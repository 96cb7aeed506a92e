//! The page of the board: what the address asks for, and the screen that shows it.

use super::{bar::Bar, column::Column, gesture::BoardGesture, move_dialog::MoveDialog, state::BoardState};
use crate::client::ask;
use crate::{
    deal::{Added, CloseAs},
    error::Answer,
    first::{First, answered},
    ui::error_page::ErrorPage,
    words::t,
};
use command::board::ReadBoard;
use domain::{
    board::{Board, Query},
    deal::Status,
    filter::Filter,
    id::ProcessId,
    refusal::Refusal,
};
use leptos::{html::Div, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = asked();
    // The first board only; the screen itself asks for others.
    let first = answered(move || asked.get_untracked(), begun, |query| Box::pin(read(query)));
    move || {
        first.with(|answer| match answer {
            None => view! { <Skeleton/> }.into_any(),
            Some(Ok((board, query))) => {
                view! { <Screen board=board.clone() query=query.clone() asked/> }.into_any()
            }
            Some(Err(problem)) => view! { <ErrorPage problem=problem.clone()/> }.into_any(),
        })
    }
}

fn begun(first: First) -> Option<Answer<(Board, Query)>> {
    match first {
        First::Board(answer) => Some(*answer),
        _ => None,
    }
}

async fn read(query: Answer<Query>) -> Answer<(Board, Query)> {
    let query = query?;
    Ok((ask(&ReadBoard { query: query.clone() }).await?, query))
}

/// What the address asks for, or why it cannot be read (L2).
fn asked() -> Memo<Answer<Query>> {
    let (params, parameters) = (use_params_map(), use_query_map());
    Memo::new(move |_| {
        let pairs: Vec<(String, String)> =
            parameters.get().into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        query_of(params.with(|params| params.get("process")).as_deref(), &pairs)
    })
}

/// What an address asks for: the process in its path, the filter in its parameters.
pub(crate) fn query_of(process: Option<&str>, parameters: &[(String, String)]) -> Answer<Query> {
    let process = process.map(|id| id.parse::<ProcessId>().map_err(|_| Refusal::NotFound)).transpose()?;
    let filter = Filter::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
    Ok(Query { process, filter })
}

#[component]
fn Screen(board: Board, query: Query, asked: Memo<Answer<Query>>) -> impl IntoView {
    let words = t();
    let board = BoardState::new(board, query);
    follow_the_address(board, asked);
    let root = NodeRef::<Div>::new();
    let gesture = BoardGesture::new(board, root);
    let drag = gesture.drag;
    let columns = move || board.columns.get();
    view! {
        <Title text=move || board.name.get()/>
        {view! { <Bar board/> }.into_any()}
        {view! { <StageSwitch board root/> }.into_any()}
        <div
            node_ref=root class="board" data-board=move || board.process.get().to_string()
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
                <p class="zone won" data-zone="won">{words.drop_to_win()}</p>
                <p class="zone lost" data-zone="lost">{words.drop_to_lose()}</p>
            </div>
        </div>
        <p class="unseen" id="board-help">{words.board_help()}</p>
        <p class="unseen" role="status" aria-live="polite">{board.announcement}</p>
        {move || board.losing.get().map(|deal| view! {
            <CloseAs deal outcome=Status::Lost on_close=Callback::new(move |()| board.losing.set(None)) on_done=Callback::new(move |()| board.load(board.query.get_untracked()))/>
        })}
        {move || board.moving.get().map(|deal| view! { <MoveDialog board deal/> })}
    }
}

/// Another address of this page is another question; an added deal is a reason to ask again.
fn follow_the_address(board: BoardState, asked: Memo<Answer<Query>>) {
    Effect::watch(
        move || asked.get(),
        move |asked, _, _| {
            if let Ok(query) = asked {
                board.load(query.clone());
            }
        },
        false,
    );
    let added = expect_context::<Added>().0;
    Effect::watch(move || added.get(), move |_, _, _| board.load(board.query.get_untracked()), false);
}

/// On a phone one stage shows at a time; these bring another.
#[component]
fn StageSwitch(board: BoardState, root: NodeRef<Div>) -> impl IntoView {
    let show = move |index: usize| {
        let columns = root.get_untracked().map(|root| root.children());
        if let Some(column) = columns.and_then(|columns| columns.item(index as u32)) {
            column.scroll_into_view();
        }
    };
    let chips = move || {
        let columns = board.columns.get().into_iter().enumerate();
        columns
            .map(|(index, column)| {
                view! {
                    <button type="button" class="chip" on:click=move |_| show(index)>
                        {column.name.get_value()}" · "{column.count}
                    </button>
                }
            })
            .collect_view()
    };
    view! { <nav class="stage-switch" aria-label=t().stages()>{chips}</nav> }
}

/// What stands on a board without cards.
#[component]
fn Empty(board: BoardState) -> impl IntoView {
    let words = t();
    let empty = Memo::new(move |_| {
        board.columns.with(|columns| columns.iter().all(|column| column.count.get() == 0))
    });
    let text = move || {
        let filtered = !board.query.with(|query| query.filter.is_empty());
        if filtered { (words.empty_filter(), "") } else { (words.empty_board(), words.empty_board_hint()) }
    };
    view! {
        <Show when=move || empty.get()>
            <p class="empty-board"><strong>{move || text().0}</strong><span>{move || text().1}</span></p>
        </Show>
    }
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
