//! A deal as it will be when what was done here without a line is sent (B13).

use crate::{
    client::{
        client,
        line::{Line, Waiting},
    },
    words::t,
};
use command::{
    deal::{CompleteAction, UncompleteAction},
    task::{AddTask, CheckTask},
};
use domain::{board::Move, id::UserId, process::Check, profile::Profile};
use leptos::prelude::*;

/// The deal with what waits laid over it, done by this user.
pub(super) fn laid_over(mut deal: Profile, waiting: &[Waiting], by: UserId) -> Profile {
    for waiting in waiting.iter().filter(|waiting| waiting.refused.is_none()) {
        let fields = waiting.fields();
        if waiting.is::<CheckTask>() {
            let tasks = deal.tasks.iter_mut().filter(|task| Some(task.id) == fields.task);
            tasks.for_each(|task| task.done = fields.done);
        }
        if fields.deal != Some(deal.id) {
            continue;
        }
        if let Some(to) = fields.to.filter(|_| waiting.is::<Move>()) {
            deal.stage = to;
        }
        if waiting.is::<CompleteAction>() || waiting.is::<UncompleteAction>() {
            deal.checks.retain(|check| Some(check.action) != fields.action);
        }
        if let Some(action) = fields.action.filter(|_| waiting.is::<CompleteAction>()) {
            deal.checks.push(Check { action, by, at: deal.now });
            // Done in a later stage it brings the deal there (D3).
            let at = |stage| deal.process.index(stage).ok();
            if let Some(own) = deal
                .process
                .action(action)
                .ok()
                .map(|(stage, _)| stage.id)
                .filter(|own| at(*own) > at(deal.stage))
            {
                deal.stage = own;
            }
        }
    }
    deal
}

/// What was written here on a deal and is not sent yet.
#[component]
pub(super) fn WaitingWords(shown: RwSignal<Profile>) -> impl IntoView {
    let line = client().line();
    let deal = shown.with_untracked(|profile| profile.id);
    let said = move |waiting: &Waiting| {
        let fields = waiting.fields();
        let text = if waiting.is::<AddTask>() { waiting.about.clone() } else { fields.text };
        let at = format!("{} · {}", t().waits(), waiting.at);
        let words =
            view! { <li class="waiting-words"><span>{text.clone()}</span>" "<small>{at}</small></li> };
        (fields.deal == Some(deal) && !text.is_empty()).then_some(words)
    };
    view! { <ul>{move || line.with(Line::waiting).iter().rev().filter_map(said).collect_view()}</ul> }
}
