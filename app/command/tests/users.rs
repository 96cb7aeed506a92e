//! Users, as administrators manage them: inviting, roles, deactivating, and links to choose a password (V5, A2).

mod house;

use command::{
    Command, Perform,
    deal::WinDeal,
    task::{AddTask, CheckTask},
    users::{ChangeRole, InviteUser, RenewLink, SetActive},
};
use domain::{
    board::Move,
    event::Event,
    id::UserId,
    notices::News,
    people::Role,
    place::Gap,
    refusal::{Field, Refusal},
    task::TaskForm,
    users::{HandOver, Member, Secret, Standing, UserForm},
};
use house::{House, form, op, opening, refusal};
use sha2::{Digest, Sha256};

fn secret(digit: &str) -> Secret {
    Secret::try_from(digit.repeat(64)).unwrap()
}

fn hash(secret: &Secret) -> String {
    hex::encode(Sha256::digest(secret.as_str()))
}

fn invitation(email: &str, digit: &str) -> InviteUser {
    let form = UserForm { name: "Ewa Lis".into(), email: email.into(), role: Role::Manager };
    InviteUser { form, link: secret(digit) }
}

async fn by_anna<C: Perform>(house: &House, command: C) -> store::Result<C::Answer> {
    let tx = house.write(&house.anna).await;
    let answer = command.perform(&tx).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn members(house: &House) -> Vec<Member> {
    house.read(&house.anna).await.everybody().await.unwrap().members
}

on_each_database! {
    whoever_is_invited_chooses_a_password_once(house) {
        let ewa = by_anna(&house, invitation("ewa@demo.test", "a")).await.unwrap();
        let row = |members: Vec<Member>| members.into_iter().find(|member| member.id == ewa).unwrap();
        let member = row(members(&house).await);
        assert_eq!((member.standing, member.role, member.seen), (Standing::Invited, Role::Manager, None));
        let link = hash(&secret("a"));
        assert!(house.store.is_link(&link).await.unwrap() && !house.store.is_link(&hash(&secret("b"))).await.unwrap());
        house.store.join(&link, "argon".into(), opening("token-ewa")).await.unwrap();
        assert_eq!(house.store.session("token-ewa").await.unwrap().unwrap().0.id, ewa);
        assert_eq!(refusal(house.store.join(&link, "other".into(), opening("x")).await), Refusal::LinkOver);
        assert_eq!(row(members(&house).await).standing, Standing::Active);
        assert_eq!(refusal(by_anna(&house, invitation("ewa@demo.test", "c")).await), Refusal::EmailTaken);
        // One link leads to one user.
        by_anna(&house, RenewLink { user: ewa, link: secret("d") }).await.unwrap();
        let other = by_anna(&house, RenewLink { user: house.zofia.id, link: secret("d") }).await;
        assert_eq!(refusal(other), Refusal::MalformedRequest);
    }

    a_new_link_takes_the_place_of_the_last_and_leads_a_week(house) {
        let user = house.zofia.id;
        for digit in ["a", "b"] {
            by_anna(&house, RenewLink { user, link: secret(digit) }).await.unwrap();
        }
        assert!(!house.store.is_link(&hash(&secret("a"))).await.unwrap());
        let (link, old) = (hash(&secret("b")), Secret::LASTS.num_hours());
        house.link_made_hours_ago(user, old - 1).await;
        assert!(house.store.is_link(&link).await.unwrap());
        house.link_made_hours_ago(user, old + 1).await;
        assert!(!house.store.is_link(&link).await.unwrap());
        assert_eq!(refusal(house.store.join(&link, "argon".into(), opening("y")).await), Refusal::LinkOver);
        house.link_made_hours_ago(user, 1).await;
        house.store.join(&link, "argon".into(), opening("y")).await.unwrap();
        let session = format!("token-{user}");
        assert!(house.store.session(&session).await.unwrap().is_none(), "who had the old password is out");
    }

    two_administrators_who_demote_each_other_at_once_leave_one(house) {
        let demote = |user| ChangeRole { user, role: Role::Salesperson };
        by_anna(&house, ChangeRole { user: house.marek.id, role: Role::Administrator }).await.unwrap();
        let (of_marek, of_anna) = (demote(house.marek.id), demote(house.anna.id));
        let (first, second) = tokio::join!(house.perform(&house.anna, &of_marek), house.perform(&house.marek, &of_anna));
        assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
        assert!(house.store.is_set_up().await.unwrap());
    }

    a_deactivated_user_is_out_at_once_and_comes_back(house) {
        let (user, session) = (house.zofia.id, format!("token-{}", house.zofia.id));
        by_anna(&house, RenewLink { user, link: secret("a") }).await.unwrap();
        by_anna(&house, SetActive { user, active: false, hand_over: HandOver::default() }).await.unwrap();
        assert!(house.store.session(&session).await.unwrap().is_none());
        assert!(!house.store.is_link(&hash(&secret("a"))).await.unwrap());
        let renewed = by_anna(&house, RenewLink { user, link: secret("b") }).await;
        assert!(matches!(refusal(renewed), Refusal::Deactivated { .. }));
        by_anna(&house, SetActive { user, active: true, hand_over: HandOver::default() }).await.unwrap();
        by_anna(&house, RenewLink { user, link: secret("b") }).await.unwrap();
        // A password that was set from the terminal closes that way, too.
        let email = domain::text::Email::parse(&house.zofia.email).unwrap();
        house.store.set_password(&email, "argon".into()).await.unwrap();
        assert!(!house.store.is_link(&hash(&secret("b"))).await.unwrap());
    }

    there_is_always_an_administrator_who_can_sign_in(house) {
        let user = house.anna.id;
        let role = Role::Salesperson;
        assert_eq!(refusal(by_anna(&house, ChangeRole { user, role }).await), Refusal::LastAdministrator);
        assert_eq!(refusal(by_anna(&house, SetActive { user, active: false, hand_over: HandOver::default() }).await), Refusal::LastAdministrator);
        // Somebody who has not chosen a password yet cannot.
        let mut invited = invitation("ewa@demo.test", "a");
        invited.form.role = Role::Administrator;
        by_anna(&house, invited).await.unwrap();
        assert_eq!(refusal(by_anna(&house, ChangeRole { user, role }).await), Refusal::LastAdministrator);
        house.store.join(&hash(&secret("a")), "argon".into(), opening("z")).await.unwrap();
        by_anna(&house, ChangeRole { user, role }).await.unwrap();
        let changed = by_anna(&house, ChangeRole { user: house.marek.id, role }).await;
        assert_eq!(refusal(changed), Refusal::AdministratorsOnly, "at once, with the session that she has");
    }

    whoever_leaves_hands_over_what_they_have_open(house) {
        let (stage, zofia, piotr) = (house.stages().await[0], &house.zofia, &house.piotr);
        let mut deals = vec![];
        for name in ["Open", "Gone", "Won"] {
            deals.push(house.add(zofia, stage, form(name, "5", zofia)).await);
        }
        let [open, gone, won] = deals[..] else { unreachable!() };
        house.perform(zofia, &WinDeal { deal: won }).await.unwrap();
        let task = |title: &str| TaskForm { title: title.into(), ..TaskForm::default() };
        let call = house.perform(zofia, &AddTask { deal: Some(open), form: task("Call") }).await.unwrap();
        let cards = house.perform(zofia, &AddTask { deal: None, form: task("Cards") }).await.unwrap();
        let done = house.perform(zofia, &AddTask { deal: None, form: task("Done") }).await.unwrap();
        house.perform(zofia, &CheckTask { task: done, done: true }).await.unwrap();
        // A change of hers that could be taken back, had nothing come since.
        let moved = Command::from(Move { deal: gone, from: stage, to: house.stages().await[1], gap: Gap::default() });
        let undo = moved.perform(house.write(piotr).await, &op()).await;
        assert!(undo.is_err());
        let moved = Command::from(Move { deal: gone, from: stage, to: house.stages().await[1], gap: Gap::default() });
        let undo = moved.perform(house.write(&house.marek).await, &op()).await.unwrap().undo.unwrap();
        let leaves = |deals, tasks| SetActive { user: zofia.id, active: false, hand_over: HandOver { deals, tasks } };
        let refused = [
            (leaves(Some(zofia.id), None), Field::Owner),
            (leaves(None, Some(UserId(99))), Field::Assignee),
        ];
        for (tried, field) in refused {
            assert_eq!(refusal(house.perform(&house.anna, &tried).await), Refusal::Unknown { field });
        }
        let before = members(&house).await;
        let of = |members: &[Member], user: UserId| members.iter().find(|member| member.id == user).cloned().unwrap();
        assert_eq!((of(&before, zofia.id).open_deals, of(&before, zofia.id).open_tasks), (2, 2));
        house.perform(&house.anna, &leaves(Some(piotr.id), Some(piotr.id))).await.unwrap();
        let after = members(&house).await;
        assert_eq!((of(&after, zofia.id).open_deals, of(&after, zofia.id).open_tasks), (0, 0));
        assert_eq!((of(&after, piotr.id).open_deals, of(&after, piotr.id).open_tasks), (2, 2));
        // Told once, of all of it.
        let told = house.read(piotr).await.notices(None).await.unwrap().list;
        let told: Vec<_> = told.into_iter().map(|notice| (notice.news, notice.about)).collect();
        assert_eq!(told, [(News::HandedOver, "2 2".to_owned())]);
        let tx = house.read(&house.anna).await;
        assert_eq!(tx.deal(open).await.unwrap().facts.owner, piotr.id);
        assert_eq!(tx.deal(won).await.unwrap().facts.owner, zofia.id, "what is closed stays whose it was");
        for (task, assignee) in [(call, piotr.id), (cards, piotr.id), (done, zofia.id)] {
            assert_eq!(tx.read_task(task).await.unwrap().assignee, assignee);
        }
        let told = tx.profile(open, None).await.unwrap().history;
        let changed = Event::OwnerChanged { from: zofia.id, to: piotr.id };
        assert_eq!(told.entries[0].event, Some(changed));
        assert_eq!(told.entries[0].by, house.anna.id);
        // Who has only tasks to go on with sees the deals of these.
        house.perform(&house.anna, &SetActive { user: zofia.id, active: true, hand_over: HandOver::default() }).await.unwrap();
        let tasks = HandOver { deals: None, tasks: Some(zofia.id) };
        let not_hers = house.add(piotr, stage, form("Theirs", "1", piotr)).await;
        let ask = house.perform(piotr, &AddTask { deal: Some(not_hers), form: task("Ask") }).await.unwrap();
        house.perform(&house.anna, &SetActive { user: piotr.id, active: false, hand_over: tasks }).await.unwrap();
        let of_zofia = house.read(zofia).await;
        assert_eq!(of_zofia.read_task(ask).await.unwrap().assignee, zofia.id);
        assert!(of_zofia.profile(not_hers, None).await.unwrap().participants.contains(&zofia.id));
        // What was done before is not taken back over it.
        let undone = Command::from(undo).perform(house.write(&house.marek).await, &op()).await;
        assert_eq!(refusal(undone.map(|done| done.answer)), Refusal::ChangedSince { by: "Anna".into() });
    }
}
