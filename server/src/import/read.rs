//! Rows as deals: each cell becomes what the mapping says, or a complaint with its line and column.

use super::{BadCell, Mapping, Refused, table::Table};
use chrono::{Datelike, NaiveDate};
use domain::{deal::Status, money::Money, refusal::Field, text::Name};
use std::{collections::HashMap, path::Path};

/// The years that a date may be of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A deal as the file tells it; people and companies still by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: String,
    pub name: String,
    pub company: Option<String>,
    pub owner: String,
    pub manager: Option<String>,
    pub stage: String,
    pub status: Status,
    pub value: Money,
    pub product: Option<String>,
    /// The product's price in the price list.
    pub listed: Option<Money>,
    pub created: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
}

/// Reads a file: the deals of its good rows, and what is wrong with the others.
pub fn read(file: &Path, mapping: &Mapping) -> Result<(Vec<Found>, Vec<BadCell>), Refused> {
    let reader = Reader::new(file, mapping)?;
    let (mut found, mut bad, mut lines) = (vec![], vec![], HashMap::new());
    for row in &reader.table.rows {
        match reader.deal(row) {
            Ok(deal) => match lines.insert(deal.id.clone(), line(row)) {
                Some(first) => {
                    bad.push(reader.bad(row, reader.id, format!("the same id as in line {first}")))
                }
                None => found.push(deal),
            },
            Err(cell) => bad.push(cell),
        }
    }
    Ok((found, bad))
}

struct Reader<'a> {
    mapping: &'a Mapping,
    table: Table,
    prices: HashMap<String, String>,
    managers: HashMap<String, String>,
    id: usize,
    company: Option<usize>,
    product: Option<usize>,
    name: Option<usize>,
    owner: usize,
    stage: usize,
    value: usize,
    created: Option<usize>,
    closed: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(file: &Path, mapping: &'a Mapping) -> Result<Self, Refused> {
        let table = Table::load(file, mapping.encoding.as_deref(), mapping.delimiter)?;
        let columns = &mapping.columns;
        Ok(Reader {
            prices: lookup(file, mapping, mapping.prices.as_ref())?,
            managers: lookup(file, mapping, mapping.managers.as_ref())?,
            id: table.column(&columns.id)?,
            company: table.optional(columns.company.as_ref())?,
            product: table.optional(columns.product.as_ref())?,
            name: table.optional(columns.name.as_ref())?,
            owner: table.column(&columns.owner)?,
            stage: table.column(&columns.stage)?,
            value: table.column(&columns.value)?,
            created: table.optional(columns.created.as_ref())?,
            closed: table.optional(columns.closed.as_ref())?,
            mapping,
            table,
        })
    }

    fn deal(&self, row: &csv::StringRecord) -> Result<Found, BadCell> {
        self.table.require_whole(row).map_err(|why| self.bad(row, row.len().saturating_sub(1), why))?;
        let id = self.required(row, self.id)?;
        let owner = self.required(row, self.owner)?;
        let value_of_stage = self.required(row, self.stage)?;
        let stage = self.mapping.stage_values.get(&value_of_stage);
        let stage = stage.ok_or_else(|| {
            self.bad(row, self.stage, format!("\"{value_of_stage}\" is not in the mapping"))
        })?;
        let (company, product) = (self.text(row, self.company)?, self.text(row, self.product)?);
        let closed = self.date(row, self.closed)?;
        if stage.status != Status::Open && closed.is_none() {
            return Err(self.bad(
                row,
                self.closed.unwrap_or(self.stage),
                "a closed deal needs its date".into(),
            ));
        }
        let name = self.text(row, self.name)?.unwrap_or_else(|| {
            let parts: Vec<&str> = [product.as_deref(), company.as_deref()].into_iter().flatten().collect();
            if parts.is_empty() { id.clone() } else { parts.join(" · ") }
        });
        Ok(Found {
            value: self.money(row, product.as_deref())?,
            listed: product.as_deref().and_then(|product| self.amount(self.prices.get(product)?)),
            manager: self.managers.get(&owner).cloned(),
            stage: stage.stage.clone(),
            status: stage.status,
            created: self.date(row, self.created)?,
            closed: closed.filter(|_| stage.status != Status::Open),
            id: format!("{}:{id}", self.mapping.namespace),
            name,
            company,
            product,
            owner,
        })
    }

    /// The value of the row, else the price of its product.
    fn money(&self, row: &csv::StringRecord, product: Option<&str>) -> Result<Money, BadCell> {
        let typed = row.get(self.value).unwrap_or_default();
        let typed = match (typed, product.and_then(|product| self.prices.get(product))) {
            ("", Some(price)) => price,
            ("", None) => {
                let why = format!("empty, and no price is known for \"{}\"", product.unwrap_or_default());
                return Err(self.bad(row, self.value, why));
            }
            (typed, _) => typed,
        };
        self.amount(typed).ok_or_else(|| {
            self.bad(row, self.value, format!("\"{typed}\" is no amount in {}", self.mapping.currency))
        })
    }

    fn amount(&self, typed: &str) -> Option<Money> {
        Money::parse_plain(Field::Value, typed, self.mapping.currency, self.mapping.marks()).ok()
    }

    fn date(&self, row: &csv::StringRecord, column: Option<usize>) -> Result<Option<NaiveDate>, BadCell> {
        let Some((column, typed)) =
            column.and_then(|c| Some((c, row.get(c)?))).filter(|(_, typed)| !typed.is_empty())
        else {
            return Ok(None);
        };
        let format = &self.mapping.date_format;
        let wrong = || self.bad(row, column, format!("\"{typed}\" is no date of the form {format}"));
        let day = NaiveDate::parse_from_str(typed, format).ok().filter(|day| YEARS.contains(&day.year()));
        day.map(Some).ok_or_else(wrong)
    }

    fn text(&self, row: &csv::StringRecord, column: Option<usize>) -> Result<Option<String>, BadCell> {
        let Some((column, typed)) = column.and_then(|column| Some((column, row.get(column)?))) else {
            return Ok(None);
        };
        let meant = self.mapping.meant(self.name_of(column), typed);
        let name = Name::parse_optional(Field::Name, meant);
        name.map(|name| name.map(|name| name.to_string())).map_err(|_| {
            self.bad(row, column, format!("too long, or with characters that cannot be shown: {typed:.40}"))
        })
    }

    fn required(&self, row: &csv::StringRecord, column: usize) -> Result<String, BadCell> {
        self.text(row, Some(column))?.ok_or_else(|| self.bad(row, column, "empty".into()))
    }

    fn bad(&self, row: &csv::StringRecord, column: usize, why: String) -> BadCell {
        BadCell { line: line(row), column: self.name_of(column).into(), why }
    }

    fn name_of(&self, column: usize) -> &str {
        self.table.name(column)
    }
}

fn line(row: &csv::StringRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

fn lookup(
    file: &Path,
    mapping: &Mapping,
    lookup: Option<&super::mapping::Lookup>,
) -> Result<HashMap<String, String>, Refused> {
    let Some(lookup) = lookup else { return Ok(HashMap::new()) };
    let folder = file.parent().unwrap_or(Path::new(""));
    let table = Table::load(&folder.join(&lookup.file), mapping.encoding.as_deref(), mapping.delimiter)?;
    let (key, value) = (table.column(&lookup.key)?, table.column(&lookup.value)?);
    Ok(table
        .rows
        .iter()
        .filter_map(|row| Some((row.get(key)?.to_owned(), row.get(value)?.to_owned())))
        .collect())
}
