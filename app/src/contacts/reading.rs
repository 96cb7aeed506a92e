//! The page of a contact as it is read, and read again.

use crate::{
    client::{ask, client},
    error::{Answer, Problem, Sentence},
    initial_data::use_query,
    ui::{tell, toast::toasts},
    words::t,
};
use command::Question;
use domain::refusal::Refusal;
use leptos::{prelude::*, task::spawn_local};

/// What was read, once it is there.
type Read<A> = RwSignal<Option<Answer<A>>>;

/// The answer to what a page asks, and what asks it again. When that fails, what is shown stays.
pub(super) fn use_page<Q>(question: Memo<Answer<Q>>) -> (Read<Q::Answer>, Callback<()>)
where
    Q: Question + Clone + PartialEq + Send + Sync + 'static,
    Q::Answer: Send + Sync + 'static,
{
    let (answer, toaster, client) = (use_query(move || question.get()), toasts(), client());
    let reload = Callback::new(move |()| {
        let Ok(asked) = question.get_untracked() else { return };
        spawn_local(async move {
            let got = ask(&asked).await;
            // What came late belongs to a page that is no longer shown.
            if question.try_get_untracked() != Some(Ok(asked)) {
                return;
            }
            match got {
                Ok(page) => drop(answer.try_set(Some(Ok(page)))),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    });
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            if !is_writing() {
                tell(reload);
            }
        },
        false,
    );
    (answer, reload)
}

/// Whether somebody fills in a form here: nothing is drawn anew under their hands.
fn is_writing() -> bool {
    document().query_selector("dialog[open], li .note-edit").is_ok_and(|found| found.is_some())
}

/// The way to what somebody else saved meanwhile, in a form that was refused for that.
#[component]
pub(super) fn Theirs(#[prop(into)] problem: Signal<Option<Problem>>, take: Callback<()>) -> impl IntoView {
    let is_late = move || {
        problem.with(|problem| matches!(problem, Some(Problem::Refused(Refusal::SavedMeanwhile { .. }))))
    };
    view! {
        <Show when=is_late>
            <button type="button" class="button" on:click=move |_| take.run(())>{t().load_theirs()}</button>
        </Show>
    }
}
