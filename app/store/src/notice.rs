//! Notices: who is told of what, each person once, nobody of a deal that they do not see (T3, V1).

use crate::{
    Result, Tx,
    contact::client_of,
    entity::{access_request, company, deal, notice, participant, person, user},
    error::read,
    mail::post,
    search::count_to,
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Circle, sees, visibility},
    id::{ActionId, DealId, NoticeId, RequestId, UserId},
    log::Thing,
    mail::Letter,
    notices::{News, Notice, Notices, Request, Told},
    people::User,
    process::Notify,
    refusal::Refusal,
    tasks::Moment,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Select,
    sea_query::{Expr, OnConflict},
};

/// What is told, and about what.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'a> {
    pub news: News,
    pub about: &'a str,
    pub action: Option<ActionId>,
    pub request: Option<RequestId>,
}

impl<'a> Telling<'a> {
    pub fn of(news: News, about: &'a str) -> Self {
        Telling { news, about, action: None, request: None }
    }
}

impl Tx {
    /// Tells these people that an action was done on a deal, never the one who did it, and nobody twice of the same
    /// action, however often it is taken back and done again.
    pub(crate) async fn notify(&self, deal: DealId, whom: &Notify, action: (ActionId, &str)) -> Result<()> {
        let circle = self.circle(deal).await?;
        let telling = Telling { action: Some(action.0), ..Telling::of(News::Action, action.1) };
        let users = user::Entity::find().filter(user::Column::Active.eq(true)).all(self.db()).await?;
        for row in users {
            let (role, id) = (read("users.role", &row.role)?, UserId(row.id));
            let takes_part = id == circle.owner || circle.participants.contains(&id);
            if whom.reaches(id, role, takes_part) {
                self.tell_row(row, Some((deal, &circle)), telling).await?;
            }
        }
        Ok(())
    }

    /// Tells somebody, unless it is they who act, they do not want to hear it, or may not see the deal.
    pub(crate) async fn tell(&self, whom: UserId, deal: Option<DealId>, telling: Telling<'_>) -> Result<()> {
        let circle = match deal {
            Some(deal) => Some((deal, self.circle(deal).await?)),
            None => None,
        };
        let row =
            user::Entity::find_by_id(whom.0).filter(user::Column::Active.eq(true)).one(self.db()).await?;
        match row {
            Some(row) => {
                self.tell_row(row, circle.as_ref().map(|(deal, circle)| (*deal, circle)), telling).await
            }
            None => Ok(()),
        }
    }

    async fn tell_row(
        &self,
        whom: user::Model,
        deal: Option<(DealId, &Circle)>,
        Telling { news, about, action, request }: Telling<'_>,
    ) -> Result<()> {
        let unwanted = whom.unwanted.split(',').any(|kind| kind == news.code());
        let by_mail = self.mails && whom.by_mail.split(',').any(|kind| kind == news.code());
        let whom: User = whom.try_into()?;
        let seen = deal.is_none_or(|(_, circle)| sees(visibility(&whom), circle));
        if unwanted || !seen || whom.id == self.user().id {
            return Ok(());
        }
        let row = notice::ActiveModel {
            user_id: Set(whom.id.0),
            deal_id: Set(deal.map(|(id, _)| id.0)),
            by_id: Set(self.user().id.0),
            kind: Set(news.code().into()),
            action: Set(about.into()),
            action_id: Set(action.map(|id| id.0)),
            request_id: Set(request.map(|id| id.0)),
            at: Set(self.now()),
            ..Default::default()
        };
        let once =
            OnConflict::columns([notice::Column::UserId, notice::Column::DealId, notice::Column::ActionId])
                .do_nothing()
                .to_owned();
        let new = notice::Entity::insert(row).on_conflict(once).exec_without_returning(self.db()).await?;
        if new > 0 {
            self.journal().told.push((whom.id, deal.map(|(id, _)| id)));
        }
        // A notice about a deal is kept with the deal's.
        if new == 0 || (deal.is_some() && !by_mail) {
            return Ok(());
        }
        let latest = notice::Entity::find().filter(notice::Column::UserId.eq(whom.id.0));
        let latest = latest.order_by_desc(notice::Column::Id).limit(1).one(self.db()).await?;
        let Some(row) = latest else { return Ok(()) };
        // Handing over is not taken back.
        if deal.is_none() && news != News::HandedOver {
            self.keep_notice(row.id, None);
        }
        if by_mail {
            post(self.db(), whom.id, Letter::Notice(NoticeId(row.id)), (None, "")).await?;
        }
        Ok(())
    }

    /// What this user was told, the latest first, before this one.
    pub async fn notices(&self, before: Option<NoticeId>) -> Result<Notices> {
        let mut found = self.my_notices().order_by_desc(notice::Column::Id).limit(Notices::PAGE as u64 + 1);
        if let Some(before) = before {
            found = found.filter(notice::Column::Id.lt(before.0));
        }
        let mut rows: Vec<Row> = with_all(found).into_model().all(self.db()).await?;
        let older = rows.len() > Notices::PAGE;
        rows.truncate(Notices::PAGE);
        let list = rows.into_iter().filter_map(|row| row.notice(|at| self.clock(at))).collect();
        Ok(Notices { unread: self.unread().await?, list, older, now: self.wall_clock() })
    }

    /// How many of them are not read, up to [`Notices::MOST`].
    pub async fn unread(&self) -> Result<usize> {
        let unread = self.my_notices().filter(notice::Column::ReadAt.is_null());
        count_to(self.db(), unread, notice::Column::Id, Notices::MOST).await
    }

    /// Marks one of this user's notices as read, or all.
    pub async fn mark_read(&self, which: Option<NoticeId>) -> Result<()> {
        let mine = notice::Column::UserId.eq(self.user().id.0);
        if let Some(id) = which {
            let found = notice::Entity::find_by_id(id.0).filter(mine.clone()).one(self.db()).await?;
            found.ok_or(Refusal::NotFound)?;
        }
        let marked = notice::Entity::update_many()
            .col_expr(notice::Column::ReadAt, Expr::value(self.now()))
            .filter(mine)
            .filter(notice::Column::ReadAt.is_null())
            .filter(Condition::all().add_option(which.map(|id| notice::Column::Id.eq(id.0))))
            .exec(self.db())
            .await?;
        if marked.rows_affected > 0 {
            self.touch(Thing::Notices(self.user().id));
        }
        Ok(())
    }

    /// What this user was told of: of deals only as long as they see them.
    fn my_notices(&self) -> Select<notice::Entity> {
        let of_deal = Condition::all().add(deal::Column::DeletedAt.is_null()).add(self.sees());
        notice::Entity::find()
            .join(JoinType::LeftJoin, notice::Relation::Deal.def())
            .filter(notice::Column::UserId.eq(self.user().id.0))
            .filter(Condition::any().add(notice::Column::DealId.is_null()).add(of_deal))
    }

    pub(crate) async fn circle(&self, id: DealId) -> Result<Circle> {
        let deal = deal::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let rows = participant::Entity::find().filter(participant::Column::DealId.eq(id.0));
        let participants = rows.all(self.db()).await?.into_iter().map(|row| UserId(row.user_id)).collect();
        let public = deal.public && self.shows_public();
        Ok(Circle { creator: UserId(deal.creator_id), owner: UserId(deal.owner_id), participants, public })
    }
}

/// Notices with who did it, the deal and the request.
fn with_all(notices: Select<notice::Entity>) -> Select<notice::Entity> {
    use notice::Column as N;
    notices
        .select_only()
        .columns([N::Id, N::Kind, N::ById, N::At, N::ReadAt, N::DealId, N::RequestId])
        .column_as(N::Action, "about")
        .column_as(user::Column::Name, "name")
        .column_as(deal::Column::Name, "deal")
        .columns([deal::Column::CompanyId, deal::Column::PersonId])
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
        .columns([access_request::Column::AnsweredAt, access_request::Column::Granted])
        .join(JoinType::InnerJoin, notice::Relation::By.def())
        .join(JoinType::LeftJoin, notice::Relation::Request.def())
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    kind: String,
    by_id: i64,
    name: String,
    at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
    deal_id: Option<i64>,
    deal: Option<String>,
    company_id: Option<i64>,
    company: Option<String>,
    person_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
    about: String,
    request_id: Option<i64>,
    answered_at: Option<DateTime<Utc>>,
    granted: Option<bool>,
}

impl Row {
    /// The notice; none of a kind that a newer version of the program wrote.
    fn notice(self, clock: impl Fn(DateTime<Utc>) -> chrono::NaiveDateTime) -> Option<Notice> {
        let client =
            client_of((self.company_id, self.company), (self.person_id, self.first_name, self.last_name));
        let granted = self.answered_at.and(self.granted);
        Some(Notice {
            id: NoticeId(self.id),
            news: self.kind.parse().ok()?,
            by: UserId(self.by_id),
            name: self.name,
            at: Moment(clock(self.at)),
            read: self.read_at.is_some(),
            deal: self.deal_id.zip(self.deal).map(|(id, name)| Told { id: DealId(id), name, client }),
            about: self.about,
            request: self.request_id.map(|id| Request { id: RequestId(id), granted }),
        })
    }
}
