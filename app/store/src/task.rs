//! Tasks (T1). Those of a deal are reached through the deal, which the user must see.

use crate::{Result, Tx, entity::task, error::read, journal::Part, notice::Telling};
use domain::{
    access::{sees, sees_task, visibility},
    event::Event,
    id::{DealId, TaskId, UserId},
    log::Thing,
    notices::News,
    people::User,
    refusal::{Field, Refusal},
    task::{Due, NewTask, Task, TaskForm},
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder, sea_query::NullOrdering,
};

impl Tx {
    /// Adds a task, to a deal that this user sees or to none; the assignee must be an active user.
    pub async fn add_task(&self, new: NewTask) -> Result<TaskId> {
        if let Some(deal) = new.deal {
            self.deal(deal).await?;
        }
        self.require_user(new.assignee, Field::Assignee).await?;
        let beside = match new.deal {
            Some(deal) => task::Entity::find().filter(task::Column::DealId.eq(deal.0)),
            None => task::Entity::find()
                .filter(task::Column::DealId.is_null())
                .filter(task::Column::AssigneeId.eq(new.assignee.0))
                .filter(task::Column::DoneAt.is_null()),
        };
        if beside.count(self.db()).await? >= Task::MOST {
            return Err(Refusal::TooMany { max: Task::MOST as usize }.into());
        }
        if let Some(deal) = new.deal {
            self.keep(deal, &[Part::Tasks, Part::Notices]).await?;
        }
        let row = task::ActiveModel {
            deal_id: Set(new.deal.map(|deal| deal.0)),
            title: Set(new.title.as_str().into()),
            folded: Set(fold(new.title.as_str())),
            kind: Set(new.kind.code().into()),
            due_date: Set(new.due.map(|due| due.date)),
            due_time: Set(new.due.and_then(|due| due.time)),
            assignee_id: Set(new.assignee.0),
            creator_id: Set(self.user().id.0),
            created_at: Set(self.now()),
            ..Default::default()
        };
        let task = TaskId(row.insert(self.db()).await?.id);
        self.tell(new.assignee, new.deal, Telling::of(News::Task, new.title.as_str())).await?;
        let Some(deal) = new.deal else {
            self.keep_task(task.0, None);
            self.touch(Thing::Task(task));
            return Ok(task);
        };
        self.record(deal, &[Event::TaskAdded { task, title: new.title.as_str().into() }]).await?;
        Ok(task)
    }

    /// Refuses to give somebody a task of a deal that they do not see: it would be lost on them.
    pub async fn require_seen_by(&self, assignee: UserId, deal: Option<DealId>) -> Result<()> {
        let Some(deal) = deal else { return Ok(()) };
        let assignee: User = self.known_user(assignee).await?.try_into()?;
        match sees(visibility(&assignee), &self.circle(deal).await?) {
            true => Ok(()),
            false => Err(Refusal::CannotSeeDeal { name: assignee.name }.into()),
        }
    }

    /// Checks a task off, or takes the check back. Doing it twice is doing it once.
    pub async fn check_task(&self, id: TaskId, done: bool) -> Result<()> {
        let row = self.task(id).await?;
        if row.done_at.is_some() == done {
            return Ok(());
        }
        self.keep_row(&row).await?;
        let (deal, title) = (row.deal_id, row.title.clone());
        let mut row: task::ActiveModel = row.into();
        row.done_at = Set(done.then(|| self.now()));
        row.done_by_id = Set(done.then(|| self.user().id.0));
        row.update(self.db()).await?;
        let event =
            if done { Event::TaskDone { task: id, title } } else { Event::TaskReopened { task: id, title } };
        self.record_task(deal, id, event).await
    }

    /// Changes what a task says; a new assignee must be an active user. Saving what it says already changes nothing.
    pub async fn edit_task(&self, id: TaskId, form: &TaskForm, seen: Option<&TaskForm>) -> Result<()> {
        let row = self.task(id).await?;
        let before = Task::try_from(row.clone())?;
        if seen.is_some_and(|seen| *seen != TaskForm::of(&before)) {
            return Err(Refusal::SavedMeanwhile { by: None }.into());
        }
        let (deal, kept) = (row.deal_id, before.assignee);
        let new = form.parse(deal.map(DealId), kept)?;
        if new.assignee != kept {
            self.require_user(new.assignee, Field::Assignee).await?;
            self.require_seen_by(new.assignee, new.deal).await?;
        }
        let after =
            Task { title: new.title, kind: new.kind, due: new.due, assignee: new.assignee, ..before.clone() };
        if after == before {
            return Ok(());
        }
        self.keep_row(&row).await?;
        let mut row: task::ActiveModel = row.into();
        row.title = Set(after.title.as_str().into());
        row.folded = Set(fold(after.title.as_str()));
        row.kind = Set(after.kind.code().into());
        row.due_date = Set(after.due.map(|due| due.date));
        row.due_time = Set(after.due.and_then(|due| due.time));
        row.assignee_id = Set(after.assignee.0);
        row.update(self.db()).await?;
        if after.assignee != kept {
            self.tell(after.assignee, deal.map(DealId), Telling::of(News::Task, after.title.as_str()))
                .await?;
        }
        let title = after.title.to_string();
        self.record_task(deal, id, Event::TaskChanged { task: id, title, from: before.due, to: after.due })
            .await
    }

    /// Deletes a task; the history of its deal keeps its title.
    pub async fn delete_task(&self, id: TaskId) -> Result<()> {
        let row = self.task(id).await?;
        self.keep_row(&row).await?;
        let (deal, title) = (row.deal_id, row.title.clone());
        row.delete(self.db()).await?;
        self.record_task(deal, id, Event::TaskDeleted { task: id, title }).await
    }

    /// A task as it is.
    pub async fn read_task(&self, id: TaskId) -> Result<Task> {
        Task::try_from(self.task(id).await?)
    }

    /// Keeps what takes a change of this task back.
    async fn keep_row(&self, row: &task::Model) -> Result<()> {
        match row.deal_id {
            Some(deal) => self.keep(DealId(deal), &[Part::Tasks, Part::Notices]).await,
            None => {
                self.keep_task(row.id, Some(row.clone()));
                Ok(())
            }
        }
    }

    /// Tells the history of a task's deal what happened to it; without a deal, the change log alone.
    async fn record_task(&self, deal: Option<i64>, task: TaskId, event: Event) -> Result<()> {
        match deal {
            Some(deal) => self.record(DealId(deal), &[event]).await,
            None => {
                self.touch(Thing::Task(task));
                Ok(())
            }
        }
    }

    /// The tasks of a deal: open ones first, the most urgent on top.
    pub(crate) async fn tasks(&self, deal: DealId) -> Result<Vec<Task>> {
        let rows = task::Entity::find()
            .filter(task::Column::DealId.eq(deal.0))
            .order_by_with_nulls(task::Column::DoneAt, sea_orm::Order::Desc, NullOrdering::First)
            .order_by_with_nulls(task::Column::DueDate, sea_orm::Order::Asc, NullOrdering::Last)
            .order_by_with_nulls(task::Column::DueTime, sea_orm::Order::Asc, NullOrdering::Last)
            .order_by_asc(task::Column::Id)
            .all(self.db())
            .await?;
        rows.into_iter().map(Task::try_from).collect()
    }

    /// A task of a deal that this user sees, or one without a deal that is theirs to see.
    async fn task(&self, id: TaskId) -> Result<task::Model> {
        let row = task::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        match row.deal_id {
            Some(deal) => drop(self.deal(DealId(deal)).await?),
            None => {
                let (creator, assignee) = (UserId(row.creator_id), UserId(row.assignee_id));
                if !sees_task(visibility(self.user()), creator, assignee) {
                    return Err(Refusal::NotFound.into());
                }
            }
        }
        Ok(row)
    }
}

impl TryFrom<task::Model> for Task {
    type Error = crate::Error;

    fn try_from(row: task::Model) -> Result<Task> {
        Ok(Task {
            id: TaskId(row.id),
            title: Name::known(row.title),
            kind: read("task.kind", &row.kind)?,
            due: row.due_date.map(|date| Due { date, time: row.due_time }),
            assignee: UserId(row.assignee_id),
            done: row.done_at.is_some(),
        })
    }
}
