//! Every row of an account, from one database into another, whatever the two are.

use crate::{Error, Result, Store, entity};
use sea_orm::{
    AccessMode, ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, IsolationLevel, Iterable, ModelTrait, PaginatorTrait, PrimaryKeyToColumn, QueryOrder,
    Statement, TransactionOptions, TransactionTrait,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Rows that are read, or written in one statement: as many as the variables of one statement allow.
const CHUNK: u64 = 1_000;

/// What a table holds: its rows, and a digest of all of them in order of their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub rows: u64,
    pub digest: String,
}

/// Does something with each table that belongs to an account, those first that others refer to. `commits` and
/// `heartbeat` are the database's own, `amount` is a view.
macro_rules! each_table {
    ($with:ident $arguments:tt) => {
        each_table!(@ $with $arguments
            account user session link recovery_code process stage action source reason category product company person deal participant
            completion contact_note note file closure task line cost history notice access_request operation change touched audit mail example saved_filter
            import import_row external_id)
    };
    (@ $with:ident $arguments:tt $($table:ident)*) => { $($with::<entity::$table::Entity> $arguments.await?;)* };
}

impl Store {
    /// Copies every row into another database, which must hold no account yet; all of it or nothing.
    #[expect(clippy::cognitive_complexity, reason = "one line for each table, written by the macro")]
    pub async fn copy_into(&self, other: &Store) -> Result<()> {
        let from = self.snapshot().await?;
        let to = other.begin().await?;
        if entity::user::Entity::find().count(&to.db).await? > 0 {
            return Err(Error::NotEmpty);
        }
        // What the migrations put there is replaced by the account's own.
        for table in ["account", "source", "reason", "category"] {
            to.db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        each_table!(copy_table(&from, &to.db));
        to.commit().await
    }

    /// What each table holds. Two databases of the same content are equal row by row.
    #[expect(clippy::cognitive_complexity, reason = "one line for each table, written by the macro")]
    pub async fn content(&self) -> Result<BTreeMap<String, Content>> {
        let (db, mut content) = (self.snapshot().await?, BTreeMap::new());
        each_table!(digest_table(&db, &mut content));
        Ok(content)
    }

    /// The tables of the database, whatever they are for.
    pub async fn tables(&self) -> Result<Vec<String>> {
        let asked = match self.reader.get_database_backend() {
            DbBackend::Postgres => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
            }
            _ => "SELECT name FROM sqlite_master WHERE type = 'table'",
        };
        let asked = Statement::from_string(self.reader.get_database_backend(), asked);
        let rows = self.reader.query_all_raw(asked).await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }

    /// Reads everything as it is at one moment.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction> {
        // SQLite's readers have both by themselves: query-only connections, a snapshot for each transaction.
        let postgres = self.reader.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            ..Default::default()
        };
        Ok(self.reader.begin_with_options(options).await?)
    }
}

async fn copy_table<E>(from: &DatabaseTransaction, to: &DatabaseTransaction) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + ModelTrait + Send + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut pages = ordered::<E>().paginate(from, CHUNK);
    while let Some(rows) = pages.fetch_and_next().await? {
        let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        E::insert_many(rows).exec_without_returning(to).await?;
    }
    number_on::<E>(to).await
}

async fn digest_table<E>(db: &DatabaseTransaction, content: &mut BTreeMap<String, Content>) -> Result<()>
where
    E: EntityTrait,
    E::Model: std::fmt::Debug + Send + Sync,
{
    let (mut pages, mut digest, mut rows) = (ordered::<E>().paginate(db, CHUNK), Sha256::new(), 0);
    while let Some(page) = pages.fetch_and_next().await? {
        rows += page.len() as u64;
        page.iter().for_each(|row| digest.update(format!("{row:?}\n")));
    }
    let digest = hex::encode(digest.finalize());
    content.insert(E::default().table_name().to_owned(), Content { rows, digest });
    Ok(())
}

fn ordered<E: EntityTrait>() -> sea_orm::Select<E> {
    E::PrimaryKey::iter().fold(E::find(), |rows, key| rows.order_by_asc(key.into_column()))
}

/// PostgreSQL numbers on from its own count, which the given ids have passed by; SQLite looks at the ids.
async fn number_on<E: EntityTrait>(to: &DatabaseTransaction) -> Result<()> {
    let table = E::default().table_name().to_owned();
    let numbered = E::PrimaryKey::iter().count() == 1
        && E::PrimaryKey::iter().all(|key| sea_orm::Iden::to_string(&key) == "id")
        && !matches!(table.as_str(), "account");
    if to.get_database_backend() != DbBackend::Postgres || !numbered {
        return Ok(());
    }
    let next = format!(
        "SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(max(id), 0) + 1, false) FROM {table}"
    );
    to.query_one_raw(Statement::from_string(DbBackend::Postgres, next)).await?;
    Ok(())
}
