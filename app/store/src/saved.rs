//! Filters that somebody keeps under a name (L3).

use crate::{
    Error, Result, Tx,
    entity::{saved_filter, user},
};
use domain::{
    deals::Query,
    id::{FilterId, UserId},
    log::Thing,
    refusal::Refusal,
    saved::{MOST, SavedFilter},
    text::Name,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use std::collections::HashMap;

impl Tx {
    /// One's own filters and those of others that are for everybody, by name. One that an older program wrote and that means
    /// nothing any more is left out.
    pub async fn saved_filters(&self) -> Result<Vec<SavedFilter>> {
        let me = self.user().id;
        let mine = Condition::any()
            .add(saved_filter::Column::UserId.eq(me.0))
            .add(saved_filter::Column::Shared.eq(true));
        let rows = saved_filter::Entity::find().filter(mine).order_by_asc(saved_filter::Column::Name);
        let rows = rows.all(self.db()).await?;
        let keepers = rows.iter().map(|row| row.user_id).filter(|id| *id != me.0);
        let keepers = user::Entity::find().filter(user::Column::Id.is_in(keepers)).all(self.db()).await?;
        let names: HashMap<i64, String> = keepers.into_iter().map(|row| (row.id, row.name)).collect();
        let saved = |row: saved_filter::Model| {
            let pairs: Vec<(String, String)> = serde_json::from_str(&row.query).ok()?;
            let query =
                Query::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))).ok()?;
            let by = names.get(&row.user_id).cloned();
            Some(SavedFilter { id: FilterId(row.id), name: row.name, query, shared: row.shared, by })
        };
        Ok(rows.into_iter().filter_map(saved).collect())
    }

    /// Keeps a filter under a name, in place of one's own of the same name.
    pub async fn save_filter(&self, name: &Name, query: &Query, shared: bool) -> Result<FilterId> {
        let me = self.user().id;
        let written = Query { page: 0, ..query.clone() }.write();
        let written =
            serde_json::to_string(&written).map_err(|error| Error::Unreadable(error.to_string()))?;
        let mine = saved_filter::Entity::find().filter(saved_filter::Column::UserId.eq(me.0));
        let same = mine.clone().filter(saved_filter::Column::Name.eq(name.as_str())).one(self.db()).await?;
        let row =
            saved_filter::ActiveModel { query: Set(written), shared: Set(shared), ..Default::default() };
        let row = match same {
            Some(same) => saved_filter::ActiveModel { id: Set(same.id), ..row }.update(self.db()).await?,
            None if mine.count(self.db()).await? >= MOST as u64 => {
                return Err(Refusal::TooMany { max: MOST }.into());
            }
            None => {
                let new =
                    saved_filter::ActiveModel { user_id: Set(me.0), name: Set(name.as_str().into()), ..row };
                new.insert(self.db()).await?
            }
        };
        self.touch(Thing::Filter(FilterId(row.id)));
        Ok(FilterId(row.id))
    }

    /// Keeps one's own filter no longer.
    pub async fn delete_filter(&self, id: FilterId) -> Result<()> {
        let UserId(me) = self.user().id;
        let gone = saved_filter::Entity::delete_many()
            .filter(saved_filter::Column::Id.eq(id.0))
            .filter(saved_filter::Column::UserId.eq(me))
            .exec(self.db())
            .await?;
        if gone.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        self.touch(Thing::Filter(id));
        Ok(())
    }
}
