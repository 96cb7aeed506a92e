//! The page of tasks (T1): those of deals that the user sees, and those without a deal that are theirs to see.

use crate::{
    Result, Tx,
    contact::{SUGGESTIONS, client_of, enough},
    criteria::Asked,
    due::dot_of,
    entity::{company, deal, person, task},
    search::{count_to, nearness},
};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Timelike, Utc};
use domain::{
    access::{Visibility, visibility},
    filter::Filter,
    id::{DealId, UserId},
    refusal::Field,
    tasks::{Group, Listed, Moment, OfDeal, Part, Query, Tasks},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Iterable, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
    sea_query::{Expr, NullOrdering},
};

impl Tx {
    /// The tasks that are asked for, by groups.
    pub async fn listed_tasks(&self, query: &Query) -> Result<Tasks> {
        let mut parts = vec![];
        for group in Group::ALL {
            parts.push(self.part(query, group).await?);
        }
        let people = self.colleagues().await?;
        let (days, calendar) = (self.busy_days().await?, self.has_calendar().await?);
        Ok(Tasks { parts, days, people, calendar, now: self.wall_clock() })
    }

    /// Every task that is asked for, group by group, for a file (I5).
    pub async fn whole_tasks(&self, query: &Query) -> Result<Vec<Listed>> {
        let mut tasks = vec![];
        for group in Group::ALL {
            let found = in_order(self.tasks_in(query, group), group);
            tasks.extend(self.read_rows(listed(found)).await?);
        }
        Ok(tasks)
    }

    /// The tasks of this user that have a date and are open, for their calendar (T4).
    pub async fn dated_tasks(&self) -> Result<Vec<Listed>> {
        let dated = self.seen_tasks().filter(task::Column::AssigneeId.eq(self.user().id.0));
        let dated = dated.filter(task::Column::DoneAt.is_null()).filter(task::Column::DueDate.is_not_null());
        let rows = listed(dated).order_by_asc(task::Column::DueDate).limit(Tasks::MOST as u64);
        self.read_rows(rows).await
    }

    /// The open deals that this user sees and whose name or client contains these letters, the nearest first.
    pub async fn suggest_deals(&self, letters: &str) -> Result<Vec<OfDeal>> {
        let Some(letters) = enough(letters, Field::Title)? else { return Ok(vec![]) };
        let filter = Filter { text: Some(letters.clone()), ..Filter::default() };
        let found = self
            .on_board(&Asked { filter, ..Asked::default() })
            .order_by_asc(nearness(deal::Column::Folded, &letters));
        let rows: Vec<DealRow> = with_client(found.order_by_asc(deal::Column::Folded).select_only())
            .column_as(deal::Column::Id, "deal_id")
            .limit(SUGGESTIONS)
            .into_model()
            .all(self.db())
            .await?;
        let now = self.wall_clock();
        Ok(rows.into_iter().filter_map(|row| row.deal(now)).collect())
    }

    async fn part(&self, query: &Query, group: Group) -> Result<Part> {
        let shown = if query.unfolded.contains(&group) { Tasks::MOST } else { Tasks::FIRST };
        let rows = listed(in_order(self.tasks_in(query, group), group)).limit(shown as u64);
        let tasks = self.read_rows(rows).await?;
        let count = match tasks.len() {
            all if all < shown => all,
            _ => count_to(self.db(), self.tasks_in(query, group), task::Column::Id, Tasks::MOST).await?,
        };
        Ok(Part { count, tasks })
    }

    /// The tasks of a group that are asked for.
    fn tasks_in(&self, query: &Query, group: Group) -> Select<task::Entity> {
        let mine = (!query.everybody).then(|| task::Column::AssigneeId.eq(self.user().id.0));
        let with_deal = query.with_deal.map(|with| match with {
            true => task::Column::DealId.is_not_null(),
            false => task::Column::DealId.is_null(),
        });
        let all = Condition::all().add_option(mine).add_option(with_deal);
        self.seen_tasks().filter(all).filter(is_in(group, self.wall_clock()))
    }

    /// How many open tasks this user has on each of the coming days.
    async fn busy_days(&self) -> Result<Vec<usize>> {
        let today = self.wall_clock().date();
        let days: Vec<NaiveDate> =
            (0..Tasks::DAYS as u64).filter_map(|later| today.checked_add_days(Days::new(later))).collect();
        let counts: Vec<(NaiveDate, i64)> = self
            .seen_tasks()
            .filter(task::Column::AssigneeId.eq(self.user().id.0))
            .filter(task::Column::DoneAt.is_null())
            .filter(task::Column::DueDate.is_in(days.iter().copied()))
            .select_only()
            .column(task::Column::DueDate)
            .column_as(task::Column::Id.count(), "count")
            .group_by(task::Column::DueDate)
            .into_tuple()
            .all(self.db())
            .await?;
        let of = |day: &NaiveDate| counts.iter().find(|(of, _)| of == day).map_or(0, |(_, count)| *count);
        Ok(days.iter().map(|day| usize::try_from(of(day)).unwrap_or(0)).collect())
    }

    /// Every task that this user may see.
    pub(crate) fn seen_tasks(&self) -> Select<task::Entity> {
        let of_deal = Condition::all()
            .add(task::Column::DealId.is_not_null())
            .add(deal::Column::DeletedAt.is_null())
            .add(self.sees());
        let theirs = match visibility(self.user()) {
            Visibility::Everything => Condition::all(),
            Visibility::Own(user) => Condition::any()
                .add(task::Column::AssigneeId.eq(user.0))
                .add(task::Column::CreatorId.eq(user.0)),
        };
        let free = Condition::all().add(task::Column::DealId.is_null()).add(theirs);
        task::Entity::find()
            .join(JoinType::LeftJoin, task::Relation::Deal.def())
            .filter(Condition::any().add(of_deal).add(free))
    }

    async fn read_rows(&self, rows: Select<task::Entity>) -> Result<Vec<Listed>> {
        let rows: Vec<Row> = rows.into_model().all(self.db()).await?;
        let now = self.wall_clock();
        rows.into_iter().map(|row| row.listed(now, |at| self.clock(at))).collect()
    }
}

/// The condition of a group at this moment on the viewer's clock: what `Group::of` says, asked of the database.
fn is_in(group: Group, now: NaiveDateTime) -> Condition {
    use task::Column as T;
    let today = now.date();
    // A due time has no seconds.
    let minute = now.time().with_second(0).and_then(|time| time.with_nanosecond(0)).unwrap_or(now.time());
    let (all, any) = (Condition::all, Condition::any);
    let open = all().add(T::DoneAt.is_null());
    match group {
        Group::Done => all().add(T::DoneAt.is_not_null()),
        Group::Undated => open.add(T::DueDate.is_null()),
        Group::Later => open.add(T::DueDate.gt(today)),
        Group::Today => {
            open.add(T::DueDate.eq(today)).add(any().add(T::DueTime.is_null()).add(T::DueTime.gt(minute)))
        }
        Group::Overdue => open.add(T::DueDate.lte(today)).add(
            any()
                .add(T::DueDate.lt(today))
                .add(all().add(T::DueTime.is_not_null()).add(T::DueTime.lte(minute))),
        ),
    }
}

fn in_order(found: Select<task::Entity>, group: Group) -> Select<task::Entity> {
    use task::Column as T;
    match group {
        Group::Done => found.order_by_desc(T::DoneAt).order_by_desc(T::Id),
        _ => found
            .order_by_asc(T::DueDate)
            .order_by_with_nulls(T::DueTime, Order::Asc, NullOrdering::Last)
            .order_by_asc(T::Id),
    }
}

/// Tasks with what the list shows of their deals.
fn listed(tasks: Select<task::Entity>) -> Select<task::Entity> {
    with_client(tasks.select_only().columns(task::Column::iter()))
}

fn with_client<E: EntityTrait>(rows: Select<E>) -> Select<E> {
    use deal::Column as D;
    rows.columns([D::Name, D::OwnerId, D::Status, D::CompanyId, D::PersonId])
        .expr_as(Expr::cust(r#""deal"."due""#), "due")
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    task: task::Model,
    #[sea_orm(nested)]
    deal: DealRow,
}

impl Row {
    fn listed(self, now: NaiveDateTime, clock: impl Fn(DateTime<Utc>) -> NaiveDateTime) -> Result<Listed> {
        let done_at = self.task.done_at.map(|at| Moment(clock(at)));
        Ok(Listed { task: self.task.try_into()?, deal: self.deal.deal(now), done_at })
    }
}

/// The deal of a row, if there is one.
#[derive(FromQueryResult)]
struct DealRow {
    deal_id: Option<i64>,
    name: Option<String>,
    owner_id: Option<i64>,
    status: Option<String>,
    due: Option<String>,
    company_id: Option<i64>,
    company: Option<String>,
    person_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl DealRow {
    fn deal(self, now: NaiveDateTime) -> Option<OfDeal> {
        let open = self.status.as_deref() == Some("open");
        Some(OfDeal {
            id: DealId(self.deal_id?),
            name: self.name?,
            client: client_of(
                (self.company_id, self.company),
                (self.person_id, self.first_name, self.last_name),
            ),
            owner: UserId(self.owner_id?),
            dot: open.then(|| dot_of(self.due.as_deref(), now)),
        })
    }
}
