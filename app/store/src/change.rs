//! The change log: one row for each commit that changed something, in the transaction that changed it. Its numbers grow
//! by one, since all writers stand in one line.

use crate::{
    Result, Tx,
    entity::{change, deal, touched, user},
    format,
};
use domain::{
    id::Op,
    log::{Seq, Thing},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// Things that are written together: as many as the variables of one statement allow.
const CHUNK: usize = 5_000;

/// A change as it was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub seq: Seq,
    /// Whether it can be taken back, as long as nobody changes the same things.
    pub undoable: bool,
}

impl Tx {
    /// Writes what was touched into the log, with what takes it back, and lets the version of each touched deal grow.
    /// Nothing when nothing was.
    pub async fn log(&self, op: &Op, command: &str) -> Result<Option<Entry>> {
        let things = std::mem::take(&mut self.journal().touched);
        if things.is_empty() {
            return Ok(None);
        }
        let inverse = self.inverse().await?;
        self.journal().logged = Some((op.clone(), things.clone()));
        let undoable = !inverse.is_empty();
        let inverse = if undoable { Some(format::inverse::write(&inverse)?) } else { None };
        let undoes = self.journal().undoes.take();
        let deals = things.iter().filter_map(|thing| match thing {
            Thing::Deal(id) => Some(id.0),
            _ => None,
        });
        for deals in deals.collect::<Vec<_>>().chunks(CHUNK) {
            deal::Entity::update_many()
                .col_expr(deal::Column::Version, Expr::col(deal::Column::Version).add(1))
                .filter(deal::Column::Id.is_in(deals.iter().copied()))
                .exec(self.db())
                .await?;
        }
        let seq = Seq(self.last_change().await?.0 + 1);
        let row = change::ActiveModel {
            seq: Set(seq.0),
            op: Set(op.to_string()),
            by_id: Set(self.user().id.0),
            at: Set(self.now()),
            command: Set(command.to_owned()),
            inverse: Set(inverse),
            undoes: Set(undoes.map(|seq| seq.0)),
        };
        row.insert(self.db()).await?;
        let rows = things.into_iter().map(|thing| {
            let (kind, id) = thing.code();
            touched::ActiveModel { seq: Set(seq.0), kind: Set(kind.to_owned()), id: Set(id) }
        });
        for rows in rows.collect::<Vec<_>>().chunks(CHUNK) {
            touched::Entity::insert_many(rows.to_vec()).exec_without_returning(self.db()).await?;
        }
        Ok(Some(Entry { seq, undoable }))
    }

    /// What this user's operation of this name changed, if it was done and changed something.
    pub async fn logged(&self, op: &Op) -> Result<Option<Entry>> {
        let row = change::Entity::find()
            .filter(change::Column::Op.eq(op.to_string()))
            .filter(change::Column::ById.eq(self.user().id.0))
            .one(self.db())
            .await?;
        Ok(row.map(|row| Entry { seq: Seq(row.seq), undoable: row.inverse.is_some() }))
    }

    /// The number of the latest change; 0 before the first.
    pub async fn last_change(&self) -> Result<Seq> {
        let latest =
            change::Entity::find().order_by_desc(change::Column::Seq).limit(1).one(self.db()).await?;
        Ok(Seq(latest.map_or(0, |row| row.seq)))
    }

    /// The name of who changed this last, as far as the log tells.
    pub async fn last_changed_by(&self, thing: Thing) -> Result<Option<String>> {
        let (kind, id) = thing.code();
        let latest = touched::Entity::find()
            .filter(touched::Column::Kind.eq(kind))
            .filter(touched::Column::Id.eq(id))
            .order_by_desc(touched::Column::Seq)
            .limit(1)
            .one(self.db())
            .await?;
        let Some(latest) = latest else { return Ok(None) };
        let Some(change) = change::Entity::find_by_id(latest.seq).one(self.db()).await? else {
            return Ok(None);
        };
        Ok(user::Entity::find_by_id(change.by_id).one(self.db()).await?.map(|row| row.name))
    }
}
