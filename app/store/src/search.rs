//! Looking for letters in names that are kept folded, without case and accents.

use sea_orm::{
    EntityTrait,
    sea_query::{Expr, ExprTrait, LikeExpr, Query as Sql, SelectStatement},
};

/// The rows whose folded name contains these letters.
pub(crate) fn holding<E: EntityTrait>(
    entity: E,
    id: E::Column,
    folded: E::Column,
    text: &str,
) -> SelectStatement {
    Sql::select().column(id).from(entity).and_where(Expr::col(folded).like(contains(text))).to_owned()
}

/// A pattern for texts that contain this one, whose own `%` and `_` mean nothing.
pub(crate) fn contains(text: &str) -> LikeExpr {
    let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{literal}%")).escape('\\')
}
