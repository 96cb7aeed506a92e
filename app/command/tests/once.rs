//! Whatever is sent, and however often: it happens once (invariant 5). Random commands, repeated as after lost answers,
//! leave a company as the same commands leave another that got each of them once.

mod house;

use command::{
    Command, Done,
    import::{go_on, stage},
};
use domain::{
    board::{Board, Dots, Query},
    event::{Event, replay},
    filter::Filter,
    id::{ActionId, DealId, FileId, Op, UserId},
    import::Kind,
    process::{ActionForm, NoteRule, Notify, ProcessForm, Rules, Trigger},
    profile::HistoryEntry,
    refusal::Refusal,
    task::Dot,
};
use fastrand::Rng;
use house::{
    House,
    dump::{Dump, difference, of_table, timeless},
    random::{self, Now},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Error, Tx, Upload};

/// How many commands are thought up, at least.
const STEPS: usize = 500;
/// When commands that did not succeed yet are given up.
const MOST: usize = 4 * STEPS;
/// How many deals are worked on.
const DEALS: usize = 4;

/// Commands that need something else to be done before: they are tried more often.
const SECOND: &[&str] = &[
    "complete_action",
    "uncomplete_action",
    "win_deal",
    "check_task",
    "edit_note",
    "delete_note",
    "answer_access",
    "edit_contact_note",
    "delete_contact_note",
    "make_public",
    "restore_deal",
];

type Answer = Result<Done<String>, Refusal>;

/// A command on its way.
#[derive(Clone, Debug)]
struct Request {
    by: UserId,
    op: Op,
    command: Command,
}

/// Two companies that are alike: one is sent everything as often as it comes, its twin each thing once.
struct Pair {
    house: House,
    twin: House,
    dump: Dump,
    /// Every row of the house, as it is now.
    rows: Vec<String>,
    rng: Rng,
    /// The deals that are worked on.
    deals: Vec<DealId>,
    /// Files that no note holds yet, and who sent them.
    files: HashMap<DealId, (UserId, FileId)>,
    /// What was done, and what came of it the first time.
    done: Vec<(Request, Done<String>)>,
    /// Sent before, and to be sent again.
    late: Vec<Request>,
    seq: i64,
    /// How often each command succeeded.
    succeeded: BTreeMap<&'static str, usize>,
    refused: usize,
}

impl Pair {
    async fn of(house: House, twin: House, seed: u64) -> Pair {
        let dump = house.dump().await;
        Pair {
            rows: dump.rows().await,
            house,
            twin,
            dump,
            rng: Rng::with_seed(seed),
            deals: vec![],
            files: HashMap::new(),
            done: vec![],
            late: vec![],
            seq: 0,
            succeeded: BTreeMap::new(),
            refused: 0,
        }
    }

    /// Sends a command: to the twin only when it was not done yet. What was refused was not done.
    async fn send(&mut self, request: &Request) {
        let said = perform(&self.house, request).await;
        let rows = self.dump.rows().await;
        let before = self.done.iter().find(|(done, _)| (done.by, &done.op) == (request.by, &request.op));
        match before {
            Some((_, first)) => {
                let mut first = first.clone();
                // What is gone for good takes with it what could be taken back.
                let gone =
                    ["purge_deals", "remove_examples"].iter().any(|gone| self.succeeded.contains_key(gone));
                if gone && said.as_ref().is_ok_and(|done| done.undo.is_none()) {
                    first.undo = None;
                }
                assert_eq!(said, Ok(first), "the answer to a repeat of {request:?}");
                self.require_unchanged(&rows, "repeated", request);
            }
            None => {
                assert_eq!(said, perform(&self.twin, request).await, "{request:?}");
                match said {
                    Ok(done) => {
                        self.note(request, &done, &rows);
                        self.forget_deleted().await;
                    }
                    Err(_) => {
                        self.refused += 1;
                        self.require_unchanged(&rows, "refused", request);
                    }
                }
            }
        }
        self.rows = rows;
    }

    fn require_unchanged(&self, rows: &[String], why: &str, request: &Request) {
        assert_eq!(
            difference(&self.rows, rows),
            Vec::<String>::new(),
            "{why}, and changed something: {request:?}"
        );
    }

    /// Notes what was done, and looks whether the change log did.
    fn note(&mut self, request: &Request, done: &Done<String>, rows: &[String]) {
        match done.seq {
            Some(seq) => assert_eq!(seq.0, self.seq + 1, "the log has a gap before {request:?}"),
            None => assert_eq!(told(rows), told(&self.rows), "the log does not tell of {request:?}"),
        }
        self.seq += i64::from(done.seq.is_some());
        assert_eq!(of_table(rows, "change"), self.seq as usize, "the log after {request:?}");
        let name = request.command.name();
        if ["add_deal", "duplicate_deal"].contains(&name) {
            let new = DealId(done.answer.parse().unwrap());
            match self.deals.len() < DEALS {
                true => self.deals.push(new),
                // Rarely: an older deal has more to do something with.
                false if self.rng.u8(..8) == 0 => self.deals[self.rng.usize(..DEALS)] = new,
                false => {}
            }
        }
        *self.succeeded.entry(name).or_default() += 1;
        self.done.push((request.clone(), done.clone()));
    }

    /// Leaves out the deals whose adding was taken back.
    async fn forget_deleted(&mut self) {
        let tx = self.house.read(&self.house.anna).await;
        let mut there = vec![];
        for deal in &self.deals {
            there.extend(tx.deal(*deal).await.ok().map(|deal| deal.id));
        }
        self.deals = there;
    }

    /// Another command under an op that was used is refused, and nothing of it stored.
    async fn reuse(&mut self, command: &Command) {
        let Some((done, _)) = self.rng.choice(&self.done) else { return };
        if done.command != *command {
            let request = Request { command: command.clone(), ..done.clone() };
            assert_eq!(perform(&self.house, &request).await, Err(Refusal::OperationReused), "{request:?}");
            self.require_unchanged(&self.dump.rows().await, "under a used op", &request);
        }
    }

    /// Sends a file for a note on a deal, to both.
    async fn upload(&mut self, deal: DealId) {
        let by = if self.rng.bool() { self.house.anna.id } else { self.house.marek.id };
        let stored = format!("{:032x}", self.rng.u128(..));
        let mut ids = vec![];
        for house in [&self.house, &self.twin] {
            let tx = house.store.write(by).await.unwrap();
            let upload =
                Upload { name: "a.txt".into(), kind: "text/plain".into(), bytes: 3, stored: stored.clone() };
            ids.push(tx.add_file(deal, upload).await.unwrap());
            tx.commit().await.unwrap();
        }
        assert_eq!(ids[0], ids[1]);
        self.files.insert(deal, (by, ids[0]));
        self.rows = self.dump.rows().await;
    }

    /// Sends a file to bring in, and lets the server go on with those that were approved, in both.
    async fn import(&mut self) {
        let cells: Vec<String> =
            (0..6).map(|_| self.rng.choice(["A", "B", "C", "D"]).unwrap().repeat(3)).collect();
        let text = format!(
            "Nazwa;Miasto\n{};{}\nX{};{}\nY{};{}\n",
            cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]
        );
        for house in [&self.house, &self.twin] {
            let opened = import::open(Kind::Companies, text.as_bytes()).unwrap();
            let tx = house.write(&house.anna).await;
            stage(&tx, Kind::Companies, "a.csv".into(), text.clone().into_bytes(), opened).await.unwrap();
            tx.commit().await.unwrap();
        }
        for (import, _) in self.house.store.busy_imports().await.unwrap() {
            let mut more = true;
            while more {
                let op = house::op();
                for house in [&self.house, &self.twin] {
                    more = go_on(house.write(&house.anna).await, &op, import).await.unwrap();
                }
            }
        }
        self.rows = self.dump.rows().await;
        self.seq = of_table(&self.rows, "change") as i64;
    }

    /// Thinks up a command: first the deal, then something that fits it; what never succeeded is tried more often.
    async fn next(&mut self) -> random::Sent {
        let deal = self.rng.choice(&self.deals).copied();
        if let Some(deal) = deal.filter(|_| self.rng.u8(..4) == 0) {
            self.upload(deal).await;
        }
        if self.rng.u8(..8) == 0 {
            self.import().await;
        }
        let mut now = Now::of(&self.house, &self.deals, deal).await;
        now.file = deal.and_then(|deal| self.files.get(&deal).copied());
        let undo = |(request, done): &(Request, Done<String>)| Some((request.by, done.undo?));
        now.undo = self.done.last().and_then(undo);
        loop {
            let missing = self.missing();
            let names = match self.rng.u8(..3) {
                0 if !missing.is_empty() => &missing[..],
                1 => SECOND,
                _ => Command::NAMES,
            };
            let name = *self.rng.choice(names).unwrap();
            if let Some(sent) = random::command(&mut self.rng, name, &now) {
                if let Some(deal) = deal.filter(|_| names_a_file(&sent.1)) {
                    self.files.remove(&deal);
                }
                return sent;
            }
        }
    }

    /// Somebody asks for a deal that is Anna's alone, and she grants it: chance rarely has both.
    async fn grant(&mut self) {
        let stage = self.house.read(&self.house.anna).await.processes().await.unwrap()[0].stages[0].id;
        let (anna, piotr) = (self.house.anna.id, self.house.piotr.id);
        let form = json!({
            "company": "Acme", "person": "", "name": "Press", "source": null, "expected_close": "", "value": "5",
            "currency": "PLN", "owner": anna, "description": "",
        });
        let add = json!({
            "form": form, "process": 1, "stage": stage, "participants": [], "closed": null, "reason": null, "lines": [],
        });
        let steps = [
            (anna, "add_deal", add),
            (piotr, "ask_access", json!({"deal": 1, "text": ""})),
            (anna, "answer_access", json!({"request": 1, "grant": true})),
        ];
        for (by, name, fields) in steps {
            let command = Command::read(name, fields).unwrap();
            self.send(&Request { by, op: house::op(), command }).await;
        }
    }

    fn missing(&self) -> Vec<&'static str> {
        Command::NAMES.iter().copied().filter(|name| !self.succeeded.contains_key(name)).collect()
    }

    async fn run(&mut self) {
        for (by, command) in beginning(&self.house) {
            self.send(&Request { by, op: house::op(), command }).await;
        }
        self.grant().await;
        let mut steps = 0;
        while steps < STEPS || (steps < MOST && !self.missing().is_empty()) {
            steps += 1;
            let (by, command) = self.next().await;
            let request = Request { by, op: house::op(), command };
            for _ in 0..self.rng.usize(1..=4) {
                self.send(&request).await;
            }
            if self.rng.u8(..6) == 0 {
                self.reuse(&request.command).await;
            }
            if self.rng.u8(..3) == 0 {
                self.late.push(request);
            }
            if self.rng.u8(..3) == 0 && !self.late.is_empty() {
                let late = self.late.swap_remove(self.rng.usize(..self.late.len()));
                self.send(&late).await;
            }
        }
        for late in std::mem::take(&mut self.late) {
            self.send(&late).await;
        }
        // Whatever became of the others, headers have something to count.
        for _ in 0..8 {
            let now = Now::of(&self.house, &self.deals, None).await;
            let added = random::command(&mut self.rng, "add_deal", &now);
            let (by, command) = added.expect("a process in which a deal begins");
            self.send(&Request { by, op: house::op(), command }).await;
        }
    }

    /// Each deal's history leads to where it is (H1).
    async fn require_true_histories(&self) {
        let told = self.house.look("SELECT DISTINCT deal_id FROM history ORDER BY 1").await;
        assert_eq!(told.len(), of_table(&self.rows, "deal"), "each deal has a history");
        let tx = self.house.read(&self.house.anna).await;
        for row in told {
            let id: i64 = row.try_get_by_index(0).unwrap();
            // One whose adding was taken back is not there any more.
            let Ok(deal) = tx.deal(DealId(id)).await else { continue };
            let (mut entries, mut older) = (vec![], true);
            while older {
                let before = entries.last().map_or(i64::MAX, |entry: &HistoryEntry| entry.id);
                let page = tx.history_before(deal.id, before).await.unwrap();
                older = page.older;
                entries.extend(page.entries);
            }
            let events: Vec<Event> = entries.into_iter().rev().map(|entry| entry.event.unwrap()).collect();
            let process = tx.process(Some(deal.process)).await.unwrap();
            let of_process = |done: &[ActionId]| -> BTreeSet<ActionId> {
                done.iter().copied().filter(|id| process.action(*id).is_ok()).collect()
            };
            let told = replay(&events);
            assert_eq!((told.stage, told.status), (Some(deal.stage), deal.status), "{id}: {events:?}");
            assert_eq!(of_process(&told.done), of_process(&deal.done), "{id}: {events:?}");
            assert_eq!(deal.probability, process.probability(&deal.done), "{id}");
        }
    }
}

async fn perform(house: &House, request: &Request) -> Answer {
    let tx = house.store.write(request.by).await.unwrap();
    match request.command.perform(tx, &request.op).await {
        Ok(done) => Ok(done),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(broken) => panic!("{request:?}: {broken}"),
    }
}

fn names_a_file(command: &Command) -> bool {
    match command {
        Command::CompleteAction(command) => !command.files.is_empty(),
        Command::AddNote(command) => !command.files.is_empty(),
        _ => false,
    }
}

/// The rows that the change log must tell of when they change.
fn told(rows: &[String]) -> Vec<&String> {
    let aside = ["operation ", "commits "];
    rows.iter().filter(|row| !aside.iter().any(|table| row.starts_with(table))).collect()
}

/// Processes with an action for each of the rules.
fn beginning(house: &House) -> Vec<random::Sent> {
    let action = |name: &str, rules: Rules| ActionForm {
        id: None,
        name: name.into(),
        hint: String::new(),
        weight: "10".into(),
        rules,
    };
    let trigger: Trigger =
        serde_json::from_value(json!({"title": "Deploy", "kind": "call", "days": 3, "assignee": "owner"}))
            .unwrap();
    let notify = Notify { managers: true, participants: true, ..Notify::default() };
    let mut form = ProcessForm::plain("Sales", &["Talk", "Offer", "Contract", "End"]);
    form.stages[0].actions = vec![
        action("Call", Rules { trigger: Some(trigger), ..Rules::default() }),
        action("Tell", Rules { notify, ..Rules::default() }),
    ];
    form.stages[1].actions = vec![
        action("Write", Rules { note: NoteRule::Note, ..Rules::default() }),
        action("Send", Rules { note: NoteRule::File, ..Rules::default() }),
    ];
    form.stages[2].actions = vec![
        action("Accept", Rules { mandatory: true, ..Rules::default() }),
        action("Approve", Rules { who: domain::people::Who::Managers, ..Rules::default() }),
    ];
    let add = |name: &str| {
        let form = ProcessForm { name: name.into(), ..form.clone() };
        (house.anna.id, Command::read("add_process", json!({"form": form})).unwrap())
    };
    vec![add("Second"), add("Third")]
}

impl Pair {
    /// What a header says is what its cards come to, for everybody, whoever's deals are asked for (B2).
    async fn require_true_headers(&self) {
        let house = &self.house;
        let everybody = [&house.anna, &house.marek, &house.zofia, &house.piotr];
        let mut deals = 0;
        for user in everybody {
            let tx = house.read(user).await;
            let owners =
                everybody.iter().map(|owner| vec![owner.id]).chain([vec![], vec![user.id, house.anna.id]]);
            for owners in owners {
                for process in tx.processes().await.unwrap() {
                    let filter = Filter { owners: owners.clone(), ..Filter::default() };
                    let query = Query { process: Some(process.id), filter };
                    let board = tx.board(&query, &HashMap::new()).await.unwrap();
                    require_true_dots(&tx, &query, &board).await;
                    for column in board.columns {
                        let cards = &column.page.cards;
                        assert_eq!(column.page.next, None, "all cards are there to be counted");
                        assert_eq!(column.count, cards.len(), "{owners:?} for {}", user.name);
                        assert_eq!(
                            column.totals,
                            cards.iter().map(|card| card.value).collect(),
                            "{owners:?}"
                        );
                        assert_eq!(
                            column.weighted,
                            cards.iter().map(|card| card.weighted()).collect(),
                            "{owners:?}"
                        );
                        assert_eq!(
                            column.profit,
                            cards.iter().filter_map(|card| card.profit()).collect(),
                            "{owners:?}"
                        );
                        deals += cards.len();
                    }
                }
            }
        }
        assert!(deals > 0, "no deal was counted");
    }
}

/// The counters by dot are those of the cards, and a filter by a dot gives the cards that show it (B14).
async fn require_true_dots(tx: &Tx, query: &Query, board: &Board) {
    let show = |board: &Board| -> Vec<(Dot, DealId)> {
        let cards = board.columns.iter().flat_map(|column| &column.page.cards);
        cards.map(|card| (card.standing(board.now).dot, card.id)).collect()
    };
    let shown = show(board);
    let count = |dot: Dot| shown.iter().filter(|(shown, _)| *shown == dot).count();
    let want = Dots { red: count(Dot::Red), green: count(Dot::Green), white: count(Dot::White) };
    assert_eq!(board.dots, want);
    for dot in Dot::ALL {
        let filter = query.filter.clone().toggle_dot(dot);
        let board = tx.board(&Query { filter, ..query.clone() }, &HashMap::new()).await.unwrap();
        let of_dot: Vec<_> = shown.iter().filter(|(shown, _)| *shown == dot).copied().collect();
        assert_eq!(show(&board), of_dot);
        assert_eq!(board.dots, want, "whatever dots are asked for");
        assert_eq!(board.columns.iter().map(|column| column.count).sum::<usize>(), of_dot.len());
    }
}

/// Says with which seed a run failed.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("to see it again: TABLICA_TEST_SEED={}", self.0);
        }
    }
}

async fn everything_happens_once(house: House, twin: House) {
    let given = std::env::var("TABLICA_TEST_SEED").ok();
    let seed = Seed(given.map_or_else(|| fastrand::u64(..), |seed| seed.parse().unwrap()));
    let mut pair = Pair::of(house, twin, seed.0).await;
    pair.run().await;
    println!("{} refused, succeeded: {:?}", pair.refused, pair.succeeded);
    assert_eq!(pair.missing(), Vec::<&str>::new(), "never succeeded");
    assert!(pair.refused > 10, "too few commands were refused: {}", pair.refused);
    let (often, once) = (timeless(&pair.rows), timeless(&pair.twin.dump().await.rows().await));
    assert_eq!(difference(&once, &often), Vec::<String>::new(), "-: once, +: again and again");
    assert_eq!(often.len(), once.len());
    pair.require_true_histories().await;
    assert_eq!(pair.house.store.contradictions().await.unwrap(), Vec::<String>::new());
    pair.require_true_headers().await;
}

#[tokio::test]
async fn on_sqlite() {
    everything_happens_once(house::sqlite().await, house::sqlite().await).await;
}

#[tokio::test]
async fn on_postgres() {
    everything_happens_once(house::postgres("once").await, house::postgres("twin").await).await;
}
