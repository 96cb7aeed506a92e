//! The page of finance: what the address asks for, and the screen that shows it.

use super::{bar::Bar, chart::Charts, list::List, sums::SumTable};
use crate::client::ask;
use crate::{
    error::Answer,
    first::{First, answered},
    ui::sorry::Sorry,
    words::t,
};
use command::finance::ReadFinance;
use domain::finance::{Finance, Query};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};

#[component]
pub fn FinancePage() -> impl IntoView {
    let parameters = use_query_map();
    let asked = Memo::new(move |_| {
        let pairs: Vec<(String, String)> =
            parameters.get().into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        query_of(&pairs)
    });
    let answer = answered(move || asked.get(), begun, |query| Box::pin(read(query)));
    // The screen stays while its figures change: nobody who types into the filter loses their place.
    let state = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|a| a.as_ref().err().cloned())));
    let shown = Memo::new(move |_| answer.with(|answer| answer.clone().and_then(Answer::ok)));
    move || match state.get() {
        None => view! { <Title text=t().money.finance/> }.into_any(),
        Some(Some(problem)) => view! { <Sorry problem/> }.into_any(),
        Some(None) => match shown.get_untracked() {
            Some((finance, query)) => view! { <Screen finance query shown/> }.into_any(),
            None => ().into_any(),
        },
    }
}

fn begun(first: First) -> Option<Answer<(Finance, Query)>> {
    match first {
        First::Finance(answer) => Some(*answer),
        _ => None,
    }
}

async fn read(query: Answer<Query>) -> Answer<(Finance, Query)> {
    let query = query?;
    Ok((ask(&ReadFinance { query: query.clone() }).await?, query))
}

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Query> {
    Ok(Query::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

/// What the parts of the screen share: what is shown, and the way to ask for something else.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub finance: RwSignal<Finance>,
    pub query: RwSignal<Query>,
    pub ask: StoredValue<Callback<Query>>,
}

impl Desk {
    /// Puts another query into the address; the page follows it. Another filter begins at its first page.
    pub fn change(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        query.page = 0;
        change(&mut query);
        // Such as a year of which only the first digit is typed.
        let Ok(query) = query.checked() else { return };
        // Typing must not wait for the answer before the next letter builds on this one.
        self.query.update_untracked(|now| *now = query.clone());
        self.ask.get_value().run(query);
    }
}

#[component]
fn Screen(finance: Finance, query: Query, shown: Memo<Option<(Finance, Query)>>) -> impl IntoView {
    let navigate = use_navigate();
    let ask = Callback::new(move |query: Query| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&format!("/finance{}", parameters(&query)), options);
    });
    let desk =
        Desk { finance: RwSignal::new(finance), query: RwSignal::new(query), ask: StoredValue::new(ask) };
    Effect::watch(
        move || shown.get(),
        move |shown, _, _| {
            if let Some((finance, query)) = shown {
                desk.finance.set(finance.clone());
                desk.query.set(query.clone());
            }
        },
        false,
    );
    view! {
        <Title text=t().money.finance/>
        <div class="finance">
            {view! { <Bar desk/> }.into_any()}
            {view! { <SumTable desk/> }.into_any()}
            {view! { <Charts desk/> }.into_any()}
            {view! { <List desk/> }.into_any()}
        </div>
    }
}

/// A query as the end of an address.
pub(super) fn parameters(query: &Query) -> String {
    let mut parameters = ParamsMap::new();
    for (name, value) in query.write() {
        parameters.insert(name, value);
    }
    parameters.to_query_string()
}
