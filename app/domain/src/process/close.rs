//! Closing deals and opening them again (W1, W2, W3).

use super::Process;
use crate::{
    deal::Deal,
    effect::Change,
    event::Event,
    id::ReasonId,
    ledger::Ledger,
    place::Place,
    refusal::{Field, Refusal},
    status::Status,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// Why a deal is lost or stale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    pub reason: Option<(ReasonId, String)>,
    /// Whether the account's settings want a reason (W2).
    pub required: bool,
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

impl Process {
    /// Wins an open deal, and what was forecast is sold. Refused while mandatory actions are not done, on every path
    /// (W1).
    pub fn win(&self, deal: &Deal, on: NaiveDate, ledger: &Ledger) -> Result<Change<Deal>, Refusal> {
        deal.require_open()?;
        match self.missing(&deal.done) {
            missing if !missing.is_empty() => Err(Refusal::Unfinished { missing }),
            _ => Ok(Change { effects: deal.realise(ledger, on), ..deal.closed(Status::Won, on, None) }),
        }
    }
}

impl Deal {
    /// Gives an open deal up, as lost or stale (W2). Refused without a reason where one is required.
    pub fn give_up(&self, outcome: Status, on: NaiveDate, why: Why) -> Result<Change<Deal>, Refusal> {
        self.require_open()?;
        if !matches!(outcome, Status::Lost | Status::Stale) {
            return Err(Refusal::MalformedRequest);
        }
        match why.reason {
            None if why.required => Err(Refusal::ReasonRequired),
            reason => Ok(self.closed(outcome, on, reason.map(|(_, name)| name))),
        }
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
                Ok(Change { to, events: [reopened, events].concat(), effects })
            }
            Status::Lost | Status::Stale => Ok(Change::of(to, reopened)),
        }
    }

    fn closed(&self, outcome: Status, on: NaiveDate, reason: Option<String>) -> Change<Deal> {
        Change::of(Deal { status: outcome, ..self.clone() }, vec![Event::Closed { outcome, on, reason }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{deal::tests::deal, id::ActionId, process::tests::process};

    fn day() -> NaiveDate {
        "2026-05-14".parse().unwrap()
    }

    #[test]
    fn a_deal_is_won_only_with_every_mandatory_action_done() {
        for (done, missing) in
            [(vec![], vec!["Qualify", "Accepted"]), (vec![12], vec!["Accepted"]), (vec![12, 22], vec![])]
        {
            let deal = Deal { done: done.into_iter().map(ActionId).collect(), ..deal() };
            match process().win(&deal, day(), &Ledger::default()) {
                Ok(change) => {
                    assert!(missing.is_empty());
                    assert_eq!(change.to.status, Status::Won);
                }
                Err(refusal) => {
                    let missing = missing.into_iter().map(String::from).collect();
                    assert_eq!(refusal, Refusal::Unfinished { missing });
                }
            }
        }
    }

    #[test]
    fn giving_up_asks_for_a_reason_where_one_is_required() {
        let reason = Some((ReasonId(1), "Price".to_owned()));
        let why = |reason: &Option<(ReasonId, String)>, required| Why { reason: reason.clone(), required };
        assert_eq!(deal().give_up(Status::Lost, day(), why(&None, true)), Err(Refusal::ReasonRequired));
        assert!(deal().give_up(Status::Stale, day(), why(&None, false)).is_ok());
        let change = deal().give_up(Status::Lost, day(), why(&reason, true)).unwrap();
        assert_eq!(
            change.events,
            [Event::Closed { outcome: Status::Lost, on: day(), reason: Some("Price".into()) }]
        );
        assert_eq!(deal().give_up(Status::Won, day(), why(&reason, true)), Err(Refusal::MalformedRequest));
        assert!(change.to.give_up(Status::Stale, day(), Why::default()).is_err(), "closed already");
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
        let lost = deal().give_up(Status::Lost, day(), Why::default()).unwrap().to;
        let change = lost.reopen(at, Place::known("90"), &Ledger::default()).unwrap();
        assert_eq!((change.to.status, change.to.stage), (Status::Open, deal().stage));
        assert_eq!(change.events, [Event::Reopened { from: Status::Lost }]);
        assert_eq!(deal().reopen(at, Place::known("90"), &Ledger::default()), Err(Refusal::NotClosed));
    }
}
