//! A filter as conditions on deals (L2). What it means is said by `domain::criteria`; a random test holds the two together.

use crate::{
    Result, Tx,
    entity::{completion, deal, participant},
};
use domain::{
    criteria::{Criteria, Statuses},
    filter::Filter,
    id::ActionId,
    money::Currency,
    period::Days,
    search::Sought,
};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

/// A filter that was taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub filter: Filter,
    pub criteria: Criteria,
}

impl Asked {
    /// Refused by the name of the first parameter that means nothing, or cannot be read.
    pub fn of(filter: &Filter) -> Result<Asked> {
        let further = filter.further.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok(Asked { criteria: Criteria::read(further)?, filter: filter.clone() })
    }

    /// Whether a board is asked for all its deals.
    pub fn is_empty(&self) -> bool {
        let Filter { text, owners, dots, further: _ } = &self.filter;
        text.is_none() && owners.is_empty() && dots.is_empty() && self.criteria.ask_nothing_of_a_board()
    }

    /// Whether it asks for nothing but owners, by which totals are kept.
    pub fn is_of_owners(&self) -> bool {
        Asked { filter: Filter { owners: vec![], ..self.filter.clone() }, ..self.clone() }.is_empty()
    }
}

impl Tx {
    /// Letters and owners as a condition on deals.
    pub(crate) fn matches(&self, filter: &Filter) -> Condition {
        let owners = filter.owners.iter().map(|owner| owner.0);
        let owned = (!filter.owners.is_empty()).then(|| deal::Column::OwnerId.is_in(owners));
        let sought = filter.text.as_deref().and_then(Sought::of_filter);
        let found = sought.map(|sought| deal::Column::Id.in_subquery(self.letters("deal").numbers(&sought)));
        Condition::all().add_option(owned).add_option(found)
    }

    /// Letters, owners, dots, and all criteria that boards have, too.
    pub(crate) fn meets(&self, asked: &Asked) -> Condition {
        let Criteria { participants, stages, sources, value, close, created, done, not_done, .. } =
            &asked.criteria;
        let of_deal = Expr::col((participant::Entity, participant::Column::DealId))
            .equals((deal::Entity, deal::Column::Id));
        let taking_part = || {
            Query::select()
                .expr(Expr::val(1))
                .from(participant::Entity)
                .and_where(of_deal)
                .and_where(participant::Column::UserId.is_in(participants.iter().map(|user| user.0)))
                .to_owned()
        };
        let mut all =
            Condition::all().add(self.matches(&asked.filter)).add(self.with_dots(&asked.filter.dots));
        if !participants.is_empty() {
            all = all.add(Expr::exists(taking_part()));
        }
        if !stages.is_empty() {
            all = all.add(deal::Column::StageId.is_in(stages.iter().map(|stage| stage.0)));
        }
        if !sources.is_empty() {
            all = all.add(deal::Column::SourceId.is_in(sources.iter().map(|source| source.0)));
        }
        for action in done {
            all = all.add(Expr::exists(checks(&[*action])));
        }
        if !not_done.is_empty() {
            all = all.add(Expr::exists(checks(not_done)).not());
        }
        all.add_option(value.0.map(|least| worth(least, |column, minor| column.gte(minor))))
            .add_option(value.1.map(|most| worth(most, |column, minor| column.lte(minor))))
            .add(self.closing(*close))
            .add(self.created(*created))
    }

    /// What is asked of a list alone: process and status.
    pub(crate) fn meets_in_list(&self, criteria: &Criteria) -> Condition {
        let processes = &criteria.processes;
        let of = (!processes.is_empty())
            .then(|| deal::Column::ProcessId.is_in(processes.iter().map(|process| process.0)));
        let status = match &criteria.statuses {
            // Written out, so that both databases recognise their partial indexes in it.
            Statuses::Open => Some(Expr::cust(r#""deal"."status" = 'open'"#)),
            Statuses::All => None,
            Statuses::Any(any) => Some(deal::Column::Status.is_in(any.iter().map(|status| status.code()))),
        };
        Condition::all().add_option(of).add_option(status)
    }

    fn closing(&self, days: Days) -> Condition {
        let column = deal::Column::ExpectedClose;
        let all = Condition::all();
        match (days, days.bounds(self.wall_clock().date())) {
            (Days::None, _) => all.add(column.is_null()),
            (_, None) => all,
            (_, Some((None, None))) => all.add(column.is_not_null()),
            (_, Some((from, to))) => {
                all.add_option(from.map(|day| column.gte(day))).add_option(to.map(|day| column.lte(day)))
            }
        }
    }

    /// By the clock of whoever asks.
    fn created(&self, days: Days) -> Condition {
        let column = deal::Column::CreatedAt;
        match (days, days.bounds(self.wall_clock().date())) {
            // Every deal was added some day.
            (Days::None, _) => Condition::all().add(column.is_null()),
            (_, bounds) => {
                let (from, to) = bounds.unwrap_or_default();
                let after = to.and_then(|day| day.succ_opt());
                Condition::all()
                    .add_option(from.map(|day| column.gte(self.midnight(day))))
                    .add_option(after.map(|day| column.lt(self.midnight(day))))
            }
        }
    }
}

/// The checks of a deal among these actions.
fn checks(actions: &[ActionId]) -> SelectStatement {
    let of_deal =
        Expr::col((completion::Entity, completion::Column::DealId)).equals((deal::Entity, deal::Column::Id));
    Query::select()
        .expr(Expr::val(1))
        .from(completion::Entity)
        .and_where(of_deal)
        .and_where(completion::Column::ActionId.is_in(actions.iter().map(|action| action.0)))
        .to_owned()
}

/// The value against so many whole units of its currency: of those that have a hundred minor ones, and of each that has
/// more or fewer.
fn worth(units: i64, compare: fn(deal::Column, i64) -> Expr) -> Condition {
    let column = deal::Column::Currency;
    let mut unusual = vec![];
    let mut any = Condition::any();
    for currency in Currency::all().filter(|currency| currency.exponent() != 2) {
        unusual.push(currency.code());
        let of_this = Condition::all().add(column.eq(currency.code()));
        any = any.add(of_this.add(compare(deal::Column::ValueMinor, currency.minor(units))));
    }
    let usual = Condition::all().add(column.is_not_in(unusual));
    any.add(usual.add(compare(deal::Column::ValueMinor, Currency::PLN.minor(units))))
}
