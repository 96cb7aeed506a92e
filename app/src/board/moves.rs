//! What the board shows: what the server said, with the moves laid over it that it has not answered yet.

use domain::{
    board::{Board, Move, Page},
    id::{Op, StageId},
    place::Place,
};

/// The server's board and the moves in flight, in the order they were made.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    server: Board,
    pending: Vec<(Op, Move)>,
    /// Whether the first pending move is on its way.
    sending: bool,
}

impl Moves {
    pub fn new(server: Board) -> Self {
        Moves { server, pending: Vec::new(), sending: false }
    }

    /// The board as it will be when every pending move is accepted.
    pub fn view(&self) -> Board {
        self.pending.iter().fold(self.server.clone(), |board, (_, step)| board.moved(step))
    }

    /// A move was made under the hand.
    pub fn make(&mut self, op: Op, step: Move) {
        self.pending.push((op, step));
    }

    /// The server made this move: it is no longer pending but true.
    pub fn accept(&mut self, op: &Op) {
        if let Some(step) = self.settle(op) {
            self.server = self.server.clone().moved(&step);
        }
    }

    /// The server refused this move: the card is back, the other moves stay.
    pub fn refuse(&mut self, op: &Op) {
        self.settle(op);
    }

    /// The server's board was read anew; the pending moves stay laid over it.
    pub fn rebase(&mut self, server: Board) {
        self.server = server;
    }

    /// Further cards of a column arrived.
    pub fn grow(&mut self, stage: StageId, page: Page) {
        self.server = self.server.clone().grown(stage, page);
    }

    /// What to ask for to get further cards of a column.
    pub fn next_page(&self, stage: StageId) -> Option<Place> {
        self.server.column(stage)?.page.next.clone()
    }

    /// The move to send now: the oldest, when none is on its way. Two of one deal must not overtake each other.
    pub fn next_to_send(&mut self) -> Option<(Op, Move)> {
        let first = self.pending.first().filter(|_| !self.sending)?.clone();
        self.sending = true;
        Some(first)
    }

    fn settle(&mut self, op: &Op) -> Option<Move> {
        self.sending = false;
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
        process::Stage,
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
        let stage =
            Stage { id: StageId(stage), name: Name::known("Stage"), hint: String::new(), actions: vec![] };
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

    fn moves() -> Moves {
        Moves::new(Board {
            costs: false,
            process: ProcessId(1),
            name: String::new(),
            guarded: false,
            columns: vec![column(1, &[11, 12]), column(2, &[])],
            processes: vec![],
            people: vec![],
            currency: Currency::PLN,
            now: Default::default(),
        })
    }

    fn op(number: u32) -> Op {
        format!("{number:08}-0000-4000-8000-000000000000").parse().unwrap()
    }

    fn step(deal: i64) -> Move {
        Move { deal: DealId(deal), from: StageId(1), to: StageId(2), gap: Gap::default() }
    }

    fn order(moves: &Moves) -> Vec<Vec<i64>> {
        moves.view().columns.iter().map(|c| c.page.cards.iter().map(|card| card.id.0).collect()).collect()
    }

    #[test]
    fn a_move_shows_at_once_and_stays_when_accepted() {
        let mut moves = moves();
        moves.make(op(1), step(11));
        assert_eq!(order(&moves), [vec![12], vec![11]]);
        moves.accept(&op(1));
        assert_eq!(order(&moves), [vec![12], vec![11]]);
        assert_eq!(moves.next_to_send(), None);
    }

    #[test]
    fn refusing_one_move_keeps_the_others() {
        let mut moves = moves();
        moves.make(op(1), step(11));
        moves.make(op(2), step(12));
        moves.refuse(&op(1));
        assert_eq!(order(&moves), [vec![11], vec![12]]);
        assert_eq!(moves.view().columns[1].count, 1);
        moves.refuse(&op(2));
        assert_eq!(order(&moves), [vec![11, 12], vec![]]);
    }

    #[test]
    fn moves_are_sent_one_after_another() {
        let mut moves = moves();
        moves.make(op(1), step(11));
        moves.make(op(2), step(12));
        assert_eq!(moves.next_to_send(), Some((op(1), step(11))));
        assert_eq!(moves.next_to_send(), None, "the first is on its way");
        moves.accept(&op(1));
        assert_eq!(moves.next_to_send(), Some((op(2), step(12))));
    }

    #[test]
    fn reading_the_board_anew_keeps_what_is_pending() {
        let mut board = moves();
        board.make(op(1), step(11));
        board.make(op(2), step(12));
        board.next_to_send();
        board.rebase(moves().view());
        assert_eq!(order(&board), [vec![], vec![11, 12]]);
        board.accept(&op(1));
        assert_eq!(board.next_to_send(), Some((op(2), step(12))));
    }

    #[test]
    fn cards_that_arrive_stand_under_the_pending_moves() {
        let mut moves = moves();
        moves.make(op(1), step(11));
        let page = column(1, &[12, 13]).page;
        moves.grow(StageId(1), page);
        assert_eq!(order(&moves), [vec![12, 13], vec![11]]);
    }
}
