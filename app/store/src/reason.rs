//! Reasons for which deals are closed, a list that administrators keep (W2).

use crate::{
    Result, Tx,
    entity::{account, reason},
    named_list::Line,
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
    ConnectionTrait, EntityTrait, QueryOrder,
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
        let known: Vec<i64> = self.reasons().await?.list.iter().map(|reason| reason.id.0).collect();
        let line = |(id, name, active): &(Option<ReasonId>, Name, bool)| -> Line {
            (id.map(|id| id.0), name.clone(), *active)
        };
        let lines: Vec<Line> = names.iter().map(line).collect();
        self.write_names("reason", Field::Reason, &known, &lines).await?;
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
