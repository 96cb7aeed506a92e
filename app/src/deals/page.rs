//! The page of the list: what the address asks for, and the screen that shows it.

use super::{
    bulk::BulkBar,
    columns::Columns,
    edit::CellEditor,
    filter::Bar,
    foot::Foot,
    state::{ListState, board_of, parameters},
    table::Table,
};
use crate::{
    client::{Latest, ask, client},
    error::Answer,
    initial_data::use_query,
    parameters::use_parameters,
    ui::{error_page::error_page, exports::exports, loaded},
    words::t,
};
use command::deals::ReadDeals;
use domain::deals::{Deals, Query};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::collections::BTreeSet;

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Query> {
    Ok(Query::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

#[component]
pub fn DealsPage() -> impl IntoView {
    let parameters = use_parameters();
    let asked = Memo::new(move |_| parameters.with(|parameters| query_of(parameters)));
    let answer = use_query(move || asked.get().map(|query| ReadDeals { query }));
    read_again(answer, asked);
    // The screen stays while its rows change: nobody who types into the filter loses their place.
    let state = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|a| a.as_ref().err().cloned())));
    let title = t().deals_heading();
    move || match state.get() {
        None => view! { <Title text=title/> {loaded::waiting()} }.into_any(),
        Some(Some(problem)) => error_page(&problem),
        Some(None) => {
            match (answer.with_untracked(|answer| answer.clone().and_then(Answer::ok)), asked.get_untracked())
            {
                (Some(deals), Ok(query)) => view! { <Screen deals query asked answer/> }.into_any(),
                _ => ().into_any(),
            }
        }
    }
}

/// What turned out to be old is asked again.
fn read_again(answer: RwSignal<Option<Answer<Deals>>>, asked: Memo<Answer<Query>>) {
    let (client, latest) = (client(), Latest::default());
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            let Ok(query) = asked.get_untracked() else { return };
            let number = latest.next();
            spawn_local(async move {
                match ask(&ReadDeals { query: query.clone() }).await {
                    Ok(deals) if latest.is(number) && asked.try_get_untracked() == Some(Ok(query)) => {
                        answer.try_set(Some(Ok(deals)));
                    }
                    Ok(_) => {}
                    Err(problem) => client.not_read(&problem),
                }
            });
        },
        false,
    );
}

#[component]
fn Screen(
    deals: Deals,
    query: Query,
    asked: Memo<Answer<Query>>,
    answer: RwSignal<Option<Answer<Deals>>>,
) -> impl IntoView {
    let (words, navigate) = (t(), use_navigate());
    let go = Callback::new(move |(query, kept): (Query, bool)| {
        let options = NavigateOptions { replace: !kept, scroll: false, ..Default::default() };
        navigate(&format!("/deals{}", parameters(&query)), options);
    });
    let state = ListState {
        deals: RwSignal::new(deals),
        query: RwSignal::new(query),
        busy: RwSignal::new(false),
        picked: RwSignal::default(),
        editing: RwSignal::new(None),
        walked: StoredValue::new(None),
        laid: Trigger::new(),
        ask: StoredValue::new(go),
    };
    Effect::watch(
        move || answer.get(),
        move |answer, _, _| {
            if let Some(Ok(deals)) = answer {
                state.deals.set(deals.clone());
                state.busy.set(false);
            }
        },
        false,
    );
    // The filter follows the address at once: Back may come before the answer to what it leaves.
    Effect::watch(
        move || asked.get(),
        move |asked, before, _| {
            if let Ok(query) = asked {
                state.query.set(query.clone());
                state.busy.set(true);
                // What is not shown any more is not changed by the way, whatever led here.
                let filtered = before.and_then(|before| before.as_ref().ok()).map(|before| &before.filter);
                if filtered != Some(&query.filter) {
                    state.picked.update(BTreeSet::clear);
                }
            }
        },
        false,
    );
    let board = move || state.query.with(board_of);
    view! {
        <Title text=words.deals_heading()/>
        <div class="deals">
            <header class="deals-head">
                <h1>{words.deals_heading()}</h1>
                <nav class="segments views" aria-label=words.view_of_deals()>
                    <a href=board>{words.board()}</a>
                    <a href=move || format!("/deals{}", state.query.with(parameters)) aria-current="page">{words.list()}</a>
                </nav>
                <Columns/>
                {exports("/deals", move || state.query.with(parameters))}
            </header>
            {view! { <Bar state/> }.into_any()}
            <section class="panel deals-list">
                {view! { <Table state/> }.into_any()}
                {view! { <CellEditor state/> }.into_any()}
                {view! { <Foot state/> }.into_any()}
                {view! { <BulkBar state/> }.into_any()}
            </section>
        </div>
    }
}
