//! Something that waited and was refused: what was done here and what the server has, beside each other. Whoever did it
//! chooses; nothing is chosen for them (B13).

use super::strip::in_words;
use crate::{
    client::{
        ask, client,
        line::{Waiting, give_up, send_again, send_instead},
    },
    error::{Answer, Problem, Sentence},
    ui::{
        dialog::{Dialog, shut_dialog},
        loaded,
    },
    words::t,
};
use command::deal::ReadDeal;
use domain::{board::Move, event::Event, id::StageId, place::Gap, profile::Profile, refusal::Refusal};
use leptos::{html::Button, prelude::*, task::spawn_local};
use words::format;

#[component]
pub(super) fn Conflict(waiting: Waiting, on_close: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), client());
    let deal = RwSignal::new(None::<Answer<Profile>>);
    let fields = waiting.fields();
    if let Some(of) = fields.deal {
        spawn_local(async move {
            let answer = ask(&ReadDeal::of(of)).await;
            // Whoever may not see it any more is told by the refusal.
            if let Err(problem @ Problem::Fault(_)) = &answer {
                toaster.say(problem.sentence());
            }
            deal.try_set(Some(answer));
        });
    }
    let refused = waiting.refused.as_deref().and_then(Problem::read);
    let elsewhere = matches!(refused, Some(Problem::Refused(Refusal::StageChanged { .. })));
    let step = fields.from.zip(fields.to).filter(|_| elsewhere && waiting.is::<Move>());
    let title = step.map_or(words.not_accepted(), |_| words.two_versions()).to_owned();
    let address = fields.deal.map(|deal| format!("/deals/{deal}"));
    let waiting = StoredValue::new(waiting);
    let body = move || match (step, deal.get()) {
        (Some(step), Some(Ok(profile))) => {
            view! { <Versions waiting=waiting.get_value() step profile/> }.into_any()
        }
        (Some(_), None) => loaded::waiting(),
        _ => view! { <Refused waiting=waiting.get_value() problem=refused.clone()/> }.into_any(),
    };
    view! {
        <Dialog title on_close lasting=true wide=true>
            <div class="dialog-form conflict">
                {body}
                <footer class="dialog-foot">
                    <Later/>
                    {address.map(|address| view! { <a class="button" href=address>{words.open_deal()}</a> })}
                </footer>
            </div>
        </Dialog>
    }
}

#[component]
fn Later() -> impl IntoView {
    let shut = shut_dialog();
    view! {
        <button type="button" class="button" on:click=move |_| shut.into_iter().for_each(|shut| shut.run(()))>
            {t().decide_later()}
        </button>
    }
}

/// The stage that was chosen here, and the one that the deal was brought to meanwhile.
#[component]
fn Versions(waiting: Waiting, step: (StageId, StageId), profile: Profile) -> impl IntoView {
    let words = t();
    let name = |id: StageId| {
        let stage = profile.process.stages.iter().find(|stage| stage.id == id);
        stage.map(|stage| stage.name.to_string()).unwrap_or_default()
    };
    let ((seen, to), at) = (step, profile.stage);
    let (from, mine, theirs) = (name(seen), name(to), name(at));
    let moved = profile.history.entries.iter().find(|entry| matches!(entry.event, Some(Event::Moved { .. })));
    let by = moved.and_then(|moved| profile.people.iter().find(|person| person.id == moved.by));
    let by = by.map_or(words.somebody_else().to_owned(), |by| by.name.clone());
    let when = moved.map(|moved| format::moment(words, moved.at, profile.now.date()));
    let stages = |at: StageId| {
        let part = |stage: &domain::process::Stage| {
            let state = if stage.id == at {
                "here"
            } else if stage.id == seen {
                "from"
            } else {
                ""
            };
            view! { <li data-state=state>{stage.name.to_string()}</li> }
        };
        view! { <ol class="conflict-stages">{profile.process.stages.iter().map(part).collect_view()}</ol> }
    };
    let first = NodeRef::<Button>::new();
    Effect::new(move |_| {
        let button = first.get();
        request_animation_frame(move || button.into_iter().for_each(|button| drop(button.focus())));
    });
    let (op, again) = (waiting.op.clone(), Move { deal: profile.id, from: at, to, gap: Gap::default() });
    let take_mine = move |_| send_instead(&op, &again);
    let op = waiting.op.clone();
    let take_theirs = move |_| give_up(&op);
    view! {
        <h3>{profile.name.to_string()}</h3>
        <p class="lead">{words.deal_changed_meanwhile()}</p>
        <div class="versions">
            <section>
                <h4>{words.your_change()}</h4>
                <small>{words.without_line_at(&waiting.at)}</small>
                {stages(to)}
                <p><s>{from.clone()}</s>" → "<strong>{mine.clone()}</strong></p>
                <button type="button" class="button" node_ref=first on:click=take_mine>{words.move_to(&mine)}</button>
            </section>
            <section>
                <h4>{by}</h4>
                <small>{when}</small>
                {stages(at)}
                <p><s>{from}</s>" → "<strong>{theirs.clone()}</strong></p>
                <button type="button" class="button" on:click=take_theirs>{words.stay_in(&theirs)}</button>
            </section>
        </div>
    }
}

/// What was refused for another reason: it is given up, or sent again when the reason is gone.
#[component]
fn Refused(waiting: Waiting, problem: Option<Problem>) -> impl IntoView {
    let words = t();
    let said = problem.map_or_else(|| words.unreachable().to_owned(), |problem| problem.sentence());
    let (op, same) = (waiting.op.clone(), waiting.op.clone());
    view! {
        <p><strong>{in_words(&waiting)}</strong>" "<small>{waiting.at.clone()}</small></p>
        <p class="lead">{said}</p>
        <p class="versions">
            <button type="button" class="button" on:click=move |_| send_again(&same)>{words.send_again()}</button>
            <button type="button" class="button danger" on:click=move |_| give_up(&op)>{words.give_up_change()}</button>
        </p>
    }
}
