//! Deleted: the deals that were deleted, by whom and when, each with the way back (D6, L4).

use super::Settings;
use crate::{
    client::{Gesture, ask},
    error::{Answer, Sentence},
    ui::{loaded, search::SearchField, toast::toasts},
    words::t,
};
use command::deleted::{ReadDeleted, RestoreDeal};
use domain::{
    deleted::{Deleted, DeletedDeal},
    text::Name,
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

#[component]
pub fn DeletedPage() -> impl IntoView {
    let words = t();
    let text = RwSignal::new(None::<String>);
    let read = RwSignal::new(None::<Answer<Deleted>>);
    let reload = Callback::new(move |()| {
        let wanted = text.get_untracked();
        spawn_local(async move {
            let answer = ask(&ReadDeleted { text: wanted.clone().unwrap_or_default() }).await;
            // An answer that came late is for letters that are no longer there.
            if text.try_get_untracked() == Some(wanted) {
                read.try_set(Some(answer));
            }
        });
    });
    Effect::new(move |_| {
        text.track();
        reload.run(());
    });
    let asked = Signal::derive(move || text.get());
    let rows = loaded::part(read, move |deleted| view! { <Rows deleted reload/> }.into_any());
    view! {
        <Settings title=words.deleted_deals()>
            <p class="lead">{words.deleted_lead()}</p>
            <p class="deleted-search">
                <SearchField label=words.search_deals() asked max=Name::MAX on_rest=Callback::new(move |typed| text.set(typed))/>
            </p>
            <section class="panel deleted">{rows}</section>
        </Settings>
    }
}

#[component]
fn Rows(deleted: Deleted, reload: Callback<()>) -> impl IntoView {
    let (words, today) = (t(), deleted.now.date());
    let none = deleted.deals.is_empty();
    let row = move |deal: DeletedDeal| {
        let (gesture, toaster) = (Gesture::new(), toasts());
        let (id, said) = (deal.id, words.restored_named(&deal.name));
        let restore = move |_| {
            let said = said.clone();
            spawn_local(async move {
                match gesture.send(&RestoreDeal { deal: id }).await {
                    Ok(()) => toaster.show_link(said, format!("/deals/{id}")),
                    Err(problem) => toaster.show(problem.sentence()),
                }
                crate::ui::tell(reload);
            });
        };
        view! {
            <li data-deal=id.to_string()>
                <div><strong>{deal.name.clone()}</strong><small>{deal.client}</small></div>
                <span class="value">{format::money(words, deal.value)}</span>
                <small>{deal.stage}" · "{deal.owner}</small>
                <small>{deal.by}" · "{format::moment(words, deal.at.0, today)}</small>
                <button type="button" class="button small" aria-label=words.restore_named(&deal.name) on:click=restore>{words.restore()}</button>
            </li>
        }
        .into_any()
    };
    view! {
        <ul>{deleted.deals.into_iter().map(row).collect_view()}</ul>
        {none.then(|| view! { <p class="lead">{words.nothing_deleted()}</p> })}
        {deleted.more.then(|| view! { <p class="lead">{words.more_deleted(Deleted::MOST)}</p> })}
    }
}
