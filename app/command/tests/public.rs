//! Deals that everybody sees, where the account lets them (V3); the account's settings and sources (A4).

mod house;

use command::{
    Command,
    contact::ReadBook,
    deal::{AddParticipant, MakePublic, ReadDeal},
    finance::ReadFinance,
    note::AddNote,
    review::ReadReview,
    search::Search,
    settings::{ReadAccount, ReadSources, SaveAccount, SaveSources},
    task::{AddTask, ReadTasks, SuggestDeals},
};
use domain::{
    access::PublicDeals,
    account::AccountForm,
    contact::book,
    event::Event,
    filter::Filter,
    id::DealId,
    money::Money,
    people::User,
    refusal::{Field, Refusal},
    source::SourceForm,
    task::TaskForm,
    tasks,
};
use fastrand::Rng;
use house::{House, form, op, refusal};
use store::{Account, Tx};

/// Lets everybody do this with public deals.
async fn set(house: &House, public_deals: PublicDeals) {
    let settings = command::ask(&house.read(&house.anna).await, &ReadAccount {}).await.unwrap();
    let form = AccountForm { public_deals, ..settings.form };
    house.perform(&house.anna, &SaveAccount { version: settings.version, form }).await.unwrap();
}

/// Reads as a session does, with the account as it is now.
async fn read(house: &House, user: &User) -> Tx {
    let account = house.store.account().await.unwrap();
    house.store.read(user.clone(), account).await.unwrap()
}

/// Everything that somebody is told in which the deal could be.
async fn told(house: &House, user: &User) -> String {
    let tx = read(house, user).await;
    let since = "2020-01-01".parse().ok();
    let mut all = vec![];
    for query in [
        command::Query::from(command::board::ReadBoard::default()),
        ReadFinance { query: Default::default() }.into(),
        ReadReview { query: domain::review::Query { since, ..Default::default() } }.into(),
        ReadTasks { query: tasks::Query { everybody: true, ..Default::default() } }.into(),
        SuggestDeals { letters: "truck".into() }.into(),
        Search { text: "truck".into(), whole: None }.into(),
        ReadBook { query: book::Query { open: true, ..Default::default() }, below: None }.into(),
    ] {
        let mut answer: serde_json::Value = serde_json::from_str(&query.ask(&tx).await.unwrap()).unwrap();
        if let Some(now) = answer.get_mut("now") {
            now.take();
        }
        all.push(answer.to_string());
    }
    all.join("\n")
}

on_each_database! {
    a_public_deal_is_seen_by_everybody_until_the_switch_is_off(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let stage = house.stages().await[0];
        let deal = house.add(piotr, stage, form("Trucks", "987654.32", piotr)).await;
        let task = TaskForm { title: "Call about trucks".into(), ..TaskForm::default() };
        house.perform(piotr, &AddTask { deal: Some(deal), form: task }).await.unwrap();
        let public = MakePublic { deal, public: true };
        assert_eq!(refusal(house.perform(piotr, &public).await), Refusal::PublicOff);
        let before = told(&house, zofia).await;
        set(&house, PublicDeals::See).await;
        assert_eq!(told(&house, zofia).await, before, "nothing is public yet");
        assert_eq!(refusal(house.perform(zofia, &public).await), Refusal::NotFound);
        house.perform(piotr, &public).await.unwrap();
        let seen = told(&house, zofia).await;
        for what in ["Trucks", "Call about trucks", "98765432"] {
            assert!(seen.contains(what), "{what} {seen}");
        }
        let page = command::ask(&read(&house, zofia).await, &ReadDeal::of(deal)).await.unwrap();
        assert_eq!((page.public, page.only_to_see), (Some(true), true));
        assert!(page.history.entries.iter().any(|entry| entry.event == Some(Event::MadePublic { public: true })));
        let board = read(&house, zofia).await.board(&Default::default(), &Default::default()).await.unwrap();
        assert_eq!((board.columns[0].count, board.columns[0].page.cards.len()), (1, 1));
        assert_eq!(board.columns[0].totals.iter().map(|total| total.minor).collect::<Vec<_>>(), [98_765_432]);

        // To see is not to change.
        let writes: [Command; 4] = [
            AddNote { deal, text: "Hello".into(), files: vec![] }.into(),
            AddParticipant { deal, user: zofia.id }.into(),
            AddTask { deal: Some(deal), form: TaskForm { title: "Mine".into(), ..TaskForm::default() } }.into(),
            domain::board::Move { deal, from: stage, to: house.stages().await[1], gap: Default::default() }.into(),
        ];
        for write in &writes {
            let refused = write.perform(house.write(zofia).await, &op()).await;
            assert_eq!(refusal(refused.map(drop)), Refusal::OnlyToSee, "{write:?}");
        }
        set(&house, PublicDeals::Edit).await;
        let page = command::ask(&read(&house, zofia).await, &ReadDeal::of(deal)).await.unwrap();
        assert!(!page.only_to_see);
        writes[0].perform(house.write(zofia).await, &op()).await.unwrap();
        let oneself = house.perform(zofia, &AddParticipant { deal, user: zofia.id }).await;
        assert_eq!(refusal(oneself), Refusal::OnlyToSee, "nobody keeps it by that when it is public no longer");
        let refused = house.perform(zofia, &MakePublic { deal, public: false }).await;
        assert_eq!(refusal(refused), Refusal::NotYourDeal, "that is for those who keep it");

        set(&house, PublicDeals::Off).await;
        assert_eq!(told(&house, zofia).await, before);
        assert_eq!(refusal(command::ask(&read(&house, zofia).await, &ReadDeal::of(deal)).await), Refusal::NotFound);
        assert_eq!(command::ask(&read(&house, piotr).await, &ReadDeal::of(deal)).await.unwrap().public, None);
    }

    what_is_seen_follows_the_rule_with_public_deals(house) {
        let mut rng = Rng::with_seed(7);
        let users = [&house.anna, &house.marek, &house.zofia, &house.piotr];
        set(&house, PublicDeals::See).await;
        let stages = house.stages().await;
        let mut deals: Vec<(DealId, domain::access::Circle)> = vec![];
        for number in 0..60 {
            let (creator, owner) = (users[rng.usize(..4)], users[rng.usize(..4)]);
            let stage = stages[rng.usize(..stages.len())];
            let deal = house.add(creator, stage, form(&format!("Deal {number}"), "10", owner)).await;
            let participants = (rng.u8(..4) == 0).then_some(users[rng.usize(..4)].id);
            if let Some(user) = participants {
                house.perform(&house.anna, &AddParticipant { deal, user }).await.unwrap();
            }
            let public = rng.u8(..3) == 0;
            if public {
                house.perform(&house.anna, &MakePublic { deal, public }).await.unwrap();
            }
            let participants = participants.into_iter().collect();
            deals.push((deal, domain::access::Circle { creator: creator.id, owner: owner.id, participants, public }));
        }
        for setting in PublicDeals::ALL {
            set(&house, setting).await;
            for user in users {
                let visibility = domain::access::visibility(user);
                let shown = |circle: &domain::access::Circle| domain::access::Circle { public: circle.public && setting != PublicDeals::Off, ..circle.clone() };
                let mut want: Vec<_> = deals.iter().filter(|(_, circle)| domain::access::sees(visibility, &shown(circle))).map(|(id, _)| *id).collect();
                want.sort();
                for filter in [Filter::default(), Filter { text: Some("deal".into()), ..Filter::default() }] {
                    let query = domain::board::Query { filter, ..Default::default() };
                    let loaded = stages.iter().map(|stage| (*stage, 100)).collect();
                    let board = read(&house, user).await.board(&query, &loaded).await.unwrap();
                    let mut got: Vec<_> = board.columns.iter().flat_map(|column| &column.page.cards).map(|card| card.id).collect();
                    got.sort();
                    assert_eq!(got, want, "{} {setting:?}", user.name);
                    assert_eq!(board.columns.iter().map(|column| column.count).sum::<usize>(), want.len());
                    let total: i64 = board.columns.iter().flat_map(|column| column.totals.iter()).map(|total: Money| total.minor).sum();
                    assert_eq!(total, 1_000 * want.len() as i64);
                    assert_eq!(board.dots.white, want.len());
                }
            }
        }
    }

    the_settings_of_the_account_are_saved_by_whoever_saw_them_last(house) {
        let read = async || command::ask(&house.read(&house.anna).await, &ReadAccount {}).await.unwrap();
        let settings = read().await;
        let form = AccountForm { name: "ACME".into(), currency: "EUR".into(), zone: "Europe/London".into(), own_contacts: true, ..settings.form.clone() };
        let save = |version, form: &AccountForm| SaveAccount { version, form: form.clone() };
        house.perform(&house.anna, &save(settings.version, &form)).await.unwrap();
        assert_eq!(read().await.form, form);
        let stale = house.perform(&house.anna, &save(settings.version, &settings.form)).await;
        assert_eq!(refusal(stale), Refusal::SavedMeanwhile { by: Some("Anna".into()) });
        let nowhere = AccountForm { zone: "Mars/Olympus".into(), ..form.clone() };
        assert_eq!(refusal(house.perform(&house.anna, &save(2, &nowhere)).await), Refusal::Malformed { field: Field::Zone });
        let unspoken = AccountForm { language: "xx".into(), ..form.clone() };
        assert_eq!(refusal(house.perform(&house.anna, &save(2, &unspoken)).await), Refusal::Unknown { field: Field::Language });
        assert_eq!(refusal(house.perform(&house.marek, &save(2, &form)).await), Refusal::AdministratorsOnly);
        let account: Account = house.store.account().await.unwrap();
        assert!(account.own_contacts && account.zone.name() == "Europe/London");
    }

    a_source_that_is_not_offered_stays_with_its_deals(house) {
        let (zofia, stage) = (&house.zofia, house.stages().await[0]);
        let read = async || command::ask(&house.read(&house.anna).await, &ReadSources {}).await.unwrap();
        let line = |id, name: &str, active| SourceForm { id, name: name.into(), active };
        let sources = read().await;
        let first = sources.list[0].id;
        let deal = house.add(zofia, stage, domain::deal::DealForm { source: Some(first), ..form("Trucks", "1", zofia) }).await;
        let save = SaveSources { version: sources.version, sources: vec![line(None, "Fair", true), line(Some(first), "Old friends", false)] };
        let saved = house.perform(&house.anna, &save).await.unwrap();
        assert_eq!(saved.list.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["Fair", "Old friends"]);
        let page = command::ask(&house.read(zofia).await, &ReadDeal::of(deal)).await.unwrap();
        assert_eq!(page.sources, [(saved.list[0].id, "Fair".to_owned()), (first, "Old friends".into())], "its own among them");
        let other = domain::deal::DealForm { source: Some(first), ..form("Planes", "1", zofia) };
        let new = house.new_deal(zofia, stage, other).await;
        assert_eq!(refusal(house.perform(zofia, &new).await), Refusal::Unknown { field: Field::Source });
        let plain = house.add(zofia, stage, form("Ships", "1", zofia)).await;
        let page = command::ask(&house.read(zofia).await, &ReadDeal::of(plain)).await.unwrap();
        assert_eq!(page.sources.len(), 1);
        // Two names are swapped in one go; one twice is refused at its line.
        let fair = saved.list[0].id;
        let swapped = vec![line(Some(first), "Fair", true), line(Some(fair), "Old friends", true)];
        let saved = house.perform(&house.anna, &SaveSources { version: 2, sources: swapped }).await.unwrap();
        assert_eq!(saved.list[0].id, first);
        let twice = vec![line(Some(first), "Fair", true), line(Some(fair), "Fair", true)];
        let refused = refusal(house.perform(&house.anna, &SaveSources { version: 3, sources: twice }).await);
        assert_eq!(refused, Refusal::NameTaken { field: Field::Source }.in_line(1));
        assert_eq!(refusal(house.perform(&house.marek, &save).await), Refusal::AdministratorsOnly);
    }
}
