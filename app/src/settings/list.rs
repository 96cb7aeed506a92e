//! A list of the settings with its switch, as one form: a draft until it is saved, and never saved over what somebody
//! else saved meanwhile.

use crate::{
    client::Gesture,
    error::{Answer, Problem},
    ui::{
        drag::Thing,
        field::outside,
        list_draft::{Item, ListDraft},
        list_editor::{ListEditor, RowLabels},
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    words::t,
};
use domain::refusal::Refusal;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use std::pin::Pin;

/// The list as it comes from the server.
pub(super) type Coming = Pin<Box<dyn Future<Output = Answer<Settled>> + Send>>;

/// The list as it is read and saved.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settled {
    pub version: i64,
    pub switch: bool,
    pub items: Vec<Item>,
}

/// Which list it is.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub title: &'static str,
    pub lead: &'static str,
    /// What its switch says, if it has one.
    pub switch: Option<&'static str>,
    pub rows: RowLabels,
    pub read: fn() -> Coming,
    pub save: fn(Gesture, Settled) -> Coming,
    /// Lets the other screens know what was saved.
    pub saved: Callback<Settled>,
}

/// What is typed, and what it was filled with.
#[derive(Clone, Copy)]
struct Draft {
    base: RwSignal<Settled>,
    switch: RwSignal<bool>,
    list: ListDraft,
}

impl Draft {
    /// As it would be saved. Reading it follows every change.
    fn typed(self) -> Settled {
        let version = self.base.with(|base| base.version);
        Settled { version, switch: self.switch.get(), items: self.list.items() }
    }

    /// Begins again with this version.
    fn fill(self, settled: Settled) {
        self.switch.set(settled.switch);
        self.list.fill(&settled.items);
        self.base.set(settled);
    }
}

#[component]
pub(super) fn ListForm(now: Settled, about: About) -> impl IntoView {
    let words = t();
    let (switch, list) = (RwSignal::new(now.switch), ListDraft::new(about.title, &now.items));
    let draft = Draft { base: RwSignal::new(now), switch, list };
    let changed = Memo::new(move |_| draft.base.with(|base| *base != draft.typed()));
    unsaved_guard(changed);
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let (typed, keys) = (untrack(|| draft.typed()), list.keys());
        async move { Ok::<_, Problem>((keys, (about.save)(gesture, typed).await?)) }
    });
    let theirs = after_saving(about, draft, save);
    let problem = Signal::derive(move || save.value().get().and_then(Result::err));
    let begin_again = Callback::new(move |settled: Settled| {
        draft.fill(settled);
        theirs.set(None);
        save.value().set(None);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <form class="panel list-form" on:submit=submit>
            <p class="lead">{about.lead}</p>
            {about.switch.map(|says| view! { <label class="check"><input type="checkbox" role="switch" bind:checked=switch/>{says}</label> })}
            {view! { <ListEditor draft=list labels=about.rows problem/> }.into_any()}
            <p class="form-refusal" role="alert">
                {outside(problem)}
                {move || theirs.get().map(|theirs| view! {
                    <button type="button" class="button" on:click=move |_| begin_again.run(theirs.clone())>{words.load_theirs()}</button>
                })}
            </p>
            <span class="save-verbs">
                <button type="button" class="button" disabled=move || !changed.get() on:click=move |_| begin_again.run(draft.base.get_untracked())>
                    {words.discard()}
                </button>
                <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
            </span>
        </form>
    }
}

/// Takes up what was saved, for the rows that were sent. Refused since somebody else saved meanwhile, it reads what they
/// saved.
fn after_saving(
    about: About,
    draft: Draft,
    save: Action<(), Answer<(Vec<Thing>, Settled)>>,
) -> RwSignal<Option<Settled>> {
    let (words, toaster) = (t(), toasts());
    let theirs = RwSignal::new(None);
    Effect::new(move |_| match save.value().get() {
        Some(Ok((keys, saved))) => {
            draft.list.saved_as(&keys, &saved.items);
            about.saved.run(saved.clone());
            draft.base.set(saved);
            toaster.show(words.saved());
        }
        Some(Err(Problem::Refused(Refusal::SavedMeanwhile { .. }))) => spawn_local(async move {
            if let Ok(fresh) = (about.read)().await {
                theirs.try_set(Some(fresh));
            }
        }),
        _ => {}
    });
    theirs
}
