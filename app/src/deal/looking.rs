//! Who else looks at the same deal now (B11), as initials.

use crate::{client::look, words::t};
use domain::{
    id::UserId,
    people::{initials, tint},
    profile::Profile,
};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::{CustomEvent, VisibilityState};

/// How often a page says that it is still open: the server waits for three times that.
const BEAT: Duration = Duration::from_secs(20);

/// Between two times that it says so.
const PAUSE: Duration = Duration::from_millis(500);

fn is_seen() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

#[component]
pub(super) fn Looking(shown: RwSignal<Profile>) -> impl IntoView {
    let deal = shown.with_untracked(|profile| profile.id);
    let page = StoredValue::new(0);
    let others = RwSignal::new(Vec::<UserId>::new());
    // What is heard while it is said is asked for once, afterwards.
    let (saying, again) = (StoredValue::new(false), StoredValue::new(false));
    let say = move || {
        if saying.get_value() {
            return again.set_value(true);
        }
        saying.set_value(true);
        spawn_local(async move {
            // Until the page is left.
            while let Some(page) = page.try_get_value() {
                // Without an answer nobody is known to look.
                let found = look(deal, page, is_seen()).await.unwrap_or_default();
                if others.try_get_untracked().is_some_and(|before| before != found) {
                    others.try_set(found);
                }
                sleep(PAUSE).await;
                if again.try_update_value(std::mem::take) != Some(true) {
                    break;
                }
            }
            saying.try_set_value(false);
        });
    };
    Effect::new(move |_| {
        page.set_value((js_sys::Math::random() * f64::from(u32::MAX)) as u32);
        say();
        spawn_local(async move {
            loop {
                sleep(BEAT).await;
                if others.is_disposed() {
                    return;
                }
                if is_seen() {
                    say();
                }
            }
        });
        let looked = leptos::ev::Custom::<CustomEvent>::new("looked");
        let heard = window_event_listener(looked, move |event| {
            if is_seen() && event.detail().as_string() == Some(deal.to_string()) {
                say();
            }
        });
        let turned = window_event_listener(leptos::ev::visibilitychange, move |_| say());
        on_cleanup(move || {
            [heard, turned].into_iter().for_each(|listener| listener.remove());
            let page = page.try_get_value().unwrap_or_default();
            spawn_local(async move { drop(look(deal, page, false).await) });
        });
    });
    let person = move |id: UserId| {
        let name = shown.with_untracked(|profile| {
            profile.people.iter().find(|person| person.id == id).map(|person| person.name.clone())
        });
        let name = name.unwrap_or_default();
        let said = t().looks_too(&name);
        view! {
            <abbr class="avatar" data-looks=id.to_string() data-tint=tint(id) title=said.clone() aria-hidden="true">{initials(&name)}</abbr>
            <span class="unseen">{said}</span>
        }
    };
    view! {
        <span class="looking" aria-live="polite">
            {move || others.get().into_iter().map(person).collect_view()}
        </span>
    }
}
