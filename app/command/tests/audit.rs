//! What administrators look up (V8), and the board as somebody else sees it (V7).

mod house;

use command::{
    deal::{AddParticipant, RemoveParticipant, SaveDeal},
    session::{Asking, Sessions, SignIn},
    users::{ChangeRole, ReadAudit, ReadBoardAs, SetActive, ShowAs},
};
use domain::{
    audit::{Asked, Audit, Noted},
    id::UserId,
    people::Role,
    refusal::Refusal,
    users::HandOver,
};
use house::{House, form, op, refusal};

async fn audit(house: &House, asked: Asked) -> Audit {
    command::ask(&house.read(&house.anna).await, &ReadAudit { asked }).await.unwrap()
}

/// What was written down last, the oldest first, with whom it was about.
async fn last(house: &House, count: usize) -> Vec<(Noted, Option<String>)> {
    let entries = audit(house, Asked::default()).await.entries;
    let mut last: Vec<_> = entries.into_iter().take(count).map(|entry| (entry.noted, entry.whom)).collect();
    last.reverse();
    last
}

on_each_database! {
    what_concerns_access_is_written_down(house) {
        let (zofia, piotr, anna) = (&house.zofia, &house.piotr, &house.anna);
        let name = |name: &str| Some(name.to_owned());
        let deal = house.add(zofia, house.stages().await[0], form("Trucks", "1", zofia)).await;
        house.perform(zofia, &AddParticipant { deal, user: piotr.id }).await.unwrap();
        house.perform(piotr, &RemoveParticipant { deal, user: piotr.id }).await.unwrap();
        assert_eq!(last(&house, 2).await, [(Noted::AccessGiven, name("Piotr")), (Noted::AccessTaken, name("Piotr"))]);
        let entry = audit(&house, Asked::default()).await.entries.remove(0);
        assert_eq!((entry.by.as_deref(), entry.deal), (Some("Piotr"), Some((deal, "Trucks".into()))));

        // Taken back, access is given and taken, too.
        let given = command::Command::from(AddParticipant { deal, user: piotr.id });
        let undo = given.perform(house.write(zofia).await, &op()).await.unwrap().undo.unwrap();
        house.perform(zofia, &undo).await.unwrap();
        assert_eq!(last(&house, 2).await, [(Noted::AccessGiven, name("Piotr")), (Noted::AccessTaken, name("Piotr"))]);

        // Given to another owner, who created it for somebody else before.
        let his = house.add(zofia, house.stages().await[0], form("Planes", "1", piotr)).await;
        assert_eq!(last(&house, 1).await, [(Noted::AccessGiven, name("Piotr"))]);
        let version = house.read(zofia).await.deal(his).await.unwrap().revision;
        let to_marek = SaveDeal { deal: his, version, form: form("Planes", "1", &house.marek) };
        let given = command::Command::from(to_marek).perform(house.write(zofia).await, &op()).await.unwrap();
        assert_eq!(last(&house, 2).await, [(Noted::AccessTaken, name("Piotr")), (Noted::AccessGiven, name("Marek"))]);
        house.perform(zofia, &given.undo.unwrap()).await.unwrap();
        assert_eq!(last(&house, 2).await, [(Noted::AccessTaken, name("Marek")), (Noted::AccessGiven, name("Piotr"))]);

        house.perform(anna, &ChangeRole { user: piotr.id, role: Role::Manager }).await.unwrap();
        house.perform(anna, &SetActive { user: piotr.id, active: false, hand_over: HandOver::default() }).await.unwrap();
        assert_eq!(last(&house, 2).await, [(Noted::RoleChanged, name("Piotr")), (Noted::Deactivated, name("Piotr"))]);

        // What is refused is not written down.
        let before = audit(&house, Asked::default()).await.entries.len();
        assert!(house.perform(zofia, &ChangeRole { user: zofia.id, role: Role::Administrator }).await.is_err());
        assert!(house.perform(anna, &ChangeRole { user: anna.id, role: Role::Manager }).await.is_err());
        assert_eq!(audit(&house, Asked::default()).await.entries.len(), before);
        for user in [&house.marek, zofia] {
            let asked = command::ask(&house.read(user).await, &ReadAudit::default()).await;
            assert_eq!(refusal(asked), Refusal::AdministratorsOnly);
        }
    }

    signing_in_and_failing_to_are_written_down(house) {
        let sessions = Sessions::new(house.store.clone(), "code");
        let from = Asking { address: "192.0.2.7".into(), device: "Firefox".into() };
        let attempt = async |email: &str| {
            let form = SignIn { email: email.into(), password: "wrong".into(), code: String::new() };
            sessions.sign_in(form, &from).await.map(drop).unwrap_err()
        };
        let zofia = house.zofia.email.clone();
        assert_eq!(attempt(&zofia).await, attempt("nobody@demo.test").await);
        assert_eq!(last(&house, 2).await, [(Noted::SignInFailed, Some("Zofia".into())), (Noted::SignInFailed, None)]);
        let entry = audit(&house, Asked::default()).await.entries.remove(0);
        assert_eq!((entry.by, entry.detail.as_str()), (None, "Firefox · 192.0.2.7"));
        house.store.open_session(house.zofia.id, house::opening("another")).await.unwrap();
        let entry = audit(&house, Asked::default()).await.entries.remove(0);
        assert_eq!((entry.noted, entry.by.as_deref()), (Noted::SignedIn, Some("Zofia")));
    }

    it_is_asked_by_person_and_day_a_page_at_a_time(house) {
        let (anna, piotr) = (&house.anna, &house.piotr);
        for role in [Role::Manager, Role::Salesperson].into_iter().cycle().take(Audit::PAGE + 5) {
            house.perform(anna, &ChangeRole { user: piotr.id, role }).await.unwrap();
        }
        let of_piotr = Asked { person: Some(piotr.id), ..Asked::default() };
        let first = audit(&house, of_piotr.clone()).await;
        assert_eq!((first.entries.len(), first.more), (Audit::PAGE, true));
        let before = first.entries.last().map(|entry| entry.id);
        let rest = audit(&house, Asked { before, ..of_piotr.clone() }).await;
        // Five more, and that he signed in when the house was furnished.
        assert_eq!((rest.entries.len(), rest.more), (6, false));
        let nobody = audit(&house, Asked { person: Some(UserId(999)), ..Asked::default() }).await;
        assert!(nobody.entries.is_empty());
        let today = first.now.date();
        let on = async |day| audit(&house, Asked { day, ..of_piotr.clone() }).await.entries.len();
        assert_eq!(on(Some(today)).await, Audit::PAGE);
        assert_eq!(on(today.succ_opt()).await, 0);
        // A quarter past midnight in Warsaw is the day before in UTC.
        house.harm("UPDATE audit SET at = '2026-05-13T22:15:00.000000+00:00'").await;
        for (day, want) in [("2026-05-13", 0), ("2026-05-14", Audit::PAGE), ("2026-05-15", 0)] {
            assert_eq!(on(day.parse().ok()).await, want, "{day}");
        }
    }

    an_administrator_sees_the_board_as_somebody_sees_it(house) {
        let (zofia, piotr, anna) = (&house.zofia, &house.piotr, &house.anna);
        let stage = house.stages().await[0];
        house.add(zofia, stage, form("Hers", "1", zofia)).await;
        house.add(piotr, stage, form("His", "2", piotr)).await;
        let look = async |by, user: UserId| command::ask(&house.read(by).await, &ReadBoardAs { user, process: None }).await;
        assert_eq!(refusal(look(anna, zofia.id).await), Refusal::NotFound, "it is not written down yet");
        house.perform(anna, &ShowAs { user: zofia.id }).await.unwrap();
        assert_eq!(last(&house, 1).await, [(Noted::ShownAs, Some("Zofia".into()))]);
        let (shown, own) = (look(anna, zofia.id).await.unwrap(), house.board(zofia).await);
        assert_eq!((shown.columns, shown.dots), (own.columns, own.dots));
        assert_eq!(house::names(&house.board(anna).await)[0].len(), 2);
        assert_eq!(refusal(look(anna, piotr.id).await), Refusal::NotFound, "that is for one person");
        // By their clock, wherever the administrator is.
        house.harm("UPDATE users SET zone = 'Pacific/Auckland' WHERE name = 'Zofia'").await;
        let (shown, now) = (look(anna, zofia.id).await.unwrap().now, store::now().naive_utc());
        assert!((shown - now).num_hours() >= 11, "{shown} {now}");
        house.harm("UPDATE audit SET at = '2020-01-01T00:00:00.000000+00:00'").await;
        assert_eq!(refusal(look(anna, zofia.id).await), Refusal::NotFound, "and for an hour");
        assert_eq!(refusal(house.perform(anna, &ShowAs { user: UserId(999) }).await), Refusal::NotFound);
        for user in [&house.marek, zofia] {
            assert_eq!(refusal(house.perform(user, &ShowAs { user: piotr.id }).await), Refusal::AdministratorsOnly);
            assert_eq!(refusal(look(user, piotr.id).await), Refusal::AdministratorsOnly);
        }
    }
}
