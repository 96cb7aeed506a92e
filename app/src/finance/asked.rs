//! The questions of the filter of finance: their names, their answers, and what they are answered with.

use super::state::FinanceState;
use crate::{
    ui::{
        days_choice::{DaysChoice, days_said},
        filter_bar::{Question, said_of},
        options::Options,
    },
    visitor::account,
    words::t,
};
use domain::{
    deal::Status,
    finance::{Filter, Of, Query},
    ledger::Kind,
};
use leptos::prelude::*;

/// A question of the filter; its answer is a parameter of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Days,
    Kind,
    Of,
    Owner,
    Process,
    Status,
}

impl Asked {
    pub const ALL: [Asked; 6] =
        [Asked::Days, Asked::Owner, Asked::Status, Asked::Kind, Asked::Of, Asked::Process];

    /// What it is called when it is not asked.
    fn every(self) -> &'static str {
        let words = t();
        match self {
            Asked::Days => words.all_time(),
            Asked::Kind => words.both_kinds(),
            Asked::Of => words.everything(),
            Asked::Owner => words.everyone(),
            Asked::Process => words.every_process(),
            Asked::Status => words.every_status(),
        }
    }
}

impl Question for Asked {
    type State = FinanceState;

    fn parameter(self) -> &'static str {
        match self {
            Asked::Days => "date",
            Asked::Kind => "kind",
            Asked::Of => "of",
            Asked::Owner => "owner",
            Asked::Process => "process",
            Asked::Status => "status",
        }
    }

    fn name(self) -> &'static str {
        let words = t();
        match self {
            Asked::Days => words.date(),
            Asked::Kind => words.kind(),
            Asked::Of => words.of(),
            Asked::Owner => words.owner(),
            Asked::Process => words.process(),
            Asked::Status => words.status(),
        }
    }

    fn stands_always(self) -> bool {
        matches!(self, Asked::Days | Asked::Owner | Asked::Status)
    }

    fn is_answered(self, state: FinanceState) -> bool {
        match self {
            Asked::Days => state.query.with(|query| query.filter.days() != Filter::opening().days()),
            _ => !answer(state, self).is_empty(),
        }
    }

    fn summary(self, state: FinanceState) -> String {
        let said = match self {
            Asked::Days => {
                let days = state.query.with(|query| query.filter.days());
                let said = days_said(days, state.finance.with(|finance| finance.today));
                if said.is_empty() { self.every().to_owned() } else { said }
            }
            _ => {
                let answer = answer(state, self);
                let name =
                    options(state, self).into_iter().find(|(code, _)| !answer.is_empty() && *code == answer);
                name.map(|(_, name)| name).unwrap_or_default()
            }
        };
        said_of(self.name(), &said)
    }

    fn clear(self, state: FinanceState) {
        match self {
            Asked::Days => state.change(|query| query.filter.ask_days(Filter::opening().days())),
            _ => choose(state, self, String::new()),
        }
    }

    fn choice(self, state: FinanceState) -> AnyView {
        if self == Asked::Days {
            let today = state.finance.with_untracked(|finance| finance.today);
            let days = Memo::new(move |_| state.query.with(|query| query.filter.days()));
            let on_choose = Callback::new(move |days| state.change(|query| query.filter.ask_days(days)));
            return view! { <DaysChoice name=self.name() any=self.every() days today on_choose/> }.into_any();
        }
        let options = Memo::new(move |_| options(state, self));
        let chosen = Memo::new(move |_| vec![answer(state, self)]);
        let on_choose = Callback::new(move |now: Vec<String>| {
            choose(state, self, now.into_iter().next().unwrap_or_default());
            true
        });
        view! { <Options options chosen one=self.parameter() on_choose/> }.into_any()
    }
}

/// What answers a question now; nothing when it is not asked.
fn answer(state: FinanceState, asked: Asked) -> String {
    let written = state.query.with(Query::write);
    let found = written.into_iter().find(|(name, _)| *name == asked.parameter());
    found.map(|(_, value)| value).unwrap_or_default()
}

/// Answers a question otherwise.
fn choose(state: FinanceState, asked: Asked, answer: String) {
    let mut written = state.query.with_untracked(Query::write);
    written.retain(|(name, _)| ![asked.parameter(), "page"].contains(name));
    written.push((asked.parameter(), answer));
    if let Ok(query) = Query::read(written.iter().map(|(name, value)| (*name, value.as_str()))) {
        state.change(|now| *now = query);
    }
}

/// What a question can be answered with: code and name. The first answer asks nothing.
fn options(state: FinanceState, asked: Asked) -> Vec<(String, String)> {
    let words = t();
    let every = (String::new(), asked.every().to_owned());
    let rest = state.finance.with(|finance| match asked {
        Asked::Days => vec![],
        Asked::Kind => {
            Kind::ALL.map(|kind| (kind.code().to_owned(), words.kind_of(kind).to_owned())).to_vec()
        }
        Asked::Of => {
            let own = |of: Of, name: &str| (of.to_string(), name.to_owned());
            let costs = account().get().costs.then(|| own(Of::Costs, words.costs()));
            let products = finance.products.iter().map(|(id, name)| own(Of::Product(*id), name));
            let categories = finance.categories.iter().map(|(id, name)| own(Of::Category(*id), name));
            let sold = [own(Of::Products, words.products())].into_iter().chain(costs);
            sold.chain(products).chain(categories).collect()
        }
        Asked::Owner => {
            finance.people.iter().map(|person| (person.id.to_string(), person.name.clone())).collect()
        }
        Asked::Process => {
            finance.processes.iter().map(|choice| (choice.id.to_string(), choice.name.clone())).collect()
        }
        Asked::Status => {
            let name = |status: Status| (status.code().to_owned(), words.status_name(status).to_owned());
            Status::ALL.map(name).to_vec()
        }
    });
    [every].into_iter().chain(rest).collect()
}
