//! The questions of the filter: their names, their answers, and the parts that answer them.

use super::state::ListState;
use crate::words::t;
use chrono::NaiveDate;
use domain::{
    criteria::Statuses,
    deal::Status,
    deals::{Deals, Query},
    period::Days,
    process::Process,
    task::Dot,
};
use leptos::prelude::*;
use words::format;

/// A question of the filter; its answers are a parameter of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Status,
    Process,
    Owner,
    Stage,
    Tasks,
    Close,
    Value,
    Source,
    Participant,
    Created,
    Done,
    NotDone,
}

impl Asked {
    pub const ALL: [Asked; 12] = [
        Asked::Status,
        Asked::Process,
        Asked::Owner,
        Asked::Stage,
        Asked::Tasks,
        Asked::Close,
        Asked::Value,
        Asked::Source,
        Asked::Participant,
        Asked::Created,
        Asked::Done,
        Asked::NotDone,
    ];

    /// The parameter, or for days and values what theirs begin with.
    pub fn parameter(self) -> &'static str {
        match self {
            Asked::Status => "status",
            Asked::Process => "process",
            Asked::Owner => "owner",
            Asked::Stage => "stage",
            Asked::Tasks => "dot",
            Asked::Close => "close",
            Asked::Value => "value",
            Asked::Source => "source",
            Asked::Participant => "participant",
            Asked::Created => "created",
            Asked::Done => "done",
            Asked::NotDone => "not_done",
        }
    }

    pub fn name(self) -> &'static str {
        let words = t();
        match self {
            Asked::Status => words.status(),
            Asked::Process => words.process(),
            Asked::Owner => words.owner(),
            Asked::Stage => words.stage(),
            Asked::Tasks => words.tasks(),
            Asked::Close => words.close_short(),
            Asked::Value => words.value(),
            Asked::Source => words.source(),
            Asked::Participant => words.participant(),
            Asked::Created => words.created_short(),
            Asked::Done => words.done_filter(),
            Asked::NotDone => words.not_done_filter(),
        }
    }

    /// Whether its chip stands there whatever is asked.
    pub fn stands_always(self) -> bool {
        matches!(self, Asked::Status | Asked::Process | Asked::Owner)
    }

    /// Whether it is asked.
    pub fn is_answered(self, state: ListState) -> bool {
        let own = |name: &str| {
            name == self.parameter()
                || name.strip_suffix("_from").or_else(|| name.strip_suffix("_to")) == Some(self.parameter())
        };
        state.query.with(|query| query.write().iter().any(|(name, _)| own(name)))
    }

    /// Asks it no longer.
    pub fn clear(self, state: ListState) {
        match self {
            Asked::Close => state.ask_criteria(|criteria| criteria.close = Days::Any),
            Asked::Created => state.ask_criteria(|criteria| criteria.created = Days::Any),
            Asked::Value => state.ask_criteria(|criteria| criteria.value = (None, None)),
            _ => answer(state, self, &[]),
        }
    }
}

/// What answers a question of a list now.
fn answers(state: ListState, asked: Asked) -> Vec<String> {
    let written = state.query.with(Query::write);
    let found = written.into_iter().find(|(name, _)| name == asked.parameter());
    let codes = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    match (asked, found.as_ref().map(|(_, value)| value.as_str())) {
        (Asked::Status, None) => codes(Status::Open.code()),
        (Asked::Status, Some("all")) => Status::ALL.map(|status| status.code().to_owned()).to_vec(),
        (_, None) => vec![],
        (_, Some(value)) => codes(value),
    }
}

/// Answers a question of a list otherwise.
fn answer(state: ListState, asked: Asked, answers: &[String]) {
    let all = Status::ALL.iter().all(|status| answers.iter().any(|answer| answer == status.code()));
    let value = match asked {
        Asked::Status if all => "all".to_owned(),
        _ => answers.join(","),
    };
    state.change(|query| {
        let mut written = query.write();
        written.retain(|(name, _)| name != asked.parameter() && name != "page");
        if !value.is_empty() {
            written.push((asked.parameter().to_owned(), value));
        }
        let read = Query::read(written.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        read.unwrap_or(query)
    });
}

/// What a question of a list can be answered with: code and name.
fn options(state: ListState, asked: Asked) -> Vec<(String, String)> {
    let (words, chosen, answered) = (t(), state.criteria().processes, answers(state, asked));
    let mut options = state.deals.with(|deals: &Deals| {
        // What was answered stays, also when another process was chosen since.
        let answers_it = |process: &Process| match asked {
            Asked::Stage => process.stages.iter().any(|stage| answered.contains(&stage.id.to_string())),
            _ => process.actions().any(|(_, action)| answered.contains(&action.id.to_string())),
        };
        let of: Vec<&Process> = deals
            .processes
            .iter()
            .filter(|process| chosen.is_empty() || chosen.contains(&process.id) || answers_it(process))
            .collect();
        let within = |process: &Process, name: &str| match of.len() {
            1 => name.to_owned(),
            _ => format!("{} › {name}", process.name),
        };
        match asked {
            Asked::Status => Status::ALL
                .map(|status| (status.code().to_owned(), words.status_name(status).to_owned()))
                .to_vec(),
            Asked::Process => {
                let option = |process: &Process| (process.id.to_string(), process.name.to_string());
                deals.processes.iter().map(option).collect()
            }
            Asked::Owner | Asked::Participant => {
                deals.people.iter().map(|person| (person.id.to_string(), person.name.clone())).collect()
            }
            Asked::Source => deals.sources.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
            Asked::Tasks => [
                (Dot::Red, words.overdue_ones()),
                (Dot::Green, words.today()),
                (Dot::Grey, words.tasks_later()),
                (Dot::White, words.without_tasks()),
            ]
            .map(|(dot, name)| (dot.code().to_owned(), name.to_owned()))
            .to_vec(),
            Asked::Stage => of
                .iter()
                .flat_map(|process| process.stages.iter().map(move |stage| (process, stage)))
                .map(|(process, stage)| (stage.id.to_string(), within(process, stage.name.as_str())))
                .collect(),
            Asked::Done | Asked::NotDone => of
                .iter()
                .flat_map(|process| process.actions().map(move |(_, action)| (process, action)))
                .map(|(process, action)| (action.id.to_string(), within(process, action.name.as_str())))
                .collect(),
            Asked::Close | Asked::Value | Asked::Created => vec![],
        }
    });
    // What is there no longer can be dropped.
    for code in answered {
        if !options.iter().any(|(known, _)| *known == code) {
            options.push((code.clone(), format!("№ {code}")));
        }
    }
    options
}

/// A question of a list, as boxes to check.
pub(super) fn checks(state: ListState, asked: Asked) -> AnyView {
    let options = Memo::new(move |_| options(state, asked));
    let chosen = Memo::new(move |_| answers(state, asked));
    let option = move |(code, name): (String, String)| {
        let (own, turned) = (code.clone(), code);
        let turn = move |event: web_sys::Event| {
            let mut now = chosen.get_untracked();
            match now.iter().position(|code| *code == turned) {
                Some(at) => drop(now.remove(at)),
                None => now.push(turned.clone()),
            }
            // Deals of no status are none: the last one stays.
            match now.is_empty() && asked == Asked::Status {
                true => event_target::<web_sys::HtmlInputElement>(&event).set_checked(true),
                false => answer(state, asked, &now),
            }
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&own)) on:change=turn/>
                {name}
            </label>
        }
    };
    (move || options.get().into_iter().map(option).collect_view()).into_any()
}

/// What a chip says: its name, and what was answered.
pub(super) fn summary(state: ListState, asked: Asked) -> String {
    let (words, criteria) = (t(), state.criteria());
    let today = state.deals.with(|deals| deals.now.date());
    let said = match asked {
        Asked::Close => days_said(criteria.close, today),
        Asked::Created => days_said(criteria.created, today),
        Asked::Value => {
            let number = |units: i64| words.number(units);
            match criteria.value {
                (None, None) => String::new(),
                (Some(least), None) => words.at_least(&number(least)),
                (None, Some(most)) => words.at_most(&number(most)),
                (Some(least), Some(most)) => words.between(&number(least), &number(most)),
            }
        }
        Asked::Status if criteria.statuses == Statuses::All => return words.every_status().to_owned(),
        _ => {
            let chosen = answers(state, asked);
            let names = options(state, asked).into_iter().filter(|(code, _)| chosen.contains(code));
            names.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
        }
    };
    if said.is_empty() { asked.name().to_owned() } else { format!("{}: {said}", asked.name()) }
}

fn days_said(days: Days, today: NaiveDate) -> String {
    let words = t();
    let day = |day: NaiveDate| format::day(words, day, today);
    match days {
        Days::Any => String::new(),
        Days::None => words.without_day().to_owned(),
        Days::Period(period) => words.period_name(period).to_owned(),
        Days::Between(Some(from), Some(to)) => words.between(&day(from), &day(to)),
        Days::Between(Some(from), None) => words.since_day(&day(from)),
        Days::Between(None, Some(to)) => words.until_day(&day(to)),
        Days::Between(None, None) => String::new(),
    }
}
