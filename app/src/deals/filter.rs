//! The filter of the list, with those that were kept.

use super::{chips::Asked, saved::Saved, state::ListState};
use crate::{
    ui::{filter_bar::FilterBar, search::SearchField},
    words::t,
};
use domain::{deals::Query, filter::Filter};
use leptos::prelude::*;

#[component]
pub(super) fn Bar(state: ListState) -> impl IntoView {
    let asked = Signal::derive(move || state.query.with(|query| query.filter.text.clone()));
    let on_rest = Callback::new(move |typed| state.type_text(typed));
    let search = view! { <SearchField label=t().search_deals() asked max=Filter::MAX_TEXT on_rest/> };
    let cleared = Signal::derive(move || state.query.with(|query| query.filter == Filter::default()));
    let on_clear = Callback::new(move |()| {
        state.change(|query| Query { filter: Filter::default(), page: 0, ..query });
    });
    view! {
        <FilterBar all=&Asked::ALL state search=search.into_any() cleared on_clear>
            {view! { <Saved state/> }.into_any()}
        </FilterBar>
    }
}
