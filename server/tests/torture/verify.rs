//! Whether a database and a folder of files hold what was promised, whole, and nothing twice.

use crate::gestures::Promises;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, path::Path};
use store::{Location, Store};

/// Where each kind of thing is, and where each value.
const ONCE: [(&str, &str); 5] = [
    ("deal", "SELECT name FROM deal"),
    ("note", "SELECT text FROM note"),
    ("task", "SELECT title FROM task"),
    ("product", "SELECT name FROM product"),
    ("process", "SELECT name FROM process"),
];
const VALUES: [(&str, &str); 4] = [
    ("stage", "SELECT id, CAST(stage_id AS text) FROM deal"),
    ("status", "SELECT id, status FROM deal"),
    ("value", "SELECT id, CAST(value_minor AS text) FROM deal"),
    ("checks", "SELECT deal_id, CAST(count(*) AS text) FROM completion GROUP BY deal_id"),
];
/// What is never half done: rows without those that are written with them.
const WHOLE: [(&str, &str); 4] = [
    (
        "a note without its history",
        "SELECT count(*) FROM note WHERE NOT EXISTS (SELECT 1 FROM history WHERE deal_id = note.deal_id AND event LIKE '%note%')",
    ),
    (
        "a check without its history",
        "SELECT count(*) FROM completion WHERE NOT EXISTS (SELECT 1 FROM history WHERE deal_id = completion.deal_id AND event LIKE '%action_done%')",
    ),
    (
        "a check without its note",
        "SELECT count(*) FROM completion WHERE NOT EXISTS (SELECT 1 FROM note WHERE deal_id = completion.deal_id AND action_id = completion.action_id)",
    ),
    ("an operation without an answer", "SELECT count(*) FROM operation WHERE answer = ''"),
];

/// What is missing, doubled, half done or contradicts itself; empty when all is well.
pub async fn faults(location: &Location, files: &Path, promises: &Promises) -> Vec<String> {
    let store = match Store::open_existing(location).await {
        Ok(store) => store,
        Err(error) => return vec![format!("it does not open: {error}")],
    };
    let mut found = store.damage().await.unwrap();
    found.extend(store.contradictions().await.unwrap());
    store.close().await.unwrap();
    let db = match location {
        Location::File(path) => Database::connect(format!("sqlite:{}", path.display())).await.unwrap(),
        Location::Server(url) => Database::connect(url).await.unwrap(),
    };
    for (kind, query) in ONCE {
        let mut there: HashMap<String, usize> = HashMap::new();
        for row in rows(&db, query).await {
            *there.entry(row.try_get_by_index(0).unwrap()).or_default() += 1;
        }
        for ((_, name), acknowledged) in promises.once.iter().filter(|((of, _), _)| *of == kind) {
            match (there.get(name).copied().unwrap_or(0), acknowledged) {
                (0, Some(_)) => found.push(format!("{kind} {name:?} was acknowledged and is missing")),
                (2.., _) => found.push(format!("{kind} {name:?} is there more than once")),
                _ => {}
            }
        }
    }
    for (kind, query) in VALUES {
        let there: HashMap<i64, String> = rows(&db, query)
            .await
            .into_iter()
            .map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
            .collect();
        for ((_, deal), values) in promises.values.iter().filter(|((of, _), _)| *of == kind) {
            let Some(last) = values.iter().rposition(|(_, at)| at.is_some()) else { continue };
            let may = &values[last..];
            let is = there.get(deal);
            if !may.iter().any(|(value, _)| Some(value) == is) {
                found.push(format!("{kind} of deal {deal} is {is:?} and was acknowledged as {:?}", may[0].0));
            }
        }
    }
    for (what, query) in WHOLE {
        let number: i64 = rows(&db, query).await[0].try_get_by_index(0).unwrap();
        if number > 0 {
            found.push(format!("{number} times {what}"));
        }
    }
    found.extend(files_amiss(&db, files, promises).await);
    db.close().await.unwrap();
    found
}

async fn files_amiss(db: &DatabaseConnection, files: &Path, promises: &Promises) -> Vec<String> {
    let mut found = vec![];
    let query = "SELECT note.text, file.stored FROM file JOIN note ON note.id = file.note_id";
    let there: HashMap<String, String> = rows(db, query)
        .await
        .into_iter()
        .map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
        .collect();
    for (note, digest) in &promises.files {
        let Some(stored) = there.get(note) else {
            if promises.once.get(&("note", note.clone())).is_some_and(Option::is_some) {
                found.push(format!("the file of note {note:?} has no row"));
            }
            continue;
        };
        let bytes = std::fs::read(files.join(&stored[..2]).join(stored)).unwrap_or_default();
        let is = hex::encode(Sha256::digest(&bytes));
        if is != *digest {
            found.push(format!("the file of note {note:?} is not what was sent: {} bytes", bytes.len()));
        }
    }
    found
}

pub async fn rows(db: &DatabaseConnection, query: &str) -> Vec<sea_orm::QueryResult> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap()
}
