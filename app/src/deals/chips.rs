//! The questions of the filter: their names, their answers, and the parts that answer them.

use super::{state::ListState, value_choice::ValueChoice};
use crate::{
    ui::{
        days_choice::{DaysChoice, days_said},
        filter_bar::{Question, said_of},
        options::Options,
    },
    words::t,
};
use domain::{
    criteria::{Criteria, Statuses},
    deal::Status,
    deals::{Deals, Query},
    period::Days,
    process::Process,
    task::Dot,
};
use leptos::prelude::*;

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
}

impl Question for Asked {
    type State = ListState;

    fn parameter(self) -> &'static str {
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

    fn name(self) -> &'static str {
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

    fn stands_always(self) -> bool {
        matches!(self, Asked::Status | Asked::Process | Asked::Owner)
    }

    fn is_answered(self, state: ListState) -> bool {
        let own = |name: &str| {
            name == self.parameter()
                || name.strip_suffix("_from").or_else(|| name.strip_suffix("_to")) == Some(self.parameter())
        };
        state.query.with(|query| query.write().iter().any(|(name, _)| own(name)))
    }

    fn summary(self, state: ListState) -> String {
        let (words, criteria) = (t(), state.criteria());
        let today = state.deals.with(|deals| deals.now.date());
        let said = match self {
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
                let chosen = answers(state, self);
                let names = options(state, self).into_iter().filter(|(code, _)| chosen.contains(code));
                names.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
            }
        };
        said_of(self.name(), &said)
    }

    fn clear(self, state: ListState) {
        match self {
            Asked::Close => state.ask_criteria(|criteria| criteria.close = Days::Any),
            Asked::Created => state.ask_criteria(|criteria| criteria.created = Days::Any),
            Asked::Value => state.ask_criteria(|criteria| criteria.value = (None, None)),
            _ => answer(state, self, &[]),
        }
    }

    fn choice(self, state: ListState) -> AnyView {
        let words = t();
        match self {
            Asked::Close | Asked::Created => {
                let today = state.deals.with_untracked(|deals| deals.now.date());
                let days = Memo::new(move |_| *days_of(&mut state.criteria(), self));
                let on_choose =
                    Callback::new(move |days| state.ask_criteria(|criteria| *days_of(criteria, self) = days));
                let none = (self == Asked::Close).then(|| words.without_day());
                view! { <DaysChoice name=self.name() any=words.any_day() none days today on_choose/> }
                    .into_any()
            }
            Asked::Value => view! { <ValueChoice state/> }.into_any(),
            _ => {
                let shown = Memo::new(move |_| options(state, self));
                let chosen = Memo::new(move |_| answers(state, self));
                // Deals of no status are none: the last one stays.
                let on_choose = Callback::new(move |now: Vec<String>| {
                    let some = !now.is_empty() || self != Asked::Status;
                    if some {
                        answer(state, self, &now);
                    }
                    some
                });
                view! { <Options options=shown chosen on_choose/> }.into_any()
            }
        }
    }
}

/// The days of a question, in criteria.
fn days_of(criteria: &mut Criteria, asked: Asked) -> &mut Days {
    if asked == Asked::Created { &mut criteria.created } else { &mut criteria.close }
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
