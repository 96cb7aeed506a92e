//! The state of the board's screen: one for all its parts, a signal for whatever changes alone.

use super::{
    around::Around,
    column_state::{ColumnState, columns_of, set},
    others::{Before, Hand},
    place::{LastPlace, last_place},
};
use crate::{
    client::{Client, Latest, client},
    deal::adding::adding,
    error::Sentence,
    look::{ChosenLook, look},
    ui::{clock, toast::toasts},
};
use chrono::NaiveDateTime;
use domain::{
    board::{Board, Card, Dots, Query},
    deal::Status,
    id::{DealId, ProcessId, StageId, UserId},
    money::Currency,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::HashMap, sync::Arc};

/// The board's screen.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    /// What is made later belongs to the screen too, and goes with it.
    owner: StoredValue<Owner>,
    pub(super) client: Client,
    /// Where one comes back to.
    pub(super) place: LastPlace,
    /// What the shown board is the answer to, and how many questions there were before.
    answered: StoredValue<(Query, usize)>,
    /// The board as it is shown, pending commands included.
    shown: StoredValue<Board>,
    cards: StoredValue<HashMap<DealId, ArcRwSignal<Arc<Card>>>>,
    pub columns: RwSignal<Vec<ColumnState>>,
    pub around: RwSignal<Around>,
    /// Which figure is shown, how much room cards have, and which columns are folded (B14).
    pub look: ChosenLook,
    /// How many deals need somebody (B14).
    pub dots: RwSignal<Dots>,
    /// A deal that was dropped on a zone for those that are given up, and how: its dialog is open.
    pub giving_up: RwSignal<Option<(DealId, Status)>>,
    /// What the deal in the hand lacks to be won (W1).
    pub missing: RwSignal<Vec<String>>,
    pub now: RwSignal<NaiveDateTime>,
    pub currency: Currency,
    /// Counts the questions to the server: only the last one's answer is shown.
    asked: Latest,
    /// What is asked for; its answer may be on its way.
    pub query: RwSignal<Query>,
    /// The card that Tab comes to.
    pub focus: RwSignal<Option<DealId>>,
    /// Said by screen readers.
    pub announcement: RwSignal<String>,
    /// The card whose Move… dialog is open.
    pub moving: RwSignal<Option<DealId>>,
    /// The card whose tasks and actions are there to be checked off.
    pub checking: RwSignal<Option<DealId>>,
    /// What is in the hand.
    pub(super) hand: StoredValue<Hand>,
}

impl BoardState {
    /// A board that the store has read.
    pub fn new(query: Query) -> Option<Self> {
        let client = client();
        let board = client.board(&query)?;
        let place = last_place();
        place.enter(&query);
        client.looks_at(&query, board.process);
        let state = BoardState {
            place,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            client,
            answered: StoredValue::new((query.clone(), 0)),
            columns: RwSignal::new(columns_of(&board, 0, &[])),
            cards: StoredValue::new(HashMap::new()),
            around: RwSignal::new(Around::of(&board)),
            look: look(),
            dots: RwSignal::new(board.dots),
            giving_up: RwSignal::new(None),
            missing: RwSignal::new(vec![]),
            now: RwSignal::new(board.now),
            currency: board.currency,
            asked: Latest::default(),
            query: RwSignal::new(query),
            focus: RwSignal::new(place.focus_on(&board).or_else(|| first_card(&board))),
            announcement: RwSignal::new(String::new()),
            moving: RwSignal::new(None),
            checking: RwSignal::new(None),
            hand: StoredValue::default(),
            shown: StoredValue::new(board),
        };
        clock::keep_going(state.now);
        Effect::watch(move || client.track(), move |(), _, _| state.follow(), false);
        state.ask_again_with_the_clock();
        Some(state)
    }

    /// The board as it is shown, pending commands included.
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
        self.around.with(|around| around.rules.skipped(stage, &card.done))
    }

    /// After how many days cards of this stage are ageing, if at all (B15).
    pub fn ages_after(self, stage: StageId) -> Option<i64> {
        self.around.with(|around| around.rules.stage(stage).ok()?.ageing.after().map(i64::from))
    }

    /// The process that is shown.
    pub fn process(self) -> ProcessId {
        self.around.with(|around| around.rules.id)
    }

    /// Its name.
    pub fn name(self) -> String {
        self.around.with(|around| around.rules.name.to_string())
    }

    /// Somebody's name, to show whose a card is.
    pub fn person(self, id: UserId) -> String {
        let name = |around: &Around| around.people.iter().find(|p| p.id == id).map(|p| p.name.clone());
        self.around.with(name).unwrap_or_default()
    }

    /// Asks for further cards of a column.
    pub fn load_more(self, column: ColumnState) {
        if column.loading.get_untracked() {
            return;
        }
        column.loading.set(true);
        let (query, toaster) = (self.answered.with_value(|(query, _)| query.clone()), toasts());
        spawn_local(async move {
            let answer = self.client.read_further(query, column.stage).await;
            // Another board may be shown by now, or none.
            if column.loading.try_set(false).is_none()
                && let Err(problem) = answer
            {
                toaster.show(problem.sentence());
            }
        });
    }

    /// Each quarter of an hour other tasks are due: what counts them is the server (B6, B14).
    fn ask_again_with_the_clock(self) {
        let quarter = Memo::new(move |_| self.now.get().and_utc().timestamp() / (15 * 60));
        Effect::watch(move || quarter.get(), move |_, _, _| self.refresh(), false);
    }

    /// Shows a deal that was just added: the focus goes to its card.
    fn show_added(self, board: &Board) {
        let added = adding().added;
        if let Some(deal) = added.get_untracked().filter(|deal| board.find(*deal).is_some()) {
            added.set(None);
            request_animation_frame(move || self.bring_focus(deal));
        }
    }

    /// Asks for the same again, and shows who changed what of it meanwhile.
    pub fn refresh(self) {
        self.ask(self.query.get_untracked(), self.before_others());
    }

    /// Shows the answer to a question: what was read before at once, then what the server says now.
    pub fn load(self, query: Query) {
        self.ask(query, vec![]);
    }

    fn ask(self, query: Query, before: Vec<Before>) {
        let number = self.asked.next();
        self.show(query.clone());
        spawn_local(async move {
            let answer = self.client.read_board(query.clone()).await;
            match answer {
                _ if !self.asked.is(number) => {}
                Ok(()) => {
                    self.show(query);
                    self.mark_changed(before);
                }
                Err(problem) => self.client.not_read(&problem),
            }
        });
    }

    /// Shows the board of this question, if it was read.
    fn show(self, query: Query) {
        let Some(board) = self.client.board(&query) else { return };
        // Also when it is the same: what is typed is written there before anybody is told.
        self.query.set(query.clone());
        if self.answered.with_value(|(answered, _)| *answered == query) {
            return self.follow();
        }
        self.place.enter(&query);
        self.answered.update_value(|(answered, generation)| {
            (*answered, *generation) = (query, *generation + 1);
        });
        self.patch(board);
    }

    /// Shows what the store knows by now, under whatever the eye and the hand are on.
    pub(super) fn follow(self) {
        let query = self.answered.with_value(|(query, _)| query.clone());
        let Some(board) = self.client.board(&query) else { return };
        let (seen, board) = (self.seen(), self.under_the_hand(board));
        self.patch(board);
        self.keep_in_sight(seen);
    }

    /// Shows at once what was just done here.
    pub(super) fn sync(self) {
        let query = self.answered.with_value(|(query, _)| query.clone());
        self.client.board(&query).into_iter().for_each(|board| self.patch(board));
    }

    /// Brings the signals up to a board; those whose value is the same stay silent. Columns, their scroll and loaded
    /// cards stay, as long as it is the answer to the same question.
    fn patch(self, board: Board) {
        self.answered.with_value(|(query, _)| self.client.looks_at(query, board.process));
        set(self.around, Around::of(&board));
        set(self.dots, board.dots);
        // What was read before is not later than now.
        if self.now.get_untracked() < board.now {
            self.now.set(board.now);
        }
        if self.focus.get_untracked().is_none_or(|deal| board.find(deal).is_none()) {
            set(self.focus, first_card(&board));
        }
        self.cards.update_value(|signals| {
            signals.retain(|id, _| board.find(*id).is_some());
            for card in board.columns.iter().flat_map(|column| &column.page.cards) {
                if let Some(signal) =
                    signals.get(&card.id).filter(|old| old.with_untracked(|old| old != card))
                {
                    signal.set(card.clone());
                }
            }
        });
        let generation = self.answered.with_value(|(_, generation)| *generation);
        let before = self.columns.get_untracked();
        let columns = self.owner.get_value().with(|| columns_of(&board, generation, &before));
        self.show_added(&board);
        self.shown.set_value(board);
        set(self.columns, columns);
    }
}

fn first_card(board: &Board) -> Option<DealId> {
    board.columns.iter().find_map(|column| column.page.cards.first()).map(|card| card.id)
}
