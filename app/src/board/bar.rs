//! The bar above the board: which process, which deals, and what they come to (B1, B10).

use super::state::{BoardState, Figure};
use crate::{
    parameters,
    ui::{icon::Icon, search::SearchField},
    words::t,
};
use domain::{filter::Filter, money::Money, people::Colleague};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use words::format;

#[component]
pub(super) fn Bar(board: BoardState) -> impl IntoView {
    let words = t();
    let count = move || board.columns.get().iter().map(|column| column.count.get()).sum::<usize>();
    let figure = move |figure: Figure| {
        let sums = move || {
            let sum = |total: Money| view! { <strong>{format::money(words, total)}</strong> };
            board.own_first(&board.total(figure)).into_iter().map(sum).collect_view()
        };
        view! { <span data-figure=figure.code()>{figure.name(words)}" "{sums}</span> }
    };
    view! {
        <div class="bar">
            <ProcessSwitch board/>
            <Search board/>
            <OwnerFilter board/>
            <FigureSwitch board/>
            <p class="sums">
                <span>{words.open_deals()}" "<strong>{move || words.number(count())}</strong></span>
                {move || board.figures().into_iter().map(figure).collect_view()}
            </p>
        </div>
    }
}

/// Which figure the headers lead with (B4).
#[component]
fn FigureSwitch(board: BoardState) -> impl IntoView {
    let words = t();
    let choose = move |event| {
        let code = event_target_value(&event);
        let chosen = Figure::ALL.into_iter().find(|figure| figure.code() == code);
        board.figure.set(chosen.unwrap_or(Figure::Forecast));
    };
    let option = move |figure: Figure| {
        let chosen = move || board.figure.get() == figure;
        view! { <option value=figure.code() selected=chosen>{figure.name(words)}</option> }
    };
    view! {
        <select class="chip" aria-label=words.lead_figure() on:change=choose>
            {move || board.figures().into_iter().map(option).collect_view()}
        </select>
    }
}

#[component]
fn ProcessSwitch(board: BoardState) -> impl IntoView {
    let menu = NodeRef::<leptos::html::Details>::new();
    let choices = move || {
        let shown = board.process.get();
        let link = move |choice: domain::board::Choice| {
            let current = (choice.id == shown).then_some("page");
            view! { <a href=format!("/board/{}", choice.id) aria-current=current>{choice.name}</a> }
        };
        board.processes.get().into_iter().map(link).collect_view()
    };
    view! {
        <h1 class="process-name">{board.name}</h1>
        <Show when=move || board.processes.with(|all| all.len() > 1)>
            <details class="menu start" name="menu" node_ref=menu>
                <summary class="icon-button bordered" aria-label=t().switch_process()><Icon name="down"/></summary>
                <nav class="menu-body links" on:click=move |_| shut(menu)>{choices}</nav>
            </details>
        </Show>
    }
}

fn shut(menu: NodeRef<leptos::html::Details>) {
    if let Some(menu) = menu.get_untracked() {
        let _ = menu.remove_attribute("open");
    }
}

#[component]
fn Search(board: BoardState) -> impl IntoView {
    let ask = StoredValue::new(ask_for(board));
    let asked = Signal::derive(move || board.query.with(|query| query.filter.text.clone()));
    let on_rest = Callback::new(move |text| {
        let filter = board.query.with_untracked(|query| query.filter.clone());
        ask.with_value(|ask| ask(Filter { text, ..filter }));
    });
    view! { <SearchField label=t().search_deals() asked max=Filter::MAX_TEXT on_rest/> }
}

#[component]
fn OwnerFilter(board: BoardState) -> impl IntoView {
    let words = t();
    let ask = StoredValue::new(ask_for(board));
    let filter = move || board.query.with(|query| query.filter.clone());
    let chosen = move || -> Vec<Colleague> {
        let owners = filter().owners;
        board.people.get().into_iter().filter(|person| owners.contains(&person.id)).collect()
    };
    let label = move || match chosen().as_slice() {
        [] => words.owner().to_owned(),
        people => format!("{}: {}", words.owner(), first_names(people)),
    };
    let options = move || {
        let owners = filter().owners;
        let option = move |person: Colleague| {
            let checked = owners.contains(&person.id);
            let toggle = move |_| ask.with_value(|ask| ask(filter().toggle_owner(person.id)));
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=checked checked=checked on:change=toggle/>
                    {person.name}
                </label>
            }
        };
        board.people.get().into_iter().map(option).collect_view()
    };
    let clear = move |_| ask.with_value(|ask| ask(Filter { owners: vec![], ..filter() }));
    view! {
        <details class="menu start" name="menu">
            <summary class="chip" data-active=move || (!filter().owners.is_empty()).then_some("")>
                {label}
                <Icon name="down"/>
            </summary>
            <div class="menu-body">
                {options}
                <button type="button" class="button" disabled=move || filter().owners.is_empty() on:click=clear>
                    {words.clear_filter()}
                </button>
            </div>
        </details>
    }
}

fn first_names(people: &[Colleague]) -> String {
    let first = |person: &Colleague| person.name.split(' ').next().unwrap_or_default().to_owned();
    people.iter().map(first).collect::<Vec<_>>().join(", ")
}

/// Puts a filter into the address; the board follows it (B10).
fn ask_for(board: BoardState) -> impl Fn(Filter) + Clone + Send + Sync + 'static {
    let (navigate, location) = (use_navigate(), use_location());
    move |filter| {
        let parameters = parameters::write(filter.write());
        // Typing must not wait for the answer before the next letter builds on this one.
        board.query.update_untracked(|query| query.filter = filter);
        let address = format!("{}{}", location.pathname.get_untracked(), parameters);
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..Default::default() });
    }
}
