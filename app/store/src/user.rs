//! Users: who they are and what they sign in with.

use crate::{
    Error, Result, Store, Tx,
    audit::{About, write_down},
    entity::{link, recovery_code, session, user},
    error::read,
    live::Nudge,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    audit::Noted,
    id::{StageId, UserId},
    log::Thing,
    look::{Look, Theme},
    people::{Colleague, Language, Role, User},
    refusal::{Field, Refusal},
    text::{Email, Name, fold},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, SqlErr,
};

/// A user who is about to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub name: Name,
    pub email: Email,
    pub role: Role,
    pub language: Language,
    /// The Argon2 text of the password; without one the user cannot sign in yet.
    pub password: Option<String>,
}

/// What signing in compares with.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub user: UserId,
    pub password: Option<String>,
    /// The secret of the second factor, if they have one.
    pub second_factor: Option<String>,
}

/// What the audit says of the terminal.
const TERMINAL: &str = "terminal";

/// Writes down what somebody did at the terminal, who is nobody that the account knows (V8).
async fn from_terminal(db: &impl ConnectionTrait, noted: Noted, whom: UserId) -> Result<()> {
    let about = About { whom: Some(whom), detail: TERMINAL, ..About::default() };
    write_down(db, None, noted, about).await
}

impl Store {
    /// Adds a user. Refused when the e-mail is taken.
    pub async fn add_user(&self, new: NewUser) -> Result<UserId> {
        let writing = self.begin().await?;
        let id = insert_user(&writing.db, new, crate::now()).await?;
        writing.commit().await?;
        Ok(id)
    }

    /// Sets a password, takes the second factor away and ends every session of that user: the way back for who has lost all
    /// of it.
    pub async fn set_password(&self, email: &Email, password: String) -> Result<()> {
        let writing = self.begin().await?;
        let found =
            user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&writing.db).await?;
        let found = found.ok_or(Refusal::Unknown { field: Field::Email })?;
        end_sessions(&writing.db, found.id).await?;
        let of_user = recovery_code::Column::UserId.eq(found.id);
        recovery_code::Entity::delete_many().filter(of_user).exec(&writing.db).await?;
        let row =
            user::ActiveModel { password: Set(Some(password)), second_factor: Set(None), ..found.into() };
        let id = UserId(row.update(&writing.db).await?.id);
        from_terminal(&writing.db, Noted::PasswordChanged, id).await?;
        writing.nudging(Some(Nudge::of_sessions(id))).commit().await
    }

    /// Keeps a user from signing in, and ends every session of theirs at once; their deals stay (V5).
    /// Refused for the last administrator who can sign in.
    pub async fn deactivate(&self, email: &Email) -> Result<()> {
        let writing = self.begin().await?;
        let found =
            user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&writing.db).await?;
        let found = found.ok_or(Refusal::Unknown { field: Field::Email })?;
        end_sessions(&writing.db, found.id).await?;
        let id = UserId(found.id);
        let row = user::ActiveModel { active: Set(false), ..found.into() };
        row.update(&writing.db).await?;
        if able_administrators(&writing.db).await? == 0 {
            return Err(Refusal::LastAdministrator.into());
        }
        from_terminal(&writing.db, Noted::Deactivated, id).await?;
        writing.nudging(Some(Nudge::of_sessions(id))).commit().await
    }

    /// Gives a user a time zone of their own, or takes it away again: then theirs is the account's.
    pub async fn set_zone(&self, email: &Email, zone: Option<Tz>) -> Result<()> {
        let writing = self.begin().await?;
        let found =
            user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&writing.db).await?;
        let found = found.ok_or(Refusal::Unknown { field: Field::Email })?;
        let zone = Set(zone.map(|zone| zone.name().to_owned()));
        user::ActiveModel { zone, ..found.into() }.update(&writing.db).await?;
        writing.commit().await
    }

    /// What an active user with this e-mail signs in with.
    pub async fn credentials(&self, email: &Email) -> Result<Option<Credentials>> {
        let active = user::Entity::find()
            .filter(user::Column::Email.eq(email.as_str()))
            .filter(user::Column::Active.eq(true));
        let found = active.one(&self.reader).await?;
        Ok(found.map(|row| Credentials {
            user: UserId(row.id),
            password: row.password,
            second_factor: row.second_factor,
        }))
    }
}

/// Ends every way in that a user has but the password: their sessions, and the link to choose one.
pub(crate) async fn end_sessions(db: &impl ConnectionTrait, user: i64) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::UserId.eq(user)).exec(db).await?;
    link::Entity::delete_by_id(user).exec(db).await?;
    Ok(())
}

/// How many administrators can sign in.
pub(crate) async fn able_administrators(db: &impl ConnectionTrait) -> Result<u64> {
    let able = user::Entity::find()
        .filter(user::Column::Role.eq(Role::Administrator.code()))
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::Password.is_not_null());
    Ok(able.count(db).await?)
}

impl Store {
    /// Somebody to write for on the command line: the first active administrator, or else the first active user.
    pub async fn first_user(&self) -> Result<Option<UserId>> {
        let active =
            user::Entity::find().filter(user::Column::Active.eq(true)).order_by_asc(user::Column::Id);
        let rows = active.all(&self.reader).await?;
        let administrator = rows.iter().find(|row| row.role == Role::Administrator.code());
        Ok(administrator.or(rows.first()).map(|row| UserId(row.id)))
    }
}

impl Tx {
    /// Everybody of the account by name, deactivated users too: they may own deals.
    pub async fn colleagues(&self) -> Result<Vec<Colleague>> {
        let rows = user::Entity::find().order_by_asc(user::Column::Folded).all(self.db()).await?;
        let colleague = |row: user::Model| {
            let role = read("users.role", &row.role)?;
            Ok(Colleague { id: UserId(row.id), name: row.name, role, active: row.active })
        };
        rows.into_iter().map(colleague).collect()
    }

    /// Refuses in this field a user who does not exist or was deactivated.
    pub async fn require_user(&self, id: UserId, field: Field) -> Result<()> {
        let row = user::Entity::find_by_id(id.0).one(self.db()).await?;
        match row.is_some_and(|row| row.active) {
            true => Ok(()),
            false => Err(Refusal::Unknown { field }.into()),
        }
    }

    /// A user who can sign in.
    pub(crate) async fn known_user(&self, id: UserId) -> Result<user::Model> {
        let row = user::Entity::find_by_id(id.0).filter(user::Column::Active.eq(true)).one(self.db()).await?;
        Ok(row.ok_or(Refusal::NotFound)?)
    }

    /// Remembers the language that the acting user chose for themselves.
    pub async fn choose_language(&self, language: Language) -> Result<()> {
        let row = user::ActiveModel {
            id: Set(self.user().id.0),
            language: Set(language.code().into()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(())
    }

    /// Remembers whether the acting user works in light or dark.
    pub async fn choose_theme(&self, theme: Theme) -> Result<()> {
        let row = user::ActiveModel {
            id: Set(self.user().id.0),
            theme: Set(theme.code().into()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(())
    }

    /// Remembers how the acting user likes to see the board.
    pub async fn choose_look(&self, look: &Look) -> Result<()> {
        if !look.is_sound() {
            return Err(Refusal::MalformedRequest.into());
        }
        let folded: Vec<String> = look.folded.iter().map(StageId::to_string).collect();
        let row = user::ActiveModel {
            id: Set(self.user().id.0),
            figure: Set(look.figure.code().into()),
            density: Set(look.density.code().into()),
            folded_stages: Set(folded.join(",")),
            list_address: Set(look.list.clone()),
            hidden_columns: Set(look.hidden.join(",")),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(())
    }

    /// Gives the acting user's calendar feed a new address, known by the hash of what it ends in, or none: the one before
    /// leads nowhere from now on (T4).
    pub async fn choose_calendar(&self, hash: Option<String>) -> Result<()> {
        let id = self.user().id;
        let row = user::ActiveModel { id: Set(id.0), calendar: Set(hash), ..Default::default() };
        row.update(self.db()).await?;
        self.touch(Thing::User(id));
        Ok(())
    }

    /// Whether the acting user has a calendar feed.
    pub(crate) async fn has_calendar(&self) -> Result<bool> {
        let row = user::Entity::find_by_id(self.user().id.0).one(self.db()).await?;
        Ok(row.is_some_and(|row| row.calendar.is_some()))
    }
}

pub(crate) async fn insert_user(
    db: &impl ConnectionTrait,
    new: NewUser,
    at: DateTime<Utc>,
) -> Result<UserId> {
    let row = user::ActiveModel {
        name: Set(new.name.as_str().into()),
        folded: Set(fold(new.name.as_str())),
        email: Set(new.email.as_str().into()),
        role: Set(new.role.code().into()),
        language: Set(new.language.code().into()),
        password: Set(new.password),
        active: Set(true),
        created_at: Set(at),
        zone: Set(None),
        ..Default::default()
    };
    match row.insert(db).await {
        Ok(row) => Ok(UserId(row.id)),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(Refusal::EmailTaken.into())
        }
        Err(error) => Err(error.into()),
    }
}

impl TryFrom<user::Model> for User {
    type Error = Error;

    fn try_from(row: user::Model) -> Result<User> {
        Ok(User {
            id: UserId(row.id),
            role: read("users.role", &row.role)?,
            language: read("users.language", &row.language)?,
            look: Look {
                figure: read("users.figure", &row.figure)?,
                density: read("users.density", &row.density)?,
                folded: row.folded_stages.split(',').filter_map(|id| id.parse().ok()).collect(),
                list: row.list_address,
                hidden: row.hidden_columns.split_terminator(',').map(str::to_owned).collect(),
            },
            theme: read("users.theme", &row.theme)?,
            name: row.name,
            email: row.email,
        })
    }
}
