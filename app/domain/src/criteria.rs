//! What a filter asks of deals beyond letters, owners and dots (L2): who takes part, where a deal stands, where it came from,
//! what it is worth, when, and what was done on it.

use crate::{
    id::{ActionId, ProcessId, SourceId, StageId, UserId},
    money::Money,
    period::{Days, YEARS},
    refusal::Refusal,
    status::Status,
};
use chrono::{Datelike, NaiveDate};
use std::str::FromStr;

/// What is asked; empty, it asks nothing. Each list is one question: any of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    pub participants: Vec<UserId>,
    /// Of a list; a board is of one process, whatever is asked here.
    pub processes: Vec<ProcessId>,
    pub stages: Vec<StageId>,
    /// Of a list; a board shows open deals alone.
    pub statuses: Statuses,
    pub sources: Vec<SourceId>,
    /// The least and the largest value, in whole units of the deal's own currency.
    pub value: (Option<i64>, Option<i64>),
    /// When it is expected to close.
    pub close: Days,
    /// When it was added.
    pub created: Days,
    /// All of these are done.
    pub done: Vec<ActionId>,
    /// None of these is done.
    pub not_done: Vec<ActionId>,
}

/// Deals of which status are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Statuses {
    /// What a board shows.
    #[default]
    Open,
    All,
    Any(Vec<Status>),
}

/// What criteria look at on a deal.
#[derive(Clone, Debug)]
pub struct Looked {
    pub participants: Vec<UserId>,
    pub process: ProcessId,
    pub stage: StageId,
    pub status: Status,
    pub source: Option<SourceId>,
    pub value: Money,
    pub close: Option<NaiveDate>,
    /// The day in the zone of whoever asks.
    pub created: NaiveDate,
    pub done: Vec<ActionId>,
}

impl Statuses {
    /// Whether a status is among them.
    pub fn hold(&self, status: Status) -> bool {
        match self {
            Statuses::Open => status == Status::Open,
            Statuses::All => true,
            Statuses::Any(statuses) => statuses.contains(&status),
        }
    }
}

impl Criteria {
    /// The most members of a list.
    pub const MAX_LIST: usize = 200;
    /// The largest value that is asked for.
    pub const MAX_VALUE: i64 = 1_000_000_000_000;

    /// Whether a deal is what is asked for; `today` is that of whoever asks. The one rule, to which the store's
    /// statements are held.
    pub fn hold(&self, deal: &Looked, today: NaiveDate) -> bool {
        fn any<T: PartialEq>(list: &[T], of: &T) -> bool {
            list.is_empty() || list.contains(of)
        }
        let takes_part = |user: &UserId| deal.participants.contains(user);
        let worth = |units: i64| deal.value.currency.minor(units);
        (self.participants.is_empty() || self.participants.iter().any(takes_part))
            && any(&self.processes, &deal.process)
            && any(&self.stages, &deal.stage)
            && self.statuses.hold(deal.status)
            && (self.sources.is_empty() || deal.source.is_some_and(|source| self.sources.contains(&source)))
            && self.value.0.is_none_or(|least| worth(least) <= deal.value.minor)
            && self.value.1.is_none_or(|most| deal.value.minor <= worth(most))
            && self.close.hold(deal.close, today)
            && self.created.hold(Some(deal.created), today)
            && self.done.iter().all(|action| deal.done.contains(action))
            && !self.not_done.iter().any(|action| deal.done.contains(action))
    }

    /// Whether a board need ask nothing of its deals.
    pub fn ask_nothing_of_a_board(&self) -> bool {
        let of_lists = Criteria {
            processes: self.processes.clone(),
            statuses: self.statuses.clone(),
            ..Criteria::default()
        };
        *self == of_lists
    }

    /// Reads the parameters of an address, already decoded. An unknown or malformed one is an error that names it.
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Criteria, Refusal> {
        let (mut criteria, mut read) = (Criteria::default(), vec![]);
        for (name, value) in parameters {
            match criteria.set(name, value.trim()) {
                Some(false) => return Err(Refusal::UnknownParameter { name: name.to_owned() }),
                Some(true) if !read.contains(&name) => read.push(name),
                _ => return Err(Refusal::MalformedParameter { name: name.to_owned() }),
            }
        }
        criteria.checked().map_err(|name| Refusal::MalformedParameter { name: name.to_owned() })
    }

    /// Nothing, when the value cannot be read; whether there is such a parameter.
    fn set(&mut self, name: &str, value: &str) -> Option<bool> {
        match name {
            "participant" => self.participants = list(value)?,
            "process" => self.processes = list(value)?,
            "stage" => self.stages = list(value)?,
            "source" => self.sources = list(value)?,
            "done" => self.done = list(value)?,
            "not_done" => self.not_done = list(value)?,
            "status" => self.statuses = statuses(value)?,
            "value_from" => self.value.0 = optional(value)?,
            "value_to" => self.value.1 = optional(value)?,
            "close" => self.close = days(self.close, value)?,
            "created" => self.created = days(self.created, value)?,
            "close_from" => self.close = bound(self.close, (Some(optional(value)?), None))?,
            "close_to" => self.close = bound(self.close, (None, Some(optional(value)?)))?,
            "created_from" => self.created = bound(self.created, (Some(optional(value)?), None))?,
            "created_to" => self.created = bound(self.created, (None, Some(optional(value)?)))?,
            _ => return Some(false),
        }
        Some(true)
    }

    /// The criteria, if they can be asked for; else the parameter that cannot.
    fn checked(self) -> Result<Criteria, &'static str> {
        let far = |value: Option<i64>| value.is_some_and(|value| !(0..=Self::MAX_VALUE).contains(&value));
        let lists = [
            ("participant", self.participants.len()),
            ("process", self.processes.len()),
            ("stage", self.stages.len()),
            ("source", self.sources.len()),
            ("done", self.done.len()),
            ("not_done", self.not_done.len()),
        ];
        if let Some((name, _)) = lists.into_iter().find(|(_, length)| *length > Self::MAX_LIST) {
            return Err(name);
        }
        for (days, from_name, to_name) in
            [(self.close, "close_from", "close_to"), (self.created, "created_from", "created_to")]
        {
            let Days::Between(from, to) = days else { continue };
            let far = |day: Option<NaiveDate>| day.is_some_and(|day| !YEARS.contains(&day.year()));
            match from.zip(to).is_some_and(|(from, to)| from > to) || far(to) {
                true => return Err(to_name),
                false if far(from) => return Err(from_name),
                false => {}
            }
        }
        match (far(self.value.0), far(self.value.1), self.value) {
            (true, _, _) => Err("value_from"),
            (_, true, _) => Err("value_to"),
            (_, _, (Some(least), Some(most))) if least > most => Err("value_to"),
            _ => Ok(self),
        }
    }

    /// The parameters of an address, not yet encoded: what [`Criteria::read`] reads.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        fn joined<T: ToString>(list: &[T]) -> Option<String> {
            let list: Vec<String> = list.iter().map(T::to_string).collect();
            (!list.is_empty()).then(|| list.join(","))
        }
        let statuses = match &self.statuses {
            Statuses::Open => None,
            Statuses::All => Some("all".to_owned()),
            Statuses::Any(statuses) => {
                Some(statuses.iter().map(|status| status.code()).collect::<Vec<_>>().join(","))
            }
        };
        let said = |days: Days| match days {
            Days::Any | Days::Between(..) => None,
            Days::None => Some("none".to_owned()),
            Days::Period(period) => Some(period.code().to_owned()),
        };
        let between = |days: Days| match days {
            Days::Between(from, to) => (from.map(|day| day.to_string()), to.map(|day| day.to_string())),
            _ => (None, None),
        };
        let ((close_from, close_to), (created_from, created_to)) =
            (between(self.close), between(self.created));
        [
            ("process", joined(&self.processes)),
            ("status", statuses),
            ("stage", joined(&self.stages)),
            ("participant", joined(&self.participants)),
            ("source", joined(&self.sources)),
            ("value_from", self.value.0.map(|value| value.to_string())),
            ("value_to", self.value.1.map(|value| value.to_string())),
            ("close", said(self.close)),
            ("close_from", close_from),
            ("close_to", close_to),
            ("created", said(self.created)),
            ("created_from", created_from),
            ("created_to", created_to),
            ("done", joined(&self.done)),
            ("not_done", joined(&self.not_done)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// Nothing of an empty text.
fn optional<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// Nothing of a text that names nothing, such as a comma.
fn list<T: FromStr>(text: &str) -> Option<Vec<T>> {
    let parts = || text.split(',').filter(|part| !part.is_empty());
    (text.is_empty() || parts().next().is_some()).then(|| parts().map(|part| part.parse().ok()).collect())?
}

fn statuses(text: &str) -> Option<Statuses> {
    match text {
        "" => Some(Statuses::Open),
        "all" => Some(Statuses::All),
        text => match list::<Status>(text)? {
            open if open == [Status::Open] => Some(Statuses::Open),
            statuses if statuses.len() > Status::ALL.len() => None,
            statuses => Some(Statuses::Any(statuses)),
        },
    }
}

/// Days by their name; nothing when a first or a last one was named, too.
fn days(now: Days, text: &str) -> Option<Days> {
    match (text, now) {
        ("", now) => Some(now),
        ("none", Days::Any) => Some(Days::None),
        (text, Days::Any) => text.parse().ok().map(Days::Period),
        _ => None,
    }
}

/// Days with another first or last one; nothing when they have a name.
fn bound(now: Days, (from, to): (Option<Option<NaiveDate>>, Option<Option<NaiveDate>>)) -> Option<Days> {
    let (had_from, had_to) = match now {
        Days::Any => (None, None),
        Days::Between(from, to) => (from, to),
        named if from.flatten().or(to.flatten()).is_none() => return Some(named),
        _ => return None,
    };
    Some(match (from.unwrap_or(had_from), to.unwrap_or(had_to)) {
        (None, None) => Days::Any,
        (from, to) => Days::Between(from, to),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{money::Currency, period::Period};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn deal() -> Looked {
        Looked {
            participants: vec![UserId(3), UserId(4)],
            process: ProcessId(1),
            stage: StageId(7),
            status: Status::Open,
            source: Some(SourceId(2)),
            value: Money { minor: 150_000, currency: Currency::PLN },
            close: Some(day("2026-12-10")),
            created: day("2026-11-01"),
            done: vec![ActionId(1), ActionId(2)],
        }
    }

    #[test]
    fn each_criterion_asks_one_thing() {
        for (parameter, holds) in [
            (("participant", "4,9"), true),
            (("participant", "9"), false),
            (("process", "1,2"), true),
            (("process", "2"), false),
            (("stage", "7"), true),
            (("stage", "8"), false),
            (("status", "open"), true),
            (("status", "won,lost"), false),
            (("status", "all"), true),
            (("source", "2"), true),
            (("source", "1"), false),
            (("value_from", "1500"), true),
            (("value_from", "1501"), false),
            (("value_to", "1500"), true),
            (("value_to", "1499"), false),
            (("close", "next_month"), true),
            (("close", "month"), false),
            (("close", "none"), false),
            (("close_from", "2026-12-10"), true),
            (("close_from", "2026-12-11"), false),
            (("close_to", "2026-12-10"), true),
            (("close_to", "2026-12-09"), false),
            (("created", "month"), true),
            (("created", "next_30"), false),
            (("created_to", "2026-10-31"), false),
            (("done", "1,2"), true),
            (("done", "1,3"), false),
            (("not_done", "3"), true),
            (("not_done", "1,3"), false),
            (("stage", ""), true),
        ] {
            let criteria = Criteria::read([parameter]).unwrap();
            assert_eq!(criteria.hold(&deal(), day("2026-11-28")), holds, "{parameter:?}");
        }
        let dateless = Looked { close: None, ..deal() };
        let holds = |value| {
            let criteria = Criteria::read([("close", value)]).unwrap();
            criteria.hold(&dateless, day("2026-11-28"))
        };
        assert_eq!((holds("none"), holds("past"), holds("")), (true, false, true));
    }

    #[test]
    fn a_value_is_counted_in_the_units_of_its_currency() {
        let yen = Looked { value: Money { minor: 1_500, currency: "JPY".parse().unwrap() }, ..deal() };
        let holds =
            |units: &str| Criteria::read([("value_from", units)]).unwrap().hold(&yen, day("2026-11-28"));
        assert_eq!((holds("1500"), holds("1501"), holds("15")), (true, false, true));
        assert_eq!(Currency::PLN.minor(i64::MAX), i64::MAX);
    }

    #[test]
    fn unknown_and_malformed_parameters_are_named() {
        let malformed = |name: &str| Err(Refusal::MalformedParameter { name: name.into() });
        for value in ["", "red"] {
            let unknown = Refusal::UnknownParameter { name: "colour".into() };
            assert_eq!(Criteria::read([("colour", value)]), Err(unknown));
        }
        for (name, value) in [
            ("participant", "x"),
            ("stage", "1;2"),
            ("stage", "99999999999999999999"),
            ("status", "closed"),
            ("status", "won,won,won,won,won"),
            ("status", ","),
            ("stage", ",,"),
            ("value_from", "-1"),
            ("value_from", "1.5"),
            ("value_to", "9999999999999"),
            ("close", "someday"),
            ("close_from", "December"),
            ("close_to", "0217-01-01"),
            ("created_from", "9999-01-01"),
            ("done", "all"),
        ] {
            assert_eq!(Criteria::read([(name, value)]), malformed(name), "{name}={value}");
        }
        for (first, second, wrong) in [
            (("value_from", "5"), ("value_to", "4"), "value_to"),
            (("close_from", "2026-03-02"), ("close_to", "2026-03-01"), "close_to"),
            (("close", "month"), ("close_to", "2026-03-01"), "close_to"),
            (("close_from", "2026-03-02"), ("close", "none"), "close"),
            (("stage", "1"), ("stage", "2"), "stage"),
        ] {
            assert_eq!(Criteria::read([first, second]), malformed(wrong));
        }
        let long = "1,".repeat(201);
        assert_eq!(Criteria::read([("not_done", long.as_str())]), malformed("not_done"));
    }

    #[test]
    fn a_board_is_not_asked_for_a_process_or_a_status() {
        for (parameter, nothing) in
            [(("process", "2"), true), (("status", "won"), true), (("stage", "2"), false)]
        {
            assert_eq!(Criteria::read([parameter]).unwrap().ask_nothing_of_a_board(), nothing);
        }
    }

    prop_compose! {
        fn some_days()(kind in 0usize..4, period in 0usize..9, from in 0u64..9_999, length in prop::option::of(0u64..99)) -> Days {
            let from = NaiveDate::default() + chrono::Days::new(from);
            match kind {
                0 => Days::Any,
                1 => Days::None,
                2 => Days::Period(Period::ALL[period]),
                _ => Days::Between(Some(from), length.map(|length| from + chrono::Days::new(length))),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            ids in prop::collection::vec(0i64..99, 0..4), close in some_days(), created in some_days(),
            statuses in prop::sample::subsequence(Status::ALL.to_vec(), 1..=4), which in 0usize..3,
            least in prop::option::of(0i64..99), more in prop::option::of(0i64..99),
        ) {
            let statuses = match which {
                0 => Statuses::All,
                1 if statuses != [Status::Open] => Statuses::Any(statuses),
                _ => Statuses::Open,
            };
            let criteria = Criteria {
                participants: ids.iter().copied().map(UserId).collect(),
                processes: ids.iter().copied().map(ProcessId).collect(),
                stages: ids.iter().copied().map(StageId).collect(),
                sources: ids.iter().copied().map(SourceId).collect(),
                done: ids.iter().copied().map(ActionId).collect(),
                not_done: ids.iter().copied().map(ActionId).collect(),
                value: (least, least.zip(more).map(|(least, more)| least + more)),
                statuses, close, created,
            };
            let written = criteria.write();
            prop_assert_eq!(Criteria::read(written.iter().map(|(name, value)| (*name, value.as_str()))), Ok(criteria));
        }
    }
}
