//! What the database is asked: how many statements a gesture takes, and over which indexes they go.

mod house;

use command::{
    deal::{AddDeal, CloseDeal, ReadDeal, ReadHistory},
    note::AddNote,
    process::{AddProcess, PreviewProcess, SaveProcess},
    settings::SaveProduct,
    task::AddTask,
};
use domain::{
    board::Query,
    deal::Status,
    finance::{self, Of},
    id::{DealId, ProcessId, StageId},
    process::{ActionForm, Preview, Process, ProcessForm, Relocation, Rules, weighted},
    product::ProductForm,
    task::TaskForm,
};
use house::{House, form};

/// A process of three stages, all of whose actions are in the first.
async fn add_process(house: &House) -> Process {
    let mut form = ProcessForm::plain("Other", &["Talk", "Offer", "Contract"]);
    form.stages[0].actions = (1..6)
        .map(|number| ActionForm {
            id: None,
            name: format!("Step {number}"),
            hint: String::new(),
            weight: (number * 7).to_string(),
            rules: Rules::default(),
        })
        .collect();
    let process = house.perform(&house.anna, &AddProcess { form }).await.unwrap();
    read(house, process).await
}

async fn read(house: &House, process: ProcessId) -> Process {
    house.read(&house.anna).await.process(Some(process)).await.unwrap()
}

/// The process without its first stage, whose deals go to the next, and whose actions go there with other weights.
fn without_the_first(process: &Process) -> ProcessForm {
    let mut form = ProcessForm::of(process);
    form.stages[1].actions = form.stages.remove(0).actions;
    form.stages[1].actions.remove(4);
    form.stages[1].actions[0].weight = "50".into();
    form.relocations = vec![Relocation { from: process.stages[0].id, to: 0 }];
    form
}

async fn preview(house: &House, process: &Process) -> Preview {
    let asked = PreviewProcess { process: process.id, form: without_the_first(process) };
    command::ask(&house.read(&house.anna).await, &asked).await.unwrap()
}

async fn save(house: &House, process: &Process) {
    let form = without_the_first(process);
    let save = SaveProcess { process: process.id, version: process.version, form };
    house.perform(&house.anna, &save).await.unwrap();
}

/// A closed deal with some of everything.
async fn deal_with_everything(house: &House) -> DealId {
    let stages = house.stages().await;
    let zofia = &house.zofia;
    let deal = house.add(zofia, stages[0], form("X", "10", zofia)).await;
    house
        .perform(
            zofia,
            &AddTask { deal: Some(deal), form: TaskForm { title: "Call".into(), ..TaskForm::default() } },
        )
        .await
        .unwrap();
    for text in ["One", "Two"] {
        house.perform(zofia, &AddNote { deal, text: text.into(), files: vec![] }).await.unwrap();
    }
    let reason = house.read(zofia).await.reasons().await.unwrap().list[0].id;
    let close = CloseDeal { deal, outcome: Status::Lost, reason: Some(reason), note: String::new() };
    house.perform(zofia, &close).await.unwrap();
    deal
}

/// As many events as this, of the kinds that mention most.
fn events(deal: DealId, count: usize) -> String {
    let kinds = [
        r#"{"event":"moved","from":1,"to":2}"#,
        r#"{"event":"process_changed","from":1,"to":1,"stage":1,"done":[]}"#,
        r#"{"event":"company_changed","from":null,"to":1}"#,
        r#"{"event":"person_changed","from":1,"to":null}"#,
        r#"{"event":"source_changed","from":null,"to":1}"#,
    ];
    let row = |event: &&str| format!("({deal}, 1, '2026-05-14T12:00:00+00:00', '{event}')");
    let rows: Vec<String> = kinds.iter().cycle().take(count).map(row).collect();
    format!("INSERT INTO history (deal_id, by_id, at, event) VALUES {}", rows.join(", "))
}

on_each_database! {
    a_long_history_comes_to_its_beginning_and_keeps_its_mark(house) {
        let stages = house.stages().await;
        let closed = Some((Status::Won, "2025-05-14".parse().unwrap()));
        let new = house.new_deal(&house.zofia, stages[0], form("Old", "5", &house.zofia)).await;
        let deal = house.perform(&house.zofia, &AddDeal { closed, ..new }).await.unwrap();
        let begun = house.read(&house.zofia).await.profile(deal, None).await.unwrap().history.entries;
        house.harm(&events(deal, 500)).await;
        let tx = house.read(&house.zofia).await;
        let page = tx.profile(deal, None).await.unwrap();
        assert!(page.closure.unwrap().afterwards, "said by the first event, which the page does not show");
        let (mut told, mut older) = (page.history.entries, page.history.older);
        while older {
            let before = told.last().unwrap().id;
            let part = command::ask(&tx, &ReadHistory { deal, before }).await.unwrap();
            assert!(part.entries.len() <= 200);
            (told, older) = ([told, part.entries].concat(), part.older);
        }
        assert_eq!(told.len(), begun.len() + 500);
        assert!(told.windows(2).all(|pair| pair[0].id > pair[1].id), "none twice, none missing");
        // Whoever knows a part of it is told the rest.
        for (known, told_now, between) in [(0, 0, false), (10, 10, false), (200, 200, false), (201, 200, true)] {
            let since = Some(told[known].id);
            let later = command::ask(&tx, &ReadDeal { deal, since }).await.unwrap().history;
            assert_eq!((&later.entries[..], later.older), (&told[..told_now], between), "{known}");
        }
        assert_eq!(told[500..], begun);
        let foreign = house.read(&house.piotr).await;
        let asked = command::ask(&foreign, &ReadHistory { deal, before: i64::MAX }).await;
        assert_eq!(house::refusal(asked), domain::refusal::Refusal::NotFound);
    }

    a_deals_page_is_twelve_queries_however_long_its_history(house) {
        let deal = deal_with_everything(&house).await;
        let (house, heard) = house.overheard();
        let mut pages = vec![];
        for more in [1, 300] {
            house.harm(&events(deal, more)).await;
            let tx = house.read(&house.anna).await;
            heard.take();
            pages.push(tx.profile(deal, None).await.unwrap());
            let queries = heard.take();
            assert_eq!(queries.len(), 12, "{queries:#?}");
        }
        assert!(pages[0].history.entries.len() < 10);
        assert_eq!(pages[1].history.entries.len(), 200);
        assert_eq!((pages[1].notes.len(), pages[1].tasks.len(), pages[1].people.len()), (2, 1, 4));
        let client = (pages[1].client.company_name(), pages[1].client.person_name());
        assert_eq!(client, (Some("Łódź Logistyka"), Some("Anna Nowak")));
        assert_eq!(pages[1].closure.as_ref().unwrap().reason.as_deref(), Some("Price"));
        let told: Vec<_> =
            pages[1].history.entries[..5].iter().map(|told| (told.from.as_deref(), told.to.as_deref())).collect();
        let want = [
            (None, Some("Referral")),
            (Some("Anna Nowak"), None),
            (None, Some("Łódź Logistyka")),
            (Some("Sales"), Some("Sales")),
            (Some("Talk"), Some("Needs")),
        ];
        assert_eq!(told, want);
    }

    a_thousand_deals_take_as_many_statements_as_ten(house) {
        let (house, heard) = house.overheard();
        let mut counts = vec![];
        for count in [10, 1_000] {
            let process = add_process(&house).await;
            house.add_many(&house.zofia, &process, None, count).await;
            heard.take();
            let shown = preview(&house, &process).await;
            let asked = heard.take().len();
            save(&house, &process).await;
            counts.push((asked, heard.take().len()));
            assert_eq!(shown.open, count);
        }
        assert_eq!(counts[0], counts[1]);
    }

    a_preview_is_what_the_rules_say_of_each_deal(house) {
        let process = add_process(&house).await;
        house.add_many(&house.zofia, &process, None, 100).await;
        let draft = process.revise(process.version, &without_the_first(&process), &Default::default()).unwrap().to;
        let mut want = Preview::default();
        let gone = process.stages[0].id;
        for (stage, card) in cards(&house, process.id).await {
            let then = if stage == gone { draft.stages[0].id } else { stage };
            want.skipping.0 += usize::from(process.skipped(stage, &card.done) > 0);
            want.skipping.1 += usize::from(draft.skipped(then, &card.done) > 0);
            let (before, after) = (process.probability(&card.done), draft.probability(&card.done));
            assert_eq!(card.probability, before);
            want.open += 1;
            want.changed += usize::from(before != after);
            want.points += i64::from(after) - i64::from(before);
            want.weighted_then.add(weighted(card.value, after));
            want.weighted.add(weighted(card.value, after));
            want.weighted.take(weighted(card.value, before));
        }
        want.moved = 34;
        assert_eq!((want.open, want.changed > 50, want.weighted.is_zero()), (100, true, false));
        assert_ne!(want.skipping.0, want.skipping.1);
        assert_eq!(preview(&house, &process).await, want);
        save(&house, &process).await;
        for (_, card) in cards(&house, process.id).await {
            assert_eq!(card.probability, draft.probability(&card.done));
        }
        assert_eq!(house.store.contradictions().await.unwrap(), Vec::<String>::new());
    }

    hot_statements_go_over_their_indexes(house) {
        let process = add_process(&house).await;
        let other = add_process(&house).await;
        let mut products = vec![];
        for (name, count) in [("Rare", 50), ("Common", 450)] {
            let product = house.perform(&house.anna, &SaveProduct { product: product(name) }).await.unwrap();
            house.add_many(&house.zofia, &process, Some(product), count).await;
            products.push(product);
        }
        house.add_many(&house.zofia, &other, None, 500).await;
        // Half of them are on no board.
        house.harm("UPDATE deal SET status = 'won' WHERE id % 2 = 0").await;
        let (house, heard) = house.overheard();
        let tx = house.read(&house.anna).await;
        let board = tx.board(&Query { process: Some(process.id), filter: Default::default() }, &Default::default()).await.unwrap();
        tx.profile(board.columns[0].page.cards[0].id, None).await.unwrap();
        let filter = finance::Filter { of: Some(Of::Product(products[0])), ..Default::default() };
        tx.finance(&finance::Query { filter, ..Default::default() }).await.unwrap();
        drop(tx);
        // Who sees only some deals has their own from the totals; the others are looked up one by one.
        let query = Query { process: Some(process.id), filter: Default::default() };
        house.read(&house.zofia).await.board(&query, &Default::default()).await.unwrap();
        require_indexes(&house, &heard.take(), &[
            (&[r#"FROM "stage_total""#], "stage_total"),
            (&[r#""deal"."creator_id" <>"#, r#"GROUP BY "deal"."stage_id", "deal"."currency""#], "deal_for_others"),
            (&[r#"AS "own""#, r#"ORDER BY "deal"."place" ASC LIMIT"#], "deal_own"),
            (&[r#"ORDER BY "deal"."place" ASC LIMIT"#], "deal_place"),
            (&[r#"("deal"."due") <="#, "LIMIT 1000"], "deal_due"),
            (&[r#"("deal"."due") <="#, r#""deal"."owner_id" = "#, "LIMIT 1000"], "deal_due_own"),
            (&[r#"FROM "history""#, "ORDER BY"], "history_deal"),
            (&[r#"FROM "amount""#, r#""product_id" ="#, "SUM"], "line_product"),
        ]).await;
        save(&house, &process).await;
        require_indexes(&house, &heard.take(), &[
            (&["COUNT", r#"WHERE "deal"."process_id" ="#, r#"GROUP BY "deal"."stage_id""#], "deal_process"),
            (&["UPDATE deal SET stage_id"], "deal_stage"),
            (&["UPDATE deal SET probability"], "deal_process"),
        ]).await;
        house.read(&house.anna).await.deals(&Default::default()).await.unwrap();
        require_indexes(&house, &heard.take(), &[
            (&[r#"FROM "stage_total""#], "stage_total"),
            (&[r#"ORDER BY "deal"."expected_close""#], "deal_close"),
        ]).await;
    }
}

/// Fails when the statement that says all of this does not go over the index beside it.
async fn require_indexes(house: &House, heard: &[String], wanted: &[(&[&str], &str)]) {
    let mut astray = vec![];
    for (says, index) in wanted {
        let found = heard.iter().find(|statement| says.iter().all(|word| statement.contains(word)));
        let statement = found.unwrap_or_else(|| panic!("no statement says {says:?}: {heard:#?}"));
        let plan = house.plan(statement).await;
        if !plan.contains(index) {
            astray.push(format!("{says:?} does not go over {index}:\n{plan}"));
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n\n"));
}

fn product(name: &str) -> ProductForm {
    ProductForm {
        version: 0,
        id: None,
        name: name.into(),
        code: String::new(),
        price: "1".into(),
        currency: "PLN".into(),
        active: true,
        language: None,
    }
}

/// Every card of a process's board.
async fn cards(house: &House, process: ProcessId) -> Vec<(StageId, std::sync::Arc<domain::board::Card>)> {
    let tx = house.read(&house.anna).await;
    let board = tx
        .board(&Query { process: Some(process), filter: Default::default() }, &Default::default())
        .await
        .unwrap();
    let mut cards = vec![];
    for column in board.columns {
        let mut own = column.page.cards;
        if let Some(next) = column.page.next {
            own.extend(tx.further(column.stage.id, &Default::default(), &next).await.unwrap().cards);
        }
        cards.extend(own.into_iter().map(|card| (column.stage.id, card)));
    }
    cards
}
