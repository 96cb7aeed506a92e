//! What a user keeps of themselves: name, time zone, unwanted notices, password, sessions, second factor (A2).

use crate::{
    Result, Store, Tx,
    audit::About,
    entity::{link, recovery_code, session, user},
    session::in_use,
};
use chrono_tz::Tz;
use domain::{
    audit::Noted,
    id::UserId,
    log::Thing,
    me::{Device, Me},
    notices::News,
    refusal::Refusal,
    tasks::Moment,
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};

impl Tx {
    /// The acting user, as they see themselves.
    pub async fn me(&self) -> Result<Me> {
        let row = self.own_row().await?;
        let of_account = self.account_row().await?.zone;
        let mine =
            session::Entity::find().filter(session::Column::UserId.eq(row.id)).filter(in_use(self.now()));
        let rows = mine.order_by_desc(session::Column::SeenAt).all(self.db()).await?;
        let device = |row: session::Model| Device {
            here: Some(&row.token) == self.session.as_ref(),
            since: Moment(self.clock(row.created_at)),
            seen: Moment(self.clock(row.seen_at)),
            name: row.device,
        };
        let mut sessions: Vec<Device> = rows.into_iter().map(device).collect();
        sessions.sort_by_key(|device| !device.here);
        let left = recovery_code::Entity::find()
            .filter(recovery_code::Column::UserId.eq(row.id))
            .filter(recovery_code::Column::UsedAt.is_null());
        Ok(Me {
            name: row.name,
            email: row.email,
            zone: row.zone.unwrap_or_default(),
            zone_of_account: of_account,
            unwanted: kinds(&row.unwanted),
            by_mail: self.mails.then(|| kinds(&row.by_mail)),
            sessions,
            second_factor: row.second_factor.is_some(),
            recovery_codes: usize::try_from(left.count(self.db()).await?).unwrap_or(0),
            now: self.wall_clock(),
        })
    }

    /// Saves name, time zone, the notices that are not wanted, and those that are sent by mail; nothing of these when it was
    /// not asked.
    pub async fn save_me(
        &self,
        name: &Name,
        zone: Option<Tz>,
        unwanted: &[News],
        by_mail: Option<&[News]>,
    ) -> Result<()> {
        let codes = |kinds: &[News]| kinds.iter().map(|news| news.code()).collect::<Vec<_>>().join(",");
        let row = user::ActiveModel {
            id: Set(self.user().id.0),
            name: Set(name.as_str().into()),
            folded: Set(fold(name.as_str())),
            zone: Set(zone.map(|zone| zone.name().to_owned())),
            unwanted: Set(codes(unwanted)),
            by_mail: by_mail.map_or(NotSet, |kinds| Set(codes(kinds))),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.touch(Thing::User(self.user().id));
        Ok(())
    }

    /// Sets the acting user's password, an Argon2 text; every session of theirs ends but this one, and their link leads
    /// nowhere.
    pub async fn change_password(&self, password: String, this: &str) -> Result<()> {
        let row = user::ActiveModel {
            id: Set(self.user().id.0),
            password: Set(Some(password)),
            ..Default::default()
        };
        row.update(self.db()).await?;
        link::Entity::delete_by_id(self.user().id.0).exec(self.db()).await?;
        self.write_down(Noted::PasswordChanged, About::default()).await?;
        self.end_other_sessions(this).await
    }

    /// Ends every session of the acting user but this one.
    pub async fn end_other_sessions(&self, this: &str) -> Result<()> {
        session::Entity::delete_many()
            .filter(session::Column::UserId.eq(self.user().id.0))
            .filter(session::Column::Token.ne(this))
            .exec(self.db())
            .await?;
        self.journal().ends_sessions = true;
        Ok(())
    }

    /// Gives the acting user a second factor, of which a code of this step proved that it has arrived; the recovery codes
    /// are hashes.
    pub async fn set_second_factor(&self, secret: String, step: i64, codes: Vec<String>) -> Result<()> {
        let user_id = self.user().id.0;
        // Taking one away needs the password, and so does putting another in its place.
        if self.own_row().await?.second_factor.is_some() {
            return Err(Refusal::MalformedRequest.into());
        }
        let row = user::ActiveModel {
            id: Set(user_id),
            second_factor: Set(Some(secret)),
            second_factor_step: Set(step),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.drop_recovery_codes().await?;
        let rows = codes.into_iter().map(|code| recovery_code::ActiveModel {
            user_id: Set(user_id),
            code: Set(code),
            used_at: Set(None),
        });
        recovery_code::Entity::insert_many(rows).exec_without_returning(self.db()).await?;
        self.write_down(Noted::SecondFactorOn, About::default()).await?;
        self.touch(Thing::User(self.user().id));
        Ok(())
    }

    /// Takes the second factor away.
    pub async fn drop_second_factor(&self) -> Result<()> {
        let row = user::ActiveModel {
            id: Set(self.user().id.0),
            second_factor: Set(None),
            second_factor_step: Set(0),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.write_down(Noted::SecondFactorOff, About::default()).await?;
        self.drop_recovery_codes().await
    }

    async fn drop_recovery_codes(&self) -> Result<()> {
        let mine = recovery_code::Column::UserId.eq(self.user().id.0);
        recovery_code::Entity::delete_many().filter(mine).exec(self.db()).await?;
        Ok(())
    }

    async fn own_row(&self) -> Result<user::Model> {
        let row = user::Entity::find_by_id(self.user().id.0).one(self.db()).await?;
        Ok(row.ok_or(Refusal::SignedOut)?)
    }
}

impl Store {
    /// Uses the code of a step; false when it, or a later one, was used before: a code that somebody looked at over a
    /// shoulder is worth nothing.
    pub async fn use_step(&self, user: UserId, step: i64) -> Result<bool> {
        let writing = self.begin().await?;
        let used = user::Entity::update_many()
            .col_expr(user::Column::SecondFactorStep, Expr::value(step))
            .filter(user::Column::Id.eq(user.0))
            .filter(user::Column::SecondFactorStep.lt(step))
            .exec(&writing.db)
            .await?;
        writing.commit().await?;
        Ok(used.rows_affected == 1)
    }

    /// Uses the recovery code of this hash; false when there is none, or it was used before.
    pub async fn use_recovery_code(&self, user: UserId, code: &str) -> Result<bool> {
        let writing = self.begin().await?;
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(crate::now()))
            .filter(recovery_code::Column::UserId.eq(user.0))
            .filter(recovery_code::Column::Code.eq(code))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(&writing.db)
            .await?;
        writing.commit().await?;
        Ok(used.rows_affected == 1)
    }
}

/// Kinds of notices with commas between.
fn kinds(list: &str) -> Vec<News> {
    list.split(',').filter_map(|kind| kind.parse().ok()).collect()
}
