//! Looking for letters in names that are kept folded, without case and accents; and counting up to a limit.

use crate::Result;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, LikeExpr, Query as Sql, SelectStatement, SimpleExpr},
};

/// How many rows there are, counted no further than this many: an entity's own count forgets its limit.
pub(crate) async fn count_to<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    id: E::Column,
    most: usize,
) -> Result<usize> {
    let some = rows.select_only().column(id).limit(most as u64).into_query();
    let counted =
        Sql::select().expr(Expr::cust("COUNT(*)")).from_subquery(some, Alias::new("some")).to_owned();
    let row = db.query_one(&counted).await?;
    let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(usize::try_from(count).unwrap_or(most))
}

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
    LikeExpr::new(format!("%{}%", literal(text))).escape('\\')
}

/// To sort what contains these letters: names that begin with them, those with a word that does, the others.
pub(crate) fn nearness<C: ColumnTrait>(folded: C, text: &str) -> SimpleExpr {
    let like = |before: &str| {
        let pattern = LikeExpr::new(format!("{before}{}%", literal(text))).escape('\\');
        Expr::col((folded.entity_name(), folded)).like(pattern)
    };
    Expr::case(like(""), 0).case(like("% "), 1).finally(2).into()
}

fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
