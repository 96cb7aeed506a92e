//! What saving a draft would change for the open deals, the button that does it, and the ways on when it is refused
//! (P1, P5, P6).

use super::{
    delete_stage_dialog::Leaving,
    draft::ProcessDraft,
    meanwhile::{Meanwhile, follow_others},
};
use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem, Sentence},
    ui::toast::toasts,
    visitor::account,
    words::t,
};
use command::process::{PreviewProcess, ReadProcess, SaveProcess};
use domain::{
    id::UserId,
    money::Money,
    people::Colleague,
    process::{Preview, Process, ProcessForm},
    refusal::Refusal,
};
use leptos::{leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use std::time::Duration;
use words::format;

#[component]
pub(super) fn SaveBar(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    form: Memo<ProcessForm>,
    changed: Memo<bool>,
    people: StoredValue<Vec<Colleague>>,
    leaving: RwSignal<Option<Leaving>>,
) -> impl IntoView {
    let words = t();
    let (preview, stale) = previewed(base, form);
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let (process, version) = base.with_untracked(|base| (base.id, base.version));
        let form = form.get_untracked();
        async move { gesture.send(&SaveProcess { process, version, form }).await }
    });
    let theirs = after_saving(draft, base, save, leaving);
    let by = RwSignal::new(None::<UserId>);
    follow_others(draft, base, changed, (theirs, by));
    let problem = Signal::derive(move || save.value().get().and_then(Result::err));
    let discard = move |_| {
        base.with_untracked(|base| draft.fill(&ProcessForm::of(base)));
        save.value().set(None);
    };
    view! {
        <div class="save-bar panel" data-stale=move || stale.get().then_some("")>
            {move || preview.get().map(|preview| view! { <Figures preview/> })}
            <p class="form-refusal" role="alert">{move || problem.get().map(|problem| problem.sentence())}</p>
            {view! { <Replace draft people save problem/> }.into_any()}
            {view! { <Meanwhile draft base save theirs people by/> }.into_any()}
            <span class="save-verbs">
                <button type="button" class="button" disabled=move || !changed.get() on:click=discard>{words.discard()}</button>
                <button type="button" class="button filled" disabled=move || save.pending().get() on:click=move |_| drop(save.dispatch(()))>
                    {words.save_and_finish()}
                </button>
            </span>
        </div>
    }
}

/// What saving would change, asked anew a moment after each change; and whether that is of an older draft.
fn previewed(
    base: RwSignal<Process>,
    form: Memo<ProcessForm>,
) -> (RwSignal<Option<Preview>>, RwSignal<bool>) {
    let (preview, stale) = (RwSignal::new(None), RwSignal::new(false));
    let id = base.with_untracked(|base| base.id);
    let mut look = debounce(Duration::from_millis(300), move |form: ProcessForm| {
        spawn_local(async move {
            // While names are being typed the draft cannot be read: the last figures stand, and are shown to be old.
            let found = ask(&PreviewProcess { process: id, form }).await;
            stale.try_set(found.is_err());
            found.into_iter().for_each(|found| drop(preview.try_set(Some(found))));
        });
    });
    Effect::new(move |_| look(form.get()));
    (preview, stale)
}

/// Goes on after a save; refused, it shows the way: what somebody else saved, or where deals go that came meanwhile.
fn after_saving(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    save: Action<(), Answer<()>>,
    leaving: RwSignal<Option<Leaving>>,
) -> RwSignal<Option<Process>> {
    let (words, toaster, navigate) = (t(), toasts(), use_navigate());
    let theirs = RwSignal::new(None);
    Effect::new(move |_| {
        let problem = save.value().get().and_then(Result::err);
        draft.frame(match &problem {
            Some(Problem::Refused(refusal)) => Some(refusal),
            _ => None,
        });
    });
    Effect::new(move |_| match save.value().get() {
        Some(Ok(())) => {
            toaster.show(words.saved());
            navigate("/settings/deals/processes", Default::default());
        }
        Some(Err(Problem::Refused(Refusal::ProcessChanged))) => spawn_local(async move {
            if let Ok(fresh) = ask(&ReadProcess { process: base.with_untracked(|base| base.id) }).await {
                theirs.try_set(Some(fresh.process));
            }
        }),
        Some(Err(Problem::Refused(Refusal::StageHoldsDeals { stage, deals }))) => {
            leaving.set(came_meanwhile(draft, base, &stage, deals));
        }
        _ => {}
    });
    theirs
}

/// The deleted stage of this name that nobody gave a goal, since it was empty then.
fn came_meanwhile(draft: ProcessDraft, base: RwSignal<Process>, name: &str, deals: usize) -> Option<Leaving> {
    base.with_untracked(|base| {
        let kept =
            draft.stages.with_untracked(|all| all.iter().filter_map(|each| each.id).collect::<Vec<_>>());
        let told =
            draft.relocations.with_untracked(|all| all.iter().map(|(from, _)| *from).collect::<Vec<_>>());
        let mut gone = base.stages.iter().filter(|each| !kept.contains(&each.id) && !told.contains(&each.id));
        let stage = gone.find(|each| each.name.as_str() == name)?;
        Some(Leaving { id: stage.id, name: name.to_owned(), deals, stage: None })
    })
}

/// For somebody who was deactivated: another person in all their places.
#[component]
fn Replace(
    draft: ProcessDraft,
    people: StoredValue<Vec<Colleague>>,
    save: Action<(), Answer<()>>,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let gone = Memo::new(move |_| problem.with(|problem| deactivated(problem.as_ref()?)));
    let chosen = RwSignal::new(None::<UserId>);
    let replace = move |_| {
        let first =
            people.with_value(|people| people.iter().find(|person| person.active).map(|person| person.id));
        if let (Some(gone), Some(by)) = (gone.get_untracked(), chosen.get_untracked().or(first)) {
            draft.replace_person(gone, by);
            save.value().set(None);
        }
    };
    let option = |person: Colleague| view! { <option value=person.id.to_string()>{person.name}</option> };
    let active = move || people.get_value().into_iter().filter(|person| person.active);
    view! {
        <Show when=move || gone.get().is_some()>
            <span class="replace">
                <select aria-label=words.replace_by() on:change=move |event| chosen.set(event_target_value(&event).parse().ok().map(UserId))>
                    {active().map(option).collect_view()}
                </select>
                <button type="button" class="button" on:click=replace>{words.replace()}</button>
            </span>
        </Show>
    }
}

fn deactivated(problem: &Problem) -> Option<UserId> {
    let Problem::Refused(refusal) = problem else { return None };
    refusal.each().iter().find_map(|each| match each {
        Refusal::Within { refusal, .. } => match **refusal {
            Refusal::Deactivated { user, .. } => Some(user),
            _ => None,
        },
        _ => None,
    })
}

#[component]
fn Figures(preview: Preview) -> impl IntoView {
    let words = t();
    let all = preview.open;
    let part = |part: usize| words.part_of(part, all);
    let moved = if preview.moved == 0 { words.preview_nobody() } else { words.preview_relocated() };
    let mean = match (preview.points, i64::try_from(preview.changed)) {
        (_, Ok(0) | Err(_)) => words.preview_same().to_owned(),
        (points, Ok(changed)) => words.preview_mean(&format::tenths(words, points * 10 / changed)),
    };
    let (skip_now, skip_then) = preview.skipping;
    let own = account().with_untracked(|account| account.currency);
    let then = preview.weighted_then.iter().find(|sum| sum.currency == own);
    let others = preview.weighted_then.iter().filter(|sum| sum.currency != own);
    let then: Vec<String> = [then.unwrap_or(Money { minor: 0, currency: own })]
        .into_iter()
        .chain(others)
        .map(|sum| format::money(words, sum))
        .collect();
    let then = then.join(" + ");
    let changes: Vec<String> = preview.weighted.iter().map(|sum| format::change(words, sum)).collect();
    let changes = match changes.is_empty() {
        true => words.preview_same().to_owned(),
        false => words.against_today(&changes.join(", ")),
    };
    let figure = |name: &'static str, value: String, beside: String| {
        view! { <div><dt>{name}</dt><dd><strong>{value}</strong><small>{beside}</small></dd></div> }
    };
    let skipping = match skip_now == skip_then {
        true => (words.number(skip_now), words.preview_same().to_owned()),
        false => (format!("{} → {}", words.number(skip_now), words.number(skip_then)), String::new()),
    };
    view! {
        <p class="save-lead"><strong>{words.preview_lead()}</strong><small>{words.preview_of()}</small></p>
        <dl class="effects" data-preview="">
            {figure(words.preview_moved(), part(preview.moved), moved.to_owned())}
            {figure(words.preview_changed(), part(preview.changed), mean)}
            {figure(words.preview_skipping(), skipping.0, skipping.1)}
            {figure(words.preview_weighted(), then, changes)}
        </dl>
    }
}
