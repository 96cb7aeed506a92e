//! Who is told of what (T3), and asking for access to a deal (V2).

mod house;

use command::{
    Command, Done,
    deal::{AddParticipant, CloseDeal, RemoveParticipant, WinDeal},
    notice::{AnswerAccess, AskAccess, MarkRead, ReadNotices, ReadUnread},
    task::{AddTask, EditTask},
    undo::Undo,
};
use domain::{
    deal::Status,
    id::{DealId, RequestId, TaskId},
    notices::{News, Notice, Notices},
    people::User,
    refusal::Refusal,
    task::TaskForm,
};
use house::{House, form, op, refusal};
use store::Result;

async fn told(house: &House, user: &User) -> Vec<Notice> {
    command::ask(&house.read(user).await, &ReadNotices::default()).await.unwrap().list
}

/// What each of the four was told, the latest first.
async fn news(house: &House) -> [Vec<News>; 4] {
    let of = async |user| told(house, user).await.into_iter().map(|notice| notice.news).collect();
    [of(&house.anna).await, of(&house.marek).await, of(&house.zofia).await, of(&house.piotr).await]
}

async fn unread(house: &House, user: &User) -> usize {
    command::ask(&house.read(user).await, &ReadUnread {}).await.unwrap()
}

async fn done(house: &House, user: &User, command: impl Into<Command>) -> Result<Done<String>> {
    command.into().perform(house.write(user).await, &op()).await
}

async fn of_zofia(house: &House) -> DealId {
    house.add(&house.zofia, house.stages().await[0], form("Trucks", "1", &house.zofia)).await
}

fn task(title: &str, assignee: &User) -> TaskForm {
    TaskForm { title: title.into(), assignee: Some(assignee.id), ..TaskForm::default() }
}

on_each_database! {
    whom_it_concerns_is_told_and_never_whoever_did_it(house) {
        let deal = of_zofia(&house).await;
        let (zofia, piotr, marek) = (&house.zofia, &house.piotr, &house.marek);
        house.perform(zofia, &AddTask { deal: Some(deal), form: task("Own", zofia) }).await.unwrap();
        // Piotr does not see the deal yet: a task would be lost on him.
        let lost = house.perform(marek, &AddTask { deal: Some(deal), form: task("Early", piotr) }).await;
        assert_eq!(refusal(lost), Refusal::CannotSeeDeal { name: "Piotr".into() });
        let early: TaskId = house.perform(marek, &AddTask { deal: Some(deal), form: task("Early", marek) }).await.unwrap();
        let lost = EditTask { task: early, form: task("Early", piotr), seen: None };
        assert_eq!(refusal(house.perform(marek, &lost).await), Refusal::CannotSeeDeal { name: "Piotr".into() });
        house.perform(zofia, &AddParticipant { deal, user: piotr.id }).await.unwrap();
        house.perform(marek, &EditTask { task: early, form: task("Early", zofia), seen: None }).await.unwrap();
        house.perform(marek, &AddTask { deal: None, form: task("Cards", piotr) }).await.unwrap();
        house.perform(marek, &WinDeal { deal }).await.unwrap();
        let want = [vec![], vec![], vec![News::Won, News::Task], vec![News::Task, News::Participant]];
        assert_eq!(news(&house).await, want);
        let [won, _] = &told(&house, zofia).await[..] else { panic!() };
        let of = won.deal.as_ref().unwrap();
        assert_eq!((won.name.as_str(), of.id, of.name.as_str(), won.read), ("Marek", deal, "Trucks", false));
        assert_eq!(told(&house, piotr).await[0].deal, None);
        // Whoever closes their own deal knows.
        let other = of_zofia(&house).await;
        house.perform(zofia, &CloseDeal { deal: other, outcome: Status::Lost, reason: None, note: String::new() }).await.unwrap();
        assert_eq!(news(&house).await, want);
        // What is entered afterwards is no news.
        let mut past = house.new_deal(&house.marek, house.stages().await[0], form("Past", "1", zofia)).await;
        past.closed = Some((Status::Won, "2025-05-14".parse().unwrap()));
        house.perform(marek, &past).await.unwrap();
        assert_eq!(news(&house).await, want);
        // Who is taken away from the deal is told of it no longer.
        house.perform(zofia, &RemoveParticipant { deal, user: piotr.id }).await.unwrap();
        assert_eq!(news(&house).await[3], [News::Task]);
        assert_eq!(unread(&house, piotr).await, 1);
    }

    what_is_taken_back_was_not_told(house) {
        let deal = of_zofia(&house).await;
        for command in [
            Command::from(WinDeal { deal }),
            AddParticipant { deal, user: house.piotr.id }.into(),
            AddTask { deal: Some(deal), form: task("Call", &house.zofia) }.into(),
        ] {
            let before = news(&house).await;
            let undo = done(&house, &house.marek, command.clone()).await.unwrap().undo.unwrap();
            assert_ne!(news(&house).await, before, "{command:?}");
            done(&house, &house.marek, undo).await.unwrap();
            assert_eq!(news(&house).await, before, "{command:?}");
        }
    }

    the_notice_of_a_task_without_a_deal_goes_and_comes_with_it(house) {
        let (marek, piotr) = (&house.marek, &house.piotr);
        house.perform(marek, &AddTask { deal: None, form: task("Cards", piotr) }).await.unwrap();
        let latest = async || house.read(marek).await.last_change().await.unwrap();
        for count in [0, 1, 0] {
            house.perform(marek, &Undo { change: latest().await }).await.unwrap();
            assert_eq!((told(&house, piotr).await.len(), unread(&house, piotr).await), (count, count));
        }
    }

    notices_are_read_one_by_one_and_all_at_once(house) {
        for number in 0..Notices::PAGE + 2 {
            house.perform(&house.marek, &AddTask { deal: None, form: task(&format!("{number}"), &house.zofia) }).await.unwrap();
        }
        let tx = house.read(&house.zofia).await;
        let first = tx.notices(None).await.unwrap();
        assert_eq!((first.unread, first.list.len(), first.older), (32, 30, true));
        let rest = tx.notices(first.list.last().map(|notice| notice.id)).await.unwrap();
        assert_eq!((rest.list.len(), rest.older), (2, false));
        assert_eq!(rest.list[1].about, "0");
        let one = MarkRead { notice: Some(first.list[0].id) };
        assert_eq!(refusal(house.perform(&house.piotr, &one).await), Refusal::NotFound);
        house.perform(&house.zofia, &one).await.unwrap();
        assert_eq!(unread(&house, &house.zofia).await, 31);
        house.perform(&house.zofia, &MarkRead { notice: None }).await.unwrap();
        assert_eq!(unread(&house, &house.zofia).await, 0);
    }

    access_is_asked_for_and_given_with_one_answer(house) {
        let deal = of_zofia(&house).await;
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let ask = |deal| AskAccess { deal, text: "I know them".into() };
        let foreign = done(&house, piotr, ask(deal)).await.unwrap();
        let absent = done(&house, piotr, ask(DealId(999))).await.unwrap();
        // Asked twice is asked once; the owner has nothing to ask for.
        house.perform(piotr, &ask(deal)).await.unwrap();
        house.perform(zofia, &ask(deal)).await.unwrap();
        assert_eq!((foreign.undo, &foreign.answer), (absent.undo, &absent.answer));
        let notices = told(&house, zofia).await;
        let [asked] = &notices[..] else { panic!("{notices:?}") };
        assert_eq!((asked.news, asked.about.as_str(), asked.by), (News::AccessAsked, "I know them", piotr.id));
        let request = asked.request.unwrap();
        assert_eq!(request.granted, None);
        let answer = |grant| AnswerAccess { request: request.id, grant };
        assert_eq!(refusal(house.perform(piotr, &answer(true)).await), Refusal::NotFound);
        house.perform(zofia, &answer(true)).await.unwrap();
        // The first answer stays.
        house.perform(zofia, &answer(false)).await.unwrap();
        assert_eq!(told(&house, zofia).await[0].request.unwrap().granted, Some(true));
        assert_eq!(news(&house).await[3], [News::AccessGiven]);
        assert!(house.read(piotr).await.deal(deal).await.is_ok());
        assert_eq!(refusal(house.perform(zofia, &AnswerAccess { request: RequestId(2), grant: true }).await), Refusal::NotFound, "of what is absent");
        // Taken away and asked for again on the same day.
        house.perform(zofia, &RemoveParticipant { deal, user: piotr.id }).await.unwrap();
        house.perform(piotr, &ask(deal)).await.unwrap();
        assert_eq!(told(&house, zofia).await[0].request.unwrap().granted, None);
    }

    a_refusal_tells_nothing_and_asking_has_an_end(house) {
        let (deal, other) = (of_zofia(&house).await, of_zofia(&house).await);
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let ask = |deal| AskAccess { deal, text: String::new() };
        let told_once = [vec![], vec![], vec![News::AccessAsked], vec![]];
        for _ in 0..2 {
            house.perform(piotr, &ask(deal)).await.unwrap();
            let request = told(&house, zofia).await[0].request.unwrap().id;
            house.perform(zofia, &AnswerAccess { request, grant: false }).await.unwrap();
            assert_eq!(news(&house).await, told_once, "once a day");
        }
        // Each time counts, of deals that are there or not, refused or not answered yet.
        for id in 0..17 {
            house.perform(piotr, &ask(DealId(1_000 + id % 9))).await.unwrap();
        }
        house.perform(piotr, &ask(other)).await.unwrap();
        for deal in [deal, other, DealId(5_000)] {
            let refused = refusal(house.perform(piotr, &ask(deal)).await);
            assert!(matches!(refused, Refusal::TooManyAttempts { .. }), "{refused:?}");
        }
        // Tomorrow they are told again: the owner may be another by then.
        house.harm("UPDATE access_request SET at = '2020-01-01T00:00:00+00:00'").await;
        house.perform(piotr, &ask(other)).await.unwrap();
        assert_eq!(told(&house, zofia).await.len(), 3);
    }
}
