//! Handing the open deals and tasks of somebody who leaves to others (V5): in as many statements for one as for ten
//! thousand, since all other writers wait.

use crate::{
    Result, Tx,
    entity::{deal, task, user},
    format,
    notice::Telling,
    own::OPEN,
};
use domain::{
    access::{Visibility, visibility},
    audit::Noted,
    event::Event,
    id::{DealId, TaskId, UserId},
    log::Thing,
    notices::News,
    refusal::{Field, Refusal},
    users::HandOver,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement, Value,
    sea_query::{Expr, ExprTrait, Query},
};

impl Tx {
    /// Gives what somebody has open to others, who must be active; what nobody is named for stays theirs.
    pub(crate) async fn hand_over(&self, from: UserId, to: &HandOver) -> Result<()> {
        for (heir, field) in [(to.deals, Field::Owner), (to.tasks, Field::Assignee)] {
            let Some(heir) = heir else { continue };
            self.require_user(heir, field).await?;
            if heir == from {
                return Err(Refusal::Unknown { field }.into());
            }
        }
        let (mut deals, mut tasks) = (0, 0);
        if let Some(heir) = to.deals {
            deals = self.hand_over_deals(from, heir).await?;
        }
        if let Some(heir) = to.tasks {
            tasks = self.hand_over_tasks(from, heir).await?;
        }
        // One notice for all of it, to each of them.
        if to.deals == to.tasks {
            return self.tell_heir(to.deals, deals, tasks).await;
        }
        self.tell_heir(to.deals, deals, 0).await?;
        self.tell_heir(to.tasks, 0, tasks).await
    }

    async fn tell_heir(&self, heir: Option<UserId>, deals: usize, tasks: usize) -> Result<()> {
        match heir {
            Some(heir) if deals + tasks > 0 => {
                let about = format!("{deals} {tasks}");
                self.tell(heir, None, Telling::of(News::HandedOver, &about)).await
            }
            _ => Ok(()),
        }
    }

    async fn hand_over_deals(&self, from: UserId, to: UserId) -> Result<usize> {
        let theirs = deal::Entity::find()
            .filter(Expr::cust(OPEN))
            .filter(deal::Column::OwnerId.eq(from.0))
            .select_only()
            .column(deal::Column::Id);
        let ids: Vec<i64> = theirs.into_tuple().all(self.db()).await?;
        let event = Event::OwnerChanged { from, to };
        let told = format!(
            "INSERT INTO history (deal_id, by_id, at, event, of_costs) \
             SELECT id, $1, $2, $3, $4 FROM deal WHERE {OPEN} AND owner_id = $5 ORDER BY id"
        );
        let values = vec![
            self.user().id.0.into(),
            self.now().into(),
            format::event::write(&event)?.into(),
            event.is_of_costs().into(),
            from.0.into(),
        ];
        let db = self.db();
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), told, values)).await?;
        let noted = format!(
            "INSERT INTO audit (at, kind, by_id, whom_id, deal_id) \
             SELECT $1, $2, $3, $4, id FROM deal WHERE {OPEN} AND owner_id = $5 ORDER BY id"
        );
        let values = vec![
            self.now().into(),
            Noted::AccessGiven.code().into(),
            self.user().id.0.into(),
            to.0.into(),
            from.0.into(),
        ];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), noted, values)).await?;
        deal::Entity::update_many()
            .col_expr(deal::Column::OwnerId, Expr::value(to.0))
            .col_expr(deal::Column::Revision, Expr::col(deal::Column::Revision).add(1))
            .filter(Expr::cust(OPEN))
            .filter(deal::Column::OwnerId.eq(from.0))
            .exec(db)
            .await?;
        ids.iter().for_each(|id| self.touch(Thing::Deal(DealId(*id))));
        Ok(ids.len())
    }

    async fn hand_over_tasks(&self, from: UserId, to: UserId) -> Result<usize> {
        self.let_see_tasks(from, to).await?;
        // What belongs to a deleted deal stays as it is until that is restored.
        let deleted = Query::select()
            .column(deal::Column::Id)
            .from(deal::Entity)
            .and_where(deal::Column::DeletedAt.is_not_null())
            .to_owned();
        let open = || {
            Condition::all().add(task::Column::AssigneeId.eq(from.0)).add(task::Column::DoneAt.is_null()).add(
                Condition::any()
                    .add(task::Column::DealId.is_null())
                    .add(task::Column::DealId.not_in_subquery(deleted.clone())),
            )
        };
        let theirs = task::Entity::find().filter(open()).select_only();
        let rows: Vec<(i64, Option<i64>)> =
            theirs.columns([task::Column::Id, task::Column::DealId]).into_tuple().all(self.db()).await?;
        task::Entity::update_many()
            .col_expr(task::Column::AssigneeId, Expr::value(to.0))
            .filter(open())
            .exec(self.db())
            .await?;
        for (task, deal) in &rows {
            self.touch(match deal {
                Some(deal) => Thing::Deal(DealId(*deal)),
                None => Thing::Task(TaskId(*task)),
            });
        }
        Ok(rows.len())
    }

    /// Lets who goes on with somebody's tasks take part in the deals of these tasks, unless they see them anyway: nobody can
    /// do what they do not see.
    async fn let_see_tasks(&self, from: UserId, to: UserId) -> Result<()> {
        let row = user::Entity::find_by_id(to.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        if visibility(&row.try_into()?) == Visibility::Everything {
            return Ok(());
        }
        let theirs = "SELECT DISTINCT deal_id FROM task WHERE assignee_id = $1 AND done_at IS NULL AND deal_id IS NOT NULL";
        let unseen = format!(
            "id IN ({theirs}) AND deleted_at IS NULL AND owner_id <> $2 AND creator_id <> $2 \
             AND NOT EXISTS (SELECT 1 FROM participant WHERE deal_id = deal.id AND user_id = $2)"
        );
        let db = self.db();
        let run = async |text: String, values: Vec<Value>| {
            db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), text, values)).await
        };
        let (event, by) = (Event::ParticipantAdded { user: to }, self.user().id.0);
        let (from, to) = (from.0, to.0);
        let told = format!(
            "INSERT INTO history (deal_id, by_id, at, event, of_costs) SELECT id, $3, $4, $5, $6 FROM deal WHERE {unseen} ORDER BY id"
        );
        let values = vec![
            from.into(),
            to.into(),
            by.into(),
            self.now().into(),
            format::event::write(&event)?.into(),
            event.is_of_costs().into(),
        ];
        run(told, values).await?;
        let noted = format!(
            "INSERT INTO audit (at, kind, by_id, whom_id, deal_id) SELECT $4, $5, $3, $2, id FROM deal WHERE {unseen} ORDER BY id"
        );
        let values =
            vec![from.into(), to.into(), by.into(), self.now().into(), Noted::AccessGiven.code().into()];
        run(noted, values).await?;
        let takes_part = format!(
            "INSERT INTO participant (user_id, deal_id, by_id, at) SELECT $2, id, $3, $4 FROM deal WHERE {unseen}"
        );
        run(takes_part, vec![from.into(), to.into(), by.into(), self.now().into()]).await?;
        Ok(())
    }
}
