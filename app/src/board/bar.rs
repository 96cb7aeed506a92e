//! The bar above the board: which process, which deals, what needs somebody today, and what they come to (B1, B10, B14).

use super::{figures, state::BoardState};
use crate::{
    parameters,
    ui::{icon::Icon, search::SearchField},
    words::t,
};
use domain::{
    board::Dots,
    filter::Filter,
    look::{Density, Figure},
    people::Colleague,
    task::Dot,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

#[component]
pub(super) fn Bar(board: BoardState) -> impl IntoView {
    let words = t();
    let count = move || board.columns.get().iter().map(|column| column.count.get()).sum::<usize>();
    let sums = move || figures::sums(board, |figure| board.total(figure));
    view! {
        <div class="bar">
            <ProcessSwitch board/>
            <Search board/>
            <OwnerFilter board/>
            <Counters board/>
            <p class="sums">
                <span>{move || words.deals(count())}</span>
                <span class="column-totals" data-lead=move || board.figure().code() inner_html=sums></span>
            </p>
            <FigureSwitch board/>
            <DensityMenu board/>
        </div>
    }
}

/// How many deals need somebody, by their dots; a press asks for those alone, and again for all (B14).
#[component]
fn Counters(board: BoardState) -> impl IntoView {
    let words = t();
    let ask = StoredValue::new(ask_for(board));
    let counter = move |dot: Dot, name: &'static str, count: fn(Dots) -> usize| {
        let shown = move || match count(board.dots.get()) {
            Dots::MOST.. => words.more_than(&words.number(Dots::MOST - 1)),
            count => words.number(count),
        };
        let pressed = move || board.query.with(|query| query.filter.dots == [dot]);
        let choose = move |_| {
            let filter = board.query.with_untracked(|query| query.filter.clone());
            ask.with_value(|ask| ask(filter.toggle_dot(dot)));
        };
        view! {
            <button type="button" class="chip counter" title=name aria-pressed=move || pressed().to_string() on:click=choose>
                <span class="dot" data-dot=dot.code()></span>
                <b>{shown}</b>
                <span>{name}</span>
            </button>
        }
    };
    view! {
        <div class="counters" role="group" aria-label=words.needs_today()>
            {counter(Dot::Red, words.overdue_ones(), |dots| dots.red)}
            {counter(Dot::Green, words.today(), |dots| dots.green)}
            {counter(Dot::White, words.without_tasks(), |dots| dots.white)}
        </div>
    }
}

/// Which figure is shown (B4).
#[component]
fn FigureSwitch(board: BoardState) -> impl IntoView {
    let words = t();
    let option = move |figure: Figure| {
        let pressed = move || (board.figure() == figure).to_string();
        let choose = move |_| board.look.change(|look| look.figure = figure);
        view! {
            <button type="button" aria-pressed=pressed on:click=choose>{figures::name(figure, words)}</button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=words.lead_figure()>
            {move || board.figures().into_iter().map(option).collect_view()}
        </div>
    }
}

/// How much room a card has.
#[component]
fn DensityMenu(board: BoardState) -> impl IntoView {
    let words = t();
    let option = move |density: Density| {
        let name = match density {
            Density::Compact => words.density_compact(),
            Density::Cozy => words.density_cozy(),
            Density::Comfortable => words.density_comfortable(),
        };
        let checked = move || board.look.with(|look| look.density == density);
        let choose = move |_| board.look.change(|look| look.density = density);
        view! {
            <label class="check">
                <input type="radio" name="density" prop:checked=checked on:change=choose/>
                {name}
            </label>
        }
    };
    view! {
        <details class="menu density" name="menu">
            <summary class="icon-button" aria-label=words.density()><Icon name="rows"/></summary>
            <div class="menu-body">{Density::ALL.map(option).collect_view()}</div>
        </details>
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
                <summary class="icon-button" aria-label=t().switch_process()><Icon name="down"/></summary>
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
            <summary class="chip" aria-label=label data-active=move || (!filter().owners.is_empty()).then_some("")>
                <Icon name="person"/>
                <span>{label}</span>
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
pub(super) fn ask_for(board: BoardState) -> impl Fn(Filter) + Clone + Send + Sync + 'static {
    let (navigate, location) = (use_navigate(), use_location());
    move |filter| {
        let parameters = parameters::write(filter.write());
        // Typing must not wait for the answer before the next letter builds on this one.
        board.query.update_untracked(|query| query.filter = filter);
        let address = format!("{}{}", location.pathname.get_untracked(), parameters);
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..Default::default() });
    }
}
