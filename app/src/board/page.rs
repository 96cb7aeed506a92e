//! The page of the board: what the address asks for, and the screen that shows it.

use super::{bar::Bar, column::Column, desk::Desk, gesture::Gesture, move_dialog::MoveDialog};
use crate::client::ask;
use crate::{
    closing::GiveUp,
    deal::Added,
    error::Answer,
    first::{First, answered},
    ui::sorry::Sorry,
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
            Some(Err(problem)) => view! { <Sorry problem=problem.clone()/> }.into_any(),
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
    let desk = Desk::new(board, query);
    follow_the_address(desk, asked);
    let root = NodeRef::<Div>::new();
    let gesture = Gesture::new(desk, root);
    let lanes = move || desk.lanes.get();
    view! {
        <Title text=move || desk.name.get()/>
        {view! { <Bar desk/> }.into_any()}
        {view! { <StageSwitch desk root/> }.into_any()}
        <div
            node_ref=root class="board" data-board=move || desk.process.get().to_string()
            on:pointerdown=move |event| gesture.pressed(&event)
            on:pointermove=move |event| gesture.moved(&event)
            on:pointerup=move |event| gesture.released(&event)
            on:pointercancel=move |_| gesture.cancelled()
            on:keydown=move |event| gesture.key(&event)
            on:click=move |event| gesture.clicked(&event)
            on:focusin=move |event| gesture.focused(&event)
            on:dragstart=|event| event.prevent_default()
            on:contextmenu=move |event| gesture.menu(&event)
        >
            <For each=lanes key=|lane| (lane.generation, lane.stage) let:lane>
                {view! { <Column desk lane/> }.into_any()}
            </For>
            <Empty desk/>
            <div class="zones" aria-hidden="true">
                <p class="zone won" data-zone="won">{words.drop_to_win()}</p>
                <p class="zone lost" data-zone="lost">{words.drop_to_lose()}</p>
            </div>
        </div>
        <p class="unseen" id="board-help">{words.board_help()}</p>
        <p class="unseen" role="status" aria-live="polite">{desk.announcement}</p>
        {move || desk.losing.get().map(|deal| view! {
            <GiveUp deal outcome=Status::Lost on_close=move || desk.losing.set(None) on_done=move || desk.load(desk.query.get_untracked())/>
        })}
        {move || desk.moving.get().map(|deal| view! { <MoveDialog desk deal/> })}
    }
}

/// Another address of this page is another question; an added deal is a reason to ask again.
fn follow_the_address(desk: Desk, asked: Memo<Answer<Query>>) {
    Effect::watch(
        move || asked.get(),
        move |asked, _, _| {
            if let Ok(query) = asked {
                desk.load(query.clone());
            }
        },
        false,
    );
    let added = expect_context::<Added>().0;
    Effect::watch(move || added.get(), move |_, _, _| desk.load(desk.query.get_untracked()), false);
}

/// On a phone one stage shows at a time; these bring another.
#[component]
fn StageSwitch(desk: Desk, root: NodeRef<Div>) -> impl IntoView {
    let show = move |index: usize| {
        let columns = root.get_untracked().map(|root| root.children());
        if let Some(column) = columns.and_then(|columns| columns.item(index as u32)) {
            column.scroll_into_view();
        }
    };
    let chips = move || {
        let lanes = desk.lanes.get().into_iter().enumerate();
        lanes
            .map(|(index, lane)| {
                view! {
                    <button type="button" class="chip" on:click=move |_| show(index)>
                        {lane.name.get_value()}" · "{lane.count}
                    </button>
                }
            })
            .collect_view()
    };
    view! { <nav class="stage-switch" aria-label=t().stages()>{chips}</nav> }
}

/// What stands on a board without cards.
#[component]
fn Empty(desk: Desk) -> impl IntoView {
    let words = t();
    let empty = Memo::new(move |_| desk.lanes.with(|lanes| lanes.iter().all(|lane| lane.count.get() == 0)));
    let text = move || {
        let filtered = !desk.query.with(|query| query.filter.is_empty());
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
