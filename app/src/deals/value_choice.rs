//! The question that is answered by the least and the largest value.

use super::state::ListState;
use crate::{
    error::{Problem, Sentence},
    ui::toast::toasts,
    words::t,
};
use domain::{criteria::Criteria, refusal::Field};
use leptos::prelude::*;

/// The least and the largest value.
type Bounds = (Option<i64>, Option<i64>);

/// The least and the largest value, in whole units.
#[component]
pub(super) fn ValueChoice(state: ListState) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let text = |units: Option<i64>| units.map(|units| units.to_string()).unwrap_or_default();
    let value = Memo::new(move |_| state.criteria().value);
    let choose = move |typed: String, put: fn(&mut Bounds, Option<i64>)| {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let units = if plain.is_empty() { Some(None) } else { plain.parse::<i64>().ok().map(Some) };
        let mut chosen = value.get_untracked();
        put(&mut chosen, units.unwrap_or_default());
        // The larger one is the end, whichever was typed where.
        if let (Some(least), Some(most)) = chosen {
            chosen = (Some(least.min(most)), Some(least.max(most)));
        }
        let criteria = Criteria { value: chosen, ..Criteria::default() };
        let fits = Criteria::read(criteria.write().iter().map(|(name, value)| (*name, value.as_str())));
        match (units, fits) {
            (None, _) | (_, Err(_)) => {
                let refusal = domain::refusal::Refusal::Malformed { field: Field::Amount };
                toaster.show(Problem::from(refusal).sentence());
            }
            (Some(_), Ok(_)) => state.ask_criteria(|criteria| criteria.value = chosen),
        }
    };
    view! {
        <label class="field">
            <span class="field-label">{words.from()}</span>
            <input inputmode="numeric" prop:value=move || text(value.get().0)
                on:change=move |event| choose(event_target_value(&event), |value, units| value.0 = units)/>
        </label>
        <label class="field">
            <span class="field-label">{words.to()}</span>
            <input inputmode="numeric" prop:value=move || text(value.get().1)
                on:change=move |event| choose(event_target_value(&event), |value, units| value.1 = units)/>
        </label>
    }
}
