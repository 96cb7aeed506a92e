//! Administrators' view of the users: inviting, roles, deactivating, and the links to choose a password (V5, A2).

use crate::{
    NewUser, Result, Store, Tx,
    audit::{self, About},
    entity::{audit as audit_row, deal, link, mail, session, stage_total, task, user},
    error::read,
    live::Nudge,
    session::{Opening, insert_session},
    user::{able_administrators, end_sessions, insert_user},
};
use chrono::{DateTime, Utc};
use domain::{
    audit::Noted,
    id::UserId,
    log::Thing,
    people::Role,
    refusal::Refusal,
    users::{Day, HandOver, Member, Secret, Standing, Users},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait, SqlErr, TransactionTrait, sea_query::OnConflict,
};
use std::collections::HashMap;

impl Tx {
    /// Everybody.
    pub async fn everybody(&self) -> Result<Users> {
        let rows = user::Entity::find().order_by_asc(user::Column::Folded).all(self.db()).await?;
        let seen: Vec<(i64, Option<DateTime<Utc>>)> = session::Entity::find()
            .select_only()
            .column(session::Column::UserId)
            .column_as(session::Column::SeenAt.max(), "seen")
            .group_by(session::Column::UserId)
            .into_tuple()
            .all(self.db())
            .await?;
        let seen: HashMap<i64, Option<DateTime<Utc>>> = seen.into_iter().collect();
        let mut open: HashMap<i64, i64> = HashMap::new();
        let totals = stage_total::Entity::find().filter(stage_total::Column::Deals.gt(0));
        for total in totals.all(self.db()).await? {
            *open.entry(total.owner_id).or_default() += total.deals;
        }
        let tasks: Vec<(i64, i64)> = task::Entity::find()
            .join(JoinType::LeftJoin, task::Relation::Deal.def())
            .filter(task::Column::DoneAt.is_null())
            .filter(deal::Column::DeletedAt.is_null())
            .select_only()
            .column(task::Column::AssigneeId)
            .column_as(task::Column::Id.count(), "count")
            .group_by(task::Column::AssigneeId)
            .into_tuple()
            .all(self.db())
            .await?;
        let tasks: HashMap<i64, i64> = tasks.into_iter().collect();
        let member = |row: user::Model| {
            let standing = match (row.active, row.password.is_some()) {
                (false, _) => Standing::Deactivated,
                (true, false) => Standing::Invited,
                (true, true) => Standing::Active,
            };
            Ok(Member {
                id: UserId(row.id),
                role: read("users.role", &row.role)?,
                standing,
                seen: seen.get(&row.id).copied().flatten().map(|at| Day(self.clock(at).date())),
                open_deals: usize::try_from(open.get(&row.id).copied().unwrap_or(0)).unwrap_or(0),
                open_tasks: usize::try_from(tasks.get(&row.id).copied().unwrap_or(0)).unwrap_or(0),
                name: row.name,
                email: row.email,
            })
        };
        let members = rows.into_iter().map(member).collect::<Result<_>>()?;
        Ok(Users { mails: self.mails, today: Day(self.wall_clock().date()), members })
    }

    /// Adds a user who chooses a password by the link of this hash. Refused when the e-mail is taken.
    pub async fn invite(&self, new: NewUser, token: String) -> Result<UserId> {
        let id = insert_user(self.db(), new, self.now()).await?;
        self.write_down(Noted::Invited, of(id)).await?;
        put_link(self.db(), id, token, self.now()).await?;
        self.touch(Thing::User(id));
        Ok(id)
    }

    /// Removes those who were invited by a file, but for whom they or others have done something since. Gives how many went,
    /// and the names of those who stay.
    pub(crate) async fn uninvite(
        &self,
        users: &[UserId],
        is_changed: impl Fn(UserId) -> bool,
    ) -> Result<(u64, Vec<String>)> {
        let (mut gone, mut stay) = (0, vec![]);
        let processes = if users.is_empty() { vec![] } else { self.processes().await? };
        for id in users {
            let Some(row) = user::Entity::find_by_id(id.0).one(self.db()).await? else { continue };
            let is_named = processes.iter().any(|process| process.names(*id));
            let is_used =
                is_changed(*id) || is_named || row.password.is_some() || self.is_told_of(*id).await?;
            if is_used || !self.remove_user(&row).await? {
                stay.push(row.name);
                continue;
            }
            self.write_down(Noted::Uninvited, About { detail: &row.name, ..About::default() }).await?;
            self.touch(Thing::User(*id));
            gone += 1;
        }
        Ok((gone, stay))
    }

    /// Whether the audit tells more of somebody than that they were invited: a deal was theirs to see once, say, whose history
    /// still names them.
    async fn is_told_of(&self, id: UserId) -> Result<bool> {
        let told = audit_row::Entity::find()
            .filter(audit_row::Column::WhomId.eq(id.0))
            .filter(audit_row::Column::Kind.is_not_in([Noted::Invited.code(), Noted::SignInFailed.code()]));
        Ok(told.limit(1).one(self.db()).await?.is_some())
    }

    /// Removes a user whom nothing points to but the audit, which then has their name; whether it could.
    async fn remove_user(&self, row: &user::Model) -> Result<bool> {
        use audit_row::Column as A;
        let aside = self.db().begin().await?;
        link::Entity::delete_by_id(row.id).exec(&aside).await?;
        mail::Entity::delete_many().filter(mail::Column::UserId.eq(row.id)).exec(&aside).await?;
        let theirs = || audit_row::Entity::update_many().filter(A::WhomId.eq(row.id));
        let named = audit_row::ActiveModel { detail: Set(row.name.clone()), ..Default::default() };
        theirs().set(named).filter(A::Detail.eq("")).exec(&aside).await?;
        let unnamed = audit_row::ActiveModel { whom_id: Set(None), ..Default::default() };
        theirs().set(unnamed).exec(&aside).await?;
        match user::Entity::delete_by_id(row.id).exec(&aside).await {
            Ok(_) => aside.commit().await?,
            Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
                aside.rollback().await?;
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(true)
    }

    /// Puts a new link in place of the one that a user has, if any. Refused for whoever was deactivated.
    pub async fn renew_link(&self, id: UserId, token: String) -> Result<()> {
        let row = self.user_row(id).await?;
        if !row.active {
            let (user, name) = (id, row.name);
            return Err(Refusal::Deactivated { user, name }.into());
        }
        self.write_down(Noted::LinkRenewed, of(id)).await?;
        put_link(self.db(), id, token, self.now()).await?;
        self.touch(Thing::User(id));
        Ok(())
    }

    /// Gives a user another role. Refused when nobody could manage users any more.
    pub async fn change_role(&self, id: UserId, role: Role) -> Result<()> {
        let row = self.user_row(id).await?;
        self.write_down(Noted::RoleChanged, About { detail: role.code(), ..of(id) }).await?;
        let row = user::ActiveModel { role: Set(role.code().into()), ..row.into() };
        row.update(self.db()).await?;
        self.require_an_administrator().await?;
        self.touch(Thing::User(id));
        Ok(())
    }

    /// Lets a user sign in again, or keeps them from it: then their sessions end at once, their link leads nowhere, and
    /// others go on with what they have open. Refused when nobody could manage users any more.
    pub async fn set_active(&self, id: UserId, active: bool, hand_over: &HandOver) -> Result<()> {
        let row = self.user_row(id).await?;
        if !active {
            end_sessions(self.db(), id.0).await?;
            self.hand_over(id, hand_over).await?;
        }
        self.write_down(if active { Noted::Activated } else { Noted::Deactivated }, of(id)).await?;
        user::ActiveModel { active: Set(active), ..row.into() }.update(self.db()).await?;
        self.require_an_administrator().await?;
        self.touch(Thing::User(id));
        Ok(())
    }

    async fn require_an_administrator(&self) -> Result<()> {
        match able_administrators(self.db()).await? {
            0 => Err(Refusal::LastAdministrator.into()),
            _ => Ok(()),
        }
    }

    async fn user_row(&self, id: UserId) -> Result<user::Model> {
        let row = user::Entity::find_by_id(id.0).one(self.db()).await?;
        row.ok_or(Refusal::NotFound.into())
    }
}

/// Puts a link in place of the one that a user has, if any.
pub(crate) async fn put_link(
    db: &impl ConnectionTrait,
    id: UserId,
    token: String,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = link::ActiveModel { user_id: Set(id.0), token: Set(token), made_at: Set(now) };
    let renewed = OnConflict::column(link::Column::UserId)
        .update_columns([link::Column::Token, link::Column::MadeAt])
        .to_owned();
    match link::Entity::insert(row).on_conflict(renewed).exec_without_returning(db).await {
        Ok(_) => Ok(()),
        // Somebody else has this very link: whoever made it did not draw it.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(Refusal::MalformedRequest.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn of(user: UserId) -> About<'static> {
    About { whom: Some(user), ..About::default() }
}

impl Store {
    /// Whether the link of this hash leads anywhere.
    pub async fn is_link(&self, token: &str) -> Result<bool> {
        let made_after = crate::now() - Secret::LASTS;
        let found = link::Entity::find()
            .filter(link::Column::Token.eq(token))
            .filter(link::Column::MadeAt.gt(made_after));
        Ok(found.one(&self.reader).await?.is_some())
    }

    /// Sets the password, an Argon2 text, of the user whose link has this hash, and opens them a session, unless they have a
    /// second factor; gives whether it did. The sessions before end, and the link is used up. Refused when it leads nowhere.
    pub async fn join(&self, token: &str, password: String, session: Opening) -> Result<bool> {
        let (writing, now) = (self.begin().await?, crate::now());
        let found = link::Entity::find().filter(link::Column::Token.eq(token)).one(&writing.db).await?;
        let found = found.filter(|link| link.made_at > now - Secret::LASTS).ok_or(Refusal::LinkOver)?;
        let row = user::Entity::find_by_id(found.user_id).one(&writing.db).await?;
        let row = row.filter(|row| row.active).ok_or(Refusal::LinkOver)?;
        let (id, opens) = (UserId(row.id), row.second_factor.is_none());
        user::ActiveModel { password: Set(Some(password)), ..row.into() }.update(&writing.db).await?;
        end_sessions(&writing.db, id.0).await?;
        audit::write_down(&writing.db, Some(id), Noted::PasswordChanged, About::default()).await?;
        if opens {
            let about = About { detail: &session.device, ..About::default() };
            audit::write_down(&writing.db, Some(id), Noted::SignedIn, about).await?;
            insert_session(&writing.db, id, session, now).await?;
        }
        writing.nudging(Some(Nudge::of_sessions(id))).commit().await?;
        Ok(opens)
    }
}
