//! In which language one works, light or dark, and how much room the cards have: at once, without saving (A2, B14).

use crate::{
    look::look,
    session::{LanguageChoice, ThemeChoice},
    words::t,
};
use domain::look::Density;
use leptos::prelude::*;

#[component]
pub(super) fn Appearance() -> impl IntoView {
    let (words, look) = (t(), look());
    let chosen = untrack(|| look.with(|look| look.density));
    let option = move |(density, name): (Density, &'static str)| {
        view! { <option value=density.code() selected=density == chosen>{name}</option> }
    };
    let options = [
        (Density::Compact, words.density_compact()),
        (Density::Cozy, words.density_cozy()),
        (Density::Comfortable, words.density_comfortable()),
    ];
    let choose = move |event| {
        let density = event_target_value(&event).parse::<Density>();
        density.into_iter().for_each(|density| look.change(|look| look.density = density));
    };
    view! {
        <section class="panel me">
            <h2>{words.appearance()}</h2>
            <div class="field-row">
                <LanguageChoice/>
                <ThemeChoice/>
                <label class="field">
                    <span class="field-label">{words.density()}</span>
                    <select on:change=choose>{options.map(option).into_iter().collect_view()}</select>
                </label>
            </div>
        </section>
    }
}
