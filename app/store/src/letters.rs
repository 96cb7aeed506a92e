//! The letters by which things are found: the database keeps them in tables of their own beside the things, each under the
//! number of its thing, with an index of their runs of three.

use crate::{Tx, search::contains};
use domain::search::{Pattern, Sought};
use sea_orm::{
    Condition, ConnectionTrait, DbBackend,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, extension::sqlite::SqliteExpr},
};

/// The letters of a table.
pub(crate) struct Letters {
    pub table: Alias,
    number: Alias,
    sqlite: bool,
}

impl Tx {
    /// The letters of the things of a table.
    pub(crate) fn letters(&self, table: &str) -> Letters {
        let sqlite = self.db().get_database_backend() == DbBackend::Sqlite;
        let (letters, number) = if sqlite { ("fts", "rowid") } else { ("text", "id") };
        Letters { table: Alias::new(format!("{table}_{letters}")), number: Alias::new(number), sqlite }
    }
}

impl Letters {
    /// The number of the thing that they belong to.
    pub fn number(&self) -> Expr {
        Expr::col((self.table.clone(), self.number.clone()))
    }

    fn text(&self) -> Expr {
        Expr::col((self.table.clone(), Alias::new("text")))
    }

    /// Hold a pattern of each word.
    pub fn hold(&self, sought: &Sought) -> Condition {
        let words = sought.words().iter().map(|patterns| match patterns.as_slice() {
            [pattern] => Condition::all().add(self.holds(pattern)),
            // Cast to what it is, SQLite takes it for a filter, not for a way.
            several => several.iter().fold(Condition::any(), |any, pattern| {
                any.add(self.text().cast_as("text").like(like(pattern)))
            }),
        });
        // SQLite goes over its index for one pattern by itself; for one of several it has to be told.
        let told = self.sqlite.then(|| runs(sought)).flatten();
        words.fold(Condition::all(), Condition::add).add_option(told.map(|runs| self.text().matches(runs)))
    }

    fn holds(&self, pattern: &Pattern) -> Condition {
        let signs = pattern.letters().contains(MEANING);
        let letter_by_letter = signs.then(|| self.text().like(contains(pattern.letters())));
        Condition::all().add(self.text().like(like(pattern))).add_option(letter_by_letter)
    }

    /// The numbers of the things that hold the words.
    pub fn numbers(&self, sought: &Sought) -> SelectStatement {
        Query::select().expr(self.number()).from(self.table.clone()).cond_where(self.hold(sought)).to_owned()
    }
}

/// Signs that mean something in the database's patterns.
const MEANING: [char; 3] = ['%', '_', '\\'];

/// A pattern as the database's own. What would mean something there is any letter: SQLite's index knows no pattern that is
/// escaped.
fn like(pattern: &Pattern) -> String {
    let plain = |letter: char| if letter == Pattern::ANY || MEANING.contains(&letter) { '_' } else { letter };
    format!("%{}%", pattern.letters().chars().map(plain).collect::<String>())
}

/// The runs of three letters that SQLite's index is asked for, where a word has several patterns; nothing of a word of one
/// letter, which has none.
fn runs(sought: &Sought) -> Option<String> {
    let run = |run: &[char]| format!("\"{}\"", run.iter().collect::<String>().replace('"', "\"\""));
    let of_pattern = |pattern: &Pattern| {
        let parts = pattern.letters().split(Pattern::ANY).map(|part| part.chars().collect::<Vec<_>>());
        let runs: Vec<String> = parts.flat_map(|part| part.windows(3).map(run).collect::<Vec<_>>()).collect();
        (!runs.is_empty()).then(|| format!("({})", runs.join(" AND ")))
    };
    let of_word = |patterns: &Vec<Pattern>| {
        let runs = patterns.iter().map(of_pattern).collect::<Option<Vec<_>>>()?;
        Some(format!("({})", runs.join(" OR ")))
    };
    let several = sought.words().iter().filter(|patterns| patterns.len() > 1);
    let words: Vec<String> = several.filter_map(of_word).collect();
    (!words.is_empty()).then(|| words.join(" AND "))
}
