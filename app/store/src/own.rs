//! The deals of somebody who does not see all: their own by an index, in order; and the few of others, looked up one by one.
//! The rule itself (`Tx::sees`) asks of each deal whether it is seen, which would walk past all those that are not.

use crate::entity::{deal, participant};
use domain::{
    id::{StageId, UserId},
    place::Place,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IdenStatic, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, UnionType},
};

/// What makes a deal stand on a board; written out, so that both databases recognise their partial indexes in it.
pub(crate) const OPEN: &str = r#""deal"."status" = 'open' AND "deal"."deleted_at" IS NULL"#;

/// What marks a deal as public; written out for the same reason.
pub(crate) const PUBLIC: &str = r#""deal"."public""#;

/// The ids of the deals that this user sees for another reason than owning them: added for somebody else, taking part, or
/// because they are public.
pub(crate) fn of_others(user: UserId, public: bool) -> SelectStatement {
    let taking_part = participant::Entity::find()
        .filter(participant::Column::UserId.eq(user.0))
        .select_only()
        .column(participant::Column::DealId)
        .into_query();
    let mut theirs = deal::Entity::find()
        .filter(deal::Column::CreatorId.eq(user.0))
        // As the index says it.
        .filter(Expr::cust(r#""deal"."creator_id" <> "deal"."owner_id""#))
        .select_only()
        .column(deal::Column::Id)
        .into_query();
    theirs.union(UnionType::Distinct, taking_part);
    if public {
        let public = deal::Entity::find().filter(Expr::cust(PUBLIC)).select_only().column(deal::Column::Id);
        theirs.union(UnionType::Distinct, public.into_query());
    }
    theirs
}

/// Deals among these, of which a column says this. The plus keeps databases from going over an index of that column, past
/// all the deals that are not among these.
pub(crate) fn among(ids: SelectStatement, column: deal::Column, says: i64) -> Condition {
    let column = format!("+\"deal\".\"{}\"", column.as_str());
    Condition::all().add(deal::Column::Id.in_subquery(ids)).add(Expr::cust(column).eq(says))
}

/// The ids among which the first deals of a stage are that this user sees, below this place: the first of their own, and
/// all of others.
pub(crate) fn first_of(
    (user, public): (UserId, bool),
    stage: StageId,
    below: Option<&Place>,
    limit: u64,
) -> SelectStatement {
    let mut own = deal::Entity::find()
        .filter(Expr::cust(OPEN))
        .filter(deal::Column::OwnerId.eq(user.0))
        .filter(deal::Column::StageId.eq(stage.0))
        .order_by_asc(deal::Column::Place)
        .limit(limit)
        .select_only()
        .column(deal::Column::Id);
    if let Some(below) = below {
        own = own.filter(deal::Column::Place.gt(below.as_str()));
    }
    // A limit belongs to a whole query, and not to one side of a union.
    let first = Query::select()
        .column(deal::Column::Id)
        .from_subquery(own.into_query(), Alias::new("own"))
        .to_owned();
    of_others(user, public).union(UnionType::Distinct, first).to_owned()
}
