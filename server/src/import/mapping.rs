//! The mapping: what the columns of a file mean. A TOML file, each part explained here.

use super::Refused;
use domain::{deal::Status, decimal::Marks, money::Currency};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

/// What the columns of a file mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Put before the file's own ids, so that two files' ids never meet.
    pub namespace: String,
    /// The process that the deals go to; made when it is missing.
    pub process: String,
    /// Its stages in order.
    pub stages: Vec<String>,
    pub currency: Currency,
    /// `utf-8` unless named; a byte order mark in the file wins.
    pub encoding: Option<String>,
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Such as `%m/%d/%Y`.
    pub date_format: String,
    /// What stands before decimals; the other one may stand between thousands.
    #[serde(default)]
    pub decimal: DecimalMark,
    /// The source that every deal gets, if any.
    pub source: Option<String>,
    /// The closing reason of every lost and stale deal, if any; must be one of the account's.
    pub reason: Option<String>,
    pub columns: Columns,
    /// What each value of the column `stage` means.
    pub stage_values: BTreeMap<String, StageValue>,
    /// Other spellings: for a column, what stands in the file and what is meant.
    #[serde(default)]
    pub aliases: HashMap<String, HashMap<String, String>>,
    /// A list of prices, for rows without a value.
    pub prices: Option<Lookup>,
    /// Whom each owner reports to: managers become users too.
    pub managers: Option<Lookup>,
    /// The part of e-mails behind the @, for owners and managers who are not users yet.
    pub email_domain: String,
}

/// `.` or `,`.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub enum DecimalMark {
    #[default]
    #[serde(rename = ".")]
    Point,
    #[serde(rename = ",")]
    Comma,
}

/// The names of the file's columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    pub id: String,
    pub company: Option<String>,
    /// What was sold: a line of each deal, and a product of the catalogue.
    pub product: Option<String>,
    /// The deal's name; company and product when missing.
    pub name: Option<String>,
    pub owner: String,
    pub stage: String,
    pub value: String,
    /// When it began.
    pub created: Option<String>,
    /// When it was closed.
    pub closed: Option<String>,
}

/// Where deals with this value stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageValue {
    pub stage: String,
    #[serde(default = "open")]
    pub status: Status,
}

/// Another file that says something about a value; its path is relative to the imported file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    pub file: PathBuf,
    pub key: String,
    pub value: String,
}

impl Mapping {
    /// Reads a mapping file. Refuses one whose stage values name stages that it does not list.
    pub fn load(path: &Path) -> Result<Mapping, Refused> {
        let text = std::fs::read_to_string(path).map_err(|error| Refused::File(path.into(), error))?;
        let wrong = |why: String| Refused::Mapping(path.into(), why);
        let mapping: Mapping = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        match mapping.stage_values.values().find(|value| !mapping.stages.contains(&value.stage)) {
            Some(value) => Err(wrong(format!("the stage \"{}\" is not among `stages`", value.stage))),
            None if mapping.stages.is_empty() => {
                Err(wrong("`stages` is empty; a process has at least one".into()))
            }
            None if !mapping.delimiter.is_ascii() => {
                Err(wrong("`delimiter` must be one ASCII character".into()))
            }
            None => Ok(mapping),
        }
    }

    /// How the file writes numbers.
    pub(super) fn marks(&self) -> Marks<'static> {
        match self.decimal {
            DecimalMark::Point => Marks::POINT,
            DecimalMark::Comma => Marks::COMMA,
        }
    }

    /// What is meant by a value of a column.
    pub(super) fn meant<'a>(&'a self, column: &str, value: &'a str) -> &'a str {
        self.aliases.get(column).and_then(|names| names.get(value)).map_or(value, String::as_str)
    }
}

fn comma() -> char {
    ','
}

fn open() -> Status {
    Status::Open
}
