//! When a deal has been long in its stage (B15): later than the stage was set to, or than deals that were won took.

use crate::{
    event::Event,
    id::StageId,
    refusal::{Field, Refusal},
    status::Status,
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// After how many days in a stage deals are marked as ageing (B15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ageing {
    /// What administrators set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<u16>,
    /// What deals that were won took, as [`usual`] tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<u16>,
}

impl Ageing {
    /// The largest number of days that can be set.
    pub const MOST: u16 = 999;

    /// Reads what was typed as the days to set, a whole number from one on; nothing typed sets nothing.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for what is no such number, [`Refusal::TooLarge`] above [`Ageing::MOST`].
    pub fn read(typed: &str) -> Result<Option<u16>, Refusal> {
        let field = Field::AgesAfter;
        if typed.trim().is_empty() {
            return Ok(None);
        }
        match typed.trim().parse::<i128>() {
            Ok(days) if days > Self::MOST.into() => Err(Refusal::TooLarge { field }),
            Ok(days @ 1..) => Ok(u16::try_from(days).ok()),
            _ => Err(Refusal::Malformed { field }),
        }
    }

    /// The days after which a deal is ageing; nothing while neither set nor known.
    pub fn after(self) -> Option<u16> {
        self.set.or(self.usual)
    }
}

/// How long a deal stayed in each stage that it left or was won in, in days. What is not told in full, such as the stage in
/// which an imported deal came, is left out.
pub fn stays(history: &[(NaiveDateTime, Event)]) -> Vec<(StageId, i64)> {
    let (mut stays, mut here) = (vec![], None);
    for (at, event) in history {
        let stayed = |(stage, since): (StageId, NaiveDateTime), until: NaiveDateTime| {
            (stage, (until.date() - since.date()).num_days())
        };
        match event {
            Event::Added { stage } => here = Some((*stage, *at)),
            Event::Moved { to, .. } => {
                stays.extend(here.map(|here| stayed(here, *at)));
                here = Some((*to, *at));
            }
            Event::Closed { outcome: Status::Won, .. } => {
                stays.extend(here.take().map(|here| stayed(here, *at)))
            }
            Event::ProcessChanged { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. }
            | Event::Undone { .. }
            | Event::Imported { .. }
            | Event::EnteredAfterwards { .. } => here = None,
            Event::ActionDone { .. }
            | Event::ActionUndone { .. }
            | Event::Renamed { .. }
            | Event::ValueChanged { .. }
            | Event::OwnerChanged { .. }
            | Event::CompanyChanged { .. }
            | Event::PersonChanged { .. }
            | Event::SourceChanged { .. }
            | Event::ExpectedCloseChanged { .. }
            | Event::DescriptionChanged { .. }
            | Event::ParticipantAdded { .. }
            | Event::ParticipantRemoved { .. }
            | Event::TaskAdded { .. }
            | Event::TaskChanged { .. }
            | Event::TaskDone { .. }
            | Event::TaskReopened { .. }
            | Event::TaskDeleted { .. }
            | Event::NoteAdded { .. }
            | Event::NoteChanged { .. }
            | Event::NoteDeleted { .. }
            | Event::LineAdded { .. }
            | Event::LineChanged { .. }
            | Event::LineRemoved { .. }
            | Event::CostAdded { .. }
            | Event::CostChanged { .. }
            | Event::CostRemoved { .. }
            | Event::Deleted {}
            | Event::Restored {}
            | Event::MadePublic { .. } => {}
        }
    }
    stays
}

/// How long three of four stays lasted at most, in days (B15). Those that ended on their first day only passed through and
/// say nothing; of fewer than eight others nothing is concluded.
pub fn usual(stays: impl IntoIterator<Item = i64>) -> Option<u16> {
    const FEWEST: usize = 8;
    let mut stays: Vec<i64> = stays.into_iter().filter(|days| *days > 0).collect();
    stays.sort_unstable();
    let days = *stays.get((stays.len() * 3).div_ceil(4).max(1) - 1).filter(|_| stays.len() >= FEWEST)?;
    Some(u16::try_from(days).unwrap_or(Ageing::MOST).min(Ageing::MOST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn on(day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(9, 0, 0).unwrap()
    }

    #[test]
    fn three_of_four_took_no_longer() {
        for (days, expected) in [
            (vec![], None),
            (vec![1, 2, 3, 4, 5, 6, 7], None),
            (vec![1, 2, 3, 4, 5, 6, 7, 8], Some(6)),
            (vec![9, 8, 7, 6, 5, 4, 3, 2, 1], Some(7)),
            (vec![0, 0, 0, 4, 4, 4, 4, 4, 4, 4, 4], Some(4)),
            (vec![0; 20], None),
            (vec![70_000; 8], Some(999)),
        ] {
            assert_eq!(usual(days.clone()), expected, "{days:?}");
        }
    }

    #[test]
    fn what_was_set_goes_before_what_is_usual() {
        let ageing = |set, usual| Ageing { set, usual }.after();
        assert_eq!(ageing(Some(3), Some(9)), Some(3));
        assert_eq!(ageing(None, Some(9)), Some(9));
        assert_eq!(ageing(None, None), None);
    }

    #[test]
    fn a_won_deal_tells_how_long_it_stood_where() {
        let stage = StageId;
        let moved = |from, to| Event::Moved { from: stage(from), to: stage(to) };
        let closed = |outcome| Event::Closed { outcome, on: on(20).date(), reason: None };
        let added = (on(1), Event::Added { stage: stage(1) });
        let told = |rest: &[(u32, Event)]| {
            let rest = rest.iter().map(|(day, event)| (on(*day), event.clone()));
            stays(&std::iter::once(added.clone()).chain(rest).collect::<Vec<_>>())
        };
        let won = told(&[(4, moved(1, 2)), (9, moved(2, 1)), (9, moved(1, 3)), (20, closed(Status::Won))]);
        assert_eq!(won, [(stage(1), 3), (stage(2), 5), (stage(1), 0), (stage(3), 11)]);
        let lost = told(&[(4, moved(1, 2)), (20, closed(Status::Lost))]);
        assert_eq!(lost, [(stage(1), 3)], "nobody waited for the end of the last");
        let again = told(&[
            (2, closed(Status::Stale)),
            (9, Event::Reopened { from: Status::Stale }),
            (12, closed(Status::Won)),
        ]);
        assert_eq!(again, [], "how long it rested is not how long it takes");
    }
}
