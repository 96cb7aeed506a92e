//! A transaction on behalf of a user: it knows who asks, and lets them reach what they may see, nothing else.

use crate::{
    Account, Error, Result, Store, Writing,
    entity::{self, account, user},
    journal::Journal,
    own::PUBLIC,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use domain::{
    access::{PublicDeals, Visibility, require_editor, visibility},
    id::{DealId, UserId},
    notation::{Notation, Notations},
    people::{Language, User},
    refusal::{Field, Refusal},
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};
use std::sync::{Arc, Mutex, OnceLock};

/// What a user does or reads, whole or not at all. Dropped without a commit, it never happened.
pub struct Tx {
    access: Access,
    user: User,
    account: Account,
    /// As whom it is read, when that is somebody else (V7).
    viewer: OnceLock<(User, Account)>,
    now: DateTime<Utc>,
    notations: Arc<Notations>,
    /// Whether mail is sent.
    pub(crate) mails: bool,
    /// The hash of the session that asks, where it is known.
    pub(crate) session: Option<String>,
    /// What this transaction changes, for the log.
    pub(crate) journal: Mutex<Journal>,
}

enum Access {
    Reading(DatabaseTransaction),
    Writing(Writing),
}

impl Store {
    /// Begins to read for a user: everything is seen as it is now, whatever others commit meanwhile.
    pub async fn read(&self, user: User, account: Account) -> Result<Tx> {
        let access = Access::Reading(self.snapshot().await?);
        Ok(Tx::begun(access, (self.notations.clone(), self.mails), user, account))
    }

    /// Begins to write for a user, once the writers before are done. Who that is and what the account's settings are is
    /// read then, not before: a role that was taken meanwhile is gone. Refuses who is no longer active.
    pub async fn write(&self, user: UserId) -> Result<Tx> {
        self.begin().await?.on_behalf_of(self, user).await
    }
}

impl Writing {
    /// The same, on behalf of this user.
    pub(crate) async fn on_behalf_of(self, store: &Store, user: UserId) -> Result<Tx> {
        let row =
            user::Entity::find_by_id(user.0).filter(user::Column::Active.eq(true)).one(&self.db).await?;
        let user = row.ok_or(Refusal::SignedOut)?;
        let account = account::Entity::find().one(&self.db).await?.ok_or(Refusal::SignedOut)?;
        let account = Account::try_from(account)?.seen_by(&user)?;
        let user = user.try_into()?;
        let access = Access::Writing(self);
        Ok(Tx::begun(access, (store.notations.clone(), store.mails), user, account))
    }
}

impl Tx {
    fn begun(access: Access, (notations, mails): (Arc<Notations>, bool), user: User, account: Account) -> Tx {
        let journal = Mutex::default();
        Tx {
            access,
            user,
            account,
            viewer: OnceLock::new(),
            now: crate::now(),
            notations,
            mails,
            session: None,
            journal,
        }
    }

    /// The same, asked through the session of this hash.
    pub fn within(self, session: String) -> Tx {
        Tx { session: Some(session), ..self }
    }

    /// On whose behalf this is.
    pub fn user(&self) -> &User {
        self.viewer.get().map_or(&self.user, |(user, _)| user)
    }

    /// Reads from here on as this user would, by their clock (V7). Refused where something is written.
    pub fn look_as(&self, viewer: (User, Account)) -> Result<()> {
        match self.access {
            Access::Writing(_) => Err(Refusal::MalformedRequest.into()),
            Access::Reading(_) => {
                self.viewer.get_or_init(|| viewer);
                Ok(())
            }
        }
    }

    pub fn account(&self) -> &Account {
        self.viewer.get().map_or(&self.account, |(_, account)| account)
    }

    /// How the numbers of a form are written that was filled in in this language; in the user's own, when it does not
    /// say.
    pub fn notation(&self, language: Option<Language>) -> &Notation {
        self.notations.of(language.unwrap_or(self.user.language))
    }

    /// Refuses a language that is not spoken here.
    pub(crate) fn require_spoken(&self, language: Language) -> Result<()> {
        let spoken = self.notations.knows(language);
        if spoken { Ok(()) } else { Err(Refusal::Unknown { field: Field::Language }.into()) }
    }

    /// The moment at which this began; everything in it happened then.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The same moment on the wall clock of the user's time zone (B6).
    pub fn wall_clock(&self) -> NaiveDateTime {
        self.now.with_timezone(&self.account().zone).naive_local()
    }

    /// A moment on that clock.
    pub(crate) fn clock(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.account().zone).naive_local()
    }

    /// When a day begins on that clock: an hour later where a change of the clock leaves midnight out.
    pub(crate) fn midnight(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let zone = self.account().zone;
        let at = |moment: NaiveDateTime| zone.from_local_datetime(&moment).earliest();
        let here = at(midnight).or_else(|| at(midnight + TimeDelta::hours(1)));
        here.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// Commits.
    pub async fn commit(self) -> Result<()> {
        let nudge = self.nudge().await?;
        match self.access {
            Access::Writing(writing) => writing.nudging(nudge).commit().await,
            Access::Reading(db) => Ok(db.commit().await?),
        }
    }

    /// Refuses non-administrators (V5).
    pub fn require_administrator(&self) -> Result<()> {
        match self.user().role {
            domain::people::Role::Administrator => Ok(()),
            _ => Err(Error::Refused(Refusal::AdministratorsOnly)),
        }
    }

    /// Refuses who does not see every deal.
    pub fn require_manager(&self) -> Result<()> {
        match visibility(self.user()) {
            Visibility::Everything => Ok(()),
            Visibility::Own(_) => Err(Error::Refused(Refusal::ManagersOnly)),
        }
    }

    /// Refuses while costs are off (M4).
    pub fn require_costs(&self) -> Result<()> {
        if self.account.costs { Ok(()) } else { Err(Refusal::CostsOff.into()) }
    }

    pub(crate) fn db(&self) -> &DatabaseTransaction {
        match &self.access {
            Access::Reading(db) => db,
            Access::Writing(writing) => &writing.db,
        }
    }

    /// The rows as they were before this transaction; nothing while it only reads.
    pub(crate) fn before(&self) -> Option<&DatabaseConnection> {
        match &self.access {
            Access::Reading(_) => None,
            Access::Writing(writing) => Some(writing.before()),
        }
    }

    /// The one predicate that decides which deals are seen (V6): `domain::access::sees`, asked of the database.
    pub(crate) fn sees(&self) -> Condition {
        use entity::{deal, participant};
        let Visibility::Own(user) = visibility(self.user()) else { return Condition::all() };
        let public = self.shows_public().then(|| Expr::cust(PUBLIC));
        let taking_part = Query::select()
            .column(participant::Column::DealId)
            .from(participant::Entity)
            .and_where(Expr::col(participant::Column::UserId).eq(user.0))
            .to_owned();
        Condition::any()
            .add(Expr::col((deal::Entity, deal::Column::CreatorId)).eq(user.0))
            .add(Expr::col((deal::Entity, deal::Column::OwnerId)).eq(user.0))
            .add(Expr::col((deal::Entity, deal::Column::Id)).in_subquery(taking_part))
            .add_option(public)
    }

    /// Whether everybody sees the deals that were marked public (V3).
    pub(crate) fn shows_public(&self) -> bool {
        self.account.public_deals != PublicDeals::Off
    }

    /// Refuses who writes and may only look at this deal.
    pub(crate) async fn require_editor(&self, row: &entity::deal::Model) -> Result<()> {
        let writes = matches!(self.access, Access::Writing(_));
        if writes && row.public && self.account.public_deals == PublicDeals::See {
            let circle = self.circle(DealId(row.id)).await?;
            require_editor(visibility(&self.user), &circle, self.account.public_deals)?;
        }
        Ok(())
    }
}
