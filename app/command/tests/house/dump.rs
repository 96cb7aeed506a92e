//! Every row of a database, read behind the program's back: for telling whether anything at all has changed.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::Location;

/// A database that is looked at as a whole.
pub struct Dump {
    db: DatabaseConnection,
    /// The statement that reads everything.
    asked: String,
}

impl Dump {
    pub async fn of(location: &Location) -> Dump {
        let url = match location {
            Location::File(path) => format!("sqlite:{}", path.display()),
            Location::Server(url) => url.clone(),
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await.unwrap();
        let mut tables = vec![];
        for table in texts(&db, tables_of(&db)).await {
            let columns = texts(&db, columns_of(&db, &table)).await;
            tables.push(rows_of(&db, &table, &columns));
        }
        Dump { db, asked: tables.join(" UNION ALL ") }
    }

    /// Each row as its table and a JSON object, sorted. The steps of the schema are left out: they are no data, and say
    /// when this database went through them.
    pub async fn rows(&self) -> Vec<String> {
        let mut rows = texts(&self.db, self.asked.clone()).await;
        rows.sort_unstable();
        rows
    }

    /// Changes rows.
    pub async fn harm(&self, statements: &str) {
        self.db.execute_unprepared(statements).await.unwrap();
    }
}

/// The rows that are in one of two and not in the other, as `- row` and `+ row`.
pub fn difference(before: &[String], after: &[String]) -> Vec<String> {
    let only = |of: &[String], other: &[String], mark: &str| -> Vec<String> {
        let missing = of.iter().filter(|row| other.binary_search(row).is_err());
        missing.map(|row| format!("{mark} {row}")).collect()
    };
    [only(before, after, "-"), only(after, before, "+")].concat()
}

/// How many rows of a table there are.
pub fn of_table(rows: &[String], table: &str) -> usize {
    rows.iter().filter(|row| row.split_once(' ').is_some_and(|(of, _)| of == table)).count()
}

/// Rows with the order of their moments in place of the moments themselves: two companies do the same one after the
/// other, never at the same time. A moment says in which commit a row was written. What a change wrote over is told by
/// whether there is something: it is full of moments.
pub fn timeless(rows: &[String]) -> Vec<String> {
    let is_moment = |column: &str| column == "at" || column.ends_with("_at") || column == "stage_since";
    let mut rows: Vec<(&str, BTreeMap<String, Value>)> = rows
        .iter()
        .map(|row| row.split_once(' ').unwrap())
        .map(|(table, row)| (table, serde_json::from_str(row).unwrap()))
        .collect();
    let moments: BTreeSet<String> = rows
        .iter()
        .flat_map(|(_, row)| row.iter().filter(|(column, _)| is_moment(column)))
        .filter_map(|(_, moment)| moment.as_str().map(str::to_owned))
        .collect();
    let order: HashMap<String, usize> = moments.into_iter().zip(1..).collect();
    for (_, row) in &mut rows {
        if let Some(inverse) = row.get_mut("inverse") {
            *inverse = inverse.is_string().into();
        }
        for (_, moment) in row.iter_mut().filter(|(column, _)| is_moment(column)) {
            *moment = moment.as_str().map_or(Value::Null, |moment| order[moment].into());
        }
    }
    let mut rows: Vec<String> = rows.iter().map(|(table, row)| format!("{table} {}", json!(row))).collect();
    rows.sort_unstable();
    rows
}

fn tables_of(db: &DatabaseConnection) -> String {
    let (name, tables) = match db.get_database_backend() {
        DbBackend::Postgres => ("tablename", "pg_tables WHERE schemaname = current_schema()"),
        _ => ("name", "sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
    };
    // How the letters by which things are found lie in the index is no data: `contradictions` compares them.
    let letters =
        format!("{name} NOT LIKE '%\\_fts%' ESCAPE '\\' AND {name} NOT LIKE '%\\_text' ESCAPE '\\'");
    format!(
        "SELECT CAST({name} AS text) FROM {tables} AND {letters} AND {name} <> 'seaql_migrations' ORDER BY 1"
    )
}

fn columns_of(db: &DatabaseConnection, table: &str) -> String {
    match db.get_database_backend() {
        DbBackend::Postgres => format!(
            "SELECT CAST(column_name AS text) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY 1"
        ),
        _ => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY 1"),
    }
}

fn rows_of(db: &DatabaseConnection, table: &str, columns: &[String]) -> String {
    let object = match db.get_database_backend() {
        DbBackend::Postgres => "json_build_object",
        _ => "json_object",
    };
    // SQLite's JSON knows no bytes.
    let value = |column: &String| match db.get_database_backend() {
        DbBackend::Postgres => format!("\"{column}\""),
        _ => format!("CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") ELSE \"{column}\" END"),
    };
    let cells: Vec<String> = columns.iter().map(|column| format!("'{column}', {}", value(column))).collect();
    format!("SELECT '{table} ' || CAST({object}({}) AS text) FROM \"{table}\"", cells.join(", "))
}

async fn texts(db: &DatabaseConnection, asked: String) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), asked)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}
