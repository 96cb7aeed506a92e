//! Somebody who asked for access to a deal, be it there or not: how often one asks tells nothing of what there is.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub deal_id: i64,
    pub text: String,
    pub at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub answered_by_id: Option<i64>,
    pub granted: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
