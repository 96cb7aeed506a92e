//! Taking back what was done (H2): every gesture of the board and the deal's page, one by one and in long rows, and
//! never over what somebody did since.

mod house;

use command::{
    Command, Done,
    bulk::ChangeDeals,
    deal::{
        AddDeal, AddParticipant, ChangeProcess, CloseDeal, CompleteAction, DuplicateDeal, MakePublic,
        RemoveParticipant, ReopenDeal, SaveDeal, UncompleteAction, WinDeal,
    },
    deleted::DeleteDeal,
    money::{SaveCosts, SaveLines},
    note::{AddNote, DeleteNote, EditNote},
    process::{AddProcess, SaveProcess},
    settings::SaveCostSettings,
    task::{AddTask, CheckTask, DeleteTask, EditTask},
};
use domain::{
    board::Move,
    bulk::DealChange,
    deal::{DealForm, Status},
    event::replay,
    id::{CategoryId, DealId, FileId, ProcessId, StageId},
    ledger::Kind,
    line::{CostForm, LineForm},
    people::User,
    place::Gap,
    process::{ActionForm, Notify, ProcessForm, Rules, Trigger},
    product::CategoryForm,
    refusal::Refusal,
    task::TaskForm,
    text::Name,
};
use fastrand::Rng;
use house::{House, form, op, refusal};
use sea_orm::{DatabaseConnection, FromQueryResult, JsonValue, Statement};
use std::collections::BTreeSet;
use store::{Result, Upload};

/// What is not a gesture on the board or on a deal's page, and is not taken back.
const OTHERS: [&str; 36] = [
    "add_process",
    "save_process",
    "save_reasons",
    "save_product",
    "save_cost_settings",
    "invite_user",
    "renew_link",
    "change_role",
    "set_active",
    "renew_calendar",
    "mark_read",
    "ask_access",
    "answer_access",
    // It can be: `deleted.rs` tries it.
    "restore_deal",
    "save_me",
    "save_account",
    "remove_examples",
    "show_as",
    "purge_deals",
    "save_filter",
    "delete_filter",
    "save_sources",
    "fit_import",
    "correct_import",
    "skip_import_row",
    "approve_import",
    "drop_import",
    "undo_import",
    "enable_second_factor",
    // They can be: `contacts.rs` tries them.
    "save_company",
    "save_person",
    "merge_companies",
    "merge_persons",
    "add_contact_note",
    "edit_contact_note",
    "delete_contact_note",
];

const TABLES: [&str; 10] =
    ["deal", "completion", "closure", "participant", "note", "file", "task", "line", "cost", "notice"];

/// A company with two processes, in which an action wants a note with a file, tells the managers and adds a task.
struct Office {
    house: House,
    db: DatabaseConnection,
    deals: Vec<DealId>,
    /// Two processes, each with its first stage.
    first: (ProcessId, StageId),
    other: (ProcessId, StageId),
    category: CategoryId,
}

async fn office(house: House) -> Office {
    house.harm("UPDATE account SET public_deals = 'see'").await;
    let process = house.read(&house.anna).await.process(None).await.unwrap();
    let mut of = ProcessForm::of(&process);
    let notify = Notify { managers: true, ..Notify::default() };
    let trigger = Trigger {
        title: Name::known("Call"),
        kind: Default::default(),
        days: 2,
        assignee: Default::default(),
    };
    let rules = [Rules::default(), Rules { notify, trigger: Some(trigger), ..Rules::default() }];
    for (stage, rules) in of.stages.iter_mut().zip(rules.into_iter().cycle()) {
        let action = |name: &str| ActionForm {
            id: None,
            name: name.into(),
            hint: String::new(),
            weight: "7".into(),
            rules: rules.clone(),
        };
        stage.actions = vec![action("Ask"), action("Answer")];
    }
    house
        .perform(
            &house.anna,
            &SaveProcess { process: process.id, version: process.version, form: of.clone() },
        )
        .await
        .unwrap();
    of.name = "Another".into();
    let mut form = ProcessForm { stages: of.stages.split_off(2), ..of };
    form.stages.iter_mut().for_each(|stage| stage.id = None);
    let other = house.perform(&house.anna, &AddProcess { form }).await.unwrap();
    let categories = vec![CategoryForm { id: None, name: "Delivery".into() }];
    let costs = SaveCostSettings { version: 1, categories, costs: true };
    let category = house.perform(&house.anna, &costs).await.unwrap().categories[0].id;
    let stage = house.read(&house.anna).await.process(Some(other)).await.unwrap().stages[0].id;
    let db = house.connect().await;
    let mut office = Office {
        house,
        db,
        deals: vec![],
        first: (process.id, process.stages[0].id),
        other: (other, stage),
        category,
    };
    let stages = office.house.stages().await;
    for number in 0..4 {
        let deal = office
            .house
            .add(&office.house.zofia, stages[0], self::form(&format!("{number}"), "5", &office.house.zofia))
            .await;
        office.deals.push(deal);
    }
    office
}

impl Office {
    async fn done(&self, user: &User, command: impl Into<Command>) -> Result<Done<String>> {
        command.into().perform(self.house.store.write(user.id).await?, &op()).await
    }

    /// A file that was uploaded for a deal.
    async fn file(&self, deal: DealId) -> FileId {
        let upload = Upload {
            name: "a.pdf".into(),
            kind: "application/pdf".into(),
            bytes: 7,
            stored: op().to_string(),
        };
        let tx = self.house.write(&self.house.zofia).await;
        let file = tx.add_file(deal, upload).await.unwrap();
        tx.commit().await.unwrap();
        file
    }

    /// Everything that deals are made of, as rows; what only counts changes is left out, deals that were deleted, and
    /// files that no note has.
    async fn rows(&self) -> BTreeSet<(&'static str, String)> {
        let mut all = BTreeSet::new();
        for table in TABLES {
            let there = match table {
                "deal" => "deleted_at IS NULL".to_owned(),
                _ => "deal_id IN (SELECT id FROM deal WHERE deleted_at IS NULL)".to_owned(),
            };
            let bound = if table == "file" { " AND note_id IS NOT NULL" } else { "" };
            let asked = format!("SELECT * FROM {table} WHERE {there}{bound}");
            let asked = Statement::from_string(self.db.get_database_backend(), asked);
            for mut row in JsonValue::find_by_statement(asked).all(&self.db).await.unwrap() {
                if let Some(fields) = row.as_object_mut() {
                    fields.remove("version");
                    fields.remove("revision");
                }
                all.insert((table, row.to_string()));
            }
        }
        all
    }

    /// The rows are these; says which are not.
    async fn require_rows(&self, want: &BTreeSet<(&'static str, String)>, after: impl std::fmt::Display) {
        let now = self.rows().await;
        let (lost, new): (Vec<_>, Vec<_>) = (want.difference(&now).collect(), now.difference(want).collect());
        assert!(lost.is_empty() && new.is_empty(), "{after}: was {lost:#?}, is {new:#?}");
    }

    /// Something that can be done with a deal as it stands, by this number.
    async fn gesture(&self, kind: usize, deal: DealId, rng: &mut Rng) -> Option<Command> {
        let user = &self.house.zofia;
        let tx = self.house.read(user).await;
        let page = tx.profile(deal, None).await.ok()?;
        let now = tx.deal(deal).await.ok()?;
        let (process, open) = (&page.process, page.closure.is_none());
        let undone = process.actions().map(|(_, action)| action.id).find(|id| !now.done.contains(id));
        let task = rng.choice(page.tasks.iter());
        let note = page.notes.iter().find(|note| note.author == user.id && note.action.is_none());
        let line = LineForm {
            name: "Truck".into(),
            quantity: "2".into(),
            price: rng.u32(1..999).to_string(),
            ..LineForm::default()
        };
        let cost = CostForm {
            id: None,
            category: Some(self.category),
            amount: rng.u32(1..99).to_string(),
            date: String::new(),
            note: String::new(),
        };
        let kept = |kind| {
            let side = page.ledger.side(kind);
            side.lines.iter().map(|line| LineForm::of(line, &Default::default())).collect::<Vec<_>>()
        };
        let ledger = if open { Kind::Forecast } else { Kind::Realised };
        Some(match kind {
            0 => {
                let to = rng.choice(&process.stages)?.id;
                let before = self.deals.iter().copied().find(|other| *other != deal);
                Move { deal, from: now.stage, to, gap: Gap { after: None, before } }.into()
            }
            1 => {
                let new = self.house.new_deal(user, process.stages[0].id, form("New", "", user)).await;
                AddDeal { process: now.process, lines: vec![line], ..new }.into()
            }
            2 => {
                let value = if page.ledger.forecast.lines.is_empty() {
                    rng.u32(0..99).to_string()
                } else {
                    String::new()
                };
                let form =
                    DealForm { company: format!("Client {}", rng.u8(0..3)), ..form("Named", &value, user) };
                SaveDeal { deal, version: now.revision, form }.into()
            }
            3 => DuplicateDeal { deal }.into(),
            4 => AddParticipant { deal, user: self.house.piotr.id }.into(),
            5 => RemoveParticipant { deal, user: self.house.piotr.id }.into(),
            6 => CompleteAction {
                deal,
                action: undone?,
                note: "So".into(),
                files: vec![self.file(deal).await],
            }
            .into(),
            7 => UncompleteAction { deal, action: *now.done.first()? }.into(),
            8 => {
                let there = now.process == self.other.0;
                let (process, stage) = if there { self.first } else { self.other };
                ChangeProcess { deal, process, stage }.into()
            }
            9 => WinDeal { deal }.into(),
            10 => CloseDeal { deal, outcome: Status::Lost, reason: None, note: "Too dear".into() }.into(),
            11 => ReopenDeal { deal }.into(),
            12 => {
                let mut lines = kept(ledger);
                lines.truncate(2);
                lines.push(line);
                SaveLines { deal, version: now.revision, kind: ledger, lines, language: None }.into()
            }
            13 => SaveCosts { deal, version: now.revision, kind: ledger, costs: vec![cost], language: None }
                .into(),
            14 => AddTask {
                deal: Some(deal),
                form: TaskForm { title: "Call".into(), assignee: Some(user.id), ..TaskForm::default() },
            }
            .into(),
            15 => task.map(|task| CheckTask { task: task.id, done: !task.done })?.into(),
            16 => EditTask {
                task: task?.id,
                form: TaskForm { title: "Later".into(), date: "2030-01-01".into(), ..TaskForm::default() },
                seen: None,
            }
            .into(),
            17 => AddNote { deal, text: "Noted".into(), files: vec![self.file(deal).await] }.into(),
            18 => EditNote { note: note?.id, text: format!("Other {}", rng.u8(..)) }.into(),
            19 => DeleteNote { note: note?.id }.into(),
            20 => DeleteTask { task: task?.id }.into(),
            21 => {
                let other = self.deals.iter().copied().find(|other| *other != deal);
                let change = match rng.u8(..7) {
                    0 => DealChange::Owner(self.house.piotr.id),
                    1 => DealChange::Stage(rng.choice(&process.stages)?.id),
                    2 => DealChange::Close("2030-01-01".parse().unwrap()),
                    3 => DealChange::CloseAs { outcome: Status::Stale, reason: None, note: "Old".into() },
                    4 => DealChange::Win,
                    5 => DealChange::Reopen,
                    _ => DealChange::Delete,
                };
                let deals = [Some(deal), other].into_iter().flatten().collect();
                ChangeDeals { deals, change, seen: None }.into()
            }
            22 => MakePublic { deal, public: page.public != Some(true) }.into(),
            _ => DeleteDeal { deal }.into(),
        })
    }
}

const KINDS: usize = 24;

on_each_database! {
    what_is_taken_back_leaves_no_trace(house) {
        let (office, mut rng) = (office(house).await, Rng::with_seed(9));
        let mut done = BTreeSet::new();
        for deal in office.deals.iter().copied().cycle().take(8) {
            for kind in 0..KINDS {
                let Some(command) = office.gesture(kind, deal, &mut rng).await else { continue };
                let (name, before) = (command.name(), office.rows().await);
                let Ok(first) = office.done(&office.house.zofia, command.clone()).await else { continue };
                let Some(undo) = first.undo else {
                    office.require_rows(&before, format!("{name} cannot be taken back")).await;
                    continue;
                };
                done.insert(name);
                let after = office.rows().await;
                let back = office.done(&office.house.zofia, undo).await.unwrap_or_else(|error| panic!("{command:?}: {error}"));
                office.require_rows(&before, format!("{command:?} taken back")).await;
                // And put back; half of the time it stays, so that the next ones find something.
                office.done(&office.house.zofia, back.undo.unwrap()).await.unwrap();
                office.require_rows(&after, format!("{command:?} put back")).await;
                if rng.bool() {
                    office.done(&office.house.zofia, undo).await.unwrap();
                    office.require_rows(&before, format!("{command:?} taken back again")).await;
                }
            }
        }
        let missing: Vec<_> = Command::NAMES
            .iter()
            .filter(|name| !done.contains(*name) && !OTHERS.contains(name) && **name != "undo")
            .collect();
        assert!(missing.is_empty(), "never taken back: {missing:?}");
    }

    long_rows_of_gestures_are_taken_back_in_order(house) {
        let (office, mut rng) = (office(house).await, Rng::with_seed(4));
        for _ in 0..4 {
            let (before, mut undos) = (office.rows().await, vec![]);
            for _ in 0..25 {
                let deal = *rng.choice(&office.deals).unwrap();
                let kind = rng.usize(..KINDS);
                let Some(command) = office.gesture(kind, deal, &mut rng).await else { continue };
                let done = office.done(&office.house.zofia, command).await;
                undos.extend(done.ok().and_then(|done| done.undo));
            }
            for undo in undos.into_iter().rev() {
                office.done(&office.house.zofia, undo).await.unwrap();
            }
            office.require_rows(&before, "all taken back").await;
        }
        for deal in &office.deals {
            let tx = office.house.read(&office.house.zofia).await;
            let (found, page) = (tx.deal(*deal).await.unwrap(), tx.profile(*deal, None).await.unwrap());
            let told = replay(&page.history.entries.into_iter().rev().filter_map(|entry| entry.event).collect::<Vec<_>>());
            assert_eq!((told.stage, told.status), (Some(found.stage), found.status), "the history ends in the present");
        }
    }

    nobody_takes_back_over_what_another_did_since(house) {
        let office = office(house).await;
        let (zofia, anna, deal) = (&office.house.zofia, &office.house.anna, office.deals[0]);
        let stages = office.house.stages().await;
        let moved = |to| Move { deal, from: stages[0], to, gap: Gap::default() };
        let undo = office.done(zofia, moved(stages[1])).await.unwrap().undo.unwrap();
        let anna_did = Command::from(AddTask { deal: Some(deal), form: TaskForm { title: "Call".into(), assignee: Some(anna.id), ..TaskForm::default() } });
        let hers = office.done(anna, anna_did).await.unwrap().undo.unwrap();
        let since = Refusal::ChangedSince { by: "Anna".into() };
        assert_eq!(refusal(office.done(zofia, undo).await), since);
        assert_eq!(refusal(office.done(zofia, hers).await), Refusal::NotFound, "only one's own");
        office.done(anna, hers).await.unwrap();
        office.done(zofia, undo).await.unwrap();
        assert_eq!(refusal(office.done(zofia, undo).await), Refusal::NotUndoable, "once");
        assert_eq!(office.house.read(zofia).await.deal(deal).await.unwrap().stage, stages[0]);
    }

    another_process_keeps_what_was_done_before_it(house) {
        let office = office(house).await;
        let (zofia, anna, deal) = (&office.house.zofia, &office.house.anna, office.deals[0]);
        let stages = office.house.stages().await;
        let undo = office.done(zofia, Move { deal, from: stages[0], to: stages[1], gap: Gap::default() }).await.unwrap().undo.unwrap();
        let process = office.house.read(anna).await.process(None).await.unwrap();
        let save = SaveProcess { process: process.id, version: process.version, form: ProcessForm::of(&process) };
        office.done(anna, save).await.unwrap();
        assert_eq!(refusal(office.done(zofia, undo).await), Refusal::ChangedSince { by: "Anna".into() });
    }

    costs_of_a_category_that_is_gone_stay_gone(house) {
        let office = office(house).await;
        let (zofia, anna, deal) = (&office.house.zofia, &office.house.anna, office.deals[0]);
        let save = async |costs: Vec<CostForm>| {
            let version = office.house.read(zofia).await.deal(deal).await.unwrap().revision;
            let save = SaveCosts { deal, version, kind: Kind::Forecast, costs, language: None };
            office.done(zofia, save).await.unwrap().undo.unwrap()
        };
        let (amount, date, note) = ("5".into(), String::new(), String::new());
        save(vec![CostForm { id: None, category: Some(office.category), amount, date, note }]).await;
        let undo = save(vec![]).await;
        let settings = SaveCostSettings { version: 2, categories: vec![], costs: true };
        office.house.perform(anna, &settings).await.unwrap();
        let before = office.rows().await;
        assert_eq!(refusal(office.done(zofia, undo).await), Refusal::ChangedSince { by: "Anna".into() });
        office.require_rows(&before, "refused").await;
    }

    a_place_that_another_card_took_is_shared_as_neighbours(house) {
        let office = office(house).await;
        let (zofia, piotr) = (&office.house.zofia, &office.house.piotr);
        let stages = office.house.stages().await;
        let [first, second, third, _] = office.deals[..] else { panic!("four deals") };
        let undo = office.done(zofia, Move { deal: second, from: stages[0], to: stages[1], gap: Gap::default() }).await.unwrap().undo.unwrap();
        let theirs = office.house.add(piotr, stages[1], form("Theirs", "1", piotr)).await;
        // Between the same two cards: the same key.
        let gap = Gap { after: Some(first), before: Some(third) };
        office.done(&office.house.anna, Move { deal: theirs, from: stages[1], to: stages[0], gap }).await.unwrap();
        office.done(zofia, undo).await.unwrap();
        let board = office.house.board(&office.house.anna).await;
        assert_eq!(house::names(&board)[0], ["0", "Theirs", "1", "2", "3"]);
    }
}
