//! Where one is signed in, and signing out everywhere else.

use crate::{
    error::Sentence,
    session::api,
    ui::{tell, toast::toasts},
    words::t,
};
use domain::me::{Device, Me};
use leptos::{prelude::*, task::spawn_local};
use words::format;

#[component]
pub(super) fn Sessions(shown: RwSignal<Option<Me>>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let sign_out = move |_| {
        spawn_local(async move {
            match api::sign_out_elsewhere().await {
                Ok(()) => toaster.show(words.signed_out_elsewhere()),
                Err(problem) => toaster.show(problem.sentence()),
            }
            tell(reload);
        });
    };
    let row = move |device: Device, today| {
        let name = if device.name.is_empty() { words.unknown_device().to_owned() } else { device.name };
        view! {
            <li>
                <strong class="device">{name}</strong>
                <small>{words.signed_in_since(&format::moment(words, device.since.0, today))}</small>
                {match device.here {
                    true => view! { <small class="here">{words.this_device()}</small> },
                    false => view! { <small class="here">{words.last_used(&format::moment(words, device.seen.0, today))}</small> },
                }}
            </li>
        }
    };
    let rows = move || {
        let me = shown.get()?;
        let today = me.now.date();
        Some(me.sessions.into_iter().map(|device| row(device, today)).collect_view())
    };
    let others = Memo::new(move |_| shown.with(|me| me.as_ref().map_or(0, |me| me.sessions.len())) > 1);
    view! {
        <section class="panel me" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{words.sessions()}</h2>
            <ul class="sessions">{rows}</ul>
            <footer class="dialog-foot">
                <button type="button" class="button" disabled=move || !others.get() on:click=sign_out>{words.sign_out_elsewhere()}</button>
            </footer>
        </section>
    }
}
