//! Stages of processes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub process_id: i64,
    pub name: String,
    pub position: i64,
    pub hint: String,
    pub ages_after: Option<i32>,
    pub usual_days: Option<i32>,
    pub deleted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Those that were not deleted.
    #[sea_orm(
        has_many = "super::action::Entity",
        on_condition = "super::action::Column::DeletedAt.is_null()"
    )]
    Action,
}

impl Related<super::action::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Action.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
