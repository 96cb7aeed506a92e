//! Looking for letters in names that are kept folded, without case and accents.

use sea_orm::{
    ColumnTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, LikeExpr, Query as Sql, SelectStatement, SimpleExpr},
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
