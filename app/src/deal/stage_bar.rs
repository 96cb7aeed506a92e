//! The stages of the process as a bar: where the deal stands, and the way to move it (B9).

use crate::{
    client::Gesture,
    error::Sentence,
    ui::{icon::Icon, tell, toast::toasts},
    words::t,
};
use chrono::NaiveDateTime;
use domain::{
    board::Move,
    deal::Status,
    event::Event,
    id::StageId,
    place::Gap,
    process::{Stage, stays},
    profile::Profile,
};
use leptos::{prelude::*, task::spawn_local};

/// How long the deal was in each stage that it left. Nothing of a stage of which some stay is not told in full.
fn stays_of(profile: &Profile) -> Vec<(StageId, i64)> {
    if profile.history.older {
        return vec![];
    }
    let told = profile.history.entries.iter().rev();
    let told: Vec<_> = told.filter_map(|entry| Some((entry.at, entry.event.clone()?))).collect();
    let left = |stage: StageId| {
        told.iter().filter(|(_, event)| matches!(event, Event::Moved { from, .. } if *from == stage)).count()
    };
    let all = stays(&told);
    let whole = |stage: StageId| all.iter().filter(|(stayed, _)| *stayed == stage).count() >= left(stage);
    all.iter().copied().filter(|(stage, _)| whole(*stage)).collect()
}

#[component]
pub(super) fn StageBar(
    shown: RwSignal<Profile>,
    now: RwSignal<NaiveDateTime>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let gesture = Gesture::new();
    let step = move |(to, name): (StageId, String)| {
        let (deal, from, said) = shown.with_untracked(|profile| {
            (profile.id, profile.stage, words.moved_named(profile.name.as_str(), &name))
        });
        if from == to {
            return;
        }
        spawn_local(async move {
            if let Err(problem) =
                gesture.send_or_wait(said, &Move { deal, from, to, gap: Gap::default() }).await
            {
                toaster.show(problem.sentence());
            }
            tell(reload);
        });
    };
    let stages = move || {
        shown.with(|profile| {
            let here = profile.process.stages.iter().position(|stage| stage.id == profile.stage);
            let (open, done) = (profile.status == Status::Open, profile.done());
            let days = (now.get().date() - profile.since).num_days().max(0);
            let stays = stays_of(profile);
            let stage = |(index, stage): (usize, &Stage)| {
                let (to, name) = (stage.id, stage.name.to_string());
                let state = match here {
                    Some(here) if index < here => "done",
                    Some(here) if index == here => "now",
                    _ => "ahead",
                };
                let skipped = stage.actions.iter().filter(|action| !done.contains(&action.id)).count();
                let most = stage.ageing.after().map(i64::from);
                let old = open && state == "now" && most.is_some_and(|most| days > most);
                let beside = match (state, most) {
                    ("now", Some(most)) if open => Some(words.days_of_norm(&words.days(days), most)),
                    ("now", _) => Some(words.days(days)),
                    ("done", _) => {
                        let stayed = stays.iter().filter(|(stayed, _)| *stayed == to).map(|(_, days)| days);
                        let days = stayed.copied().reduce(|all, days| all + days).map(|days| words.days(days));
                        let skipped = (skipped > 0).then(|| words.skipped(skipped));
                        Some([days, skipped].into_iter().flatten().collect::<Vec<_>>().join(" · "))
                    }
                    _ => None,
                };
                let target = (to, name.clone());
                let title = match most {
                    Some(most) if old => words.too_long(&words.days(days), &words.days(most)),
                    _ => words.move_to(&name),
                };
                let chosen = move |_| step(target.clone());
                view! {
                    <li data-state=state>
                        <button
                            type="button" disabled=!open on:click=chosen
                            aria-current=(state == "now").then_some("step") title=title
                        >
                            {(state == "done").then(|| view! { <Icon name="check"/> })}
                            <span>{name}</span>
                            <small data-ageing=old.then_some("")>{old.then(|| view! { <Icon name="clock"/> })}{beside}</small>
                        </button>
                    </li>
                }
            };
            profile.process.stages.iter().enumerate().map(stage).collect_view()
        })
    };
    view! { <ol class="stage-bar" aria-label=words.stages()>{stages}</ol> }
}
