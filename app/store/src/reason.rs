//! Reasons for which deals are closed, a list that administrators keep (W2).

use crate::{
    Result, Tx,
    entity::{account, reason},
};
use domain::{
    deal::Why,
    id::ReasonId,
    log::Thing,
    reason::{Reason, Reasons},
    refusal::{Field, Refusal},
    text::Name,
    text::Prose,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};

impl Tx {
    /// Every reason, in order, and whether one is required.
    pub async fn reasons(&self) -> Result<Reasons> {
        let rows = reason::Entity::find().order_by_asc(reason::Column::Position).all(self.db()).await?;
        let reason = |row: reason::Model| Reason {
            id: ReasonId(row.id),
            name: Name::known(row.name),
            active: row.active,
        };
        let account = self.account_row().await?;
        Ok(Reasons {
            list: rows.into_iter().map(reason).collect(),
            required: account.reason_required,
            version: account.reasons_version,
        })
    }

    /// Writes the list as it was edited, as this version: reasons are added, renamed, reordered, switched off, never
    /// removed, since deals were closed for them.
    pub async fn save_reasons(
        &self,
        version: i64,
        names: &[(Option<ReasonId>, Name, bool)],
        required: bool,
    ) -> Result<()> {
        if names.len() > Reason::MOST {
            return Err(Refusal::TooMany { max: Reason::MOST }.into());
        }
        let known = self.reasons().await?.list;
        for (position, (id, ..)) in names.iter().enumerate() {
            if let Some(id) = id {
                self.call_reason(*id, &format!("\u{1}{position}")).await?;
            }
        }
        for (position, (id, name, active)) in names.iter().enumerate() {
            let mut row = reason::ActiveModel {
                name: Set(name.as_str().into()),
                position: Set(position as i64),
                active: Set(*active),
                ..Default::default()
            };
            match id {
                Some(id) if known.iter().any(|reason| reason.id == *id) => {
                    row.id = Unchanged(id.0);
                    row.update(self.db()).await.map_err(taken(position))?;
                }
                Some(_) => return Err(Refusal::Unknown { field: Field::Reason }.in_line(position).into()),
                None => drop(row.insert(self.db()).await.map_err(taken(position))?),
            }
        }
        let account = account::ActiveModel {
            id: Unchanged(1),
            reason_required: Set(required),
            reasons_version: Set(version),
            ..Default::default()
        };
        account.update(self.db()).await?;
        self.touch(Thing::Reasons);
        Ok(())
    }

    /// Gives a reason a name that nobody types, so that two can change theirs in one go.
    async fn call_reason(&self, id: ReasonId, name: &str) -> Result<()> {
        reason::Entity::update_many()
            .col_expr(reason::Column::Name, Expr::val(name))
            .filter(reason::Column::Id.eq(id.0))
            .exec(self.db())
            .await?;
        Ok(())
    }

    /// The reason that somebody chose and the note they wrote, as the rule wants to know them.
    pub async fn why(&self, chosen: Option<ReasonId>, note: Prose) -> Result<Why> {
        let reasons = self.reasons().await?;
        let found = chosen.map(|id| {
            let reason = reasons.list.iter().find(|reason| reason.id == id && reason.active);
            reason
                .map(|reason| (reason.id, reason.name.to_string()))
                .ok_or(Refusal::Unknown { field: Field::Reason })
        });
        Ok(Why { reason: found.transpose()?, note, required: reasons.required })
    }
}

pub(crate) async fn insert_reason(db: &impl ConnectionTrait, name: &str, position: i64) -> Result<()> {
    let row = reason::ActiveModel {
        name: Set(name.into()),
        position: Set(position),
        active: Set(true),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}

fn taken(line: usize) -> impl Fn(sea_orm::DbErr) -> crate::Error {
    move |error| match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => {
            Refusal::NameTaken { field: Field::Reason }.in_line(line).into()
        }
        _ => error.into(),
    }
}
