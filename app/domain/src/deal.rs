//! A deal: one possible sale, and what may be done to it (D1, D4).

mod amounts;
mod close;
mod new;

pub use crate::status::Status;
pub use close::{Why, require_past_closure};
pub use new::{Closed, Entry, NewDeal};

use crate::{
    day,
    effect::Change,
    event::Event,
    id::{ActionId, CompanyId, DealId, PersonId, ProcessId, SourceId, StageId, UserId},
    ledger::{Ledger, Side},
    money::Money,
    notation::Notation,
    people::Language,
    place::Place,
    refusal::{Field, Refusal},
    text::{Name, Prose},
    together,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The part of a deal that its form edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub name: Name,
    pub company: Option<CompanyId>,
    pub person: Option<PersonId>,
    pub source: Option<SourceId>,
    pub expected_close: Option<NaiveDate>,
    pub value: Money,
    pub owner: UserId,
    pub description: Prose,
}

/// A deal as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    pub id: DealId,
    pub process: ProcessId,
    pub stage: StageId,
    pub stage_since: DateTime<Utc>,
    pub place: Place,
    pub status: Status,
    /// The actions of its process that are done.
    pub done: Vec<ActionId>,
    /// In percent, by the weights of what is done (P3).
    pub probability: u8,
    pub facts: Facts,
    /// Grows by one with each save of the facts, lines or costs; who saves must have seen the latest. What else changes
    /// of a deal, its stage for instance, keeps nobody from saving.
    pub revision: i64,
}

impl Deal {
    /// Closed deals stand on no board, so they do not move.
    pub fn require_open(&self) -> Result<(), Refusal> {
        match self.status {
            Status::Open => Ok(()),
            status => Err(Refusal::Closed { status }),
        }
    }

    /// Refused when `seen` is not the version that is saved: somebody else was faster.
    pub(crate) fn require_revision(&self, seen: i64) -> Result<(), Refusal> {
        if seen == self.revision { Ok(()) } else { Err(Refusal::DealChanged) }
    }

    /// The deal with other facts, and an event for each that differs. Refused when `seen` is not the version that
    /// is saved, and when value or currency are those of product lines and costs (M2).
    pub fn revise(&self, seen: i64, facts: Facts, ledger: &Ledger) -> Result<Change<Deal>, Refusal> {
        self.require_revision(seen)?;
        ledger.require_currency(self.facts.value.currency, facts.value.currency)?;
        if ledger.is_itemised() && facts.value != self.facts.value {
            return Err(Refusal::Itemised);
        }
        let events = differences(&self.facts, &facts);
        Ok(Change::of(Deal { facts, revision: self.revision + 1, ..self.clone() }, events))
    }
}

fn differences(old: &Facts, new: &Facts) -> Vec<Event> {
    macro_rules! change {
        ($field:ident, $event:ident, $clone:expr) => {
            (old.$field != new.$field)
                .then(|| Event::$event { from: $clone(&old.$field), to: $clone(&new.$field) })
        };
    }
    let text = |name: &Name| name.as_str().to_owned();
    let prose = |prose: &Prose| prose.as_str().to_owned();
    [
        change!(name, Renamed, text),
        change!(company, CompanyChanged, Clone::clone),
        change!(person, PersonChanged, Clone::clone),
        change!(source, SourceChanged, Clone::clone),
        change!(expected_close, ExpectedCloseChanged, Clone::clone),
        change!(value, ValueChanged, Clone::clone),
        change!(owner, OwnerChanged, Clone::clone),
        change!(description, DescriptionChanged, prose),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What somebody typed into the form of a deal; a client is picked, or typed by name and found or created on saving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DealForm {
    pub company: String,
    /// The company that was picked among those that exist. Counts as long as the name is still its.
    #[serde(default)]
    pub company_id: Option<CompanyId>,
    pub person: String,
    /// The person that was picked, as the company.
    #[serde(default)]
    pub person_id: Option<PersonId>,
    /// Empty: the client's name.
    pub name: String,
    pub source: Option<SourceId>,
    /// `2026-05-14`, or empty.
    pub expected_close: String,
    /// Empty: nothing is known yet, 0.
    pub value: String,
    pub currency: String,
    pub owner: UserId,
    pub description: String,
    /// In which its numbers are written; in the user's own, unless it says.
    #[serde(default)]
    pub language: Option<Language>,
}

/// A form that was read: every value legal, the client still by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub company: Option<Name>,
    pub company_id: Option<CompanyId>,
    pub person: Option<Name>,
    pub person_id: Option<PersonId>,
    pub name: Name,
    pub source: Option<SourceId>,
    pub expected_close: Option<NaiveDate>,
    pub value: Money,
    pub owner: UserId,
    pub description: Prose,
}

impl DealForm {
    /// Reads the form, whose numbers are written so. At least one of company and person (D1); the name is the
    /// client's when none was typed.
    pub fn parse(&self, notation: &Notation) -> Result<Draft, Refusal> {
        let client = match (self.company.trim(), self.person.trim()) {
            ("", "") => Err(Refusal::NoClient),
            _ => Ok(()),
        };
        self.read(client, notation)
    }

    /// Reads the form for a deal that exists: one that was imported without a client may go on without.
    pub fn parse_over(&self, before: &Facts, notation: &Notation) -> Result<Draft, Refusal> {
        match (before.company, before.person) {
            (None, None) => self.read(Ok(()), notation),
            _ => self.parse(notation),
        }
    }

    fn read(&self, client: Result<(), Refusal>, notation: &Notation) -> Result<Draft, Refusal> {
        let value = if self.value.trim().is_empty() { "0" } else { &self.value };
        let ((), company, person, name, value, expected_close, description) = together!(
            client: client,
            company: Name::parse_optional(Field::Company, &self.company),
            person: Name::parse_optional(Field::Person, &self.person),
            name: Name::parse_optional(Field::Name, &self.name),
            value: Money::parse_in(Field::Value, value, &self.currency, notation),
            expected_close: day::parse_optional(Field::ExpectedClose, &self.expected_close),
            description: Prose::parse(Field::Description, &self.description),
        )?;
        let client = || company.clone().or(person.clone()).ok_or(Refusal::Empty { field: Field::Name });
        let name = name.map_or_else(client, Ok)?;
        Ok(Draft {
            company,
            company_id: self.company_id,
            person,
            person_id: self.person_id,
            name,
            source: self.source,
            expected_close,
            value,
            owner: self.owner,
            description,
        })
    }
}

impl Draft {
    /// The draft with the value of its lines, if there are some (M2): then none is typed. Refused when they come to
    /// more than can be kept.
    pub fn worth(self, forecast: &Side) -> Result<Draft, Refusal> {
        match (forecast.lines.is_empty(), self.value.minor) {
            (true, _) => return Ok(self),
            (false, 0) => {}
            (false, _) => return Err(Refusal::Itemised),
        }
        let nets = forecast.lines.iter().map(|line| line.net);
        Ok(Draft { value: Money::sum(Field::Value, self.value.currency, nets)?, ..self })
    }

    /// The facts, once the client was found or created.
    pub fn facts(self, company: Option<CompanyId>, person: Option<PersonId>) -> Facts {
        let Draft { name, source, expected_close, value, owner, description, .. } = self;
        Facts { name, company, person, source, expected_close, value, owner, description }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::notation::tests::polish;

    pub(crate) fn deal() -> Deal {
        let facts = form().parse(&polish()).unwrap().facts(Some(CompanyId(1)), None);
        Deal {
            id: DealId(7),
            process: ProcessId(1),
            stage: StageId(1),
            stage_since: DateTime::UNIX_EPOCH,
            place: Place::known("80"),
            status: Status::Open,
            done: vec![],
            probability: 0,
            facts,
            revision: 3,
        }
    }

    fn form() -> DealForm {
        DealForm {
            company: "Łódź Logistyka".into(),
            company_id: None,
            person: String::new(),
            person_id: None,
            name: "Flota 2027".into(),
            source: None,
            expected_close: "2026-12-18".into(),
            value: "18 000".into(),
            currency: "PLN".into(),
            owner: UserId(1),
            description: String::new(),
            language: None,
        }
    }

    #[test]
    fn a_deal_needs_a_client_and_takes_its_name() {
        let draft = DealForm { name: " ".into(), ..form() }.parse(&polish()).unwrap();
        assert_eq!(draft.name.as_str(), "Łódź Logistyka");
        let draft = DealForm { name: "".into(), company: "".into(), person: "Anna Nowak".into(), ..form() };
        assert_eq!(draft.parse(&polish()).unwrap().name.as_str(), "Anna Nowak");
        assert_eq!(DealForm { company: " ".into(), ..form() }.parse(&polish()), Err(Refusal::NoClient));
    }

    #[test]
    fn all_that_is_wrong_with_a_form_is_told_at_once() {
        let form = DealForm { company: "".into(), name: "".into(), value: "a".into(), ..form() };
        let form =
            DealForm { expected_close: "soon".into(), description: "x".repeat(Prose::MAX + 1), ..form };
        let refused = form.parse(&polish()).unwrap_err();
        let fields: Vec<_> = refused.each().iter().map(Refusal::field).collect();
        use Field::{Company, Description, ExpectedClose, Value};
        assert_eq!(fields, [Company, Value, ExpectedClose, Description].map(Some));
    }

    #[test]
    fn a_deal_without_a_client_may_be_saved_again() {
        let form = DealForm { company: "".into(), ..form() };
        assert_eq!(form.parse_over(&deal().facts, &polish()), Err(Refusal::NoClient));
        let imported = Facts { company: None, ..deal().facts };
        assert_eq!(form.parse_over(&imported, &polish()).unwrap().name.as_str(), "Flota 2027");
        let nameless = DealForm { name: "".into(), ..form };
        assert_eq!(nameless.parse_over(&imported, &polish()), Err(Refusal::Empty { field: Field::Name }));
    }

    #[test]
    fn bad_fields_are_refused_by_name() {
        let long = "x".repeat(201);
        for (form, field) in [
            (DealForm { name: long.clone(), ..form() }, Field::Name),
            (DealForm { company: long, ..form() }, Field::Company),
            (DealForm { value: "12x".into(), ..form() }, Field::Value),
            (DealForm { currency: "ZŁ".into(), ..form() }, Field::Currency),
            (DealForm { expected_close: "tomorrow".into(), ..form() }, Field::ExpectedClose),
            (DealForm { description: "a\u{0}b".into(), ..form() }, Field::Description),
        ] {
            assert_eq!(form.parse(&polish()).unwrap_err().field(), Some(field));
        }
        assert_eq!(DealForm { value: "".into(), ..form() }.parse(&polish()).unwrap().value.minor, 0);
    }

    #[test]
    fn a_revision_tells_exactly_what_changed() {
        let deal = deal();
        let mut facts = deal.facts.clone();
        facts.name = Name::known("Flota 2028");
        facts.owner = UserId(2);
        let change = deal.revise(3, facts, &Ledger::default()).unwrap();
        let renamed = Event::Renamed { from: "Flota 2027".into(), to: "Flota 2028".into() };
        assert_eq!(change.events, [renamed, Event::OwnerChanged { from: UserId(1), to: UserId(2) }]);
        assert_eq!(change.to.revision, 4);
        assert_eq!(deal.revise(3, deal.facts.clone(), &Ledger::default()).unwrap().events, []);
    }

    #[test]
    fn who_saves_an_old_version_is_refused() {
        let deal = deal();
        assert_eq!(deal.revise(2, deal.facts.clone(), &Ledger::default()), Err(Refusal::DealChanged));
    }
}
