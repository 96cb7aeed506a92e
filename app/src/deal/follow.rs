//! A deal as it is shown: read again when something was done, with what waits for a line laid over it (B13).

use super::waiting::laid_over;
use crate::{
    client::{Latest, ask, client},
    error::{Answer, Problem},
    visitor::visitor,
};
use command::deal::ReadDeal;
use domain::{id::UserId, profile::Profile, refusal::Refusal};
use leptos::{prelude::*, task::spawn_local};

/// A deal that is shown, and the way to read it again.
#[derive(Clone, Copy)]
pub(super) struct Followed {
    pub shown: RwSignal<Profile>,
    pub reload: Callback<()>,
}

/// Follows a deal from what was read first. Who may not see it any more is told so in `answer`.
pub(super) fn follow(profile: Profile, answer: RwSignal<Option<Answer<Profile>>>) -> Followed {
    let (client, latest) = (client(), Latest::default());
    let (line, me) = (client.line(), visitor().user.map_or(UserId(0), |user| user.id));
    // As the server said it.
    let served = RwSignal::new(profile);
    let as_it_will_be =
        move || served.with(|profile| line.with(|line| laid_over(profile.clone(), &line.waiting(), me)));
    let shown = RwSignal::new(untrack(as_it_will_be));
    Effect::watch(as_it_will_be, move |profile, _, _| shown.set(profile.clone()), false);
    let reload = Callback::new(move |()| {
        // What is kept for a page that begins without a line says less than what is here.
        if client.is_off() {
            return;
        }
        let (number, known) = (latest.next(), served.get_untracked());
        spawn_local(async move {
            match read_again(known).await {
                Ok(_) if client.is_off() => {}
                Ok(profile) if latest.is(number) => drop(served.try_set(profile)),
                Ok(_) => {}
                // Whoever may not see it any more does not go on seeing it.
                Err(problem @ Problem::Refused(Refusal::NotFound)) if latest.is(number) => {
                    drop(answer.try_set(Some(Err(problem))));
                }
                Err(problem) => client.not_read(&problem),
            }
        });
    });
    Followed { shown, reload }
}

/// Reads a deal again; of its history what happened since.
async fn read_again(known: Profile) -> Answer<Profile> {
    let since = known.history.entries.first().map(|entry| entry.id);
    let mut read = ask(&ReadDeal { deal: known.id, since }).await?;
    // What happened to costs is told, or it is not, of all that is shown.
    if read.costs != known.costs {
        return ask(&ReadDeal::of(known.id)).await;
    }
    read.history = known.history.followed_by(read.history);
    Ok(read)
}
