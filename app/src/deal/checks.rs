//! The dialog of what is done on a deal: what can be checked off there next, without leaving the board. A press checks, says
//! so, and is the end of it.

use super::{complete::Complete, progress::rules_in_words, waiting::laid_over};
use crate::{
    client::{Gesture, client},
    error::{Answer, Problem, Sentence},
    initial_data::use_query,
    ui::{
        dialog::{Dialog, shut_dialog},
        dot::DotMark,
        field::FormRefusal,
        focus_first, loaded, tell,
    },
    visitor::visitor,
    words::t,
};
use command::{
    deal::{CompleteAction, ReadDeal},
    task::CheckTask,
};
use domain::{
    id::{DealId, UserId},
    process::{Action as Step, NoteRule},
    profile::Profile,
    task::{Task, standing},
};
use leptos::{html::Ul, prelude::*, task::spawn_local};
use words::format;

#[component]
pub(super) fn Checks(deal: DealId, name: String, on_close: Callback<()>) -> impl IntoView {
    let answer = use_query(move || Ok(ReadDeal::of(deal)));
    // An action that wants a note asks for it in a dialog of its own.
    let asked = RwSignal::new(None::<Step>);
    let client = client();
    let done = Callback::new(move |()| client.outdate());
    move || match asked.get() {
        Some(action) => view! { <Complete deal action on_close reload=done/> }.into_any(),
        None => {
            let list = loaded::part(answer, move |profile| view! { <List profile asked/> }.into_any());
            view! { <Dialog title=t().check_title(&name) on_close>{list}</Dialog> }.into_any()
        }
    }
}

#[component]
fn List(profile: Profile, asked: RwSignal<Option<Step>>) -> impl IntoView {
    let (words, client, gesture, shut) = (t(), client(), Gesture::new(), shut_dialog());
    let me = visitor().user;
    let by = me.as_ref().map_or(UserId(0), |me| me.id);
    let waiting = client.line().with_untracked(|line| line.waiting());
    let profile = StoredValue::new(laid_over(profile, &waiting, by));
    let (problem, busy) = (RwSignal::new(None::<Problem>), RwSignal::new(false));
    let after = move |answer: Answer<()>| match answer {
        Ok(()) => {
            client.outdate();
            shut.into_iter().for_each(tell);
        }
        Err(refused) => {
            busy.try_set(false);
            // Whoever has closed the dialog meanwhile is told on the board.
            if let Some(Some(refused)) = problem.try_set(Some(refused)) {
                client.say(refused.sentence());
            }
        }
    };
    let deal = profile.with_value(|profile| profile.id);
    let only_to_see = profile.with_value(|profile| profile.only_to_see);
    let task = move |task: Task| {
        let (id, title) = (task.id, task.title.to_string());
        let (dot, due) = profile.with_value(|profile| {
            let due = task.due.map(|due| format::due(words, due, profile.now.date()));
            (standing(&[task.due], profile.now).dot, due.unwrap_or_else(|| words.undated_tasks().to_owned()))
        });
        let said = words.task_done_said(&title);
        let check = move |_| {
            let said = said.clone();
            busy.set(true);
            spawn_local(async move {
                after(gesture.send_or_wait(said, &CheckTask { task: id, done: true }).await.map(drop));
            });
        };
        view! {
            <li><button type="button" class="step" data-task-id=id.to_string() disabled=move || busy.get() || only_to_see on:click=check>
                <DotMark dot/><b>{title}</b><small>{due}</small>
            </button></li>
        }
    };
    let action = move |step: Step| {
        let (id, name) = (step.id, step.name.to_string());
        let rules = profile.with_value(|profile| rules_in_words(words, profile, &step));
        let mine = me.as_ref().is_some_and(|me| step.rules.who.includes(me));
        let step = StoredValue::new(step);
        let said = words.action_done_said(&name);
        let check = move |_| {
            if step.with_value(|step| step.rules.note != NoteRule::No) {
                return asked.set(Some(step.get_value()));
            }
            let said = said.clone();
            busy.set(true);
            spawn_local(async move {
                let complete = CompleteAction { deal, action: id, note: String::new(), files: vec![] };
                after(gesture.send_or_wait(said, &complete).await.map(drop));
            });
        };
        view! {
            <li><button type="button" class="step" data-action-id=id.to_string() disabled=move || busy.get() || only_to_see || !mine on:click=check>
                <span class="box"></span><b>{name}</b><small>{rules}</small>
            </button></li>
        }
    };
    let (tasks, actions) = profile.with_value(to_check);
    let list = NodeRef::<Ul>::new();
    Effect::new(move |_| {
        list.get().into_iter().for_each(|list| focus_first(Some(list.into()), ".step:enabled"));
    });
    let none = tasks.is_empty() && actions.is_empty();
    view! {
        <div class="dialog-form">
            <ul class="steps-list" node_ref=list>
                {tasks.into_iter().map(task).collect_view()}
                {actions.into_iter().map(action).collect_view()}
            </ul>
            {none.then(|| view! { <p class="lead">{words.nothing_to_check()}</p> })}
            <FormRefusal problem/>
            <footer class="dialog-foot"><a class="button" href=format!("/deals/{deal}")>{words.open_deal()}</a></footer>
        </div>
    }
}

/// What can be checked off next: the open tasks, then what is not done of its stage and of those before.
fn to_check(deal: &Profile) -> (Vec<Task>, Vec<Step>) {
    let tasks = deal.tasks.iter().filter(|task| !task.done).cloned().collect();
    let (here, done) = (deal.process.index(deal.stage).unwrap_or_default(), deal.done());
    let reached = deal.process.stages.iter().take(here + 1).rev();
    let actions = reached.flat_map(|stage| &stage.actions).filter(|action| !done.contains(&action.id));
    (tasks, actions.cloned().collect())
}
