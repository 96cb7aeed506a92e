//! Names of what is known by its number, all that a page needs in one query.

use crate::{Result, Tx, contact::person_name};
use domain::id::{CompanyId, PersonId, ProcessId, ReasonId, SourceId, StageId};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Something with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Named {
    Stage(StageId),
    Process(ProcessId),
    Company(CompanyId),
    Person(PersonId),
    Source(SourceId),
}

/// What things are called; every source and reason of the account among them, which are few;
/// `sources` are those that are offered.
pub(crate) struct Names {
    of: HashMap<Named, String>,
    pub sources: Vec<(SourceId, String)>,
    reasons: HashMap<ReasonId, String>,
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    id: i64,
    name: String,
    surname: String,
}

impl Names {
    pub fn of(&self, thing: Named) -> Option<String> {
        self.of.get(&thing).cloned()
    }

    /// What the account calls this reason, offered or not.
    pub fn reason(&self, id: ReasonId) -> Option<String> {
        self.reasons.get(&id).cloned()
    }

    fn add(&mut self, row: Row) {
        let named = match row.kind.as_str() {
            "stage" => Named::Stage(StageId(row.id)),
            "process" => Named::Process(ProcessId(row.id)),
            "company" => Named::Company(CompanyId(row.id)),
            "person" => Named::Person(PersonId(row.id)),
            "source" => {
                self.sources.push((SourceId(row.id), row.name.clone()));
                Named::Source(SourceId(row.id))
            }
            "past source" => Named::Source(SourceId(row.id)),
            _ => return drop(self.reasons.insert(ReasonId(row.id), row.name)),
        };
        if let Some(name) = person_name(Some(row.name), Some(row.surname)) {
            self.of.insert(named, name);
        }
    }
}

impl Tx {
    /// The names of these things. What was deleted still has its name, as long as its row is there.
    pub(crate) async fn names(&self, things: &BTreeSet<Named>) -> Result<Names> {
        let rows = Statement::from_string(self.db().get_database_backend(), asked(things));
        let rows = Row::find_by_statement(rows).all(self.db()).await?;
        let mut names = Names { of: HashMap::new(), sources: vec![], reasons: HashMap::new() };
        rows.into_iter().for_each(|row| names.add(row));
        Ok(names)
    }
}

fn asked(things: &BTreeSet<Named>) -> String {
    let mut ids: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for thing in things {
        let (kind, columns, id) = match thing {
            Named::Stage(id) => ("stage", "name, ''", id.0),
            Named::Process(id) => ("process", "name, ''", id.0),
            Named::Company(id) => ("company", "name, ''", id.0),
            Named::Person(id) => ("person", "first_name, last_name", id.0),
            // All of them are read anyway.
            Named::Source(_) => continue,
        };
        ids.entry((kind, columns)).or_default().push(id.to_string());
    }
    let mut parts = vec![
        "SELECT CASE WHEN active THEN 'source' ELSE 'past source' END AS kind, id, name, '' AS surname, position \
         FROM source"
            .to_owned(),
        "SELECT 'reason', id, name, '', position FROM reason".to_owned(),
    ];
    parts.extend(ids.into_iter().map(|((kind, columns), ids)| {
        format!("SELECT '{kind}', id, {columns}, 0 FROM {kind} WHERE id IN ({})", ids.join(", "))
    }));
    format!("{} ORDER BY position", parts.join(" UNION ALL "))
}
