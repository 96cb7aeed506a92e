//! Bringing in a file (I1–I4): what its columns may mean, how it is written, and what becomes of each of its rows.

mod fit;
mod page;

pub use fit::{Alias, Dates, Encoding, Fit, Numbers, Separator};
pub use page::{
    Counts, Fate, Import, ImportRow, ImportState, Imports, Listed, Mapped, Problem, Undone, Update, Why,
};

use serde::{Deserialize, Serialize};

/// How many rows a file may have.
pub const ROWS: usize = 200_000;

/// How many columns a file may have.
pub const COLUMNS: usize = 200;

/// How many cells a file may have.
pub const CELLS: usize = 3_000_000;

/// How many bytes a file may have.
pub const BYTES: usize = 25 << 20;

/// What each row of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Companies,
    Persons,
    Products,
    Deals,
    Users,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Deals, Kind::Companies, Kind::Persons, Kind::Products, Kind::Users];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Companies => "companies",
            Kind::Persons => "persons",
            Kind::Products => "products",
            Kind::Deals => "deals",
            Kind::Users => "users",
        }
    }

    /// The kind of this code.
    pub fn of(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What a column of such a file may mean, in the order in which it is offered.
    pub fn meanings(self) -> &'static [Meaning] {
        use Meaning as M;
        match self {
            Kind::Companies => &[
                M::Name,
                M::TaxNumber,
                M::Phone,
                M::Email,
                M::Website,
                M::Address,
                M::PostalCode,
                M::City,
                M::Id,
            ],
            Kind::Persons => &[M::FirstName, M::LastName, M::FullName, M::Company, M::Phone, M::Email, M::Id],
            Kind::Products => &[M::Name, M::Code, M::Price, M::Currency, M::Id],
            Kind::Deals => &[
                M::Name,
                M::Company,
                M::TaxNumber,
                M::Person,
                M::Value,
                M::Currency,
                M::Product,
                M::Stage,
                M::Status,
                M::Owner,
                M::Source,
                M::ExpectedClose,
                M::Created,
                M::ClosedOn,
                M::Reason,
                M::Description,
                M::Id,
            ],
            Kind::Users => &[M::FirstName, M::LastName, M::FullName, M::Email, M::Role],
        }
    }

    /// The meanings of which a row must have one, by groups.
    pub fn wanted(self) -> &'static [&'static [Meaning]] {
        use Meaning as M;
        match self {
            Kind::Companies => &[&[M::Name]],
            Kind::Persons => &[&[M::LastName, M::FullName]],
            Kind::Products => &[&[M::Name], &[M::Price]],
            Kind::Deals => &[&[M::Company, M::Person]],
            Kind::Users => &[&[M::LastName, M::FullName], &[M::Email]],
        }
    }
}

/// What a column of a file means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// What the file knows it by: beats every other way of finding what is there already (I2).
    Id,
    Name,
    FirstName,
    LastName,
    /// First and last name in one.
    FullName,
    Company,
    Person,
    TaxNumber,
    Phone,
    Email,
    Website,
    Address,
    PostalCode,
    City,
    Code,
    Price,
    /// What is sold, by code or name: the only line of a deal that is new.
    Product,
    Value,
    Currency,
    Stage,
    /// Open, won, lost or stale.
    Status,
    Owner,
    Source,
    ExpectedClose,
    /// The day on which the deal began.
    Created,
    ClosedOn,
    Reason,
    Description,
    /// What a user may do (V5).
    Role,
}

impl Meaning {
    /// Whether several columns of a file may mean it: what they hold is joined.
    pub fn is_several(self) -> bool {
        matches!(self, Meaning::Phone | Meaning::Email | Meaning::Description)
    }

    pub fn is_date(self) -> bool {
        matches!(self, Meaning::ExpectedClose | Meaning::Created | Meaning::ClosedOn)
    }

    pub fn is_amount(self) -> bool {
        matches!(self, Meaning::Price | Meaning::Value)
    }

    /// Whether its values are those of a list that is known, so that a value of the file can stand for one of them.
    pub fn is_choice(self) -> bool {
        matches!(
            self,
            Meaning::Stage
                | Meaning::Status
                | Meaning::Owner
                | Meaning::Source
                | Meaning::Reason
                | Meaning::Currency
                | Meaning::Role
        )
    }
}
