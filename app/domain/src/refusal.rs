//! When the business says no: what was refused and at which field. The sentence is chosen in the user's language.

use crate::deal::Status;
use serde::{Deserialize, Serialize};

/// The part of a form or request that a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Assignee,
    Client,
    Code,
    Company,
    Currency,
    Description,
    DueDate,
    DueTime,
    Email,
    ExpectedClose,
    Language,
    Name,
    Owner,
    Participants,
    Password,
    Person,
    Process,
    Source,
    Stage,
    Title,
    Value,
    Zone,
}

/// A "no" with its reason. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Refusal {
    /// Not there, or not for this user: the same answer, so that nobody learns which (V1).
    NotFound,
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// Only an administrator may do this.
    AdministratorsOnly,
    /// E-mail and password do not belong together; never says which of them is wrong.
    WrongCredentials,
    /// Too many attempts to sign in; try again after this many seconds.
    TooManyAttempts { seconds: u64 },
    /// The first administrator exists already.
    AlreadySetUp,
    /// The code that the server printed was another one.
    WrongCode,
    /// Somebody has this e-mail already.
    EmailTaken,
    /// A field that must be filled in is empty.
    Empty { field: Field },
    /// More than `max` characters.
    TooLong { field: Field, max: usize },
    /// Fewer than `min` characters.
    TooShort { field: Field, min: usize },
    /// A character that cannot be shown.
    ControlCharacter { field: Field },
    /// Not of the form that the field takes.
    Malformed { field: Field },
    /// More decimals than the currency has.
    TooManyDecimals { field: Field, places: usize },
    /// A number beyond what can be kept.
    TooLarge { field: Field },
    /// One of the passwords that everybody tries first.
    CommonPassword,
    /// A deal needs a company or a person (D1).
    NoClient,
    /// What was chosen in this field does not exist, or can no longer be chosen.
    Unknown { field: Field },
    /// A time without a date.
    TimeWithoutDate,
    /// The deal is closed; closed deals do not move.
    Closed { status: Status },
    /// The deal is in another stage than the one that was seen.
    StageChanged { stage: String },
    /// Somebody else saved the deal since it was opened.
    DealChanged,
    /// A parameter of the address that means nothing here (L2).
    UnknownParameter { name: String },
    /// A parameter of the address whose value cannot be read (L2).
    MalformedParameter { name: String },
    /// The request's body is not what this address takes.
    MalformedRequest,
    /// The same operation id came with another request.
    OperationReused,
    /// The disk is full; what is there can still be read.
    StorageFull,
    /// The database cannot be written or reached just now.
    StorageUnavailable,
}

impl Refusal {
    /// The field that the sentence belongs to, if there is one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Refusal::Empty { field }
            | Refusal::TooLong { field, .. }
            | Refusal::TooShort { field, .. }
            | Refusal::ControlCharacter { field }
            | Refusal::Malformed { field }
            | Refusal::TooManyDecimals { field, .. }
            | Refusal::TooLarge { field }
            | Refusal::Unknown { field } => Some(*field),
            Refusal::CommonPassword => Some(Field::Password),
            Refusal::EmailTaken => Some(Field::Email),
            Refusal::WrongCode => Some(Field::Code),
            Refusal::NoClient => Some(Field::Company),
            Refusal::TimeWithoutDate => Some(Field::DueDate),
            _ => None,
        }
    }
}
