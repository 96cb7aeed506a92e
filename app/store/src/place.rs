//! Where a dropped card goes: the one key between its new neighbours.

use crate::{Result, Tx, entity::deal, own::OPEN};
use domain::{
    id::{DealId, StageId},
    place::{Gap, Place},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    Select, Statement, sea_query::Expr,
};

impl Tx {
    /// The place just below `gap.after`, else just above `gap.before`, else at the end of the stage. Who drops into
    /// the same gap later comes closer to the card above. A column whose keys grew too long is numbered anew.
    pub async fn place(&self, stage: StageId, gap: Gap, deal: DealId) -> Result<Place> {
        if let Some(place) = self.between(stage, gap, deal).await? {
            return Ok(place);
        }
        renumber(self.db(), stage).await?;
        let place = self.between(stage, gap, deal).await?;
        place.ok_or_else(|| crate::Error::Unreadable(format!("no room in stage {stage}")))
    }

    /// The place above every card of the stage.
    pub async fn place_on_top(&self, stage: StageId) -> Result<Place> {
        let first = self.others(stage, DealId(0)).order_by_asc(deal::Column::Place).one(self.db()).await?;
        match Place::between(None, first.map(|row| Place::known(row.place)).as_ref()) {
            Some(place) => Ok(place),
            None => {
                renumber(self.db(), stage).await?;
                Box::pin(self.place_on_top(stage)).await
            }
        }
    }

    async fn between(&self, stage: StageId, gap: Gap, deal: DealId) -> Result<Option<Place>> {
        let above = self.anchor(stage, gap.after, deal).await?;
        let below = self.anchor(stage, gap.before, deal).await?;
        let (after, before) = match (above, below) {
            (Some(above), _) => {
                (Some(above.clone()), self.next_to(stage, deal, Some(above), Order::Asc).await?)
            }
            (None, Some(below)) => {
                (self.next_to(stage, deal, Some(below.clone()), Order::Desc).await?, Some(below))
            }
            (None, None) => (self.next_to(stage, deal, None, Order::Desc).await?, None),
        };
        Ok(Place::between(after.as_ref(), before.as_ref()))
    }

    /// This place of a stage for a deal, or one right below whoever stands there now; the end, when there is no room.
    pub(crate) async fn free_place(&self, stage: StageId, deal: DealId, wanted: Place) -> Result<Place> {
        let taken = self.others(stage, deal).filter(deal::Column::Place.eq(wanted.as_str()));
        if taken.one(self.db()).await?.is_none() {
            return Ok(wanted);
        }
        let below = self.next_to(stage, deal, Some(wanted.clone()), Order::Asc).await?;
        match Place::between(Some(&wanted), below.as_ref()) {
            Some(place) => Ok(place),
            None => self.place(stage, Gap::default(), deal).await,
        }
    }

    /// The place of a neighbour that this user sees, if it still stands in this stage.
    async fn anchor(&self, stage: StageId, neighbour: Option<DealId>, deal: DealId) -> Result<Option<Place>> {
        let Some(neighbour) = neighbour else { return Ok(None) };
        let row = self.others(stage, deal).filter(self.sees()).filter(deal::Column::Id.eq(neighbour.0));
        let row = row.one(self.db()).await?;
        Ok(row.map(|row| Place::known(row.place)))
    }

    async fn next_to(
        &self,
        stage: StageId,
        deal: DealId,
        from: Option<Place>,
        way: Order,
    ) -> Result<Option<Place>> {
        let mut rows = self.others(stage, deal);
        if let Some(from) = from {
            let beyond = if way == Order::Asc {
                deal::Column::Place.gt(from.as_str())
            } else {
                deal::Column::Place.lt(from.as_str())
            };
            rows = rows.filter(beyond);
        }
        let row = rows.order_by(deal::Column::Place, way).limit(1).one(self.db()).await?;
        Ok(row.map(|row| Place::known(row.place)))
    }

    /// Every other card of the column, seen by this user or not: places are the same for all.
    fn others(&self, stage: StageId, deal: DealId) -> Select<deal::Entity> {
        deal::Entity::find()
            .filter(Expr::cust(OPEN))
            .filter(deal::Column::StageId.eq(stage.0))
            .filter(deal::Column::Id.ne(deal.0))
    }
}

/// The keys after the last card of a stage for so many more.
pub(crate) async fn places_at_end(
    db: &impl ConnectionTrait,
    stage: StageId,
    count: usize,
) -> Result<Vec<Place>> {
    for _ in 0..2 {
        let column = deal::Entity::find().filter(Expr::cust(OPEN)).filter(deal::Column::StageId.eq(stage.0));
        let last = column.order_by_desc(deal::Column::Place).limit(1).one(db).await?;
        let last = last.map(|row| Place::known(row.place));
        match Place::spread_after(last.as_ref(), count) {
            Some(places) => return Ok(places),
            None => renumber(db, stage).await?,
        }
    }
    Err(crate::Error::Unreadable(format!("no room in stage {stage}")))
}

/// Gives the cards of a stage short keys in their order, in two statements however many they are.
pub(crate) async fn renumber(db: &impl ConnectionTrait, stage: StageId) -> Result<()> {
    let column = format!("{OPEN} AND deal.stage_id = {}", stage.0);
    let run = async |update: String| {
        db.execute_raw(Statement::from_string(db.get_database_backend(), update)).await
    };
    // Out of the way first: no two cards may have one key, not even for a moment.
    run(format!("UPDATE deal SET place = '~' || place WHERE {column}")).await?;
    let step = "(4294967296 / (count(*) OVER () + 1))";
    let key = match db.get_database_backend() {
        DbBackend::Postgres => "lpad(to_hex(numbered.key), 8, '0') || '80'",
        _ => "printf('%08x80', numbered.key)",
    };
    run(format!(
        "UPDATE deal SET place = {key} FROM (SELECT deal.id, row_number() OVER (ORDER BY deal.place) * {step} AS key \
         FROM deal WHERE {column}) AS numbered WHERE numbered.id = deal.id"
    ))
    .await?;
    Ok(())
}
