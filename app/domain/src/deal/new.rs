//! A deal that begins: what its history begins with, and what is written along with it (D1, D2, I1).

use super::{Facts, Why, require_past_closure};
use crate::{
    effect::Effect,
    event::Event,
    id::{ActionId, ProcessId, StageId, UserId},
    ledger::{Kind, Side},
    refusal::Refusal,
    status::Status,
};
use chrono::NaiveDate;

/// A deal before it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeal {
    pub facts: Facts,
    pub process: ProcessId,
    pub stage: StageId,
    pub entry: Entry,
    /// Who takes part from the beginning.
    pub participants: Vec<UserId>,
    /// What it begins with of lines and costs; its value is the sum of the lines, if there are some (M2).
    pub forecast: Side,
    /// The actions of its process that are done already.
    pub done: Vec<ActionId>,
}

/// How a deal comes to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Somebody adds it, open.
    Added,
    /// Somebody enters it afterwards, closed (D2).
    Afterwards(Closed),
    /// A file brings it, open or closed (I1).
    Imported(Option<Closed>),
}

/// How and when a deal was closed before it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub outcome: Status,
    pub on: NaiveDate,
    pub why: Why,
}

impl Closed {
    /// Refuses what was not closed, or in the future (D2), or as lost or stale without a reason that is required (W2).
    pub fn require(&self, today: NaiveDate) -> Result<(), Refusal> {
        require_past_closure(self.outcome, self.on, today)?;
        self.why.require(self.outcome)
    }
}

impl NewDeal {
    /// How it was closed, unless it is open.
    pub fn closed(&self) -> Option<&Closed> {
        match &self.entry {
            Entry::Added => None,
            Entry::Afterwards(closed) => Some(closed),
            Entry::Imported(closed) => closed.as_ref(),
        }
    }

    pub fn status(&self) -> Status {
        self.closed().map_or(Status::Open, |closed| closed.outcome)
    }

    /// What its history begins with.
    pub fn events(&self) -> Vec<Event> {
        let stage = self.stage;
        let begin = match &self.entry {
            Entry::Added => Event::Added { stage },
            Entry::Afterwards(Closed { outcome, on, .. }) => {
                Event::EnteredAfterwards { stage, status: *outcome, on: *on }
            }
            Entry::Imported(_) => Event::Imported { stage, status: self.status() },
        };
        let participants = self.participants.iter().map(|user| Event::ParticipantAdded { user: *user });
        [begin].into_iter().chain(participants).collect()
    }

    /// What is written along with it: what it was won with, too (W1).
    pub fn effects(&self) -> Vec<Effect> {
        let mut effects = vec![];
        let mut side = |kind, Side { lines, costs }: Side| {
            if !lines.is_empty() {
                effects.push(Effect::SetLines(kind, lines));
            }
            if !costs.is_empty() {
                effects.push(Effect::SetCosts(kind, costs));
            }
        };
        side(Kind::Forecast, self.forecast.clone());
        if let Some(Closed { outcome: Status::Won, on, .. }) = self.closed() {
            side(Kind::Realised, self.forecast.realised(&self.facts.name, self.facts.value, *on));
        }
        if let Some(Closed { outcome, on, why }) = self.closed() {
            let (reason, note) = (why.reason.as_ref().map(|(id, _)| *id), why.note.clone());
            effects.push(Effect::Close { outcome: *outcome, on: *on, reason, note });
        }
        effects.extend(self.done.iter().map(|action| Effect::Check(*action)));
        effects.extend(self.participants.iter().map(|user| Effect::AddParticipant(*user)));
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{deal::tests::deal, id::ReasonId, text::Prose};

    fn day() -> NaiveDate {
        "2026-05-14".parse().unwrap()
    }

    fn new(entry: Entry) -> NewDeal {
        let (done, participants) = (vec![ActionId(11)], vec![UserId(3)]);
        let (process, stage) = (ProcessId(1), StageId(1));
        NewDeal { facts: deal().facts, process, stage, entry, participants, forecast: Side::default(), done }
    }

    fn closed(outcome: Status, required: bool, reason: Option<i64>) -> Closed {
        let reason = reason.map(|id| (ReasonId(id), "Price".to_owned()));
        Closed { outcome, on: day(), why: Why { reason, note: Prose::default(), required } }
    }

    #[test]
    fn the_reason_is_required_of_what_is_entered_afterwards_too() {
        for (closed, want) in [
            (closed(Status::Lost, true, None), Err(Refusal::ReasonRequired)),
            (closed(Status::Stale, true, None), Err(Refusal::ReasonRequired)),
            (closed(Status::Lost, true, Some(1)), Ok(())),
            (closed(Status::Lost, false, None), Ok(())),
            (closed(Status::Won, true, None), Ok(())),
        ] {
            assert_eq!(closed.require(day()), want, "{closed:?}");
        }
        assert!(
            closed(Status::Won, false, None).require("2026-05-13".parse().unwrap()).is_err(),
            "the future"
        );
    }

    #[test]
    fn what_is_written_follows_from_how_it_came() {
        let open = new(Entry::Added);
        let common = [Effect::Check(ActionId(11)), Effect::AddParticipant(UserId(3))];
        assert_eq!(open.effects(), common);
        assert_eq!(open.events()[0], Event::Added { stage: StageId(1) });
        assert_eq!(open.events()[1], Event::ParticipantAdded { user: UserId(3) });
        let lost = new(Entry::Imported(Some(closed(Status::Lost, false, Some(1)))));
        let (reason, note) = (Some(ReasonId(1)), Prose::default());
        assert_eq!(lost.effects()[0], Effect::Close { outcome: Status::Lost, on: day(), reason, note });
        assert_eq!(lost.events()[0], Event::Imported { stage: StageId(1), status: Status::Lost });
        let won = new(Entry::Afterwards(closed(Status::Won, false, None)));
        assert!(matches!(&won.effects()[0], Effect::SetLines(Kind::Realised, lines) if lines.len() == 1));
    }
}
