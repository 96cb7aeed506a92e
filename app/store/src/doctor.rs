//! Looks for what must not be: a damaged database, references to nothing, sums that are not those of their parts.

use crate::{
    Result, Store, connect,
    entity::{file, history, line, process},
    probability::improbable,
};
use chrono::{DateTime, Utc};
use domain::{
    line::{Discount, Quantity, Terms},
    money::{Currency, Money},
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, PaginatorTrait, QueryOrder, QuerySelect,
    Statement,
};
use std::collections::HashMap;

/// Rows that are looked at together.
const CHUNK: u64 = 5_000;

/// What a deal's row says of its parts, and what the parts say, as queries that give the ids of deals that disagree.
const SUMS: [(&str, &str); 7] = [
    (
        "a value that is not the sum of its product lines",
        "SELECT deal.id FROM deal WHERE itemised AND value_minor <> \
         (SELECT COALESCE(sum(net_minor), 0) FROM line WHERE deal_id = deal.id AND kind = 'forecast')",
    ),
    (
        "a mark of having product lines that is not true",
        "SELECT deal.id FROM deal WHERE itemised <> \
         EXISTS (SELECT 1 FROM line WHERE deal_id = deal.id AND kind = 'forecast')",
    ),
    (
        "a cost that is not the sum of its costs",
        "SELECT deal.id FROM deal WHERE cost_minor <> \
         (SELECT COALESCE(sum(amount_minor), 0) FROM cost WHERE deal_id = deal.id AND kind = 'forecast')",
    ),
    (
        "a status that is not that of its closure",
        "SELECT deal.id FROM deal WHERE status <> COALESCE((SELECT outcome FROM closure WHERE deal_id = deal.id \
         AND reopened_at IS NULL), 'open')",
    ),
    (
        "a mark of open tasks that is not true",
        "SELECT deal.id FROM deal WHERE (due IS NULL) = \
         EXISTS (SELECT 1 FROM task WHERE deal_id = deal.id AND done_at IS NULL)",
    ),
    (
        "no history",
        "SELECT deal.id FROM deal WHERE NOT EXISTS (SELECT 1 FROM history WHERE deal_id = deal.id)",
    ),
    (
        "a stage of another process",
        "SELECT deal.id FROM deal JOIN stage ON stage.id = deal.stage_id WHERE stage.process_id <> deal.process_id",
    ),
];

/// What is looked for by its letters, each in its table; `TABLE_letters` says what they are, `TABLE_text` what is kept.
const SEARCHED: [&str; 6] = ["deal", "company", "person", "task", "note", "contact_note"];

/// Stages of which the totals that the database keeps are not those of their deals.
const TOTALS: &str = "SELECT DISTINCT stage_id FROM (
    SELECT stage_id, owner_id, currency, deals, value_minor, weighted_minor, cost_minor FROM stage_total
    UNION ALL
    SELECT stage_id, owner_id, currency, -count(*), -sum(value_minor), -sum((value_minor * probability + 50) / 100),
        -sum(cost_minor)
    FROM deal WHERE status = 'open' AND deleted_at IS NULL GROUP BY stage_id, owner_id, currency
) AS both_ways GROUP BY stage_id, owner_id, currency
HAVING sum(deals) <> 0 OR sum(value_minor) <> 0 OR sum(weighted_minor) <> 0 OR sum(cost_minor) <> 0";

impl Store {
    /// What the database itself finds damaged. PostgreSQL checks its files and references as it goes.
    pub async fn damage(&self) -> Result<Vec<String>> {
        if self.reader.get_database_backend() != DbBackend::Sqlite {
            return Ok(vec![]);
        }
        let mut found = vec![];
        let integrity = connect::pragma_text(&self.reader, "integrity_check(1)").await?;
        if integrity != "ok" {
            found.push(integrity);
        }
        let broken = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
        let broken = self.reader.query_all_raw(broken).await?;
        if let Some(row) = broken.first() {
            let (table, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
            found.push(format!(
                "{} references lead nowhere, the first from {table} to {parent}",
                broken.len()
            ));
        }
        Ok(found)
    }

    /// What does not add up.
    pub async fn contradictions(&self) -> Result<Vec<String>> {
        let (db, mut found) = (self.snapshot().await?, vec![]);
        let of_stages = ("stages have", "totals that are not those of their deals", TOTALS);
        for (who, what, query) in
            SUMS.map(|(what, query)| ("deals have", what, query)).into_iter().chain([of_stages])
        {
            found.extend(told(who, what, &ids(&db, &format!("{query} ORDER BY 1")).await?));
        }
        for table in SEARCHED {
            let query = format!(
                "SELECT COALESCE(kept.id, letters.id) FROM {table}_text AS kept \
                 FULL JOIN {table}_letters AS letters ON letters.id = kept.id \
                 WHERE kept.text IS DISTINCT FROM letters.text ORDER BY 1"
            );
            found.extend(told(
                &format!("rows of {table} have"),
                "letters to be found by that are not theirs",
                &ids(&db, &query).await?,
            ));
        }
        found.extend(told(
            "lines have",
            "a net amount that is not quantity × price less discount",
            &wrong_nets(&db).await?,
        ));
        found.extend(told(
            "deals have",
            "a probability that is not their process's",
            &wrong_probabilities(&db).await?,
        ));
        Ok(found)
    }

    /// When something was written last, as far as the history tells.
    pub async fn last_written(&self) -> Result<Option<DateTime<Utc>>> {
        let last =
            history::Entity::find().order_by_desc(history::Column::Id).limit(1).one(&self.reader).await?;
        Ok(last.map(|row| row.at))
    }

    /// Every file that a row knows, with its size.
    pub async fn file_sizes(&self) -> Result<HashMap<String, i64>> {
        let sizes =
            file::Entity::find().select_only().column(file::Column::Stored).column(file::Column::Bytes);
        let sizes: Vec<(String, i64)> = sizes.into_tuple().all(&self.reader).await?;
        Ok(sizes.into_iter().collect())
    }
}

/// The numbers that a query gives.
async fn ids(db: &DatabaseTransaction, query: &str) -> Result<Vec<i64>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

fn told(who: &str, what: &str, ids: &[i64]) -> Option<String> {
    let first = ids.first()?;
    Some(format!("{} {who} {what}, the first of them number {first}", ids.len()))
}

async fn wrong_nets(db: &DatabaseTransaction) -> Result<Vec<i64>> {
    let (mut pages, mut wrong) =
        (line::Entity::find().order_by_asc(line::Column::Id).paginate(db, CHUNK), vec![]);
    while let Some(lines) = pages.fetch_and_next().await? {
        for line in lines {
            let terms = Terms {
                quantity: Quantity::known(line.quantity),
                // The currency says nothing about the arithmetic.
                price: Money { minor: line.price_minor, currency: Currency::EUR },
                discount: Discount::known(line.discount),
                date: line.date,
            };
            if terms.net().map(|net| net.minor) != Ok(line.net_minor) {
                wrong.push(line.id);
            }
        }
    }
    Ok(wrong)
}

async fn wrong_probabilities(db: &DatabaseTransaction) -> Result<Vec<i64>> {
    let mut wrong = vec![];
    for process in crate::process::load(db, process::Entity::find().all(db).await?).await? {
        wrong.extend(improbable(db, &process).await?);
    }
    Ok(wrong)
}
