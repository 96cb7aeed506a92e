//! What stands above finance: its name, its files, and the filter.

use super::{
    asked::Asked,
    state::{FinanceState, parameters},
};
use crate::{
    ui::{exports::exports, filter_bar::FilterBar, search::SearchField},
    words::t,
};
use domain::finance::{Filter, Query};
use leptos::prelude::*;

#[component]
pub(super) fn Bar(state: FinanceState) -> impl IntoView {
    let words = t();
    let asked = Signal::derive(move || state.query.with(|query| query.filter.client.clone()));
    let on_rest = Callback::new(move |client| state.type_client(client));
    let search = view! { <SearchField label=words.client() asked max=Query::MAX_TEXT on_rest/> };
    let cleared = Signal::derive(move || state.query.with(|query| query.filter == Filter::opening()));
    let on_clear = Callback::new(move |()| state.change(|query| query.filter = Filter::opening()));
    view! {
        <header class="finance-head">
            <h1>{words.finance()}</h1>
            {exports("/finance", move || state.query.with(parameters))}
        </header>
        <FilterBar all=&Asked::ALL state search=search.into_any() cleared on_clear/>
    }
}
