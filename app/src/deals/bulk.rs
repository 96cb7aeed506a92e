//! What is done with the deals that were picked, with all of them at once (L5).

use super::state::ListState;
use crate::{
    client::{Gesture, ask, client},
    deal::CloseFields,
    error::{Problem, Sentence},
    initial_data::use_query,
    ui::{
        date_field::DateField,
        dialog::{Dialog, DialogForm},
        icon::Icon,
        loaded,
        toast::toasts,
    },
    words::t,
};
use command::{bulk::ChangeDeals, deals::ReadDealIds, settings::ReadReasons};
use domain::{
    bulk::{ALL, BulkResult, DealChange, MOST, RefusedDeal},
    deal::Status,
    id::UserId,
    people::Colleague,
    process::{Process, Stage},
    reason::Reasons,
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeSet;

/// What the parts of the bar share.
#[derive(Clone, Copy)]
struct Bulk {
    state: ListState,
    /// Gives all picked deals this change.
    change: Callback<DealChange>,
    /// Whether the answer to a change is on its way.
    pending: RwSignal<bool>,
    /// How many deals are answered for.
    done: RwSignal<usize>,
    /// As what the picked deals are about to be closed.
    closing: RwSignal<Option<Status>>,
}

/// The bar, while something is picked; and what came of it.
#[component]
pub(super) fn BulkBar(state: ListState) -> impl IntoView {
    let (words, client, toaster, gesture) = (t(), client(), toasts(), Gesture::new());
    let (pending, done, closing) = (RwSignal::new(false), RwSignal::new(0usize), RwSignal::new(None));
    let refused = RwSignal::new(Vec::<RefusedDeal>::new());
    let change = Callback::new(move |change: DealChange| {
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        let deals: Vec<_> = state.picked.get_untracked().into_iter().collect();
        spawn_local(async move {
            let (mut result, mut undo) = (BulkResult::default(), vec![]);
            let mut left = BTreeSet::new();
            // A slice after the other: the changes of others go between them.
            for (number, slice) in deals.chunks(MOST).enumerate() {
                done.try_set(number * MOST);
                let command = ChangeDeals { deals: slice.to_vec(), change: change.clone(), seen: None };
                match gesture.sent(&command).await {
                    Ok((told, back)) => {
                        // Those that stayed as they were stay picked: something else may be done with them.
                        left.extend(told.refused.iter().filter_map(|row| slice.get(row.at)));
                        result.changed += told.changed;
                        result.refused.extend(told.refused);
                        undo.extend(back);
                    }
                    Err(problem) => {
                        toaster.show(problem.sentence());
                        left.extend(&deals[number * MOST..]);
                        break;
                    }
                }
            }
            let count = result.changed as u64;
            if count > 0 {
                let deleted = change == DealChange::Delete;
                let said = if deleted { words.deals_deleted(count) } else { words.deals_changed(count) };
                crate::client::done(client, said, None, undo);
                closing.try_set(None);
            }
            state.picked.try_set(left);
            refused.try_set(result.refused);
            client.outdate();
            pending.try_set(false);
        });
    });
    let bulk = Bulk { state, change, pending, done, closing };
    let some = Memo::new(move |_| state.picked.with(|picked| !picked.is_empty()));
    let told = move || {
        let rows = refused.get();
        let on_close = Callback::new(move |()| refused.set(vec![]));
        (!rows.is_empty()).then(|| view! { <Refused rows on_close/> }.into_any())
    };
    let close_as = move || closing.get().map(|outcome| view! { <CloseAll bulk outcome/> }.into_any());
    view! {
        <Show when=move || some.get()>{view! { <Bar bulk/> }.into_any()}</Show>
        {told}
        {close_as}
    }
}

#[component]
fn Bar(bulk: Bulk) -> impl IntoView {
    let Bulk { state, change, pending, done, closing } = bulk;
    let (words, toaster) = (t(), toasts());
    let count = Memo::new(move |_| state.picked.with(BTreeSet::len) as u64);
    let all = Memo::new(move |_| state.deals.with(|deals| deals.sums.count));
    let more = Memo::new(move |_| count.get() < all.get() && all.get() <= ALL as u64);
    let pick_all = move |_| {
        let query = state.query.get_untracked();
        spawn_local(async move {
            let asked = query.filter.clone();
            match ask(&ReadDealIds { query }).await {
                // Another filter was chosen meanwhile.
                Ok(_) if state.query.try_with_untracked(|now| now.filter != asked) != Some(false) => {}
                Ok(deals) => drop(state.picked.try_set(deals.into_iter().collect())),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let status = move |change: DealChange, outcome: Status| {
        view! { <button type="button" on:click=move |_| bulk.change.run(change.clone())>{words.status_name(outcome)}</button> }
    };
    let closed = move |outcome: Status| {
        view! { <button type="button" on:click=move |_| closing.set(Some(outcome))>{words.status_name(outcome)}"…"</button> }
    };
    view! {
        <div class="bulk-bar panel" role="toolbar" aria-label=words.with_picked() aria-busy=move || pending.get().to_string()>
            <strong role="status">{move || match pending.get() && count.get() > MOST as u64 {
                true => words.bulk_progress(done.get() as u64, count.get()),
                false => words.picked(count.get()),
            }}</strong>
            {menu(words.owner(), move || people(bulk, DealChange::Owner))}
            {menu(words.stage(), move || stages(bulk))}
            {menu(words.status(), move || view! {
                {status(DealChange::Win, Status::Won)}
                {closed(Status::Lost)}
                {closed(Status::Stale)}
                {status(DealChange::Reopen, Status::Open)}
            }.into_any())}
            {menu(words.close_short(), move || view! { <CloseDay bulk/> }.into_any())}
            {menu(words.source(), move || sources(bulk))}
            {menu(words.participant(), move || people(bulk, DealChange::Participant))}
            <button type="button" class="button small danger" on:click=move |_| change.run(DealChange::Delete)>{words.delete_picked()}</button>
            <span class="bulk-rest">
                {move || more.get().then(|| view! {
                    <button type="button" class="button small quiet" on:click=pick_all>{words.pick_all(all.get())}</button>
                })}
                <button type="button" class="button small quiet" on:click=move |_| state.picked.update(BTreeSet::clear)>{words.pick_none()}</button>
            </span>
        </div>
    }
}

/// One of the menus of the bar.
fn menu(name: &'static str, body: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    view! {
        <details class="menu start" name="menu">
            <summary class="button small">{name}<Icon name="down"/></summary>
            <div class="menu-body links" role="group" aria-label=name>{body}</div>
        </details>
    }
    .into_any()
}

fn people(bulk: Bulk, change: fn(UserId) -> DealChange) -> AnyView {
    let people = bulk.state.deals.with(|deals| deals.people.clone());
    let person = |person: Colleague| {
        view! { <button type="button" on:click=move |_| bulk.change.run(change(person.id))>{person.name}</button> }
    };
    people.into_iter().filter(|person| person.active).map(person).collect_view().into_any()
}

fn stages(bulk: Bulk) -> AnyView {
    let chosen = bulk.state.criteria().processes;
    let processes = bulk.state.deals.with(|deals| deals.processes.clone());
    let offered: Vec<Process> = processes
        .into_iter()
        .filter(|process| process.active && (chosen.is_empty() || chosen.contains(&process.id)))
        .collect();
    let several = offered.len() > 1;
    let process = |process: Process| {
        let stage = |stage: Stage| {
            let change = DealChange::Stage(stage.id);
            view! { <button type="button" on:click=move |_| bulk.change.run(change.clone())>{stage.name.to_string()}</button> }
        };
        let name = several.then(|| view! { <p class="menu-title">{process.name.to_string()}</p> });
        view! { {name} {process.stages.into_iter().map(stage).collect_view()} }
    };
    offered.into_iter().map(process).collect_view().into_any()
}

fn sources(bulk: Bulk) -> AnyView {
    let sources = bulk.state.deals.with(|deals| deals.sources.clone());
    let option = |(change, name): (DealChange, String)| {
        view! { <button type="button" on:click=move |_| bulk.change.run(change.clone())>{name}</button> }
    };
    let sources = sources.into_iter().map(|(id, name)| (DealChange::Source(id), name));
    sources.chain([(DealChange::NoSource, t().no_source().to_owned())]).map(option).collect_view().into_any()
}

/// The choice of an expected close.
#[component]
fn CloseDay(bulk: Bulk) -> impl IntoView {
    let (words, day) = (t(), RwSignal::new(String::new()));
    let today = bulk.state.deals.with_untracked(|deals| deals.now.date());
    let on_chosen = Callback::new(move |()| {
        let chosen = domain::day::parse(Name::ExpectedClose, &day.get_untracked());
        chosen.into_iter().for_each(|day| bulk.change.run(DealChange::Close(day)));
    });
    view! {
        <div class="bulk-day"><DateField name="close" value=day today label=words.close_short() on_chosen/></div>
        <button type="button" on:click=move |_| bulk.change.run(DealChange::NoClose)>{words.without_day()}</button>
    }
}

/// The dialog that closes all picked deals as lost or stale.
#[component]
fn CloseAll(bulk: Bulk, outcome: Status) -> impl IntoView {
    let words = t();
    let count = bulk.state.picked.with_untracked(BTreeSet::len) as u64;
    let title = format!("{}: {}", words.status_name(outcome), words.deals(count));
    let on_close = Callback::new(move |()| bulk.closing.set(None));
    let reasons = use_query(|| Ok(ReadReasons {}));
    let form =
        loaded::part(reasons, move |reasons| view! { <CloseForm bulk outcome reasons on_close/> }.into_any());
    view! { <Dialog title on_close>{form}</Dialog> }
}

#[component]
fn CloseForm(bulk: Bulk, outcome: Status, reasons: Reasons, on_close: Callback<()>) -> impl IntoView {
    let words = t();
    let (reason, note) = (RwSignal::new(None), RwSignal::new(String::new()));
    let problem = Signal::stored(None::<Problem>);
    let on_submit = Callback::new(move |()| {
        let (reason, note) = (reason.get_untracked(), note.get_untracked());
        bulk.change.run(DealChange::CloseAs { outcome, reason, note });
    });
    view! {
        <DialogForm submit=words.close_deals() on_submit on_close problem pending=bulk.pending>
            <CloseFields reasons reason note problem/>
        </DialogForm>
    }
}

/// Which deals stayed as they were, and why.
#[component]
fn Refused(rows: Vec<RefusedDeal>, on_close: Callback<()>) -> impl IntoView {
    let words = t();
    let title = words.deals_unchanged(rows.len() as u64);
    let row = |row: RefusedDeal| {
        view! { <li><b>{row.name}</b>" "<span>{Problem::Refused(row.refusal).sentence()}</span></li> }
    };
    view! {
        <Dialog title on_close>
            <ul class="bulk-refused">{rows.into_iter().map(row).collect_view()}</ul>
        </Dialog>
    }
}
