//! The page of tasks (T1): who finds which task in which group; and tasks without a deal.

mod house;

use chrono::{Days, Timelike};
use command::{
    Command, Done,
    deal::AddParticipant,
    task::{AddTask, CheckTask, DeleteTask, EditTask, ReadTasks},
};
use domain::{
    access::{Circle, sees, sees_task, visibility},
    id::{DealId, TaskId, UserId},
    people::User,
    refusal::Refusal,
    task::{Due, Task, TaskForm},
    tasks::{Group, Listed, Query, Tasks},
};
use fastrand::Rng;
use house::{House, form, op, refusal};
use std::collections::BTreeMap;

async fn listed(house: &House, user: &User, query: Query) -> Tasks {
    command::ask(&house.read(user).await, &ReadTasks { query }).await.unwrap()
}

fn titled(title: &str) -> TaskForm {
    TaskForm { title: title.into(), ..TaskForm::default() }
}

async fn done(house: &House, user: &User, command: impl Into<Command>) -> Done<String> {
    command.into().perform(house.write(user).await, &op()).await.unwrap()
}

/// A task that was added, and what decides who sees it.
struct Added {
    task: Task,
    creator: UserId,
    deal: Option<(DealId, Circle)>,
}

impl Added {
    fn is_seen(&self, user: &User) -> bool {
        match &self.deal {
            Some((_, circle)) => sees(visibility(user), circle),
            None => sees_task(visibility(user), self.creator, self.task.assignee),
        }
    }
}

/// Tasks of all kinds, on deals of two salespeople and on none.
async fn furnish(house: &House, rng: &mut Rng) -> Vec<Added> {
    let (stage, people) = (house.stages().await[0], [&house.anna, &house.marek, &house.zofia, &house.piotr]);
    let mut deals = vec![];
    for (owner, participants) in
        [(&house.zofia, vec![]), (&house.piotr, vec![]), (&house.piotr, vec![house.zofia.id])]
    {
        let deal = house.add(owner, stage, form("Deal", "1", owner)).await;
        for user in &participants {
            house.perform(owner, &AddParticipant { deal, user: *user }).await.unwrap();
        }
        let (creator, owner) = (owner.id, owner.id);
        deals.push((deal, Circle { creator, owner, participants, public: false }));
    }
    let now = house.read(&house.anna).await.wall_clock();
    let mut added = vec![];
    for number in 0..60 {
        let deal = rng.choice(&deals).filter(|_| rng.u8(..3) > 0).cloned();
        let by = rng.choice(people).unwrap();
        let by = match &deal {
            Some((_, circle)) if !sees(visibility(by), circle) => &house.anna,
            _ => by,
        };
        let date = now.date() - Days::new(2) + Days::new(rng.u64(..5));
        // Not within the minutes that this test takes.
        let time = [None, Some((now.hour() + 22) % 24), Some((now.hour() + 2) % 24)][rng.usize(..3)];
        let form = TaskForm {
            date: if rng.u8(..5) == 0 { String::new() } else { date.to_string() },
            time: time.map(|hour| format!("{hour:02}:00")).unwrap_or_default(),
            assignee: Some(rng.choice(people).unwrap().id),
            ..titled(&format!("Task {number}"))
        };
        let form = if form.date.is_empty() { TaskForm { time: String::new(), ..form } } else { form };
        let id = deal.as_ref().map(|(id, _)| *id);
        // Past the command, which gives nobody a task of a deal that they do not see: they may have seen it before.
        let tx = house.write(by).await;
        let task = tx.add_task(form.parse(id, by.id).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let is_done = rng.u8(..4) == 0;
        if is_done {
            house.perform(&house.anna, &CheckTask { task, done: true }).await.unwrap();
        }
        let new = form.parse(id, by.id).unwrap();
        added.push(Added {
            task: Task {
                id: task,
                title: new.title,
                kind: new.kind,
                due: new.due,
                assignee: new.assignee,
                done: is_done,
            },
            creator: by.id,
            deal,
        });
    }
    added
}

on_each_database! {
    each_finds_what_the_rules_say(house) {
        let added = furnish(&house, &mut Rng::with_seed(7)).await;
        for user in [&house.anna, &house.marek, &house.zofia, &house.piotr] {
            for (everybody, with_deal) in [(false, None), (true, None), (false, Some(true)), (true, Some(false))] {
                let page = listed(&house, user, Query { everybody, with_deal, unfolded: vec![] }).await;
                let mut want: BTreeMap<Group, Vec<TaskId>> = BTreeMap::new();
                for one in &added {
                    let asked = (everybody || one.task.assignee == user.id)
                        && with_deal.is_none_or(|with| with == one.deal.is_some());
                    if asked && one.is_seen(user) {
                        want.entry(Group::of(&one.task, page.now)).or_default().push(one.task.id);
                    }
                }
                for (group, part) in Group::ALL.into_iter().zip(&page.parts) {
                    let mut found: Vec<TaskId> = part.tasks.iter().map(|listed| listed.task.id).collect();
                    assert_eq!(part.count, found.len());
                    if group != Group::Done {
                        let due = |listed: &Listed| listed.task.due.map(|due: Due| (due.date, due.time.is_none(), due.time));
                        assert!(part.tasks.is_sorted_by_key(due), "{group:?}: {part:?}");
                    }
                    found.sort();
                    assert_eq!(found, want.remove(&group).unwrap_or_default(), "{} {group:?} {everybody} {with_deal:?}", user.name);
                }
                let today = page.parts.iter().flat_map(|part| &part.tasks).filter(|listed| {
                    !listed.task.done && listed.task.assignee == user.id
                        && listed.task.due.is_some_and(|due| due.date == page.now.date())
                });
                if everybody && with_deal.is_none() {
                    assert_eq!(page.days[0], today.count(), "{}", user.name);
                }
                for listed in page.parts.iter().flat_map(|part| &part.tasks) {
                    let Some(deal) = &listed.deal else { continue };
                    let open = house.read(&house.anna).await.profile(deal.id, None).await.unwrap();
                    assert_eq!(deal.dot, Some(open.standing(page.now).dot), "{deal:?}");
                }
            }
        }
    }

    a_group_shows_its_first_tasks_and_unfolds(house) {
        for number in 0..Tasks::FIRST + 5 {
            house.perform(&house.zofia, &AddTask { deal: None, form: titled(&format!("{number}")) }).await.unwrap();
        }
        // Two hundred more than are counted.
        let row = "deal_id, title, kind, assignee_id, creator_id, created_at";
        house.harm(&format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) INSERT INTO task ({row}, done_at, done_by_id) \
             SELECT NULL, 'Old', 'call', {0}, {0}, '2020-01-01T00:00:00+00:00', '2020-01-01T00:00:00+00:00', {0} FROM n",
            house.zofia.id
        )).await;
        let done = |page: Tasks| (page.parts[4].count, page.parts[4].tasks.len());
        let unfolded = Query { unfolded: vec![Group::Done], ..Query::default() };
        assert_eq!(done(listed(&house, &house.zofia, Query::default()).await), (Tasks::MOST, Tasks::FIRST));
        assert_eq!(done(listed(&house, &house.zofia, unfolded).await), (Tasks::MOST, Tasks::MOST));
        let undated = |page: Tasks| (page.parts[3].count, page.parts[3].tasks.len());
        assert_eq!(undated(listed(&house, &house.zofia, Query::default()).await), (55, 50));
        let unfolded = Query { unfolded: vec![Group::Undated], ..Query::default() };
        assert_eq!(undated(listed(&house, &house.zofia, unfolded).await), (55, 55));
    }

    a_task_without_a_deal_is_its_peoples_and_can_be_taken_back(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let taking_back = |done: Done<String>| done.undo.unwrap();
        let added = done(&house, zofia, AddTask { deal: None, form: titled("Cards") }).await;
        let task: TaskId = serde_json::from_str(&added.answer).unwrap();
        for other in [
            Command::from(CheckTask { task, done: true }),
            EditTask { task, form: titled("Other"), seen: None }.into(),
            DeleteTask { task }.into(),
        ] {
            let tried = other.perform(house.write(piotr).await, &op()).await;
            assert_eq!(refusal(tried.map(|done| done.answer)), Refusal::NotFound);
        }
        let mine = async || {
            let page = listed(&house, zofia, Query::default()).await;
            page.parts.into_iter().flat_map(|part| part.tasks).map(|listed| listed.task).collect::<Vec<_>>()
        };
        let before = mine().await;
        for change in [
            Command::from(CheckTask { task, done: true }),
            EditTask { task, form: TaskForm { date: "2030-01-01".into(), ..titled("Other") }, seen: None }.into(),
            DeleteTask { task }.into(),
        ] {
            let taken_back = taking_back(done(&house, zofia, change.clone()).await);
            let changed = mine().await;
            assert_ne!(changed, before, "{change:?}");
            let undone = taking_back(done(&house, zofia, taken_back).await);
            assert_eq!(mine().await, before, "{change:?}");
            let again = taking_back(done(&house, zofia, undone).await);
            assert_eq!(mine().await, changed, "{change:?}");
            done(&house, zofia, again).await;
        }
        let marek_did = CheckTask { task, done: true };
        done(&house, &house.marek, marek_did).await;
        let tried = Command::from(taking_back(added)).perform(house.write(zofia).await, &op()).await;
        assert_eq!(refusal(tried.map(|done| done.answer)), Refusal::ChangedSince { by: "Marek".into() });
        let task = serde_json::from_str::<TaskId>(&done(&house, zofia, AddTask { deal: None, form: titled("Last") }).await.answer).unwrap();
        assert!(house.changes().await.contains(&("add_task".into(), zofia.id.0, "task".into(), task.0)));
    }
}
