//! The page of the review: what the address asks for, and the sentence of choices above the report.

use super::report::report;
use crate::{
    error::{Answer, Problem, Sentence},
    initial_data::use_live_query,
    parameters::{self, use_parameters},
    ui::{date_field::DateField, error_page::error_page, icon::Icon, loaded, toast::toasts},
    words::t,
};
use command::review::ReadReview;
use domain::{
    refusal::Field,
    review::{Query, Review},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub fn ReviewPage() -> impl IntoView {
    let parameters = use_parameters();
    let asked = Memo::new(move |_| parameters.with(|parameters| query_of(parameters)));
    let answer = use_live_query(move || asked.get().map(|query| ReadReview { query }));
    // The choices stay while the report changes.
    let state = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|a| a.as_ref().err().cloned())));
    let shown = Memo::new(move |_| answer.with(|answer| answer.clone().and_then(Answer::ok)));
    move || match state.get() {
        None => view! { <Title text=t().review()/> {loaded::waiting()} }.into_any(),
        Some(Some(problem)) => error_page(&problem),
        Some(None) => match shown.get_untracked() {
            Some(review) => view! { <Screen review shown asked/> }.into_any(),
            None => ().into_any(),
        },
    }
}

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Query> {
    Ok(Query::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

#[component]
fn Screen(review: Review, shown: Memo<Option<Review>>, asked: Memo<Answer<Query>>) -> impl IntoView {
    let words = t();
    let navigate = use_navigate();
    let ask = StoredValue::new(move |change: &dyn Fn(&mut Query)| {
        let mut query = asked.get_untracked().unwrap_or_default();
        change(&mut query);
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&format!("/review{}", parameters::write(query.write())), options);
    });
    let since = RwSignal::new(review.since.to_string());
    let (today, toaster) = (review.today, toasts());
    let choose_since = Callback::new(move |()| {
        let typed = since.get_untracked();
        let day = match domain::day::parse(Field::Date, &typed) {
            Ok(day) if day <= today => Some(day),
            Ok(_) => return toaster.show(words.not_yet()),
            Err(_) if typed.trim().is_empty() => None,
            Err(refusal) => return toaster.show(Problem::from(refusal).sentence()),
        };
        ask.with_value(|ask| ask(&|query: &mut Query| query.since = day));
    });
    let process = move |event| {
        let process = event_target_value(&event).parse().ok();
        ask.with_value(|ask| ask(&|query: &mut Query| query.process = process));
    };
    let owner = move |event| {
        let owner = event_target_value(&event).parse().ok();
        ask.with_value(|ask| ask(&|query: &mut Query| query.owner = owner));
    };
    let chosen_owner = asked.get_untracked().ok().and_then(|query| query.owner);
    let chosen_process = review.process;
    let print = move |_| drop(window().print());
    view! {
        <Title text=words.review_title()/>
        <div class="review">
            <header class="review-head">
                <h1>{words.review_title()}</h1>
                <label class="review-choice"><span>{words.from()}</span>
                    <DateField name="since" label=words.from() value=since today on_chosen=choose_since/>
                </label>
                <label class="review-choice"><span>{words.process()}</span>
                    <select on:change=process>
                        {review.processes.iter().map(|choice| view! {
                            <option value=choice.id.to_string() selected=choice.id == chosen_process>{choice.name.clone()}</option>
                        }).collect_view()}
                    </select>
                </label>
                <label class="review-choice"><span>{words.owner()}</span>
                    <select on:change=owner>
                        <option value="">{words.everyone()}</option>
                        {review.people.iter().map(|person| view! {
                            <option value=person.id.to_string() selected=Some(person.id) == chosen_owner>{person.name.clone()}</option>
                        }).collect_view()}
                    </select>
                </label>
                <button type="button" class="button print" on:click=print><Icon name="print"/>{words.print()}</button>
            </header>
            <div class="review-report" inner_html=move || shown.with(|review| review.as_ref().map(report).unwrap_or_default())></div>
        </div>
    }
}
