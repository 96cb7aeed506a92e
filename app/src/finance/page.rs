//! The page of finance: what the address asks for, and the screen that shows it.

use super::{
    bar::Bar,
    chart::Charts,
    list::List,
    state::{FinanceState, Trace, parameters},
    sums::SumTable,
};
use crate::{
    error::Answer,
    initial_data::use_live_query,
    parameters::use_parameters,
    ui::{error_page::error_page, loaded},
    words::t,
};
use command::finance::ReadFinance;
use domain::finance::{Finance, Query};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub fn FinancePage() -> impl IntoView {
    let parameters = use_parameters();
    let asked = Memo::new(move |_| parameters.with(|parameters| query_of(parameters)));
    let answer = use_live_query(move || asked.get().map(|query| ReadFinance { query }));
    // The screen stays while its figures change: nobody who types into the filter loses their place.
    let state = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|a| a.as_ref().err().cloned())));
    let shown = Memo::new(move |_| {
        let finance = answer.with(|answer| answer.clone().and_then(Answer::ok))?;
        // It is the answer to what is asked now.
        Some((finance, asked.get_untracked().ok()?))
    });
    move || match state.get() {
        None => view! { <Title text=t().finance()/> {loaded::waiting()} }.into_any(),
        Some(Some(problem)) => error_page(&problem),
        Some(None) => match shown.get_untracked() {
            Some((finance, query)) => view! { <Screen finance query asked shown/> }.into_any(),
            None => ().into_any(),
        },
    }
}

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Query> {
    Ok(Query::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

#[component]
fn Screen(
    finance: Finance,
    query: Query,
    asked: Memo<Answer<Query>>,
    shown: Memo<Option<(Finance, Query)>>,
) -> impl IntoView {
    let navigate = use_navigate();
    let ask = Callback::new(move |(query, trace): (Query, Trace)| {
        let options = NavigateOptions { replace: trace == Trace::None, scroll: false, ..Default::default() };
        navigate(&format!("/finance{}", parameters(&query)), options);
    });
    let state = FinanceState {
        finance: RwSignal::new(finance),
        query: RwSignal::new(query),
        ask: StoredValue::new(ask),
    };
    Effect::watch(
        move || shown.get(),
        move |shown, _, _| {
            if let Some((finance, _)) = shown {
                state.finance.set(finance.clone());
            }
        },
        false,
    );
    // The filter follows the address at once: Back may come before the answer to what it leaves.
    Effect::watch(
        move || asked.get(),
        move |asked, _, _| {
            if let Ok(query) = asked {
                state.query.set(query.clone());
            }
        },
        false,
    );
    view! {
        <Title text=t().finance()/>
        <div class="finance">
            {view! { <Bar state/> }.into_any()}
            {view! { <SumTable state/> }.into_any()}
            {view! { <Charts state/> }.into_any()}
            {view! { <List state/> }.into_any()}
        </div>
    }
}
