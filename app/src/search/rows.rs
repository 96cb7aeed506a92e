//! The rows of the list: what was found, the pages, and what can be done; in groups.

use super::{fold::begins_words, moving::Moving};
use crate::{
    parameters,
    ui::{dot::DotMark, icon::Icon},
    visitor::visitor,
    words::t,
};
use chrono::NaiveDate;
use domain::{
    contact::{Client, Company, Contact, Person},
    deal::Status,
    found::{Found, FoundContact, FoundDeal, FoundKind, FoundNote, FoundTask, NoteOf, Several},
    id::StageId,
    people::{Role, initials, tint},
    search::{Marked, Sought},
    tasks::Group as Due,
};
use leptos::prelude::*;
use words::format;

/// Rows of one kind, under their heading.
#[derive(Clone, PartialEq)]
pub(super) struct Group {
    pub title: String,
    pub count: Option<usize>,
    pub rows: Vec<Row>,
}

/// Something that can be chosen.
#[derive(Clone, PartialEq)]
pub(super) enum Row {
    Deal(FoundDeal),
    Contact(FoundContact),
    Task(FoundTask),
    Note(FoundNote),
    /// The others of a kind, so many.
    More(FoundKind, usize),
    Page(&'static str, &'static str),
    /// The list of deals with these letters as its filter.
    InList(String),
    /// A new deal; with whom, by name.
    Add(Client),
    Stage(StageId, String),
}

impl Row {
    /// Where it leads; nowhere, when it does something else.
    pub fn address(&self) -> Option<String> {
        Some(match self {
            Row::Deal(deal) => format!("/deals/{}", deal.id),
            Row::Contact(found) => found.contact.path(),
            Row::Task(FoundTask { deal: Some(deal), .. }) => format!("/deals/{deal}"),
            Row::Task(task) if task.group == Due::Done => "/tasks?all=done".into(),
            Row::Task(_) => "/tasks".into(),
            Row::Note(FoundNote { of: NoteOf::Deal(deal), .. }) => format!("/deals/{deal}"),
            Row::Note(FoundNote { of: NoteOf::Contact(contact), .. }) => contact.path(),
            Row::Page(address, _) => (*address).into(),
            Row::InList(text) => {
                format!("/deals{}", parameters::write([("q", text.clone()), ("status", "all".into())]))
            }
            Row::More(..) | Row::Add(_) | Row::Stage(..) => return None,
        })
    }

    pub fn view(&self, today: NaiveDate) -> AnyView {
        let words = t();
        let plain = |icon: &'static str, text: String| {
            view! { <Icon name=icon/><span class="found-name">{text}</span> }.into_any()
        };
        match self {
            Row::Deal(deal) => deal_view(deal),
            Row::Contact(found) => {
                let (icon, kind) = match found.contact {
                    Contact::Company(_) => ("building", words.company()),
                    Contact::Person(_) => ("person", words.person()),
                };
                view! {
                    <Icon name=icon/>
                    <span class="found-name">{marked(&found.name)}" "<small>{marked(&found.beside)}</small></span>
                    <span class="found-aside">{kind.to_lowercase()}</span>
                }
                .into_any()
            }
            Row::Task(task) => {
                let late = task.group == Due::Overdue;
                let due = task.due.map(|due| format::due(words, due, today));
                let icon = if task.group == Due::Done { "check" } else { "clock" };
                view! {
                    <Icon name=icon/>
                    <span class="found-name">{marked(&task.title)}" "<small>{task.about.clone()}</small></span>
                    <span class="found-aside" data-late=late.then_some("")>{due}</span>
                }
                .into_any()
            }
            Row::Note(note) => {
                let aside = format!("{} · {}", note.about, format::day(words, note.at.date(), today));
                view! {
                    <Icon name="pencil"/>
                    <span class="found-name">{marked(&note.excerpt)}</span>
                    <span class="found-aside">{aside}</span>
                }
                .into_any()
            }
            Row::More(_, count) => {
                view! { <span class="found-more">{words.found_more(*count as u64)}</span> }.into_any()
            }
            Row::Page(_, name) => plain("right", (*name).to_owned()),
            Row::InList(text) => plain("rows", words.show_in_list(text)),
            Row::Add(client) => match client.company_name().or(client.person_name()) {
                Some(name) => plain("plus", words.new_deal_for(name)),
                None => plain("plus", words.add_deal_title().to_owned()),
            },
            Row::Stage(_, name) => plain("right", name.clone()),
        }
    }
}

fn deal_view(deal: &FoundDeal) -> AnyView {
    let words = t();
    let stage = match deal.dot {
        Some(_) => deal.stage.clone(),
        None => words.status_name(deal.status).to_owned(),
    };
    let mark = match deal.dot {
        Some(dot) => view! { <DotMark dot/> }.into_any(),
        None => view! { <Icon name=if deal.status == Status::Won { "check" } else { "close" }/> }.into_any(),
    };
    let client = deal.client.0.iter().any(|piece| !piece.is_empty()).then(|| marked(&deal.client));
    let between = client.is_some().then_some(" · ");
    let (owner, name) = deal.owner.clone();
    view! {
        <span class="found-dot">{mark}</span>
        <span class="found-name">{marked(&deal.name)}" "<small>{client}{between}{stage}</small></span>
        <span class="found-aside number">{format::money(words, deal.value)}</span>
        <span class="avatar" data-tint=tint(owner) title=name.clone()>{initials(&name)}</span>
    }
    .into_any()
}

fn marked(text: &Marked) -> impl IntoView + use<> {
    let piece = |(index, piece): (usize, String)| match index % 2 {
        0 => piece.into_any(),
        _ => view! { <mark>{piece}</mark> }.into_any(),
    };
    text.0.clone().into_iter().enumerate().map(piece).collect_view()
}

/// Everything that is offered for what was typed.
pub(super) fn groups(text: &str, found: &Found, moving: Option<&Moving>) -> Vec<Group> {
    if let Some(moving) = moving {
        let stages = moving.stages.iter().filter(|(_, name)| begins_words(name, text));
        let rows = stages.map(|(id, name)| Row::Stage(*id, name.clone())).collect();
        return vec![Group { title: t().search_move_to(&moving.name), count: None, rows }];
    }
    let words = t();
    let mut groups = vec![
        group(words.found_deals(), FoundKind::Deals, &found.deals, Row::Deal),
        group(words.found_contacts(), FoundKind::Contacts, &found.contacts, Row::Contact),
        group(words.found_tasks(), FoundKind::Tasks, &found.tasks, Row::Task),
        group(words.found_notes(), FoundKind::Notes, &found.notes, Row::Note),
    ];
    let pages = pages().into_iter().filter(|(_, name)| begins_words(name, text));
    let pages = pages.map(|(address, name)| Row::Page(address, name)).collect();
    let mut verbs = vec![];
    if found.deals.count > 0 && !found.near {
        verbs.push(Row::InList(text.trim().to_owned()));
    }
    verbs.push(Row::Add(first_client(found)));
    groups.push(Group { title: words.found_pages().into(), count: None, rows: pages });
    groups.push(Group { title: words.found_verbs().into(), count: None, rows: verbs });
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn group<T: Clone>(title: &str, kind: FoundKind, found: &Several<T>, row: fn(T) -> Row) -> Group {
    let mut rows: Vec<Row> = found.shown.iter().cloned().map(row).collect();
    if found.count > rows.len() {
        rows.push(Row::More(kind, found.count - rows.len()));
    }
    Group { title: title.into(), count: Some(found.count), rows }
}

/// The company that was found first, else the person, as the client of a new deal.
fn first_client(found: &Found) -> Client {
    let shown = &found.contacts.shown;
    let company = shown.iter().find(|found| matches!(found.contact, Contact::Company(_)));
    let Some(first) = company.or(shown.first()) else { return Client::default() };
    let name = first.name.0.concat();
    match first.contact {
        Contact::Company(id) => Client { company: Some(Company { id, name }), person: None },
        Contact::Person(id) => Client { company: None, person: Some(Person { id, name, company: None }) },
    }
}

/// The pages by their addresses and names.
fn pages() -> Vec<(&'static str, &'static str)> {
    let words = t();
    let mut pages = vec![
        ("/", words.board()),
        ("/deals", words.found_deals()),
        ("/tasks", words.tasks()),
        ("/contacts", words.contacts()),
        ("/finance", words.finance()),
        ("/review", words.review()),
        ("/notices", words.notices()),
        ("/settings/profile", words.my_profile()),
        ("/deleted", words.deleted_deals()),
    ];
    if visitor().user.is_some_and(|user| user.role == Role::Administrator) {
        pages.extend([
            ("/settings/account/general", words.general()),
            ("/settings/account/users", words.users()),
            ("/settings/account/audit", words.audit()),
            ("/import", words.import()),
            ("/settings/deals/processes", words.processes()),
            ("/settings/deals/products", words.products()),
            ("/settings/deals/costs", words.costs()),
            ("/settings/deals/sources", words.sources()),
            ("/settings/deals/reasons", words.reasons()),
        ]);
    }
    pages
}

/// Whether what was typed is enough to look for.
pub(super) fn is_enough(text: &str) -> bool {
    let letters = |word: &str| word.chars().filter(|letter| letter.is_alphanumeric()).count();
    text.split_whitespace().any(|word| letters(word) >= Sought::LETTERS)
}
