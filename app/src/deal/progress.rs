//! Where a deal stands in its process: probability explained, stages with their actions, checked off here (D3, P3).

use super::complete::Complete;
use crate::{
    client::Gesture,
    error::{Problem, Sentence},
    ui::{icon::Icon, tell, toast::toasts},
    visitor::visitor,
    words::t,
};
use command::deal::{CompleteAction, UncompleteAction};
use domain::{
    deal::Status,
    id::{ActionId, StageId, UserId},
    process::{Action, NoteRule, Stage},
    profile::Profile,
};
use leptos::{prelude::*, task::spawn_local};
use words::{Words, format};

#[component]
pub(super) fn Progress(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let process = shown.with_untracked(|profile| profile.process.clone());
    let asked = RwSignal::new(None::<Action>);
    let stages = process.stages.into_iter();
    view! {
        <section class="panel progress" aria-label=words.process_panel()>
            <Probability shown/>
            {stages.map(|stage| view! { <StageActions shown stage asked reload/> }.into_any()).collect_view()}
        </section>
        {move || asked.get().map(|action| view! {
            <Complete deal=shown.with_untracked(|profile| profile.id) action on_close=Callback::new(move |()| asked.set(None)) reload/>
        })}
    }
}

/// The probability in figures, and what would raise it most.
#[component]
fn Probability(shown: RwSignal<Profile>) -> impl IntoView {
    let words = t();
    let open = Memo::new(move |_| shown.with(|profile| profile.status == Status::Open));
    let figures = Memo::new(move |_| {
        shown.with(|profile| {
            let (process, done) = (&profile.process, profile.done());
            let best = process.best_next(&done).map(|(action, points)| (action.name.to_string(), points));
            (process.probability(&done), done.len(), process.actions().count(), best)
        })
    });
    view! {
        <p class="probability">
            <strong data-probability=move || figures.get().0.to_string()>{move || words.percent(&figures.get().0.to_string())}</strong>
            <span>{move || { let (_, done, all, _) = figures.get(); words.actions_done(all, done) }}</span>
        </p>
        <progress max="100" value=move || figures.get().0.to_string() aria-label=words.probability()></progress>
        {move || figures.get().3.filter(|_| open.get()).map(|(name, points)| view! {
            <p class="lead">{words.best_next()}" "<strong>{name}</strong>{format!(" (+{points})")}</p>
        })}
    }
}

#[component]
fn StageActions(
    shown: RwSignal<Profile>,
    stage: Stage,
    asked: RwSignal<Option<Action>>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let Stage { id, name, hint, actions, .. } = stage;
    let here = Memo::new(move |_| shown.with(|profile| profile.stage == id));
    let weights: Vec<(ActionId, u32)> = actions.iter().map(|action| (action.id, action.weight)).collect();
    let all: u32 = weights.iter().map(|(_, weight)| weight).sum();
    let weights = StoredValue::new(weights);
    let done = move || -> u32 {
        let done = shown.with(Profile::done);
        let weights = weights.get_value();
        weights.iter().filter(|(id, _)| done.contains(id)).map(|(_, weight)| weight).sum()
    };
    // Done and passed it is a line. Not at the moment when its last action is checked: nothing goes away under the hand.
    let open = (!shown.with_untracked(|profile| is_behind(profile, id))).then_some("");
    view! {
        <section class="stage" aria-current=move || here.get().then_some("step")>
            <details open=open>
                <summary>
                    <h3 title=hint>
                        {name.to_string()}
                        {move || here.get().then(|| format!(" · {}", words.current_stage()))}
                        <small>{done}" / "{all}</small>
                        <Icon name="down"/>
                    </h3>
                </summary>
                <ul class="actions">
                    {actions.into_iter().map(|action| view! { <ActionRow shown action asked reload/> }.into_any()).collect_view()}
                </ul>
            </details>
        </section>
    }
}

/// Whether a deal has passed a stage, and left nothing in it undone.
fn is_behind(profile: &Profile, stage: StageId) -> bool {
    let stages = &profile.process.stages;
    let at = |id| stages.iter().position(|stage| stage.id == id);
    let done = profile.done();
    let actions = stages.iter().find(|known| known.id == stage).map(|stage| &stage.actions);
    at(stage) < at(profile.stage)
        && actions.is_some_and(|all| all.iter().all(|action| done.contains(&action.id)))
}

/// An action with its box. The box explains itself before it is clicked; the server decides.
#[component]
fn ActionRow(
    shown: RwSignal<Profile>,
    action: Action,
    asked: RwSignal<Option<Action>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let id = action.id;
    let check = Memo::new(move |_| {
        shown.with(|profile| profile.checks.iter().find(|check| check.action == id).copied())
    });
    let mine = visitor().user.is_some_and(|user| action.rules.who.includes(&user));
    let free = move || mine && shown.with(|profile| profile.status == Status::Open);
    let (name, weight, hint) = (action.name.to_string(), action.weight, action.hint.clone());
    let action = StoredValue::new(action);
    let beside = move || {
        action.with_value(|action| match check.get() {
            Some(check) => shown.with(|profile| {
                let by = profile.people.iter().find(|person| person.id == check.by);
                let by = by.map_or("", |by| by.name.split(' ').next().unwrap_or_default());
                format!("{by}, {}", format::day(words, check.at.date(), profile.now.date()))
            }),
            None => shown.with(|profile| rules_in_words(words, profile, action)),
        })
    };
    let skipped = move || {
        shown.with(|profile| {
            let at = |stage| profile.process.stages.iter().position(|each| each.id == stage);
            let own = profile.process.action(id).ok().map(|(stage, _)| stage.id);
            check.get().is_none() && own.and_then(at) < at(profile.stage)
        })
    };
    let gesture = Gesture::new();
    let toggle = move |event: leptos::ev::MouseEvent| {
        // The box shows what is, not what was clicked: it turns when the server has said so.
        event.prevent_default();
        let (deal, done) = (shown.with_untracked(|profile| profile.id), check.get_untracked().is_some());
        if !done && action.with_value(|action| action.rules.note != NoteRule::No) {
            return asked.set(Some(action.get_value()));
        }
        spawn_local(async move {
            let name = action.with_value(|action| action.name.to_string());
            let answer = match done {
                true => {
                    let said = words.action_undone_said(&name);
                    gesture.send_or_wait(said, &UncompleteAction { deal, action: id }).await
                }
                false => {
                    let (note, files) = (String::new(), vec![]);
                    let complete = CompleteAction { deal, action: id, note, files };
                    gesture.send_or_wait(words.action_done_said(&name), &complete).await
                }
            };
            match answer {
                Ok(_) => tell(reload),
                Err(Problem::Refused(refusal)) => {
                    let person = |user| shown.with_untracked(|profile| named(profile, user));
                    toaster.show(words.refusal_naming(&refusal, person));
                }
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    view! {
        <li class="action" data-action-id=id.to_string() data-done=move || check.get().is_some().then_some("")>
            <label class="check" title=hint>
                <input
                    type="checkbox" prop:checked=move || check.get().is_some() checked=check.get_untracked().is_some()
                    disabled=move || !free() on:click=toggle
                />
                <span>
                    {name}
                    <Show when=skipped><em>{words.skipped_mark()}</em></Show>
                    <small>{beside}</small>
                </span>
            </label>
            <span class="weight">{weight}</span>
        </li>
    }
}

fn named(profile: &Profile, user: UserId) -> Option<String> {
    profile.people.iter().find(|person| person.id == user).map(|person| person.name.clone())
}

/// What holds for an action that is not done, in words.
pub(super) fn rules_in_words(words: &Words, profile: &Profile, action: &Action) -> String {
    let rules = &action.rules;
    let note = match rules.note {
        NoteRule::No => None,
        NoteRule::Note => Some(words.needs_note().to_owned()),
        NoteRule::File => Some(words.needs_file().to_owned()),
    };
    let who = (rules.who != domain::people::Who::Everyone)
        .then(|| words.is_for(&rules.who, |user| named(profile, user)));
    let task =
        rules.trigger.as_ref().map(|task| words.adds_task(task.title.as_str(), &words.in_days(task.days)));
    let passed_on = passed_on(words, profile, action);
    let mandatory = rules.mandatory.then(|| words.mandatory_to_win().to_owned());
    let notifies = (!rules.notify.is_empty())
        .then(|| format!("{} {}", words.notifies(), format::notified(words, &rules.notify)));
    [mandatory, who, note, notifies, task, passed_on].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Who gets the task that checking the action adds, if those it was meant for were deactivated.
fn passed_on(words: &Words, profile: &Profile, action: &Action) -> Option<String> {
    let (trigger, doer) = (action.rules.trigger.as_ref()?, visitor().user?.id);
    let wanted = trigger.wanted(doer, profile.owner);
    let assignee = trigger.assign(doer, profile.owner, &profile.people);
    let name = |id| profile.people.iter().find(|person| person.id == id).map(|person| person.name.as_str());
    let to = name(assignee).filter(|_| assignee != wanted)?;
    Some(words.task_passed_on(trigger.title.as_str(), to, name(wanted).unwrap_or_default()))
}
