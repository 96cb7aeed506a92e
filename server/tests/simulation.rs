//! Browsers and a server over a bad line: what is sent is late, lost, doubled and out of order, streams break, pages sleep
//! and are closed. When it is quiet again every browser shows the server's board, what was acknowledged happened once, what
//! was not at most once, and nobody was ever given a deal that they may not see (B11).
//!
//! The browsers keep their boards in the program's own store (`app::client::Boards`), the server is its own commands on a
//! real database. The seed of a run that failed is said: `TABLICA_SEED=… cargo test -p server --test simulation` runs it
//! again; `TABLICA_RUNS=…` says how many there are.

mod house;

use app::client::{Boards, Pending, Reading};
use command::{Command, board::ReadBoard};
use domain::{
    board::{Board, Column, Move, Query},
    id::{DealId, Op, ProcessId, UserId},
    people::User,
};
use fastrand::Rng;
use futures_util::FutureExt;
use house::{House, form, furnished};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use store::{Account, Error, Heard, Listening, Location};

/// How many runs there are unless it is said.
const RUNS: u64 = 40;
/// How long hands are at work in a run, in ticks; afterwards the line is good.
const BUSY: u64 = 120;
/// After how many ticks a browser gives up waiting.
const PATIENCE: u64 = 40;
/// After how many ticks what could not be read is asked for again.
const RETRY: u64 = 20;
/// How many runs a house sees before it is too full to be quick.
const FULL: usize = 40;
/// When a run that does not become quiet has failed.
const LATEST: u64 = 5_000;

/// What is broken on purpose, to see that it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    Nothing,
    /// A request that comes twice is done twice.
    Ops,
    /// Who comes back hears nothing of what they missed.
    Marks,
    /// A late answer comes over a newer one.
    Order,
    /// What somebody else's page is told of is not asked for.
    Deaf,
}

/// Something on its way.
#[derive(Clone, Debug)]
enum Message {
    Command(Op, Pending),
    Answer(Op, bool),
    Ask(u64, Reading),
    Board(u64, Box<Board>),
}

impl Message {
    fn goes_to_the_server(&self) -> bool {
        matches!(self, Message::Command(..) | Message::Ask(..))
    }
}

/// A page that is open.
struct Browser {
    user: User,
    boards: Boards,
    /// Counts the pages that were here: what is meant for an earlier one is for nobody.
    life: u32,
    stream: Option<Listening>,
    mark: String,
    /// What was sent and is not answered, and since when.
    sent: Option<(Op, u64)>,
    /// What is asked for, and since when.
    asked: BTreeMap<u64, (Reading, u64)>,
    questions: u64,
    /// The gestures of this page whose nudges say nothing new.
    made: HashSet<Op>,
    retry: Option<u64>,
}

struct World {
    house: House,
    account: Account,
    rng: Rng,
    broken: Broken,
    process: ProcessId,
    query: Query,
    stages: Vec<i64>,
    browsers: Vec<Browser>,
    /// When it comes, whose it is, of which life, and what.
    line: Vec<(u64, usize, u32, Message)>,
    now: u64,
    /// Who sees each deal, besides administrators.
    circles: HashMap<DealId, BTreeSet<UserId>>,
    owners: HashMap<DealId, UserId>,
    given: HashSet<Op>,
    acknowledged: HashSet<Op>,
    seed: u64,
    ops: u64,
    /// The last change before the hands begin.
    since: i64,
}

const ANNA: UserId = UserId(1);
const ZOFIA: UserId = UserId(3);
const PIOTR: UserId = UserId(4);

impl World {
    async fn new(house: House, seed: u64, broken: Broken) -> World {
        let (anna, account) = house.store.addressee(ANNA).await.unwrap().unwrap();
        let zofia = house.store.addressee(ZOFIA).await.unwrap().unwrap().0;
        let piotr = house.store.addressee(PIOTR).await.unwrap().unwrap().0;
        let mut world = World {
            account,
            rng: Rng::with_seed(seed),
            broken,
            process: ProcessId(0),
            query: Query::default(),
            stages: vec![],
            browsers: vec![],
            line: vec![],
            now: 0,
            circles: HashMap::new(),
            owners: HashMap::new(),
            given: HashSet::new(),
            acknowledged: HashSet::new(),
            seed,
            ops: 0,
            since: 0,
            house,
        };
        let plan = domain::process::ProcessForm::plain(&format!("Run {seed}"), &["One", "Two", "Three"]);
        let process = world.does(ANNA, "add_process", json!({"form": plan})).await.unwrap();
        world.process = ProcessId(process.as_i64().unwrap());
        world.query = Query { process: Some(world.process), ..Query::default() };
        for number in 0..6 {
            world.add_deal(if number % 2 == 0 { ZOFIA } else { PIOTR }).await;
        }
        let board = world.read(&anna, vec![]).await;
        world.stages = board.columns.iter().map(|column| column.stage.id.0).collect();
        let tx = world.house.store.read(anna.clone(), world.account.clone()).await.unwrap();
        world.since = tx.last_change().await.unwrap().0;
        drop(tx);
        for user in [&anna, &anna, &zofia, &piotr] {
            let browser = world.page(user, 0).await;
            world.browsers.push(browser);
        }
        world
    }

    /// A fresh page: its mark is older than its board.
    async fn page(&mut self, user: &User, life: u32) -> Browser {
        let mark = self.house.store.live().mark(user);
        let mut boards = Boards::default();
        boards.keep(self.query.clone(), self.read(user, vec![]).await);
        Browser {
            user: user.clone(),
            boards,
            life,
            stream: None,
            mark,
            sent: None,
            asked: BTreeMap::new(),
            questions: 0,
            made: HashSet::new(),
            retry: None,
        }
    }

    /// What this user is given; none of it that they may not see.
    async fn read(&self, user: &User, loaded: Vec<command::board::Loaded>) -> Board {
        let tx = self.house.store.read(user.clone(), self.account.clone()).await.unwrap();
        let read = ReadBoard { query: self.query.clone(), loaded };
        let board = command::ask(&tx, &read).await.unwrap();
        for card in board.columns.iter().flat_map(|column| &column.page.cards) {
            let sees = user.id == ANNA || self.circles[&card.id].contains(&user.id);
            assert!(sees, "{} was given {:?}", user.name, card.id);
        }
        board
    }

    fn op(&mut self) -> Op {
        self.ops += 1;
        format!("{:08x}-0000-4000-8000-{:012x}", self.seed, self.ops).parse().unwrap()
    }

    /// A command that is done at once, as from somewhere else.
    async fn does(&mut self, by: UserId, name: &str, fields: Value) -> Option<Value> {
        let op = self.op();
        let tx = self.house.store.write(by).await.unwrap();
        match Command::read(name, fields).unwrap().perform(tx, &op).await {
            Ok(done) => Some(serde_json::from_str(&done.answer).unwrap()),
            Err(Error::Refused(_)) => None,
            Err(error) => panic!("{name}: {error}"),
        }
    }

    async fn add_deal(&mut self, owner: UserId) {
        let deal = json!({"form": form(owner, "Trucks", "10"), "process": self.process, "participants": []});
        let deal = self.does(owner, "add_deal", deal).await.unwrap();
        let deal = DealId(deal.as_i64().unwrap());
        self.circles.insert(deal, [owner].into());
        self.owners.insert(deal, owner);
    }

    /// Hands a message to the line, which may lose or double it.
    fn send(&mut self, browser: usize, message: Message) {
        let bad = self.now < BUSY;
        let copies = match self.rng.u8(..20) {
            0 if bad => 0,
            1 if bad => 2,
            _ => 1,
        };
        for _ in 0..copies {
            let due = self.now + self.rng.u64(1..if bad { 30 } else { 3 });
            self.line.push((due, browser, self.browsers[browser].life, message.clone()));
        }
    }

    /// A hand moves or wins a card that its page shows, or somebody does something elsewhere, or a page goes.
    async fn act(&mut self) {
        let index = self.rng.usize(..self.browsers.len());
        match self.rng.u8(..16) {
            0..5 => self.hand(index),
            5 => self.let_in_or_out().await,
            6 if self.circles.len() < 12 => {
                let owner = self.salesperson();
                self.add_deal(owner).await;
            }
            7 => {
                let Some(deal) = self.rng.choice(self.deals()) else { return };
                let value = self.rng.u32(1..1_000).to_string();
                self.does(ANNA, "change_deals", json!({"deals": [deal], "change": {"value": value}})).await;
            }
            // It sleeps, or its stream breaks.
            8 => self.browsers[index].stream = None,
            9 => {
                let (user, life) = (self.browsers[index].user.clone(), self.browsers[index].life + 1);
                self.browsers[index] = self.page(&user, life).await;
            }
            _ => {}
        }
    }

    fn deals(&self) -> BTreeSet<DealId> {
        self.circles.keys().copied().collect()
    }

    fn salesperson(&mut self) -> UserId {
        if self.rng.bool() { ZOFIA } else { PIOTR }
    }

    /// Lets a salesperson take part in a deal, or takes them off it, who then sees it no more; owners stay.
    async fn let_in_or_out(&mut self) {
        let (deals, user) = (self.deals(), self.salesperson());
        let Some(deal) = self.rng.choice(deals) else { return };
        let sees = self.circles[&deal].contains(&user);
        if sees && self.owners[&deal] == user {
            return;
        }
        let name = if sees { "remove_participant" } else { "add_participant" };
        if self.does(ANNA, name, json!({"deal": deal, "user": user})).await.is_some() {
            let circle = self.circles.get_mut(&deal).unwrap();
            if sees {
                circle.remove(&user)
            } else {
                circle.insert(user)
            };
        }
    }

    fn hand(&mut self, index: usize) {
        let Some(board) = self.browsers[index].boards.view(&self.query) else { return };
        let cards: Vec<_> = board
            .columns
            .iter()
            .flat_map(|column| column.page.cards.iter().map(|card| (card.id, column.stage.id)))
            .collect();
        let Some((deal, from)) = self.rng.choice(cards) else { return };
        let command = match self.rng.u8(..12) {
            0 => Pending::Win(deal),
            _ => {
                let to = self.rng.choice(&board.columns).unwrap();
                let gap = to.gap(self.rng.usize(..=to.page.cards.len()), deal);
                Pending::Move(Move { deal, from, to: to.stage.id, gap })
            }
        };
        let op = self.op();
        self.given.insert(op.clone());
        let browser = &mut self.browsers[index];
        browser.made.insert(op.clone());
        browser.boards.make(op, command);
        self.go_on(index);
    }

    /// Sends what is next, as `client/store.rs` does.
    fn go_on(&mut self, index: usize) {
        let (now, browser) = (self.now, &mut self.browsers[index]);
        if let Some((op, command)) = browser.boards.next_to_send() {
            browser.sent = Some((op.clone(), now));
            self.send(index, Message::Command(op, command));
        }
    }

    /// Asks for the board, as a page does that shows something old.
    fn ask(&mut self, index: usize) {
        let (now, query, browser) = (self.now, self.query.clone(), &mut self.browsers[index]);
        let reading = browser.boards.begin(&query);
        browser.questions += 1;
        let number = browser.questions;
        browser.asked.insert(number, (reading.clone(), now));
        self.send(index, Message::Ask(number, reading));
    }

    async fn arrive(&mut self, index: usize, message: Message) {
        let user = self.browsers[index].user.clone();
        match message {
            Message::Command(op, command) => {
                let said = self.perform(&user, &op, &command).await;
                self.send(index, Message::Answer(op, said));
            }
            Message::Ask(number, reading) => {
                let board = self.read(&user, reading.loaded().to_vec()).await;
                self.send(index, Message::Board(number, Box::new(board)));
            }
            Message::Answer(op, done) => {
                if done {
                    self.acknowledged.insert(op.clone());
                }
                let browser = &mut self.browsers[index];
                if browser.sent.take_if(|(sent, _)| *sent == op).is_none() {
                    return;
                }
                let old = match done {
                    true => browser.boards.accept(&op),
                    false => {
                        browser.boards.refuse(&op);
                        true
                    }
                };
                if old {
                    self.ask(index);
                }
                self.go_on(index);
            }
            Message::Board(number, board) => {
                let late = self.broken == Broken::Order;
                let browser = &mut self.browsers[index];
                let Some((reading, _)) = browser.asked.remove(&number) else { return };
                let reading = if late { browser.boards.begin(&self.query) } else { reading };
                if !browser.boards.end(reading, *board) {
                    self.ask(index);
                }
            }
        }
    }

    async fn perform(&mut self, user: &User, op: &Op, command: &Pending) -> bool {
        let op = if self.broken == Broken::Ops { self.op() } else { op.clone() };
        let command = match command {
            Pending::Move(step) => Command::MoveDeal(step.clone()),
            Pending::Win(deal) => Command::read("win_deal", json!({"deal": deal})).unwrap(),
        };
        let tx = self.house.store.write(user.id).await.unwrap();
        match command.perform(tx, &op).await {
            Ok(_) => true,
            Err(Error::Refused(_)) => false,
            Err(error) => panic!("{command:?}: {error}"),
        }
    }

    /// Hears what the stream brought; comes back where it broke.
    async fn listen(&mut self, index: usize) {
        let live = self.house.store.live().clone();
        let bad = self.now < BUSY;
        if self.browsers[index].stream.is_none() {
            if bad && self.rng.u8(..10) > 0 {
                return;
            }
            let browser = &mut self.browsers[index];
            let listening = live.listen(&browser.user, Some(&browser.mark));
            let missed = listening.missed && self.broken != Broken::Marks;
            browser.stream = Some(listening);
            if missed {
                self.ask(index);
            }
        }
        // What comes on the stream comes in order, and late.
        if bad && self.rng.bool() {
            return;
        }
        while let Some(heard) = self.heard(index) {
            match heard {
                Heard::Nudge(nudge, mark) if nudge.audience.includes(&self.browsers[index].user) => {
                    self.browsers[index].mark = mark;
                    let own = nudge.op.as_ref().is_some_and(|op| self.browsers[index].made.contains(op));
                    let lost = self.broken == Broken::Deaf && nudge.by == Some(ANNA);
                    if !own && !lost {
                        self.ask(index);
                    }
                }
                Heard::Nudge(..) => {}
                Heard::TooMuch | Heard::Over => self.ask(index),
            }
        }
    }

    fn heard(&mut self, index: usize) -> Option<Heard> {
        let next = self.browsers[index].stream.as_mut()?.next();
        // Whatever is there is heard now, however much this test did since it last let others do something.
        tokio::task::unconstrained(next).now_or_never()
    }

    /// Gives up what was not answered in time, as `client/store.rs` does after a fault.
    fn lose_patience(&mut self, index: usize) {
        let (now, browser) = (self.now, &mut self.browsers[index]);
        let over = |since: u64| now > since + PATIENCE;
        if let Some((op, _)) = browser.sent.take_if(|(_, since)| over(*since)) {
            browser.boards.refuse(&op);
            // It may happen yet: then it is news.
            browser.made.remove(&op);
            self.ask(index);
            return self.go_on(index);
        }
        let before = browser.asked.len();
        browser.asked.retain(|_, (_, since)| !over(*since));
        if browser.asked.len() < before {
            browser.retry = Some(now + RETRY);
        }
        if browser.retry.take_if(|at| now >= *at).is_some() {
            self.ask(index);
        }
    }

    /// Whether nothing is on its way, and nobody waits.
    fn is_quiet(&self) -> bool {
        let waits = |browser: &Browser| {
            browser.sent.is_some()
                || browser.boards.is_waiting()
                || !browser.asked.is_empty()
                || browser.retry.is_some()
                || browser.stream.is_none()
        };
        self.line.is_empty() && !self.browsers.iter().any(waits)
    }

    /// Runs to the end; what was wrong, if anything was.
    async fn run(&mut self) -> Result<(), String> {
        loop {
            self.now += 1;
            if self.now < BUSY {
                self.act().await;
            }
            let now = self.now;
            let mut due: Vec<_> = self.line.extract_if(.., |(at, ..)| *at <= now).collect();
            self.rng.shuffle(&mut due);
            for (_, index, life, message) in due {
                if message.goes_to_the_server() || self.browsers[index].life == life {
                    self.arrive(index, message).await;
                }
            }
            for index in 0..self.browsers.len() {
                self.listen(index).await;
                self.lose_patience(index);
            }
            if self.now > BUSY && self.is_quiet() {
                return self.judge().await;
            }
            if self.now > LATEST {
                return Err("it does not become quiet".into());
            }
        }
    }

    async fn judge(&self) -> Result<(), String> {
        for browser in &self.browsers {
            let told = browser.boards.view(&self.query).unwrap();
            let mut board = self.read(&browser.user, browser.boards.loaded(&self.query)).await;
            board.now = told.now;
            if told != board {
                let order = |board: &Board| {
                    let ids = |column: &Column| column.page.cards.iter().map(|card| card.id.0).collect();
                    board.columns.iter().map(ids).collect::<Vec<Vec<_>>>()
                };
                let (told, board) = (order(&told), order(&board));
                return Err(format!("{} shows {told:?}, the server {board:?}", browser.user.name));
            }
        }
        let mut happened: BTreeMap<String, usize> = BTreeMap::new();
        for op in self.moves_and_wins().await {
            *happened.entry(op).or_default() += 1;
        }
        let given: BTreeSet<String> = self.given.iter().map(Op::to_string).collect();
        if let Some((op, times)) = happened.iter().find(|(op, times)| **times > 1 || !given.contains(*op)) {
            return Err(format!("{op} happened {times} times, and was given {}", given.contains(op)));
        }
        let lost = self.acknowledged.iter().find(|op| !happened.contains_key(&op.to_string()));
        lost.map_or(Ok(()), |op| Err(format!("{op} was acknowledged, and did not happen")))
    }

    /// The ops of the moves and wins of this run, as the change log has them.
    async fn moves_and_wins(&self) -> Vec<String> {
        use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
        let Location::File(path) = self.house.location() else { unreachable!() };
        let db = Database::connect(format!("sqlite:{}", path.display())).await.unwrap();
        let asked = "SELECT op FROM change WHERE seq > $1 AND command IN ('move_deal', 'win_deal')";
        let asked = Statement::from_sql_and_values(DbBackend::Sqlite, asked, [self.since.into()]);
        let rows = db.query_all_raw(asked).await.unwrap();
        db.close().await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}

/// Runs one after another on one house; what was wrong first, with its seed, and how many runs went well before.
async fn runs(seeds: impl Iterator<Item = u64>, broken: Broken) -> Result<usize, String> {
    let (mut house, mut went_well) = (furnished().await, 0);
    for seed in seeds {
        if went_well % FULL == FULL - 1 {
            house = furnished().await;
        }
        let mut world = World::new(house, seed, broken).await;
        world.run().await.map_err(|wrong| format!("TABLICA_SEED={seed}: {wrong}"))?;
        went_well += 1;
        house = world.house;
    }
    Ok(went_well)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

#[tokio::test]
async fn over_a_bad_line_everything_happens_once_and_all_see_the_same() {
    let seeds = match number("TABLICA_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TABLICA_RUNS").unwrap_or(RUNS),
    };
    let many = seeds.end - seeds.start;
    assert_eq!(runs(seeds, Broken::Nothing).await, Ok(many as usize));
}

#[tokio::test]
async fn what_is_broken_is_found() {
    for broken in [Broken::Ops, Broken::Marks, Broken::Order, Broken::Deaf] {
        let wrong = runs(0..RUNS, broken).await;
        println!("{broken:?}: {wrong:?}");
        assert!(wrong.is_err(), "{broken:?} was not found in {RUNS} runs");
    }
}
