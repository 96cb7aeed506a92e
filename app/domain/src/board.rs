//! The board: the open deals of one process by stage (B1, B2), and what a move does to the sight of it.

use crate::{
    contact::Client,
    day::{as_date, as_moment},
    filter::Filter,
    id::{ActionId, DealId, ProcessId, StageId, UserId},
    money::{Currency, Money, Totals},
    people::Colleague,
    place::{Gap, Place},
    process::{Process, StageOutline, weighted},
    task::{Dot, Due, Standing, standing},
    text::Name,
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a board is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The account's default process when missing.
    pub process: Option<ProcessId>,
    #[serde(default)]
    pub filter: Filter,
}

/// A card: an open deal as the board shows it (B5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub id: DealId,
    pub name: String,
    pub client: Client,
    pub value: Money,
    /// Forecast, in minor units of the value's currency; nothing while costs are off (M4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    pub owner: UserId,
    /// The day on which the deal came to this stage.
    #[serde(with = "as_date")]
    pub since: NaiveDate,
    /// In percent (P3).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub probability: u8,
    /// The actions that are done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<ActionId>,
    /// When its open tasks are due; a task without a date is `None`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Option<Due>>,
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl Card {
    /// The value by its probability (B4).
    pub fn weighted(&self) -> Money {
        weighted(self.value, self.probability)
    }

    /// The forecast value less the forecast costs (M5), where costs are counted.
    pub fn profit(&self) -> Option<Money> {
        self.cost.map(|minor| self.value.minus(Money { minor, ..self.value }))
    }

    /// How the tasks stand at `now` (B6).
    pub fn standing(&self, now: NaiveDateTime) -> Standing {
        standing(&self.tasks, now)
    }

    /// How many days the deal has been in its stage.
    pub fn days(&self, now: NaiveDateTime) -> i64 {
        (now.date() - self.since).num_days().max(0)
    }
}

/// Some cards of a column, in order, and where the next ones begin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub cards: Vec<Arc<Card>>,
    /// What to ask the server with for the cards below; nothing when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Place>,
}

/// A column: a stage with its number and totals over all matching deals, and the cards loaded so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub stage: StageOutline,
    /// Counted by the database, not over the loaded cards (B2).
    pub count: usize,
    pub totals: Totals,
    /// The total of the values by their probabilities (B4).
    pub weighted: Totals,
    /// The total of the values less the costs (B4); nothing while costs are off.
    #[serde(default, skip_serializing_if = "Totals::is_zero")]
    pub profit: Totals,
    pub page: Page,
}

/// How many deals need something, by their dots (B14): counted up to [`Dots::MOST`] each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dots {
    pub red: usize,
    pub green: usize,
    pub white: usize,
}

impl Dots {
    /// Where counting ends: nobody's day has room for more.
    pub const MOST: usize = 1_000;

    /// A deal with this dot is gone. What was not counted to its end stays as it is.
    fn take(&mut self, dot: Dot) {
        let count = match dot {
            Dot::Red => &mut self.red,
            Dot::Green => &mut self.green,
            Dot::White => &mut self.white,
            Dot::Grey => return,
        };
        if *count < Self::MOST {
            *count = count.saturating_sub(1);
        }
    }
}

/// A process to switch to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub id: ProcessId,
    pub name: String,
}

/// Everything that the board's screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    pub process: ProcessId,
    pub name: String,
    /// Whether mandatory actions hold deals back (B8).
    pub guarded: bool,
    /// Whether costs are counted, and profit with them (M4).
    pub costs: bool,
    pub columns: Vec<Column>,
    /// Of the deals that match, whatever dots the filter asks for.
    pub dots: Dots,
    pub processes: Vec<Choice>,
    pub people: Vec<Colleague>,
    /// The account's own currency: what a new deal starts with.
    pub currency: Currency,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

/// A move as it was made under the hand: from the stage where the deal was seen, into a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub deal: DealId,
    /// The stage in which the deal was seen.
    pub from: StageId,
    pub to: StageId,
    pub gap: Gap,
}

/// The server's answer to a move that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub deal: DealId,
    pub stage: StageId,
}

impl Board {
    /// The rules of the process, as far as a board needs them.
    pub fn rules(&self) -> Process {
        Process {
            id: self.process,
            name: Name::known(self.name.clone()),
            version: 0,
            active: true,
            default: false,
            guarded: self.guarded,
            stages: self.columns.iter().map(|column| column.stage.clone().into()).collect(),
        }
    }

    /// The column of a stage.
    pub fn column(&self, stage: StageId) -> Option<&Column> {
        self.columns.iter().find(|column| column.stage.id == stage)
    }

    /// Where a loaded card stands: its column and its index there.
    pub fn find(&self, deal: DealId) -> Option<(&Column, usize)> {
        self.columns.iter().find_map(|column| Some((column, column.index(deal)?)))
    }

    /// The number of open deals and their totals over all columns.
    pub fn sums(&self) -> (usize, Totals) {
        let count = self.columns.iter().map(|column| column.count).sum();
        (count, self.columns.iter().flat_map(|column| column.totals.iter()).collect())
    }

    /// The board with a card moved: gone from where it was, put into the gap, both headers right again. A card or
    /// stage that is not here changes nothing.
    pub fn moved(mut self, step: &Move) -> Board {
        let today = self.now.date();
        let target = self.columns.iter().position(|column| column.stage.id == step.to);
        let source = self.columns.iter().position(|column| column.index(step.deal).is_some());
        let (Some(target), Some(source)) = (target, source) else { return self };
        let Some(mut card) = self.columns[source].remove(step.deal) else { return self };
        if source != target {
            card = Arc::new(Card { since: today, ..Card::clone(&card) });
        }
        self.columns[target].insert(card, step.gap);
        self
    }

    /// The board without a deal that is open no more.
    pub fn without(mut self, deal: DealId) -> Board {
        if let Some(card) = self.columns.iter_mut().find_map(|column| column.remove(deal)) {
            self.dots.take(card.standing(self.now).dot);
        }
        self
    }

    /// This board as it is shown to whoever holds a card of it, who has `seen` it before: its cards say what they say now,
    /// but stay where they are under the hand, and so do those that went (B11). Further cards that were loaded at the end of
    /// a column are there.
    pub fn held(mut self, seen: &Board) -> Board {
        let now = self.clone();
        for column in &mut self.columns {
            let Some(before) = seen.column(column.stage.id) else { continue };
            let as_now = |card: &Arc<Card>| match now.find(card.id) {
                Some((column, index)) => column.page.cards[index].clone(),
                None => card.clone(),
            };
            let last = column.page.cards.iter().rposition(|card| before.index(card.id).is_some());
            let loaded = column.page.cards.drain(last.map_or(0, |last| last + 1)..);
            let loaded: Vec<_> =
                loaded.filter(|card| last.is_some() && seen.find(card.id).is_none()).collect();
            column.page.cards = before.page.cards.iter().map(as_now).chain(loaded).collect();
            (column.count, column.totals) = (before.count, before.totals.clone());
            (column.weighted, column.profit) = (before.weighted.clone(), before.profit.clone());
        }
        self
    }

    /// The board with further cards of a column, those it has already left out.
    pub fn grown(mut self, stage: StageId, page: Page) -> Board {
        let fresh: Vec<_> = page.cards.into_iter().filter(|card| self.find(card.id).is_none()).collect();
        if let Some(column) = self.columns.iter_mut().find(|column| column.stage.id == stage) {
            column.page.cards.extend(fresh);
            column.page.next = page.next;
        }
        self
    }
}

impl Column {
    /// The index of a loaded card.
    pub fn index(&self, deal: DealId) -> Option<usize> {
        self.page.cards.iter().position(|card| card.id == deal)
    }

    /// The gap at a slot between the loaded cards, as if the card `without` were not there: how a drop is named.
    pub fn gap(&self, slot: usize, without: DealId) -> Gap {
        let others = || self.page.cards.iter().map(|card| card.id).filter(|id| *id != without);
        Gap { after: slot.checked_sub(1).and_then(|above| others().nth(above)), before: others().nth(slot) }
    }

    fn remove(&mut self, deal: DealId) -> Option<Arc<Card>> {
        let card = self.page.cards.remove(self.index(deal)?);
        self.count = self.count.saturating_sub(1);
        self.totals.take(card.value);
        self.weighted.take(card.weighted());
        card.profit().into_iter().for_each(|profit| self.profit.take(profit));
        Some(card)
    }

    fn insert(&mut self, card: Arc<Card>, gap: Gap) {
        let below_after = gap.after.and_then(|id| self.index(id)).map(|index| index + 1);
        let at_before = gap.before.and_then(|id| self.index(id));
        let slot = below_after.or(at_before).unwrap_or(self.page.cards.len());
        self.count += 1;
        self.totals.add(card.value);
        self.weighted.add(card.weighted());
        card.profit().into_iter().for_each(|profit| self.profit.add(profit));
        // The end of a column that is not loaded to its end is out of sight.
        if gap != Gap::default() || self.page.next.is_none() {
            self.page.cards.insert(slot, card);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(id: i64) -> Arc<Card> {
        Arc::new(Card {
            id: DealId(id),
            name: format!("Deal {id}"),
            client: Client::default(),
            value: Money {
                minor: id * 100,
                currency: if id % 2 == 0 { Currency::PLN } else { Currency::EUR },
            },
            cost: Some(7),
            owner: UserId(1),
            since: "2026-05-01".parse().unwrap(),
            probability: (id % 100) as u8,
            done: vec![],
            tasks: vec![],
        })
    }

    fn column(stage: i64, cards: &[i64]) -> Column {
        let cards: Vec<_> = cards.iter().map(|id| card(*id)).collect();
        Column {
            stage: StageOutline {
                id: StageId(stage),
                name: Name::known(format!("Stage {stage}")),
                ages_after: None,
                actions: vec![],
            },
            count: cards.len(),
            totals: cards.iter().map(|card| card.value).collect(),
            weighted: cards.iter().map(|card| card.weighted()).collect(),
            profit: cards.iter().filter_map(|card| card.profit()).collect(),
            page: Page { cards, next: None },
        }
    }

    fn board() -> Board {
        Board {
            process: ProcessId(1),
            name: "Sales".into(),
            guarded: false,
            costs: true,
            columns: vec![column(1, &[11, 12, 13]), column(2, &[21, 22]), column(3, &[])],
            dots: Dots { white: 5, ..Dots::default() },
            processes: vec![],
            people: vec![],
            currency: Currency::PLN,
            now: "2026-05-14T12:00:00".parse().unwrap(),
        }
    }

    fn step(deal: i64, to: i64, after: Option<i64>, before: Option<i64>) -> Move {
        let gap = Gap { after: after.map(DealId), before: before.map(DealId) };
        Move { deal: DealId(deal), from: StageId(1), to: StageId(to), gap }
    }

    fn order(board: &Board) -> Vec<Vec<i64>> {
        board.columns.iter().map(|c| c.page.cards.iter().map(|card| card.id.0).collect()).collect()
    }

    #[test]
    fn a_moved_card_stands_in_its_gap() {
        for (step, want) in [
            (step(11, 2, Some(21), Some(22)), vec![vec![12, 13], vec![21, 11, 22], vec![]]),
            (step(11, 2, None, Some(21)), vec![vec![12, 13], vec![11, 21, 22], vec![]]),
            (step(11, 2, Some(99), Some(22)), vec![vec![12, 13], vec![21, 11, 22], vec![]]),
            (step(11, 3, None, None), vec![vec![12, 13], vec![21, 22], vec![11]]),
            (step(11, 1, Some(13), None), vec![vec![12, 13, 11], vec![21, 22], vec![]]),
            (step(11, 9, None, None), vec![vec![11, 12, 13], vec![21, 22], vec![]]),
            (step(99, 2, None, None), vec![vec![11, 12, 13], vec![21, 22], vec![]]),
        ] {
            assert_eq!(order(&board().moved(&step)), want, "{step:?}");
        }
    }

    #[test]
    fn a_deal_that_is_open_no_more_is_gone_from_cards_and_header() {
        let board = board().without(DealId(12));
        assert_eq!(order(&board)[0], [11, 13]);
        assert_eq!(board.columns[0], column(1, &[11, 13]));
        assert_eq!(board.dots, Dots { white: 4, ..Dots::default() });
        assert_eq!(board.clone().without(DealId(99)), board);
    }

    #[test]
    fn a_move_to_another_stage_starts_its_days_anew() {
        let now = board().now;
        let days = |board: &Board| board.find(DealId(11)).map(|(c, i)| c.page.cards[i].days(now)).unwrap();
        assert_eq!(days(&board().moved(&step(11, 2, None, None))), 0);
        assert_eq!(days(&board().moved(&step(11, 1, Some(12), None))), 13);
    }

    #[test]
    fn a_slot_is_named_by_the_cards_beside_it() {
        let column = column(1, &[11, 12, 13]);
        let gap = |after: Option<i64>, before: Option<i64>| Gap {
            after: after.map(DealId),
            before: before.map(DealId),
        };
        assert_eq!(column.gap(0, DealId(99)), gap(None, Some(11)));
        assert_eq!(column.gap(3, DealId(99)), gap(Some(13), None));
        assert_eq!(column.gap(1, DealId(12)), gap(Some(11), Some(13)));
        assert_eq!(column.gap(9, DealId(99)), gap(None, None));
    }

    #[test]
    fn further_cards_are_added_once() {
        let page = Page { cards: vec![card(13), card(14)], next: Some(Place::known("a0")) };
        let grown = board().grown(StageId(1), page);
        assert_eq!(order(&grown)[0], [11, 12, 13, 14]);
        assert_eq!(grown.columns[0].page.next, Some(Place::known("a0")));
    }

    #[test]
    fn under_a_hand_cards_change_and_stay() {
        let seen = board();
        // 12 went to another stage, 21 is gone, 14 came and was loaded, 10 came on top.
        let mut now = board().moved(&step(12, 3, None, None)).without(DealId(21));
        now.columns[0].page.cards.extend([card(14), card(15)]);
        now.columns[0].page.cards.insert(0, card(10));
        let renamed = Arc::new(Card { name: "Renamed".into(), ..Card::clone(&card(12)) });
        now.columns[2].page.cards[0] = renamed.clone();
        let held = now.clone().held(&seen);
        assert_eq!(order(&held), [vec![11, 12, 13, 14, 15], vec![21, 22], vec![]]);
        assert_eq!(held.columns[0].page.cards[1], renamed);
        for (held, seen) in held.columns.iter().zip(&seen.columns) {
            assert_eq!((held.count, &held.totals), (seen.count, &seen.totals));
        }
        assert_eq!(now.clone().held(&now), now);
        assert_eq!(order(&now.held(&Board { columns: vec![], ..board() }))[0][0], 10, "of another process");
    }

    proptest! {
        #[test]
        fn moves_keep_every_card_once_and_every_header_exact(
            steps in prop::collection::vec((prop::sample::select(vec![11i64, 12, 13, 21, 22]), 1i64..=3, 0usize..6), 0..40),
        ) {
            let mut board = board();
            for (deal, to, slot) in steps {
                let gap = board.column(StageId(to)).unwrap().gap(slot, DealId(deal));
                board = board.moved(&Move { gap, ..step(deal, to, None, None) });
            }
            let mut ids: Vec<i64> = order(&board).concat();
            ids.sort_unstable();
            prop_assert_eq!(ids, vec![11, 12, 13, 21, 22]);
            for column in &board.columns {
                let totals: Totals = column.page.cards.iter().map(|card| card.value).collect();
                prop_assert_eq!((&column.totals, column.count), (&totals, column.page.cards.len()));
            }
        }
    }
}
