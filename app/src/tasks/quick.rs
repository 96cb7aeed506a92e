//! A task added in one line: what is understood of it stands below, to be corrected (T1).

use super::{
    form::TaskDraft,
    line::{begin_next, title_of, understood},
    state::TasksState,
};
use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem, Sentence},
    ui::{
        date_field::{DateField, TimeField},
        draft::{Draft, keep_draft},
        icon::Icon,
        person_select::PersonSelect,
        suggest::{Suggest, Suggestion},
        tell,
    },
    visitor::visitor,
    words::t,
};
use command::task::{AddTask, SuggestDeals};
use domain::{
    id::{DealId, TaskId, UserId},
    refusal::{Field, Refusal},
    task::{Kind, TaskForm},
    tasks::OfDeal,
};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use words::{format, quick::Quick};

#[component]
pub(super) fn QuickAdd(state: TasksState) -> impl IntoView {
    let words = t();
    let today = state.now.get_untracked().date();
    let (line, field) = (RwSignal::new(String::new()), NodeRef::<Input>::new());
    let me = visitor().user.map_or(UserId(0), |user| user.id);
    let draft = TaskDraft::new(TaskForm::default(), me);
    keep_draft("tasks".into(), line);
    let (deal, picked) = (RwSignal::new(String::new()), RwSignal::new(None::<i64>));
    // The page may be open since yesterday.
    let day = Memo::new(move |_| state.now.get().date());
    let quick = understood(line, draft, day);
    let named = Memo::new(move |_| quick.with(Quick::named));
    let guessed = StoredValue::new(String::new());
    let guessed_for = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let letters = named.get();
        spawn_local(async move {
            let first = guess(letters.clone()).await;
            let is_late = named.try_get_untracked() != Some(letters.clone());
            let is_theirs = deal.try_get_untracked().is_none_or(|deal| deal != guessed.get_value());
            if is_late || is_theirs {
                return;
            }
            guessed_for.set_value(letters);
            picked.set(first.as_ref().map(|deal| deal.id.0));
            let name = first.map(|deal| deal.name).unwrap_or_default();
            guessed.set_value(name.clone());
            deal.set(name);
        });
    });
    let gesture = Gesture::new();
    let sent = StoredValue::new((String::new(), TaskForm::default()));
    let kept = Draft::of("tasks", line);
    let add = Action::new(move |_: &()| {
        let (typed, kept) = (line.get_untracked(), kept.clone());
        sent.set_value((typed.clone(), draft.form()));
        let title = title_of(quick, draft);
        let form = TaskForm { title, ..draft.form() };
        let said = words.task_added_said(&form.title);
        let (wanted, letters) = (deal.get_untracked(), named.get_untracked());
        // Sent before the guess has come: it is waited for.
        let unguessed = wanted == guessed.get_value() && letters != guessed_for.get_value();
        async move {
            form.parse(None, me)?;
            let deal = match unguessed {
                true => guess(letters).await.map(|deal| deal.id),
                false => picked.get_untracked().map(DealId),
            };
            if deal.is_none() && !unguessed && !wanted.trim().is_empty() {
                return Err(Refusal::Unknown { field: Field::Name }.into());
            }
            let answer = gesture.send_or_wait(said, &AddTask { deal, form }).await;
            answer.inspect(|_| kept.was_sent(&typed))
        }
    });
    let problem: Signal<Option<Problem>> =
        Signal::derive(move || add.value().get().and_then(|answer: Answer<Option<TaskId>>| answer.err()));
    Effect::new(move |_| {
        if matches!(add.value().get(), Some(Ok(_))) {
            sent.with_value(|sent| begin_next(line, quick, draft, sent));
            draft.assignee.set(me);
            deal.set(String::new());
            picked.set(None);
            guessed.set_value(String::new());
            guessed_for.set_value(None);
            field.get_untracked().into_iter().for_each(|field| drop(field.focus()));
            tell(state.reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // A second Enter comes when the line is empty again.
        if !add.pending().get_untracked() && line.with_untracked(|line| !line.trim().is_empty()) {
            add.dispatch(());
        }
    };
    let people = state.tasks.with_untracked(|tasks| tasks.people.clone());
    let kinds = move || {
        Kind::ALL.map(|kind| {
            view! { <option value=kind.code() selected=move || draft.kind.get() == kind>{format::kind_of_task(words, kind)}</option> }
        }).into_iter().collect_view()
    };
    let choose = move |event| draft.kind.set(event_target_value(&event).parse().unwrap_or_default());
    let empty = move || line.with(|line| line.trim().is_empty());
    view! {
        <form class="panel quick-task" on:submit=submit>
            <label class="quick-line">
                <Icon name="plus"/>
                <input name="line" autocomplete="off" placeholder=words.quick_task() aria-label=words.add_task() maxlength="300"
                    node_ref=field bind:value=line/>
            </label>
            <div class="quick-understood" hidden=empty>
                <span class="lead">{words.understood()}</span>
                <span class="field" title=words.task_kind()>
                    <select name="kind" aria-label=words.task_kind() prop:value=move || draft.kind.get().code() on:change=choose>
                        {kinds()}
                    </select>
                </span>
                <span class="field quick-date"><DateField name="date" label=words.due_date() value=draft.date today/></span>
                <span class="field quick-time" title=words.due_time()><TimeField name="time" value=draft.time label=words.due_time()/></span>
                <span class="field quick-deal" title=words.deal()>
                    <Suggest id="quick-deal" value=deal picked ask=deals label=words.deal_of_task()/>
                </span>
                <span class="field quick-person" title=words.assignee()><PersonSelect chosen=draft.assignee people label=words.assignee()/></span>
                <button class="button filled" disabled=move || add.pending().get()>{words.add()}</button>
            </div>
            <p class="form-refusal" role="alert">{move || problem.get().map(|problem| problem.sentence())}</p>
        </form>
    }
}

/// The deal that these letters most likely mean.
async fn guess(letters: Option<String>) -> Option<OfDeal> {
    ask(&SuggestDeals { letters: letters? }).await.unwrap_or_default().into_iter().next()
}

fn deals(letters: String) -> std::pin::Pin<Box<dyn Future<Output = Vec<Suggestion>>>> {
    Box::pin(async move {
        let found = ask(&SuggestDeals { letters }).await.unwrap_or_default();
        let suggestion = |deal: OfDeal| Suggestion {
            id: deal.id.0,
            text: deal.name,
            beside: Some(deal.client.line()).filter(|client| !client.is_empty()),
            of: None,
        };
        found.into_iter().map(suggestion).collect()
    })
}
