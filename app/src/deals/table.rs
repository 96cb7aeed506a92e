//! The rows of the list, sorted by its headings. `j` and `k` walk them, Enter opens one.

use super::{
    cell::Cell,
    columns::name,
    places::{focus_row, next},
    state::ListState,
};
use crate::{
    look::look,
    ui::{dot::DotMark, is_focus_nowhere, is_free, is_phone, single_key::single_key},
    words::t,
};
use chrono::NaiveDateTime;
use domain::{
    deal::Status,
    deals::{Deals, Query, Row, Sort},
    id::DealId,
    people::{initials, tint},
    process::Process,
    task::standing,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, NodeList};
use words::format;

#[component]
pub(super) fn Table(state: ListState) -> impl IntoView {
    let empty = Memo::new(move |_| state.deals.with(|deals| deals.rows.is_empty()));
    let several = move |deals: &Deals| {
        state.query.with_untracked(|query| query.criteria().unwrap_or_default().processes.len() != 1)
            && deals.processes.len() > 1
    };
    let rows = move || {
        state.deals.with(|deals| {
            let several = several(deals);
            let row = |row: &Row| (row.clone(), place(deals, row, several), owner(deals, row), deals.now);
            deals.rows.iter().map(row).collect::<Vec<_>>()
        })
    };
    let look = look();
    let hidden = move || look.with(|look| look.hidden.join(" "));
    let table = NodeRef::<html::Table>::new();
    walk_by_keys(state, table);
    keep_focus(state);
    let head = move |sort: Sort| view! { <Head state sort/> }.into_any();
    view! {
        <Show when=move || !empty.get() fallback=move || view! { <Nothing state/> }>
            <div class="scrolled" on:scroll=move |_| state.laid.notify()>
                <table class="amounts deals-table" node_ref=table data-hidden=hidden aria-busy=move || state.busy.get().to_string()>
                    <thead><tr>
                        <th scope="col" class="pick"><PickPage state/></th>
                        {head(Sort::Name)}
                        {head(Sort::Client)}
                        {head(Sort::Stage)}
                        {head(Sort::Owner)}
                        {head(Sort::Value)}
                        {head(Sort::Probability)}
                        {head(Sort::Weighted)}
                        {head(Sort::Close)}
                        {head(Sort::Tasks)}
                        {head(Sort::Since)}
                    </tr></thead>
                    <tbody on:click=move |event| edit_clicked(state, &event) on:focusin=move |event| state.walked.set_value(deal_of(&event))>
                        // A row that is as it was stays, with the focus if it has it.
                        <For each=rows key=|(row, _, _, now)| (row.id, row.version, now.date()) let((row, place, owner, now))>
                            {view! { <DealRow state row place owner now/> }.into_any()}
                        </For>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

/// Where a deal stands: its stage, and its process where there are several.
fn place(deals: &Deals, row: &Row, several: bool) -> String {
    let process = deals.processes.iter().find(|process| process.id == row.process);
    let stage = |process: &Process| {
        let stage = process.stages.iter().find(|stage| stage.id == row.stage);
        stage.map(|stage| stage.name.to_string()).unwrap_or_default()
    };
    match process {
        Some(process) if several => format!("{} › {}", process.name, stage(process)),
        Some(process) => stage(process),
        None => String::new(),
    }
}

fn owner(deals: &Deals, row: &Row) -> String {
    let owner = deals.people.iter().find(|person| person.id == row.owner);
    owner.map(|person| person.name.clone()).unwrap_or_default()
}

#[component]
fn DealRow(state: ListState, row: Row, place: String, owner: String, now: NaiveDateTime) -> impl IntoView {
    let words = t();
    let today = now.date();
    let standing = standing(&row.tasks, now);
    let (dot, weighted) = (standing.dot, row.weighted());
    let stage = match row.status {
        Status::Open => place.into_any(),
        closed => view! { <span class="status" data-status=closed.code()>{words.status_name(closed)}</span> }
            .into_any(),
    };
    let late = row.status == Status::Open && row.close.is_some_and(|close| close < today);
    let edit = |cell: Cell| cell.is_in(&row).then_some("");
    let (edit_stage, edit_value) = (edit(Cell::Stage), edit(Cell::Value));
    let days = (today - row.since).num_days().max(0);
    let deal = row.id;
    let picked = Memo::new(move |_| state.picked.with(|picked| picked.contains(&deal)));
    let turn = move |_| state.turn(deal);
    view! {
        <tr data-deal-id=deal.to_string() data-picked=move || picked.get().then_some("")>
            <td class="pick">
                <input type="checkbox" aria-label=words.pick_named(&row.name) prop:checked=move || picked.get() on:change=turn/>
            </td>
            <th scope="row"><DotMark dot/><a href=format!("/deals/{}", row.id)>{row.name}</a></th>
            <td class="client" data-column="client">{row.client.line()}</td>
            <td class="stage" data-column="stage" data-edit=edit_stage>{stage}</td>
            <td class="wide" data-column="owner" data-edit="">
                <span class="user-name">
                    <abbr class="avatar" data-tint=tint(row.owner) aria-hidden="true">{initials(&owner)}</abbr>
                    <span>{owner}</span>
                </span>
            </td>
            <td class="number value" data-column="value" data-edit=edit_value title=row.itemised.then(|| words.sum_of_products())><b>{format::money(words, row.value)}</b></td>
            <td class="number wide" data-column="probability">{words.percent(&row.probability.to_string())}</td>
            <td class="number wide" data-column="weighted">{format::money(words, weighted)}</td>
            <td class="when" data-column="close" data-edit="" data-late=late.then_some("")>
                {row.close.map(|close| format::day(words, close, today))}
            </td>
            <td class="tasks-cell" data-column="tasks" data-dot=dot.code()>{format::standing(words, standing, now)}</td>
            <td class="number wide" data-column="since">{words.days(days)}</td>
        </tr>
    }
}

/// Picks all deals of the page, or none of them.
#[component]
fn PickPage(state: ListState) -> impl IntoView {
    let page = move || state.deals.with(|deals| deals.rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let count =
        move || state.picked.with(|picked| page().iter().filter(|deal| picked.contains(deal)).count());
    let all = Memo::new(move |_| count() == page().len());
    let some = Memo::new(move |_| !all.get() && count() > 0);
    let turn = move |_| {
        let (deals, whole) = (untrack(page), all.get_untracked());
        state.picked.update(|picked| match whole {
            true => picked.retain(|deal| !deals.contains(deal)),
            false => picked.extend(deals),
        });
    };
    view! {
        <input type="checkbox" aria-label=t().pick_page() prop:checked=move || all.get() prop:indeterminate=move || some.get() on:change=turn/>
    }
}

/// What stands where no deal matches.
#[component]
fn Nothing(state: ListState) -> impl IntoView {
    let words = t();
    view! {
        <p class="lead">
            {words.empty_filter()}" "
            <button type="button" class="button" on:click=move |_| state.change(|_| Query::default())>{words.clear_filter()}</button>
        </p>
    }
}

/// A heading that sorts, and turns the order when it sorts already.
#[component]
fn Head(state: ListState, sort: Sort) -> impl IntoView {
    let order = move || {
        state.query.with(|query| match (query.sort == sort, falls(sort) != query.turned) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        })
    };
    // Of how long a deal is there is said, not since when.
    fn falls(sort: Sort) -> bool {
        sort.falls() || sort == Sort::Since
    }
    let choose = move |_| {
        state.change(|query| Query { turned: query.sort == sort && !query.turned, sort, page: 0, ..query });
    };
    let number =
        matches!(sort, Sort::Value | Sort::Probability | Sort::Weighted | Sort::Since).then_some("number");
    view! {
        <th scope="col" class=number aria-sort=order data-column=sort.code()>
            <button type="button" class="sort" on:click=choose>{name(sort)}</button>
        </th>
    }
}

/// Edits the cell that was clicked, unless something else was meant: what stands in it, or to copy its text.
fn edit_clicked(state: ListState, event: &web_sys::MouseEvent) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let copied = window().get_selection().ok().flatten().is_some_and(|text| !text.is_collapsed());
    // On a phone the cells are lines of text, too small to be hit one by one.
    if copied || is_phone() || closest("a, input, button").is_some() {
        return;
    }
    let cell = closest("td[data-edit]").and_then(|cell| Cell::of(&cell.get_attribute("data-column")?));
    if let Some((deal, cell)) = deal_of(event).zip(cell) {
        state.edit(deal, cell, true);
    }
}

/// `j` and the arrow down go to the next row, `k` and the arrow up to the one before; `x` picks the row and `e` edits it.
fn walk_by_keys(state: ListState, table: NodeRef<html::Table>) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let letters = single_key(&event).is_some();
            let held = event.ctrl_key() || event.meta_key() || event.alt_key() || !is_free(&event);
            let links = table.get_untracked().and_then(|table| table.query_selector_all("tbody th a").ok());
            let (Some(links), false) = (links, held) else { return };
            let at = focused(&links);
            // The arrows scroll the page until somebody walks the rows.
            let next = match (event.key().as_str(), at) {
                ("j", at) if letters => at.map_or(0, |at| at + 1),
                ("k", Some(at)) if letters => at.saturating_sub(1),
                ("ArrowDown", Some(at)) => at + 1,
                ("ArrowUp", Some(at)) => at.saturating_sub(1),
                ("x", Some(at)) if letters => {
                    event.prevent_default();
                    return deal_at(state, at).into_iter().for_each(|deal| state.turn(deal));
                }
                ("e", Some(at)) if letters => {
                    event.prevent_default();
                    let first = deal_at(state, at).and_then(|deal| next(state, deal, None, false));
                    return first.into_iter().for_each(|(deal, cell)| state.edit(deal, cell, false));
                }
                _ => return,
            };
            let link = links.item(next).and_then(|link| link.dyn_into::<HtmlElement>().ok());
            if let Some(link) = link {
                event.prevent_default();
                let _ = link.focus();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The deal of a row of the page.
fn deal_at(state: ListState, at: u32) -> Option<DealId> {
    state.deals.with_untracked(|deals| deals.rows.get(at as usize).map(|row| row.id))
}

/// A row that is drawn anew loses the focus, and gets it back, unless the pointer went elsewhere.
fn keep_focus(state: ListState) {
    Effect::watch(
        move || state.deals.track(),
        move |(), _, _| {
            request_animation_frame(move || {
                if let Some(deal) = state.walked.try_get_value().flatten().filter(|_| is_focus_nowhere()) {
                    focus_row(deal);
                }
            });
        },
        false,
    );
    let elsewhere = window_event_listener(leptos::ev::pointerdown, move |_| state.walked.set_value(None));
    on_cleanup(move || elsewhere.remove());
}

/// The deal of the row that something happened in.
fn deal_of(event: &web_sys::Event) -> Option<DealId> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("tr[data-deal-id]").ok()??.get_attribute("data-deal-id")?.parse().ok()
}

/// Which of these has the focus.
fn focused(links: &NodeList) -> Option<u32> {
    let active = document().active_element()?;
    (0..links.length()).find(|at| links.item(*at).is_some_and(|link| active.is_same_node(Some(&link))))
}
