//! What somebody else saves while a draft is open (B11, P6).

use super::draft::ProcessDraft;
use crate::{
    client::{Latest, ask, client},
    error::Answer,
    ui::is_focus_nowhere,
    words::t,
};
use command::process::ReadProcess;
use domain::{
    id::UserId,
    people::Colleague,
    process::{Difference, Process, ProcessForm},
};
use leptos::{prelude::*, task::spawn_local};
use words::Words;

/// Shows what somebody else saves while this is open: at once where nothing was changed here, and beside the draft where it
/// was (B11).
pub(super) fn follow_others(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    changed: Memo<bool>,
    (theirs, by): (RwSignal<Option<Process>>, RwSignal<Option<UserId>>),
) {
    let (client, latest) = (client(), Latest::default());
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            let (true, who) = client.is_old_beyond_deals() else { return };
            let number = latest.next();
            spawn_local(async move {
                let fresh = ask(&ReadProcess { process: base.with_untracked(|base| base.id) }).await;
                let Some(fresh) = fresh.ok().map(|fresh| fresh.process).filter(|_| latest.is(number)) else {
                    return;
                };
                let shown = theirs.with_untracked(|theirs| theirs.as_ref().map(|theirs| theirs.version));
                if shown.or(Some(base.with_untracked(|base| base.version))) == Some(fresh.version) {
                    return;
                }
                if changed.get_untracked() || !is_focus_nowhere() {
                    by.set(who);
                    return theirs.set(Some(fresh));
                }
                theirs.set(None);
                draft.fill(&ProcessForm::of(&fresh));
                base.set(fresh);
            });
        },
        false,
    );
}

/// What somebody else saved meanwhile, and the way to their version.
#[component]
pub(super) fn Meanwhile(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    save: Action<(), Answer<()>>,
    theirs: RwSignal<Option<Process>>,
    people: StoredValue<Vec<Colleague>>,
    by: RwSignal<Option<UserId>>,
) -> impl IntoView {
    let words = t();
    let name = move || {
        let is_they = |person: &&Colleague| Some(person.id) == by.get();
        people.with_value(|people| people.iter().find(is_they).map(|person| person.name.clone()))
    };
    let who =
        move || name().map_or(words.changed_meanwhile().to_owned(), |name| words.changed_meanwhile_by(&name));
    let take = move |_| {
        if let Some(fresh) = theirs.get_untracked() {
            draft.fill(&ProcessForm::of(&fresh));
            base.set(fresh);
            theirs.set(None);
            save.value().set(None);
        }
    };
    move || {
        let fresh = theirs.get()?;
        let differences = base.with_untracked(|base| base.differences(&fresh));
        let list = differences.iter().map(|each| in_words(words, each)).collect::<Vec<_>>().join(", ");
        Some(view! {
            <p role="alert">{who()}": "{list}"."
                <button type="button" class="button" on:click=take>{words.load_theirs()}</button>
            </p>
        })
    }
}

fn in_words(words: &Words, difference: &Difference) -> String {
    match difference {
        Difference::Settings => words.difference_settings().to_owned(),
        Difference::Order => words.difference_order().to_owned(),
        Difference::StageAdded(name) => words.stage_added(name),
        Difference::StageRemoved(name) => words.stage_removed(name),
        Difference::StageChanged(name) => words.stage_changed(name),
        Difference::ActionAdded(name) => words.action_added(name),
        Difference::ActionRemoved(name) => words.action_removed(name),
        Difference::ActionChanged(name) => words.action_changed(name),
    }
}
