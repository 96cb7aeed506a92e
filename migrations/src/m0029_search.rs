//! What can be looked for everywhere: for each deal, contact, task and note the letters that it is found by, with an index of
//! their runs of three. The database keeps them by itself, in the transaction of each change: there is no way past it.
//!
//! PostgreSQL needs its own extension `pg_trgm` for this, which whoever may create tables may add.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What is found by more than its own columns: its table, its letters, where they come from, and the columns that matter.
struct Searched {
    table: &'static str,
    letters: &'static str,
    from: &'static str,
    columns: &'static [&'static str],
}

const SEARCHED: [Searched; 6] = [
    Searched {
        table: "deal",
        letters: "deal.folded || coalesce(' ' || company.folded, '') || coalesce(' ' || person.folded, '')",
        from: "deal LEFT JOIN company ON company.id = deal.company_id LEFT JOIN person ON person.id = deal.person_id",
        columns: &["folded", "company_id", "person_id"],
    },
    Searched {
        table: "company",
        letters: "company.folded || ' ' || company.sought",
        from: "company",
        columns: &["folded", "sought"],
    },
    Searched {
        table: "person",
        letters: "person.folded || ' ' || person.sought || coalesce(' ' || company.folded, '')",
        from: "person LEFT JOIN company ON company.id = person.company_id",
        columns: &["folded", "sought", "company_id"],
    },
    Searched { table: "task", letters: "task.folded", from: "task", columns: &["folded"] },
    Searched { table: "note", letters: "note.folded", from: "note", columns: &["folded"] },
    Searched {
        table: "contact_note",
        letters: "contact_note.folded",
        from: "contact_note",
        columns: &["folded"],
    },
];

/// Whose name is among the letters of others: a table, and theirs with the column that refers to it.
const NAMED_BY: [(&str, &[(&str, &str)]); 2] =
    [("company", &[("deal", "company_id"), ("person", "company_id")]), ("person", &[("deal", "person_id")])];

/// Texts that were not folded before, each in its table.
const UNFOLDED: [(&str, &str); 3] = [("task", "title"), ("note", "text"), ("contact_note", "text")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in UNFOLDED {
            crate::run(manager, &format!("ALTER TABLE {table} ADD COLUMN folded text NOT NULL DEFAULT ''"))
                .await?;
            fold_all(manager, table, column).await?;
        }
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => postgres(),
            _ => sqlite(),
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Folds every text of a table.
async fn fold_all(manager: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    const CHUNK: usize = 1_000;
    let (db, mut after) = (manager.get_connection(), 0_i64);
    loop {
        let some = format!("SELECT id, {column} FROM {table} WHERE id > {after} ORDER BY id LIMIT {CHUNK}");
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), some)).await?;
        for row in &rows {
            after = row.try_get_by_index(0)?;
            let (text, update): (String, _) =
                (row.try_get_by_index(1)?, format!("UPDATE {table} SET folded = $1 WHERE id = $2"));
            let values = [fold(&text).into(), after.into()];
            db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), update, values)).await?;
        }
        if rows.len() < CHUNK {
            return Ok(());
        }
    }
}

/// As `domain::text::fold` does it at this step of the schema.
fn fold(text: &str) -> String {
    let folded = deunicode::deunicode(text).to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters that a row is found by, as they are now: a space before the first word, as before every other.
fn view(Searched { table, letters, from, .. }: &Searched) -> String {
    format!("CREATE VIEW {table}_letters AS SELECT {table}.id AS id, ' ' || {letters} AS text FROM {from}")
}

/// Whether any of these columns is another one now.
fn differ(columns: &[&str]) -> String {
    let differ: Vec<_> =
        columns.iter().map(|column| format!("OLD.{column} IS DISTINCT FROM NEW.{column}")).collect();
    differ.join(" OR ")
}

fn sqlite() -> Vec<String> {
    let mut statements = vec![];
    for searched in &SEARCHED {
        let Searched { table, columns, .. } = searched;
        let trigger = |name: &str, when: &str, body: &str| {
            format!("CREATE TRIGGER {table}_{name} AFTER {when} BEGIN {body}; END")
        };
        let changed = format!("UPDATE OF {} ON {table} WHEN {}", columns.join(", "), differ(columns));
        let letters = format!("SELECT text FROM {table}_letters WHERE id = NEW.id");
        statements.extend([
            view(searched),
            format!("CREATE VIRTUAL TABLE {table}_fts USING fts5 (text, tokenize = 'trigram', detail = 'column')"),
            // As PostgreSQL's table of this name.
            format!("CREATE VIEW {table}_text AS SELECT rowid AS id, text FROM {table}_fts"),
            format!("INSERT INTO {table}_fts (rowid, text) SELECT id, text FROM {table}_letters"),
            trigger(
                "text_added",
                &format!("INSERT ON {table}"),
                &format!("INSERT INTO {table}_fts (rowid, text) SELECT id, text FROM {table}_letters WHERE id = NEW.id"),
            ),
            trigger("text_removed", &format!("DELETE ON {table}"), &format!("DELETE FROM {table}_fts WHERE rowid = OLD.id")),
            trigger("text_changed", &changed, &format!("UPDATE {table}_fts SET text = ({letters}) WHERE rowid = NEW.id")),
        ]);
    }
    for (table, named_by) in NAMED_BY {
        let renamed: Vec<_> = named_by
            .iter()
            .map(|(other, column)| {
                let letters = format!("SELECT text FROM {other}_letters WHERE id = {other}_fts.rowid");
                let these = format!("SELECT id FROM {other} WHERE {column} = NEW.id");
                format!("UPDATE {other}_fts SET text = ({letters}) WHERE rowid IN ({these});")
            })
            .collect();
        statements.push(format!(
            "CREATE TRIGGER {table}_named AFTER UPDATE OF folded ON {table} WHEN {} BEGIN {} END",
            differ(&["folded"]),
            renamed.concat()
        ));
    }
    statements
}

fn postgres() -> Vec<String> {
    let mut statements = vec!["CREATE EXTENSION IF NOT EXISTS pg_trgm".to_owned()];
    let function = |name: &str, body: &str| {
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        )
    };
    for searched in &SEARCHED {
        let Searched { table, columns, .. } = searched;
        statements.extend([
            view(searched),
            format!("CREATE TABLE {table}_text (id bigint PRIMARY KEY, text text NOT NULL)"),
            format!("INSERT INTO {table}_text SELECT id, text FROM {table}_letters"),
            format!("CREATE INDEX {table}_text_trigrams ON {table}_text USING gin (text gin_trgm_ops)"),
            function(
                &format!("keep_{table}_text"),
                &format!(
                    "IF TG_OP = 'UPDATE' AND NOT ({}) THEN RETURN NULL; END IF; \
                     IF TG_OP <> 'INSERT' THEN DELETE FROM {table}_text WHERE id = OLD.id; END IF; \
                     IF TG_OP <> 'DELETE' THEN \
                     INSERT INTO {table}_text SELECT id, text FROM {table}_letters WHERE id = NEW.id; END IF;",
                    differ(columns)
                ),
            ),
            format!(
                "CREATE TRIGGER {table}_text_kept AFTER INSERT OR DELETE OR UPDATE OF {} ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION keep_{table}_text()",
                columns.join(", ")
            ),
        ]);
    }
    for (table, named_by) in NAMED_BY {
        let renamed: Vec<_> = named_by
            .iter()
            .map(|(other, column)| {
                format!(
                    "UPDATE {other}_text SET text = letters.text FROM {other}_letters AS letters JOIN {other} USING (id) \
                     WHERE letters.id = {other}_text.id AND {other}.{column} = NEW.id;"
                )
            })
            .collect();
        statements.extend([
            function(&format!("keep_{table}_named"), &renamed.concat()),
            format!(
                "CREATE TRIGGER {table}_named AFTER UPDATE OF folded ON {table} FOR EACH ROW WHEN ({}) \
                 EXECUTE FUNCTION keep_{table}_named()",
                differ(&["folded"])
            ),
        ]);
    }
    statements
}
