//! Deleted: the deals that were deleted, by whom and when, each with the way back (D6, L4).

use super::{Settings, is_administrator};
use crate::{
    client::{Gesture, ask},
    error::{Answer, Sentence},
    ui::{dialog::FormDialog, icon::Icon, loaded, search::SearchField, toast::toasts},
    words::t,
};
use command::deleted::{PurgeDeals, ReadDeleted, RestoreDeal};
use domain::{
    deleted::{Deleted, DeletedDeal},
    id::DealId,
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
    let (purges, purging) = (is_administrator(), RwSignal::new(None::<Vec<(DealId, String)>>));
    let all: Vec<_> = deleted.deals.iter().map(|deal| (deal.id, deal.name.clone())).collect();
    let row = move |deal: DeletedDeal| {
        let (gesture, toaster) = (Gesture::new(), toasts());
        let (id, said) = (deal.id, words.restored_named(&deal.name));
        let this = (id, deal.name.clone());
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
                {purges.then(|| view! {
                    <button type="button" class="icon-button" aria-label=words.purge_named(&deal.name) title=words.purge_named(&deal.name)
                        on:click=move |_| purging.set(Some(vec![this.clone()]))><Icon name="trash"/></button>
                })}
            </li>
        }
        .into_any()
    };
    view! {
        <ul>{deleted.deals.into_iter().map(row).collect_view()}</ul>
        {none.then(|| view! { <p class="lead">{words.nothing_deleted()}</p> })}
        {deleted.more.then(|| view! { <p class="lead">{words.more_deleted(Deleted::MOST)}</p> })}
        {(purges && !none).then(|| view! {
            <button type="button" class="button danger purge-all" on:click=move |_| purging.set(Some(all.clone()))>{words.purge_shown(all.len())}</button>
        })}
        {move || purging.get().map(|deals| view! { <Purge deals purging reload/> }.into_any())}
    }
}

/// Asks before deals go for good, and names them.
#[component]
fn Purge(
    deals: Vec<(DealId, String)>,
    purging: RwSignal<Option<Vec<(DealId, String)>>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, gesture) = (t(), Gesture::new());
    let count = deals.len();
    let names = deals.iter().take(NAMED).map(|(_, name)| view! { <li>{name.clone()}</li> }).collect_view();
    let others = (count > NAMED).then(|| view! { <li>{words.and_others(count - NAMED)}</li> });
    let command = PurgeDeals { deals: deals.into_iter().map(|(deal, _)| deal).collect() };
    let purge = Action::new(move |_: &()| {
        let command = command.clone();
        async move { gesture.send_saying(words.purged_said(count), &command).await }
    });
    let problem = Signal::derive(move || purge.value().get().and_then(Result::err));
    let on_close = Callback::new(move |()| purging.set(None));
    Effect::new(move |_| {
        if matches!(purge.value().get(), Some(Ok(()))) {
            on_close.run(());
            crate::ui::tell(reload);
        }
    });
    let on_submit = Callback::new(move |()| drop(purge.dispatch(())));
    view! {
        <FormDialog title=words.purge_title(count) submit=words.purge() on_submit on_close problem pending=purge.pending() danger=true>
            <p>{words.purge_lead()}</p>
            <ul class="purged">{names}{others}</ul>
        </FormDialog>
    }
}

/// How many of the deals that go are named.
const NAMED: usize = 8;
