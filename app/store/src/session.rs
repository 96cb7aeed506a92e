//! Sessions: who is signed in, known by the hash of a token that only their browser holds.

use crate::{
    Account, Result, Store,
    audit::{self, About},
    entity::{account, session, user},
    live::Nudge,
};
use chrono::{DateTime, Duration, Utc};
use domain::{audit::Noted, id::UserId, people::User, refusal::Refusal};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, SelectTwo,
    sea_query::{ExprTrait, SimpleExpr},
};

/// Unused this long, a session ends.
const IDLE: Duration = Duration::days(14);
/// However much it is used, a session ends.
const ABSOLUTE: Duration = Duration::days(90);
/// How exactly the last use is remembered: not a write for each request.
const GRAIN: Duration = Duration::hours(1);

/// A session that begins: the hash of what the browser gets, and what is known of the device (A2).
#[derive(Clone, Debug)]
pub struct Opening {
    pub token: String,
    pub device: String,
}

/// That a session has not ended by itself.
pub(crate) fn in_use(now: DateTime<Utc>) -> SimpleExpr {
    session::Column::SeenAt.gt(now - IDLE).and(session::Column::CreatedAt.gt(now - ABSOLUTE))
}

pub(crate) async fn insert_session(
    db: &impl ConnectionTrait,
    user: UserId,
    Opening { token, device }: Opening,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = session::ActiveModel {
        device: Set(device),
        token: Set(token),
        user_id: Set(user.0),
        created_at: Set(now),
        seen_at: Set(now),
    };
    row.insert(db).await?;
    Ok(())
}

impl Store {
    /// Opens a session for a user who is still active.
    pub async fn open_session(&self, user: UserId, opening: Opening) -> Result<()> {
        let (writing, now) = (self.begin().await?, crate::now());
        let ended = session::Column::SeenAt.lt(now - IDLE).or(session::Column::CreatedAt.lt(now - ABSOLUTE));
        session::Entity::delete_many().filter(ended).exec(&writing.db).await?;
        let active = user::Entity::find_by_id(user.0).filter(user::Column::Active.eq(true));
        active.one(&writing.db).await?.ok_or(Refusal::WrongCredentials)?;
        let about = About { detail: &opening.device, ..About::default() };
        audit::write_down(&writing.db, Some(user), Noted::SignedIn, about).await?;
        insert_session(&writing.db, user, opening, now).await?;
        writing.commit().await
    }

    /// The active user whose session this is, with the account they work in. It is being used.
    pub async fn session(&self, token: &str) -> Result<Option<(User, Account)>> {
        let now = crate::now();
        let Some((session, user)) = self.session_row(token, now).await? else { return Ok(None) };
        if session.seen_at < now - GRAIN {
            // Aside: neither a long write before it nor a disk that is full may keep anybody from reading.
            let store = self.clone();
            tokio::spawn(async move {
                let touched = store.touch(session, now).await;
                touched
                    .unwrap_or_else(|error| tracing::warn!(%error, "a session's last use was not written"));
            });
        }
        self.in_account(user).await
    }

    /// As [`Store::session`], for who only waits: that is no use of it.
    pub async fn idle_session(&self, token: &str) -> Result<Option<(User, Account)>> {
        match self.session_row(token, crate::now()).await? {
            Some((_, user)) => self.in_account(user).await,
            None => Ok(None),
        }
    }

    async fn session_row(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(session::Model, user::Model)>> {
        let found: SelectTwo<_, _> = session::Entity::find_by_id(token).find_also_related(user::Entity);
        let found = found.filter(user::Column::Active.eq(true)).filter(in_use(now)).one(&self.reader).await?;
        Ok(found.and_then(|(session, user)| Some((session, user?))))
    }

    /// The active user whose calendar feed has an address that ends in the secret of this hash (T4).
    pub async fn subscriber(&self, secret: &str) -> Result<Option<(User, Account)>> {
        let found = user::Entity::find().filter(user::Column::Calendar.eq(secret));
        match found.filter(user::Column::Active.eq(true)).one(&self.reader).await? {
            Some(user) => self.in_account(user).await,
            None => Ok(None),
        }
    }

    pub(crate) async fn in_account(&self, user: user::Model) -> Result<Option<(User, Account)>> {
        let Some(row) = account::Entity::find().limit(1).one(&self.reader).await? else { return Ok(None) };
        let account = Account::try_from(row)?.seen_by(&user)?;
        Ok(Some((user.try_into()?, account)))
    }

    /// Ends a session; one that is not there is ended already.
    pub async fn close_session(&self, token: &str) -> Result<()> {
        let writing = self.begin().await?;
        let found = session::Entity::find_by_id(token).one(&writing.db).await?;
        session::Entity::delete_by_id(token).exec(&writing.db).await?;
        let nudge = found.map(|session| Nudge::of_sessions(UserId(session.user_id)));
        writing.nudging(nudge).commit().await
    }

    async fn touch(&self, session: session::Model, now: DateTime<Utc>) -> Result<()> {
        let writing = self.begin().await?;
        session::Entity::update_many()
            .set(session::ActiveModel { seen_at: Set(now), ..Default::default() })
            .filter(session::Column::Token.eq(session.token))
            .exec(&writing.db)
            .await?;
        writing.commit().await
    }
}
