//! What may be done to the lines and costs of a deal, and what winning and opening again do to them (M2, W1).

use super::{Deal, Status};
use crate::{
    effect::{Change, Effect},
    event::Event,
    ledger::{Kind, Ledger, Side},
    line::{Cost, Line},
    money::Money,
    refusal::{self, Field, Refusal},
};
use chrono::NaiveDate;

impl Deal {
    /// The deal with other product lines; its value follows the forecast ones (M2), and is nothing without them.
    /// Refused when `seen` is not the version that is saved, and where nothing was sold yet.
    pub fn set_lines(
        &self,
        seen: i64,
        ledger: &Ledger,
        kind: Kind,
        lines: Vec<Line>,
    ) -> Result<Change<Deal>, Refusal> {
        self.require_revision(seen)?;
        if kind == Kind::Realised && self.status != Status::Won {
            return Err(Refusal::NotWon);
        }
        let currency = self.facts.value.currency;
        let sum = Money::sum(Field::Price, currency, lines.iter().map(|line| line.net))?;
        if kind == Kind::Realised {
            require_dates(lines.iter().map(|line| line.terms.date))?;
        }
        let mut events = line_events(kind, &ledger.side(kind).lines, &lines);
        let mut to = Deal { revision: self.revision + 1, ..self.clone() };
        if kind == Kind::Forecast && (ledger.is_itemised() || !lines.is_empty()) {
            to.facts.value = sum;
        }
        if to.facts.value != self.facts.value {
            events.push(Event::ValueChanged { from: self.facts.value, to: to.facts.value });
        }
        Ok(Change { to, events, effects: vec![Effect::SetLines(kind, lines)] })
    }

    /// The deal with other costs. Refused when `seen` is not the version that is saved.
    pub fn set_costs(
        &self,
        seen: i64,
        ledger: &Ledger,
        kind: Kind,
        costs: Vec<Cost>,
    ) -> Result<Change<Deal>, Refusal> {
        self.require_revision(seen)?;
        Money::sum(Field::Amount, self.facts.value.currency, costs.iter().map(|cost| cost.amount))?;
        if kind == Kind::Realised {
            require_dates(costs.iter().map(|cost| cost.date))?;
        }
        let events = cost_events(kind, &ledger.side(kind).costs, &costs);
        let to = Deal { revision: self.revision + 1, ..self.clone() };
        Ok(Change { to, events, effects: vec![Effect::SetCosts(kind, costs)] })
    }

    /// What follows for the ledger when the deal is won on this day: the realised lines begin as a copy of the
    /// forecast ones (W1), and so do the costs where no real ones are known yet.
    pub fn realise(&self, ledger: &Ledger, on: NaiveDate) -> Vec<Effect> {
        let Side { lines, costs } = ledger.forecast.realised(&self.facts.name, self.facts.value, on);
        let lines = Effect::SetLines(Kind::Realised, lines);
        match ledger.realised.costs.is_empty() && !costs.is_empty() {
            true => vec![lines, Effect::SetCosts(Kind::Realised, costs)],
            false => vec![lines],
        }
    }

    /// What follows for the ledger when the deal is opened again: nothing is sold any more, and the costs that
    /// winning brought are gone. What somebody had written is told in the history.
    pub fn unrealise(&self, ledger: &Ledger) -> (Vec<Event>, Vec<Effect>) {
        let written: Vec<Line> = ledger.realised.lines.iter().filter(|line| !line.copied).cloned().collect();
        let costs = ledger.realised.costs.iter().filter(|cost| !cost.copied).cloned().collect();
        let effects = vec![Effect::SetLines(Kind::Realised, vec![]), Effect::SetCosts(Kind::Realised, costs)];
        (line_events(Kind::Realised, &written, &[]), effects)
    }
}

/// What is real has its day.
fn require_dates(dates: impl Iterator<Item = Option<NaiveDate>>) -> Result<(), Refusal> {
    let refusal = |line| Refusal::Empty { field: Field::Date }.in_line(line);
    let has = |(line, date): (usize, Option<NaiveDate>)| date.map(drop).ok_or_else(|| refusal(line));
    refusal::all(dates.enumerate().map(has)).map(drop)
}

fn line_events(kind: Kind, old: &[Line], new: &[Line]) -> Vec<Event> {
    let same = |a: &Line, b: &Line| a.id.is_some() && a.id == b.id && a.name == b.name;
    let gone = old
        .iter()
        .filter(|line| !new.iter().any(|other| same(line, other)))
        .map(|line| Event::LineRemoved { kind, name: line.name.to_string(), terms: line.terms });
    let come = new.iter().filter_map(|line| {
        let name = line.name.to_string();
        match old.iter().find(|other| same(line, other)) {
            None => Some(Event::LineAdded { kind, name, terms: line.terms }),
            Some(before) => (before.terms != line.terms).then_some(Event::LineChanged {
                kind,
                name,
                from: before.terms,
                to: line.terms,
            }),
        }
    });
    gone.chain(come).collect()
}

fn cost_events(kind: Kind, old: &[Cost], new: &[Cost]) -> Vec<Event> {
    let same = |a: &Cost, b: &Cost| a.id.is_some() && a.id == b.id && a.category == b.category;
    let gone = old
        .iter()
        .filter(|cost| !new.iter().any(|other| same(cost, other)))
        .map(|cost| Event::CostRemoved { kind, category: cost.name.to_string(), spent: cost.spent() });
    let come = new.iter().filter_map(|cost| {
        let (category, spent) = (cost.name.to_string(), cost.spent());
        match old.iter().find(|other| same(cost, other)).map(Cost::spent) {
            None => Some(Event::CostAdded { kind, category, spent }),
            Some(from) => (from != spent).then_some(Event::CostChanged { kind, category, from, to: spent }),
        }
    });
    gone.chain(come).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        deal::tests::deal,
        ledger::tests::{cost, ledger, line, money},
    };

    fn day() -> NaiveDate {
        "2026-05-14".parse().unwrap()
    }

    #[test]
    fn the_value_follows_the_forecast_lines() {
        let (deal, none) = (deal(), Ledger::default());
        let change = deal.set_lines(3, &none, Kind::Forecast, vec![line(None, "Truck", 100)]).unwrap();
        assert_eq!((change.to.facts.value, change.to.revision), (money(100), 4));
        let value = Event::ValueChanged { from: deal.facts.value, to: money(100) };
        assert_eq!(change.events[1], value);
        let change = deal.set_lines(3, &ledger(), Kind::Forecast, vec![]).unwrap();
        assert_eq!(change.to.facts.value, money(0), "without lines nothing is left of their sum");
        let change = deal.set_lines(3, &none, Kind::Forecast, vec![]).unwrap();
        assert_eq!(change.to.facts.value, deal.facts.value, "a typed value stays");
    }

    #[test]
    fn lines_are_refused_that_cannot_be() {
        let (deal, none) = (deal(), Ledger::default());
        let set = |seen, kind, lines| deal.set_lines(seen, &none, kind, lines).map(drop);
        assert_eq!(set(2, Kind::Forecast, vec![]), Err(Refusal::DealChanged));
        assert_eq!(set(3, Kind::Realised, vec![]), Err(Refusal::NotWon));
        let huge = vec![line(None, "a", Money::MAX), line(None, "b", 1)];
        assert_eq!(set(3, Kind::Forecast, huge), Err(Refusal::TooLarge { field: Field::Price }));
        let won = Deal { status: Status::Won, ..deal.clone() };
        let undated = won.set_lines(3, &none, Kind::Realised, vec![line(None, "a", 1)]);
        assert_eq!(undated.unwrap_err().field(), Some(Field::Date));
        let undated = deal.set_costs(3, &none, Kind::Realised, vec![cost(None, 1)]);
        assert_eq!(undated.unwrap_err().field(), Some(Field::Date));
    }

    #[test]
    fn history_tells_what_changed_and_nothing_else() {
        let (deal, ledger) = (deal(), ledger());
        let lines =
            vec![line(Some(1), "Truck", 333_315), line(Some(2), "Charger", 5), line(None, "Service", 7)];
        let events = deal.set_lines(3, &ledger, Kind::Forecast, lines).unwrap().events;
        assert!(matches!(&events[0], Event::LineChanged { name, .. } if name == "Charger"));
        assert!(matches!(&events[1], Event::LineAdded { name, .. } if name == "Service"));
        assert_eq!(events.len(), 3, "and the value");
        let events = deal.set_costs(3, &ledger, Kind::Forecast, vec![]).unwrap().events;
        assert!(matches!(&events[..], [Event::CostRemoved { spent, .. }] if spent.amount == money(50_000)));
        assert!(events[0].is_of_costs());
    }

    #[test]
    fn winning_copies_the_forecast_and_opening_again_takes_it_back() {
        let (deal, ledger) = (deal(), ledger());
        let effects = deal.realise(&ledger, day());
        let [Effect::SetLines(Kind::Realised, lines), Effect::SetCosts(Kind::Realised, costs)] = &effects[..]
        else {
            panic!("{effects:?}")
        };
        assert!(lines.iter().all(|line| line.id.is_none() && line.copied && line.terms.date == Some(day())));
        assert_eq!(costs[0].amount, money(50_000));
        let known = Side { lines: vec![], costs: vec![cost(Some(9), 7)] };
        let known = Ledger { realised: known, ..ledger.clone() };
        assert_eq!(deal.realise(&known, day()).len(), 1, "costs that are known stay as they are");
        let written = Ledger {
            realised: Side {
                lines: vec![line(Some(5), "Truck", 5), lines[1].clone()],
                costs: vec![cost(Some(9), 7), costs[0].clone()],
            },
            ..ledger
        };
        let (events, effects) = deal.unrealise(&written);
        assert!(matches!(&events[..], [Event::LineRemoved { name, .. }] if name == "Truck"));
        let kept = vec![cost(Some(9), 7)];
        assert_eq!(
            effects,
            [Effect::SetLines(Kind::Realised, vec![]), Effect::SetCosts(Kind::Realised, kept)]
        );
    }

    #[test]
    fn a_typed_value_is_sold_as_one_line() {
        let effects = deal().realise(&Ledger::default(), day());
        let [Effect::SetLines(Kind::Realised, lines)] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!((lines[0].name.as_str(), lines[0].net), ("Flota 2027", deal().facts.value));
    }
}
