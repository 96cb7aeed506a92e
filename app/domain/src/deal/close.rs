//! Closing deals and opening them again (W1, W2, W3).

use super::Deal;
use crate::{
    effect::{Change, Effect},
    event::Event,
    id::ReasonId,
    ledger::Ledger,
    place::Place,
    refusal::{Field, Refusal},
    status::Status,
    text::Prose,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// Why a deal is lost or stale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    pub reason: Option<(ReasonId, String)>,
    pub note: Prose,
    /// Whether the account's settings want a reason (W2).
    pub required: bool,
}

impl Why {
    /// Refuses to close as lost or stale without a reason where one is required (W2).
    pub fn require(&self, outcome: Status) -> Result<(), Refusal> {
        match (outcome, &self.reason) {
            (Status::Lost | Status::Stale, None) if self.required => Err(Refusal::ReasonRequired),
            _ => Ok(()),
        }
    }
}

/// A deal that is entered afterwards was closed, and not in the future (D2).
pub fn require_past_closure(outcome: Status, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let field = Field::ClosedOn;
    match outcome {
        Status::Open => Err(Refusal::MalformedRequest),
        _ if on > today => Err(Refusal::InTheFuture { field }),
        _ if on.year() < 1900 => Err(Refusal::Malformed { field }),
        _ => Ok(()),
    }
}

impl Deal {
    /// Closes an open deal as lost or stale (W2). Refused without a reason where one is required.
    pub fn close_as(&self, outcome: Status, on: NaiveDate, why: Why) -> Result<Change<Deal>, Refusal> {
        self.require_open()?;
        if !matches!(outcome, Status::Lost | Status::Stale) {
            return Err(Refusal::MalformedRequest);
        }
        why.require(outcome)?;
        Ok(self.closed(outcome, on, why))
    }

    /// Opens a closed deal again, at this place of the stage where it was (W3).
    pub fn reopen(&self, at: DateTime<Utc>, place: Place, ledger: &Ledger) -> Result<Change<Deal>, Refusal> {
        let from = self.status;
        let to = Deal { status: Status::Open, stage_since: at, place, ..self.clone() };
        let reopened = vec![Event::Reopened { from }];
        match from {
            Status::Open => Err(Refusal::NotClosed),
            Status::Won => {
                let (events, effects) = self.unrealise(ledger);
                let effects = [vec![Effect::Reopen], effects].concat();
                Ok(Change { to, events: [reopened, events].concat(), effects })
            }
            Status::Lost | Status::Stale => {
                Ok(Change { to, events: reopened, effects: vec![Effect::Reopen] })
            }
        }
    }

    pub(crate) fn closed(&self, outcome: Status, on: NaiveDate, why: Why) -> Change<Deal> {
        let (reason, name) = why.reason.unzip();
        Change {
            to: Deal { status: outcome, ..self.clone() },
            events: vec![Event::Closed { outcome, on, reason: name }],
            effects: vec![Effect::Close { outcome, on, reason, note: why.note }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::tests::deal;

    fn day() -> NaiveDate {
        "2026-05-14".parse().unwrap()
    }

    #[test]
    fn closing_asks_for_a_reason_where_one_is_required() {
        let wanted = Some((ReasonId(1), "Price".to_owned()));
        let why = |reason: &Option<(ReasonId, String)>, required| Why {
            reason: reason.clone(),
            required,
            note: Prose::known("Too dear"),
        };
        assert_eq!(deal().close_as(Status::Lost, day(), why(&None, true)), Err(Refusal::ReasonRequired));
        assert!(deal().close_as(Status::Stale, day(), why(&None, false)).is_ok());
        let change = deal().close_as(Status::Lost, day(), why(&wanted, true)).unwrap();
        assert_eq!(
            change.events,
            [Event::Closed { outcome: Status::Lost, on: day(), reason: Some("Price".into()) }]
        );
        let (outcome, reason, note) = (Status::Lost, Some(ReasonId(1)), Prose::known("Too dear"));
        assert_eq!(change.effects, [Effect::Close { outcome, on: day(), reason, note }]);
        assert_eq!(deal().close_as(Status::Won, day(), why(&wanted, true)), Err(Refusal::MalformedRequest));
        assert!(change.to.close_as(Status::Stale, day(), Why::default()).is_err(), "closed already");
    }

    #[test]
    fn what_is_entered_afterwards_was_closed_in_the_past() {
        let field = Field::ClosedOn;
        for (outcome, on, want) in [
            (Status::Won, "2026-05-14", Ok(())),
            (Status::Lost, "2020-01-01", Ok(())),
            (Status::Stale, "2026-05-15", Err(Refusal::InTheFuture { field })),
            (Status::Won, "0216-05-15", Err(Refusal::Malformed { field })),
            (Status::Open, "2026-05-14", Err(Refusal::MalformedRequest)),
        ] {
            assert_eq!(require_past_closure(outcome, on.parse().unwrap(), day()), want, "{outcome:?} {on}");
        }
    }

    #[test]
    fn a_closed_deal_is_opened_where_it_was() {
        let at = "2026-05-15T08:00:00Z".parse().unwrap();
        let lost = deal().close_as(Status::Lost, day(), Why::default()).unwrap().to;
        let change = lost.reopen(at, Place::known("90"), &Ledger::default()).unwrap();
        assert_eq!((change.to.status, change.to.stage), (Status::Open, deal().stage));
        assert_eq!(change.events, [Event::Reopened { from: Status::Lost }]);
        assert_eq!(deal().reopen(at, Place::known("90"), &Ledger::default()), Err(Refusal::NotClosed));
    }
}
