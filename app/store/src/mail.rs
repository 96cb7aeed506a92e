//! The outbox: mail is written down with what it tells of, in one transaction, and leaves after it.

use crate::{
    Result, Store, Tx,
    audit::{About, write_down},
    entity::{account, mail, user},
    member::put_link,
};
use chrono::Duration;
use domain::{
    audit::Noted,
    id::{NoticeId, UserId},
    mail::{Due, Letter, Outbox, pause},
    notices::Notice,
    people::User,
    text::Email,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// How many are taken in one go.
const BATCH: u64 = 8;
/// How long whoever took them has them for themselves: longer than the slowest mail server takes for all of them.
const CLAIM: Duration = Duration::minutes(10);

pub(crate) async fn post(
    db: &impl ConnectionTrait,
    to: UserId,
    letter: Letter,
    (by, secret): (Option<UserId>, &str),
) -> Result<()> {
    let row = mail::ActiveModel {
        user_id: Set(to.0),
        kind: Set(letter.code().into()),
        secret: Set(secret.into()),
        by_id: Set(by.map(|id| id.0)),
        notice_id: Set(match letter {
            Letter::Notice(id) => Some(id.0),
            Letter::Invitation | Letter::NewLink => None,
        }),
        at: Set(crate::now()),
        next_at: Set(Some(crate::now())),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}

impl Tx {
    /// Sends a user the link that ends in this secret, where mail is sent.
    pub async fn post_link(&self, to: UserId, letter: Letter, secret: &str) -> Result<()> {
        if !self.mails {
            return Ok(());
        }
        post(self.db(), to, letter, (Some(self.user().id), secret)).await
    }

    /// One of this user's notices, as long as it is there and they see what it is about.
    pub async fn notice(&self, id: NoticeId) -> Result<Option<Notice>> {
        let before = Some(NoticeId(id.0 + 1));
        Ok(self.notices(before).await?.list.into_iter().find(|notice| notice.id == id))
    }

    /// How it stands with mail; nothing where none is sent.
    pub async fn outbox(&self) -> Result<Option<Outbox>> {
        if !self.mails {
            return Ok(None);
        }
        let count = async |rows: sea_orm::Select<mail::Entity>| -> Result<usize> {
            Ok(usize::try_from(rows.count(self.db()).await?).unwrap_or(usize::MAX))
        };
        let failed = mail::Entity::find().filter(mail::Column::Error.ne("")).order_by_desc(mail::Column::Id);
        Ok(Some(Outbox {
            waiting: count(mail::Entity::find().filter(mail::Column::NextAt.is_not_null())).await?,
            given_up: count(mail::Entity::find().filter(mail::Column::NextAt.is_null())).await?,
            error: failed.limit(1).one(self.db()).await?.map(|row| row.error),
        }))
    }
}

impl Store {
    /// Sends whoever has this e-mail, if anybody, a link to choose another password (A2).
    pub async fn forget_password(&self, email: &Email, token: String, secret: &str) -> Result<()> {
        let writing = self.begin().await?;
        let found = user::Entity::find().filter(user::Column::Email.eq(email.as_str()));
        let found = found.filter(user::Column::Active.eq(true)).one(&writing.db).await?;
        let whom = found.map(|row| UserId(row.id));
        // Written for nobody, too: who waits for the answer learns nothing by how long it takes.
        write_down(&writing.db, None, Noted::LinkRenewed, About { whom, ..About::default() }).await?;
        if let Some(user) = whom {
            put_link(&writing.db, user, token, crate::now()).await?;
            post(&writing.db, user, Letter::NewLink, (None, secret)).await?;
        }
        writing.commit().await
    }

    /// Takes the mails that are due, for whoever asks alone.
    pub async fn due_mails(&self) -> Result<Vec<Due>> {
        let (writing, now) = (self.begin().await?, crate::now());
        let due = mail::Entity::find().filter(mail::Column::NextAt.lte(now));
        let rows = due.order_by_asc(mail::Column::Id).limit(BATCH).all(&writing.db).await?;
        if rows.is_empty() {
            return Ok(vec![]);
        }
        mail::Entity::update_many()
            .col_expr(mail::Column::NextAt, Expr::value(now + CLAIM))
            .filter(mail::Column::Id.is_in(rows.iter().map(|row| row.id)))
            .exec(&writing.db)
            .await?;
        writing.commit().await?;
        let due = |row: mail::Model| {
            let letter = match (row.kind.as_str(), row.notice_id) {
                ("notice", Some(notice)) => Letter::Notice(NoticeId(notice)),
                ("invitation", _) => Letter::Invitation,
                _ => Letter::NewLink,
            };
            let (to, by) = (UserId(row.user_id), row.by_id.map(UserId));
            Due { id: row.id, to, letter, secret: row.secret, by, attempts: row.attempts }
        };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Forgets a mail that was sent, or that nobody needs any more.
    pub async fn mail_sent(&self, id: i64) -> Result<()> {
        let writing = self.begin().await?;
        mail::Entity::delete_by_id(id).exec(&writing.db).await?;
        writing.commit().await
    }

    /// Remembers why a mail could not be sent, and when it is tried again; given up, it loses its secret.
    pub async fn mail_failed(&self, due: &Due, error: &str) -> Result<()> {
        let (writing, next) = (self.begin().await?, pause(due.attempts + 1));
        let row = mail::ActiveModel {
            id: Set(due.id),
            attempts: Set(due.attempts + 1),
            next_at: Set(next.map(|pause| crate::now() + pause)),
            secret: Set(next.map_or_else(String::new, |_| due.secret.clone())),
            error: Set(error.chars().take(500).collect()),
            ..Default::default()
        };
        row.update(&writing.db).await?;
        writing.commit().await
    }

    /// A user who can sign in, with the account as they see it: to whom a mail goes.
    pub async fn addressee(&self, id: UserId) -> Result<Option<(User, crate::Account)>> {
        let found = user::Entity::find_by_id(id.0).filter(user::Column::Active.eq(true));
        match found.one(&self.reader).await? {
            Some(user) => self.in_account(user).await,
            None => Ok(None),
        }
    }

    /// What the company is called; may be empty.
    pub async fn account_name(&self) -> Result<String> {
        let row = account::Entity::find_by_id(1).one(&self.reader).await?;
        Ok(row.map(|row| row.name).unwrap_or_default())
    }
}
