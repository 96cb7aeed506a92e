//! The bar above the board: which process, which deals, what needs somebody today, and what they come to (B1, B10, B14).

use super::{figures, state::BoardState};
use crate::{
    parameters,
    ui::{
        html::{attribute, flag, html, icon, key_of, label, text},
        search::SearchField,
    },
    words::t,
};
use domain::{board::Dots, filter::Filter, look::Density, people::Colleague, task::Dot};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::borrow::Cow;

#[component]
pub(super) fn Bar(board: BoardState) -> impl IntoView {
    let words = t();
    let ask = StoredValue::new(ask_for(board));
    let chosen = move |event: web_sys::Event| {
        let Some((kind, which)) = key_of(event.target()) else { return };
        let filter = board.query.with_untracked(|query| query.filter.clone());
        match kind.as_str() {
            "dot" => which
                .parse()
                .into_iter()
                .for_each(|dot| ask.with_value(|ask| ask(filter.clone().toggle_dot(dot)))),
            "owner" => which
                .parse()
                .into_iter()
                .for_each(|id| ask.with_value(|ask| ask(filter.clone().toggle_owner(id)))),
            "owners" => ask.with_value(|ask| ask(Filter { owners: vec![], ..filter.clone() })),
            "further" => ask.with_value(|ask| ask(Filter { further: vec![], ..filter.clone() })),
            "figure" => {
                which.parse().into_iter().for_each(|figure| board.look.change(|look| look.figure = figure))
            }
            "density" => {
                which.parse().into_iter().for_each(|density| board.look.change(|look| look.density = density))
            }
            _ => {}
        }
    };
    view! {
        <div class="bar" on:click=move |event| if !is_choice(&event) { chosen(event.into()) } on:change=chosen>
            <h1 class="process-name">{move || board.name()}</h1>
            <details class="menu start" name="menu" hidden=flag(move || board.around.with(|around| around.processes.len() < 2))>
                <summary class="icon-button" aria-label=words.switch_process() inner_html=icon("down")></summary>
                <nav class="menu-body links" aria-label=words.processes() inner_html=html(move || processes(board))></nav>
            </details>
            <nav class="segments views" aria-label=words.view_of_deals() inner_html=html(move || views(board))></nav>
            <Search board/>
            <details class="menu start" name="menu">
                <summary
                    class="chip" aria-label=label(move || owners_label(board)) inner_html=html(move || owners_summary(board))
                    data-active=flag(move || board.query.with(|query| !query.filter.owners.is_empty()))
                ></summary>
                <div class="menu-body" inner_html=html(move || owners(board))></div>
            </details>
            <span class="from-list" inner_html=html(move || from_list(board))></span>
            <div class="counters" role="group" aria-label=words.needs_today() inner_html=html(move || counters(board))></div>
            <div class="sums" data-lead=label(move || board.figure().code().to_owned()) inner_html=html(move || sums(board))></div>
            <div class="segments" role="group" aria-label=words.lead_figure() inner_html=html(move || figure_switch(board))></div>
            <details class="menu density" name="menu">
                <summary class="icon-button" aria-label=words.density() inner_html=icon("rows")></summary>
                <div class="menu-body" inner_html=html(move || densities(board))></div>
            </details>
        </div>
    }
}

/// Whether a click is on a box or its label: it is the change that counts then.
fn is_choice(event: &web_sys::MouseEvent) -> bool {
    super::gesture::element(event.target())
        .is_some_and(|target| target.closest("label").is_ok_and(|label| label.is_some()))
}

/// The other processes, to go to.
fn processes(board: BoardState) -> String {
    let shown = board.process();
    let link = |choice: &domain::board::Choice| {
        let current = if choice.id == shown { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"/board/{}\"{current}>{}</a>", choice.id, text(&choice.name))
    };
    board.around.with(|around| around.processes.iter().map(link).collect())
}

/// The board, and the list of the same deals (L1).
fn views(board: BoardState) -> String {
    let (words, process, list) = (t(), board.process(), list_of(board));
    format!(
        "<a href=\"/board/{process}\" aria-current=\"page\">{}</a><a href=\"{list}\">{}</a>",
        text(words.board()),
        text(words.list())
    )
}

/// Where the deals of the board are listed, or the list that somebody chose to begin with; ready to be written into a link.
fn list_of(board: BoardState) -> String {
    let process = (Cow::from("process"), board.process().to_string());
    let filter = board.query.with(|query| query.filter.clone());
    let first = board.look.with(|look| look.list.clone());
    if filter == Filter::default() && !first.is_empty() {
        return attribute(&format!("/deals{first}")).into_owned();
    }
    let written = filter.write().into_iter().filter(|(name, _)| name != "process");
    let parameters = parameters::write([process].into_iter().chain(written));
    attribute(&format!("/deals{parameters}")).into_owned()
}

/// What was asked for in the list and holds here, too: the way back there, and out of it.
fn from_list(board: BoardState) -> String {
    let words = t();
    match board.query.with(|query| query.filter.further.len()) {
        0 => String::new(),
        count => format!(
            "<a class=\"chip\" data-active href=\"{}\">{}</a><button type=\"button\" class=\"icon-button\" data-key=\"further:none\" \
             aria-label=\"{}\">{}</button>",
            list_of(board),
            text(&words.from_list(count)),
            attribute(words.clear_filter()),
            icon("close"),
        ),
    }
}

/// How many deals need somebody, by their dots; a press asks for those alone, and again for all (B14).
fn counters(board: BoardState) -> String {
    let (words, Dots { red, green, white }) = (t(), board.dots.get());
    let counter = |(dot, name, count): (Dot, &str, usize)| {
        let shown = match count {
            Dots::MOST.. => words.more_than(&words.number(Dots::MOST - 1)),
            count => words.number(count),
        };
        let (code, name, pressed) =
            (dot.code(), text(name), board.query.with(|query| query.filter.dots == [dot]));
        format!(
            "<button type=\"button\" class=\"chip counter\" data-key=\"dot:{code}\" aria-pressed=\"{pressed}\" title=\"{name}\">\
             <span class=\"dot\" data-dot=\"{code}\"></span><b>{shown}</b> <span>{name}</span></button>"
        )
    };
    [
        (Dot::Red, words.overdue_ones(), red),
        (Dot::Green, words.today(), green),
        (Dot::White, words.without_tasks(), white),
    ]
    .into_iter()
    .map(counter)
    .collect()
}

/// How many deals there are, and what they come to.
fn sums(board: BoardState) -> String {
    let count = board.columns.get().iter().map(|column| column.count.get()).sum::<usize>();
    let sums = figures::sums(board, |figure| board.total(figure));
    format!("<span>{}</span>{sums}", text(&t().deals(count)))
}

/// Which figure is shown (B4).
fn figure_switch(board: BoardState) -> String {
    let option = |figure| {
        let (pressed, name) = (board.figure() == figure, text(figures::name(figure, t())));
        format!(
            "<button type=\"button\" data-key=\"figure:{}\" aria-pressed=\"{pressed}\">{name}</button>",
            figure.code()
        )
    };
    board.figures().into_iter().map(option).collect()
}

/// How much room a card has.
fn densities(board: BoardState) -> String {
    let words = t();
    let option = |(density, name): (Density, &str)| {
        choice(
            "radio",
            &format!("density:{}", density.code()),
            board.look.with(|look| look.density == density),
            name,
        )
    };
    [
        (Density::Compact, words.density_compact()),
        (Density::Cozy, words.density_cozy()),
        (Density::Comfortable, words.density_comfortable()),
    ]
    .into_iter()
    .map(option)
    .collect()
}

fn choice(kind: &str, key: &str, checked: bool, name: &str) -> String {
    let (checked, name_of) =
        (if checked { " checked" } else { "" }, key.split(':').next().unwrap_or_default());
    format!(
        "<label class=\"check\"><input type=\"{kind}\" name=\"{name_of}\" data-key=\"{key}\"{checked}>{}</label>",
        text(name)
    )
}

fn owners_label(board: BoardState) -> String {
    let (words, owners) = (t(), board.query.with(|query| query.filter.owners.clone()));
    let chosen = |person: &&Colleague| owners.contains(&person.id);
    let first = |person: &Colleague| person.name.split(' ').next().unwrap_or_default().to_owned();
    match board.around.with(|around| around.people.iter().filter(chosen).map(first).collect::<Vec<_>>()) {
        names if names.is_empty() => words.owner().to_owned(),
        names => format!("{}: {}", words.owner(), names.join(", ")),
    }
}

fn owners_summary(board: BoardState) -> String {
    format!("{}<span>{}</span>", icon("person"), text(&owners_label(board)))
}

fn owners(board: BoardState) -> String {
    let owners = board.query.with(|query| query.filter.owners.clone());
    let option = |person: &Colleague| {
        choice("checkbox", &format!("owner:{}", person.id), owners.contains(&person.id), &person.name)
    };
    let options: String = board.around.with(|around| around.people.iter().map(option).collect());
    let disabled = if owners.is_empty() { " disabled" } else { "" };
    format!(
        "{options}<button type=\"button\" class=\"button\" data-key=\"owners:all\"{disabled}>{}</button>",
        attribute(t().clear_filter())
    )
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
