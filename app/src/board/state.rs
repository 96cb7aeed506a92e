//! The state of the board's screen: one for all its parts, a signal for whatever changes alone.

use super::{
    column_state::{ColumnState, columns_of},
    moves::Moves,
};
use crate::client::ask;
use crate::error::Sentence;
use crate::ui::{clock, toast::toasts};
use chrono::NaiveDateTime;
use command::board::{ReadBoard, ReadPage};
use domain::{
    board::{Board, Card, Choice, Query},
    id::{DealId, ProcessId, StageId, UserId},
    money::{Currency, Money, Totals},
    people::{Colleague, initials},
    process::Process,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::HashMap, sync::Arc};
use words::Words;

/// A figure that headers can lead with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    Forecast,
    Weighted,
    /// Where costs are counted.
    Profit,
}

impl Figure {
    pub const ALL: [Figure; 3] = [Figure::Forecast, Figure::Weighted, Figure::Profit];

    pub fn code(self) -> &'static str {
        match self {
            Figure::Forecast => "forecast",
            Figure::Weighted => "weighted",
            Figure::Profit => "profit",
        }
    }

    pub fn name(self, words: &Words) -> &'static str {
        match self {
            Figure::Forecast => words.forecast(),
            Figure::Weighted => words.weighted(),
            Figure::Profit => words.profit(),
        }
    }
}

/// The board's screen.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    /// What is made later belongs to the screen too, and goes with it.
    owner: StoredValue<Owner>,
    pub(super) moves: StoredValue<Moves>,
    /// The board as it is shown, pending moves included.
    pub(super) shown: StoredValue<Board>,
    cards: StoredValue<HashMap<DealId, ArcRwSignal<Arc<Card>>>>,
    pub columns: RwSignal<Vec<ColumnState>>,
    pub process: RwSignal<ProcessId>,
    pub name: RwSignal<String>,
    /// The rules of the process that is shown (B7, B8).
    pub(super) rules: RwSignal<Process>,
    /// Which figure the headers lead with (B4).
    pub figure: RwSignal<Figure>,
    /// Whether costs are counted (M4).
    pub costs: RwSignal<bool>,
    /// A deal that was dropped on the zone for lost ones: its dialog is open.
    pub losing: RwSignal<Option<DealId>>,
    pub processes: RwSignal<Vec<Choice>>,
    pub people: RwSignal<Vec<Colleague>>,
    pub now: RwSignal<NaiveDateTime>,
    pub currency: Currency,
    /// Counts the questions to the server: only the last one's answer is shown.
    asked: StoredValue<usize>,
    /// What is shown now; what the address asks for may be on its way.
    pub query: RwSignal<Query>,
    /// The card that Tab comes to.
    pub focus: RwSignal<Option<DealId>>,
    /// Said by screen readers.
    pub announcement: RwSignal<String>,
    /// The card whose Move… dialog is open.
    pub moving: RwSignal<Option<DealId>>,
}

impl BoardState {
    pub fn new(board: Board, query: Query) -> Self {
        let board = BoardState {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            columns: RwSignal::new(columns_of(&board, 0)),
            cards: StoredValue::new(HashMap::new()),
            process: RwSignal::new(board.process),
            name: RwSignal::new(board.name.clone()),
            rules: RwSignal::new(board.rules()),
            figure: RwSignal::new(Figure::Forecast),
            costs: RwSignal::new(board.costs),
            losing: RwSignal::new(None),
            processes: RwSignal::new(board.processes.clone()),
            people: RwSignal::new(board.people.clone()),
            now: RwSignal::new(board.now),
            currency: board.currency,
            asked: StoredValue::new(0),
            query: RwSignal::new(query),
            focus: RwSignal::new(first_card(&board)),
            announcement: RwSignal::new(String::new()),
            moving: RwSignal::new(None),
            shown: StoredValue::new(board.clone()),
            moves: StoredValue::new(Moves::new(board)),
        };
        clock::keep_going(board.now);
        board
    }

    /// The board as it is shown, pending moves included.
    pub fn view(self) -> Board {
        self.shown.get_value()
    }

    /// The signal of a card; made when the card is first mounted.
    pub fn card(self, id: DealId) -> Option<ArcRwSignal<Arc<Card>>> {
        if let Some(signal) = self.cards.with_value(|cards| cards.get(&id).cloned()) {
            return Some(signal);
        }
        let card = self
            .shown
            .with_value(|board| board.find(id).map(|(column, index)| column.page.cards[index].clone()));
        let signal = ArcRwSignal::new(card?);
        self.cards.update_value(|cards| drop(cards.insert(id, signal.clone())));
        Some(signal)
    }

    /// How many actions of the stages before this one a card's deal has left unchecked (B7).
    pub fn skipped(self, stage: StageId, card: &Card) -> usize {
        self.rules.with(|rules| rules.skipped(stage, &card.done))
    }

    /// Sums in the order to show them: the account's own currency leads.
    pub fn own_first(self, totals: &Totals) -> Vec<Money> {
        let mut sums: Vec<Money> = totals.iter().collect();
        sums.sort_by_key(|sum| sum.currency != self.currency);
        sums
    }

    /// Sums as a header shows them: at least a zero of the account's own currency.
    pub fn shown_sums(self, totals: &Totals) -> Vec<Money> {
        let mut sums = self.own_first(totals);
        if sums.is_empty() {
            sums.push(Money { minor: 0, currency: self.currency });
        }
        sums
    }

    /// The figures to choose from: profit only where costs are counted.
    pub fn figures(self) -> Vec<Figure> {
        let costs = self.costs.get();
        Figure::ALL.into_iter().filter(|figure| costs || *figure != Figure::Profit).collect()
    }

    /// A figure over all columns.
    pub fn total(self, figure: Figure) -> Totals {
        let sums = |column: ColumnState| match figure {
            Figure::Forecast => column.totals,
            Figure::Weighted => column.weighted,
            Figure::Profit => column.profit,
        };
        self.columns
            .get()
            .into_iter()
            .flat_map(|column| sums(column).with(|t| t.iter().collect::<Vec<_>>()))
            .collect()
    }

    /// Somebody's name, to show whose a card is.
    pub fn person(self, id: UserId) -> String {
        let name = |people: &Vec<Colleague>| people.iter().find(|p| p.id == id).map(|p| p.name.clone());
        self.people.with(name).unwrap_or_default()
    }

    /// Somebody's initials.
    pub fn initials(self, id: UserId) -> String {
        initials(&self.person(id))
    }

    /// Asks for further cards of a column.
    pub fn load_more(self, column: ColumnState) {
        let next = self.moves.with_value(|moves| moves.next_page(column.stage));
        let Some(next) = next.filter(|_| !column.loading.get_untracked()) else { return };
        column.loading.set(true);
        let (filter, toaster) = (self.query.with_untracked(|query| query.filter.clone()), toasts());
        spawn_local(async move {
            let answer = ask(&ReadPage { stage: column.stage, filter, next }).await;
            // Another board may be shown by now, or none.
            if column.loading.try_set(false).is_some() || !self.shows(column) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.moves.update_value(|moves| moves.grow(column.stage, page));
                    self.sync();
                }
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    }

    /// Shows what the server says to another question, or says anew.
    pub fn load(self, query: Query) {
        let toaster = toasts();
        let number = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        spawn_local(async move {
            let answer = ask(&ReadBoard { query: query.clone() }).await;
            // An answer to an older question must not come over a newer one.
            if self.asked.try_get_value() != number {
                return;
            }
            match answer {
                Ok(board) => self.reset(board, query),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    }

    fn shows(self, column: ColumnState) -> bool {
        self.columns.try_with_untracked(|columns| columns.first().map(|first| first.generation))
            == Some(Some(column.generation))
    }

    fn reset(self, board: Board, query: Query) {
        // A screen that was left meanwhile has no signals any more.
        if self.query.try_set(query).is_some() {
            return;
        }
        self.cards.update_value(HashMap::clear);
        self.process.set(board.process);
        self.name.set(board.name.clone());
        self.rules.set(board.rules());
        self.costs.set(board.costs);
        self.now.set(board.now);
        self.people.set(board.people.clone());
        // What is not answered yet stays laid over whatever the server says.
        self.moves.update_value(|moves| moves.rebase(board));
        let board = self.moves.with_value(Moves::view);
        let held = self.focus.get_untracked().filter(|deal| board.find(*deal).is_some());
        let focused = held.filter(|_| card_has_focus());
        self.focus.set(held.or_else(|| first_card(&board)));
        let generation =
            self.columns.with_untracked(|columns| columns.first().map_or(0, |column| column.generation + 1));
        self.columns.set(self.owner.get_value().with(|| columns_of(&board, generation)));
        self.shown.set_value(board);
        focused.into_iter().for_each(|deal| self.bring_focus(deal));
    }

    /// Brings the signals up to the view; those whose value is the same stay silent.
    pub(super) fn sync(self) {
        let view = self.moves.with_value(Moves::view);
        for (shown, column) in self.columns.get_untracked().into_iter().zip(&view.columns) {
            set(shown.count, column.count);
            set(shown.totals, column.totals.clone());
            set(shown.weighted, column.weighted.clone());
            set(shown.profit, column.profit.clone());
            set(shown.ids, column.page.cards.iter().map(|card| card.id).collect());
            self.cards.with_value(|signals| {
                for card in &column.page.cards {
                    if let Some(signal) =
                        signals.get(&card.id).filter(|s| s.with_untracked(|old| old != card))
                    {
                        signal.set(card.clone());
                    }
                }
            });
        }
        self.shown.set_value(view);
    }
}

fn first_card(board: &Board) -> Option<DealId> {
    board.columns.iter().find_map(|column| column.page.cards.first()).map(|card| card.id)
}

/// Whether the focus is on a card, and so would be lost with it.
fn card_has_focus() -> bool {
    document().active_element().is_some_and(|active| active.class_list().contains("card"))
}

fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
