//! The boards as the server said them, and the commands laid over them that it has not answered yet. No browser in here.

use command::board::Loaded;
use domain::{
    board::{Board, Move, Page, Query},
    id::{DealId, Op, StageId},
    place::Place,
};

/// A command that boards show before the server has answered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    Move(Move),
    Win(DealId),
}

impl Pending {
    /// The deal that it is about.
    pub fn deal(&self) -> DealId {
        match self {
            Pending::Move(step) => step.deal,
            Pending::Win(deal) => *deal,
        }
    }

    /// A board as it will be when the server has done it.
    fn done_on(&self, board: Board) -> Board {
        match self {
            Pending::Move(step) => board.moved(step),
            Pending::Win(deal) => board.without(*deal),
        }
    }
}

/// A question for a board that is on its way.
#[derive(Clone, Debug)]
pub struct Reading {
    query: Query,
    /// Counts the questions.
    number: usize,
    /// How many cards of each column are asked for.
    loaded: Vec<Loaded>,
    /// How many commands the server had done when it was asked.
    accepted: usize,
}

impl Reading {
    /// How many cards of each column are asked for: as many as were loaded.
    pub fn loaded(&self) -> &[Loaded] {
        &self.loaded
    }
}

/// Whether a board was read while a command was on its way: nobody knows which of the two the server saw first.
type ReadMeanwhile = bool;

/// The boards that were read, by what they were asked for, and the commands in flight in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Boards {
    /// The one that was read last comes last. Each with the number of its question.
    read: Vec<(Query, Board, usize)>,
    /// How many questions were asked.
    asked: usize,
    pending: Vec<(Op, Pending)>,
    /// Commands that were given before those, and are kept elsewhere until there is a line.
    waiting: Vec<(Op, Pending)>,
    /// Whether the first pending command is on its way, and if so, whether a board was read meanwhile.
    sending: Option<ReadMeanwhile>,
    /// How many commands the server has done.
    accepted: usize,
}

impl Boards {
    /// How many boards are kept: those that people go back and forth between.
    const KEPT: usize = 8;

    /// A board as it will be when every pending command is accepted, if it was read.
    pub fn view(&self, query: &Query) -> Option<Board> {
        let board = self.find(query)?.clone();
        let waits = |op: &Op| self.waiting.iter().any(|(waiting, _)| waiting == op);
        let pending = self.pending.iter().filter(|(op, _)| !waits(op));
        Some(self.waiting.iter().chain(pending).fold(board, |board, (_, command)| command.done_on(board)))
    }

    /// These commands wait for a line; those that waited were sent, and are true. Gives whether boards look different.
    pub fn hold(&mut self, waiting: Vec<(Op, Pending)>, sent: &[Op]) -> bool {
        let done: Vec<_> = self.waiting.iter().filter(|(op, _)| sent.contains(op)).cloned().collect();
        done.iter().for_each(|(_, command)| self.become_true(command));
        let changed = self.waiting != waiting;
        self.waiting = waiting;
        changed
    }

    /// The server has done it.
    fn become_true(&mut self, command: &Pending) {
        self.accepted += 1;
        for (_, board, _) in &mut self.read {
            *board = command.done_on(board.clone());
        }
    }

    /// A board came with the page, or was read.
    pub fn keep(&mut self, query: Query, board: Board) {
        let reading = self.begin(&query);
        self.end(reading, board);
    }

    /// A board is about to be asked for.
    pub fn begin(&mut self, query: &Query) -> Reading {
        self.asked += 1;
        let (number, loaded, accepted) = (self.asked, self.loaded(query), self.accepted);
        Reading { query: query.clone(), number, loaded, accepted }
    }

    /// The server's answer; the pending commands stay laid over it. Dropped where a question that was asked later was
    /// answered before. False when it has to be asked again: what was done while it was on its way may not be in it, and is
    /// pending no more.
    pub fn end(&mut self, Reading { query, number, accepted, .. }: Reading, board: Board) -> bool {
        if self.accepted != accepted {
            return false;
        }
        if self.read.iter().any(|(known, _, asked)| *known == query && *asked > number) {
            return true;
        }
        self.sending = self.sending.map(|_| true);
        self.read.retain(|(known, ..)| *known != query);
        if self.read.len() == Self::KEPT {
            self.read.remove(0);
        }
        self.read.push((query, board, number));
        true
    }

    /// Further cards of a column arrived.
    pub fn grow(&mut self, query: &Query, stage: StageId, page: Page) {
        if let Some((_, board, _)) = self.read.iter_mut().find(|(known, ..)| known == query) {
            *board = board.clone().grown(stage, page);
        }
    }

    /// What to ask for to get further cards of a column.
    pub fn next_page(&self, query: &Query, stage: StageId) -> Option<Place> {
        self.find(query)?.column(stage)?.page.next.clone()
    }

    /// How many cards of each column were loaded: as many are asked for when the board is read again.
    pub fn loaded(&self, query: &Query) -> Vec<Loaded> {
        let columns = self.find(query).into_iter().flat_map(|board| &board.columns);
        columns.map(|column| Loaded { stage: column.stage.id, cards: column.page.cards.len() }).collect()
    }

    /// Whether a command about this deal is not answered yet.
    pub fn awaits(&self, deal: DealId) -> bool {
        self.pending.iter().any(|(_, command)| command.deal() == deal)
    }

    /// Whether any command is not answered yet.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// A command was given under the hand.
    pub fn make(&mut self, op: Op, command: Pending) {
        self.pending.push((op, command));
    }

    /// The command to send now: the oldest, when none is on its way. Two of one deal must not overtake each other.
    pub fn next_to_send(&mut self) -> Option<(Op, Pending)> {
        let first = self.pending.first().filter(|_| self.sending.is_none())?.clone();
        self.sending = Some(false);
        Some(first)
    }

    /// The server did it: it is no longer pending but true. Gives whether boards have to be asked for again: what was read
    /// meanwhile may know of it already, and of what came after it.
    pub fn accept(&mut self, op: &Op) -> bool {
        let unsure = self.sending == Some(true);
        if let Some(command) = self.settle(op) {
            self.become_true(&command);
        }
        unsure
    }

    /// The server refused it: the card is back, the other commands stay.
    pub fn refuse(&mut self, op: &Op) {
        self.settle(op);
    }

    fn find(&self, query: &Query) -> Option<&Board> {
        self.read.iter().find(|(known, ..)| known == query).map(|(_, board, _)| board)
    }

    fn settle(&mut self, op: &Op) -> Option<Pending> {
        self.sending = None;
        let index = self.pending.iter().position(|(pending, _)| pending == op)?;
        Some(self.pending.remove(index).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        board::{Card, Column},
        contact::Client,
        id::{DealId, ProcessId, UserId},
        money::{Currency, Money},
        place::Gap,
        process::StageOutline,
        text::Name,
    };
    use std::sync::Arc;

    fn column(stage: i64, cards: &[i64]) -> Column {
        let card = |id: &i64| {
            Arc::new(Card {
                cost: None,
                id: DealId(*id),
                name: String::new(),
                client: Client::default(),
                value: Money { minor: 100, currency: Currency::PLN },
                owner: UserId(1),
                since: Default::default(),
                probability: 0,
                done: vec![],
                tasks: vec![],
            })
        };
        let cards: Vec<_> = cards.iter().map(card).collect();
        let stage = StageOutline {
            id: StageId(stage),
            name: Name::known("Stage"),
            actions: vec![],
            ages_after: None,
        };
        let totals = cards.iter().map(|card| card.value).collect();
        Column {
            profit: Default::default(),
            stage,
            count: cards.len(),
            totals,
            weighted: Default::default(),
            page: Page { cards, next: None },
        }
    }

    fn board() -> Board {
        Board {
            costs: false,
            process: ProcessId(1),
            name: String::new(),
            guarded: false,
            columns: vec![column(1, &[11, 12]), column(2, &[])],
            dots: Default::default(),
            processes: vec![],
            people: vec![],
            currency: Currency::PLN,
            now: Default::default(),
        }
    }

    fn boards() -> Boards {
        let mut boards = Boards::default();
        boards.keep(Query::default(), board());
        boards
    }

    fn op(number: u32) -> Op {
        format!("{number:08}-0000-4000-8000-000000000000").parse().unwrap()
    }

    fn step(deal: i64) -> Pending {
        Pending::Move(Move { deal: DealId(deal), from: StageId(1), to: StageId(2), gap: Gap::default() })
    }

    fn order(boards: &Boards) -> Vec<Vec<i64>> {
        let board = boards.view(&Query::default()).unwrap();
        board.columns.iter().map(|c| c.page.cards.iter().map(|card| card.id.0).collect()).collect()
    }

    #[test]
    fn a_move_shows_at_once_and_stays_when_accepted() {
        let mut boards = boards();
        boards.make(op(1), step(11));
        assert_eq!(order(&boards), [vec![12], vec![11]]);
        boards.accept(&op(1));
        assert_eq!(order(&boards), [vec![12], vec![11]]);
        assert_eq!(boards.next_to_send(), None);
    }

    #[test]
    fn a_won_deal_leaves_at_once_and_is_back_when_refused() {
        let mut boards = boards();
        boards.make(op(1), Pending::Win(DealId(11)));
        assert_eq!(order(&boards), [vec![12], vec![]]);
        assert!(boards.awaits(DealId(11)) && !boards.awaits(DealId(12)));
        boards.refuse(&op(1));
        assert_eq!(order(&boards), [vec![11, 12], vec![]]);
    }

    #[test]
    fn refusing_one_move_keeps_the_others() {
        let mut boards = boards();
        boards.make(op(1), step(11));
        boards.make(op(2), step(12));
        boards.refuse(&op(1));
        assert_eq!(order(&boards), [vec![11], vec![12]]);
        assert_eq!(boards.view(&Query::default()).unwrap().columns[1].count, 1);
        boards.refuse(&op(2));
        assert_eq!(order(&boards), [vec![11, 12], vec![]]);
    }

    #[test]
    fn commands_are_sent_one_after_another() {
        let mut boards = boards();
        boards.make(op(1), step(11));
        boards.make(op(2), step(12));
        assert_eq!(boards.next_to_send(), Some((op(1), step(11))));
        assert_eq!(boards.next_to_send(), None, "the first is on its way");
        boards.accept(&op(1));
        assert_eq!(boards.next_to_send(), Some((op(2), step(12))));
    }

    #[test]
    fn reading_a_board_again_keeps_what_is_pending() {
        let mut boards = boards();
        boards.make(op(1), step(11));
        boards.make(op(2), step(12));
        boards.next_to_send();
        let done = boards.view(&Query::default()).unwrap();
        boards.keep(Query::default(), done);
        assert_eq!(order(&boards), [vec![], vec![11, 12]]);
        boards.accept(&op(1));
        assert_eq!(boards.next_to_send(), Some((op(2), step(12))));
    }

    #[test]
    fn an_answer_that_comes_late_is_not_shown_over_a_later_one() {
        let mut boards = boards();
        let query = Query::default();
        let (first, second) = (boards.begin(&query), boards.begin(&query));
        boards.make(op(1), step(11));
        let moved = boards.view(&Query::default()).unwrap();
        boards.refuse(&op(1));
        assert!(boards.end(second, moved) && boards.end(first, board()));
        assert_eq!(order(&boards), [vec![12], vec![11]]);
        // Of another question it is the first.
        let other = Query { process: Some(ProcessId(2)), ..Query::default() };
        boards.keep(other.clone(), board());
        assert!(boards.view(&other).is_some());
    }

    #[test]
    fn what_was_read_while_a_command_was_on_its_way_is_read_again() {
        let mut boards = boards();
        boards.make(op(1), step(11));
        boards.next_to_send();
        assert!(!boards.accept(&op(1)));
        boards.make(op(2), step(12));
        boards.next_to_send();
        // Moved, and moved back by somebody else, before this was read.
        boards.keep(Query::default(), board());
        assert!(boards.accept(&op(2)));
    }

    #[test]
    fn an_answer_from_before_a_command_was_done_is_asked_for_again() {
        let mut boards = boards();
        let reading = boards.begin(&Query::default());
        boards.make(op(1), step(11));
        boards.accept(&op(1));
        assert!(!boards.end(reading, board()));
        assert_eq!(order(&boards), [vec![12], vec![11]]);
    }

    #[test]
    fn what_waits_for_a_line_lies_over_every_board_until_it_was_sent() {
        let mut boards = boards();
        let waiting = [(op(1), step(11)), (op(2), step(12))];
        boards.make(op(1), step(11));
        assert!(boards.hold(waiting[..1].to_vec(), &[]));
        assert_eq!(order(&boards), [vec![12], vec![11]], "not twice while it is pending too");
        boards.refuse(&op(1));
        assert!(boards.hold(waiting.to_vec(), &[]) && !boards.hold(waiting.to_vec(), &[]));
        assert_eq!(order(&boards), [vec![], vec![11, 12]]);
        // A page that begins reads the board as it was before.
        boards.keep(Query::default(), board());
        let reading = boards.begin(&Query::default());
        assert!(boards.hold(waiting[1..].to_vec(), &[op(1)]));
        assert!(!boards.end(reading, board()), "asked before the first was done");
        assert_eq!(order(&boards), [vec![], vec![11, 12]]);
        // The other is taken back.
        boards.hold(vec![], &[]);
        assert_eq!(order(&boards), [vec![12], vec![11]]);
    }

    #[test]
    fn an_accepted_move_is_true_on_every_board() {
        let mut boards = boards();
        let other = Query { process: Some(ProcessId(1)), ..Query::default() };
        boards.keep(other.clone(), board());
        boards.make(op(1), step(11));
        boards.accept(&op(1));
        assert_eq!(boards.view(&other), boards.view(&Query::default()));
    }

    #[test]
    fn cards_that_arrive_stand_under_the_pending_moves() {
        let mut boards = boards();
        boards.make(op(1), step(11));
        boards.grow(&Query::default(), StageId(1), column(1, &[12, 13]).page);
        assert_eq!(order(&boards), [vec![12, 13], vec![11]]);
        let loaded = boards.loaded(&Query::default());
        assert_eq!(
            loaded.iter().map(|column| column.cards).collect::<Vec<_>>(),
            [3, 0],
            "as the server said"
        );
    }

    #[test]
    fn only_the_last_boards_are_kept() {
        let mut boards = boards();
        for process in 1..=Boards::KEPT as i64 {
            boards.keep(Query { process: Some(ProcessId(process)), ..Query::default() }, board());
        }
        assert_eq!(boards.view(&Query::default()), None);
        assert_eq!(boards.read.len(), Boards::KEPT);
    }
}
