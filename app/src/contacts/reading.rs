//! The page of a contact as it is read, and read again.

use crate::{
    client::{Latest, ask, client},
    error::{Answer, Problem, Sentence},
    initial_data::use_query,
    ui::{focus_first, tell, toast::toasts},
};
use command::Question;
use domain::refusal::Refusal;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

/// What was read, once it is there.
type Read<A> = RwSignal<Option<Answer<A>>>;

/// What the page of the contact reads whose number ends the address, and what reads it again. When that fails, what is
/// shown stays.
pub(super) fn use_page<Q>(question: fn(i64) -> Q) -> (Read<Q::Answer>, Callback<()>)
where
    Q: Question + Clone + PartialEq + Send + Sync + 'static,
    Q::Answer: Send + Sync + 'static,
{
    let (path, toaster, client) = (use_location().pathname, toasts(), client());
    let question = Memo::new(move |_| {
        let id = path.with(|path| path.rsplit('/').next().and_then(|id| id.parse().ok()));
        id.map(question).ok_or_else(|| Problem::from(Refusal::NotFound))
    });
    let (answer, latest) = (use_query(move || question.get()), Latest::default());
    let reload = Callback::new(move |()| {
        let Ok(asked) = question.get_untracked() else { return };
        // In the dialog, too, in which the page was changed.
        let (here, number) = (has_focus(), latest.next());
        spawn_local(async move {
            let got = ask(&asked).await;
            // What came late belongs to a page that is no longer shown.
            if !latest.is(number) || question.try_get_untracked() != Some(Ok(asked)) {
                return;
            }
            match got {
                Ok(page) => {
                    let _ = answer.try_set(Some(Ok(page)));
                    // Drawn anew, the page no longer has what had the focus: one goes on at its beginning.
                    if here {
                        focus_first(document().body().map(Into::into), ".contact-head h1");
                    }
                }
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    });
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            // What others do takes nothing from under the hands.
            let under_the_hands = is_writing() || (client.is_old_by_others() && has_focus());
            if !under_the_hands {
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

/// Whether something on the page of the contact has the focus.
fn has_focus() -> bool {
    document().query_selector(".contact-page :focus").is_ok_and(|found| found.is_some())
}
