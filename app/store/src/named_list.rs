//! Lists of names that administrators keep: added to, renamed, reordered, switched off, never removed, since deals refer to
//! what is in them.

use crate::{Result, Tx};
use domain::{
    refusal::{Field, Refusal},
    text::Name,
};
use sea_orm::{
    ConnectionTrait, DbErr, SqlErr,
    sea_query::{Alias, Expr, ExprTrait, IntoIden, Query},
};

/// How many names a list may have.
const MOST: usize = 200;

/// A name at its place in the list: its number, unless it is new, and whether it is offered.
pub(crate) type Line = (Option<i64>, Name, bool);

impl Tx {
    /// Writes a list as it was edited into its table, which holds these numbers; `field` is what a refusal names.
    pub(crate) async fn write_names(
        &self,
        table: &'static str,
        field: Field,
        known: &[i64],
        lines: &[Line],
    ) -> Result<()> {
        if lines.len() > MOST {
            return Err(Refusal::TooMany { max: MOST }.into());
        }
        let of = |name: &'static str| Alias::new(name).into_iden();
        let change =
            |id: i64| Query::update().table(of(table)).and_where(Expr::col(of("id")).eq(id)).to_owned();
        // Names that nobody types, so that two can change theirs in one go.
        for (position, id) in lines.iter().enumerate().filter_map(|(at, (id, ..))| Some((at, (*id)?))) {
            let aside = change(id).value(of("name"), format!("\u{1}{position}")).to_owned();
            self.db().execute(&aside).await?;
        }
        for (line, (id, name, active)) in lines.iter().enumerate() {
            let values = [
                (of("name"), Expr::val(name.as_str())),
                (of("position"), Expr::val(line as i64)),
                (of("active"), Expr::val(*active)),
            ];
            let done = match id {
                Some(id) if known.contains(id) => {
                    self.db().execute(&change(*id).values(values).to_owned()).await
                }
                Some(_) => return Err(Refusal::Unknown { field }.in_line(line).into()),
                None => {
                    let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
                    let new = Query::insert()
                        .into_table(of(table))
                        .columns(columns)
                        .values_panic(values)
                        .to_owned();
                    self.db().execute(&new).await
                }
            };
            done.map_err(|error| taken(error, field, line))?;
        }
        Ok(())
    }
}

fn taken(error: DbErr, field: Field, line: usize) -> crate::Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::NameTaken { field }.in_line(line).into(),
        _ => error.into(),
    }
}
