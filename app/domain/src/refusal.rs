//! When the business says no: what was refused and at which field. The sentence is chosen in the user's language.

use crate::{
    currency::{Currency, UnknownCurrency},
    id::UserId,
    people::{NoLanguage, Who},
    status::Status,
};
use serde::{Deserialize, Serialize};

/// The part of a form or request that a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Action,
    Amount,
    Assignee,
    Category,
    Client,
    ClosedOn,
    Code,
    Company,
    Currency,
    Date,
    Description,
    Discount,
    DueDate,
    DueTime,
    Email,
    ExpectedClose,
    File,
    Hint,
    Language,
    Name,
    Note,
    Owner,
    Participants,
    Password,
    Person,
    Price,
    Process,
    Product,
    Quantity,
    Reason,
    Source,
    Stage,
    Title,
    Value,
    Weight,
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
    /// Less than nothing, where only something can be.
    Negative { field: Field },
    /// An amount in another currency than that of the deal (B3, M1).
    OtherCurrency { field: Field, currency: Currency },
    /// The deal has lines or costs in this currency, so that it stays the deal's.
    CurrencyFixed { currency: Currency },
    /// The value is the sum of the product lines, and changes with them (M2).
    Itemised,
    /// Only what was won has been sold.
    NotWon,
    /// The account does not count costs (M4).
    CostsOff,
    /// There are costs of this category, so that it stays.
    CategoryInUse { category: String },
    /// A day that has not come yet.
    InTheFuture { field: Field },
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
    /// Somebody changed the same thing since, so that what was done before cannot be taken back (H2).
    ChangedSince { by: String },
    /// It was taken back already, is too long ago, or was never something that can be taken back (H2).
    NotUndoable,
    /// The deal is open; only closed deals are opened again.
    NotClosed,
    /// The process is guarded, and these mandatory actions of the stages on the way are not done (B8).
    Guarded { missing: Vec<String> },
    /// A deal is won only when these mandatory actions are done (W1).
    Unfinished { missing: Vec<String> },
    /// The account wants a reason for closing (W2).
    ReasonRequired,
    /// The action is for others to do (P4).
    NotYours { who: Who },
    /// The action is checked already.
    AlreadyDone { action: String },
    /// The action is not checked.
    NotDone { action: String },
    /// The action wants a note (P4).
    NoteRequired,
    /// The action wants a note with a file (P4).
    FileRequired,
    /// The note stays, since an action required it (T2).
    NoteKept,
    /// Only its author may change a note (T2).
    NotYourNote,
    /// Only its keepers take others away from a deal, or give it to another owner (V2).
    NotYourDeal,
    /// A file of more bytes than are taken.
    FileTooLarge { megabytes: usize },
    /// Somebody else saved the process since it was opened (P1).
    ProcessChanged,
    /// Somebody saved this since it was opened: who, if that is known.
    SavedMeanwhile { by: Option<String> },
    /// A process has at least one stage (P2).
    NoStages,
    /// Exactly one process is the default, and it is active (P2).
    NoDefault,
    /// The stage is to be deleted, and nobody said where its deals go (P5).
    StageHoldsDeals { stage: String, deals: usize },
    /// Refused at this stage of the process's form, or at this action of it; counted from 0.
    Within { stage: usize, action: Option<usize>, refusal: Box<Refusal> },
    /// More than are taken at once.
    TooMany { max: usize },
    /// Refused at this line of a list, counted from 0.
    InLine { line: usize, refusal: Box<Refusal> },
    /// There is one of this name already.
    NameTaken { field: Field },
    /// A parameter of the address that means nothing here (L2).
    UnknownParameter { name: String },
    /// A parameter of the address whose value cannot be read (L2).
    MalformedParameter { name: String },
    /// The request's body is not what this address takes.
    MalformedRequest,
    /// So many files or bytes of one person within an hour that more must wait.
    TooManyUploads,
    /// Chosen people may do an action, and nobody was chosen (P4).
    NobodyChosen,
    /// Somebody who was deactivated, and so can be given nothing new (V5).
    Deactivated { user: UserId, name: String },
    /// There must be an administrator who can sign in (V5).
    LastAdministrator,
    /// The answer or the request took longer than anybody waits.
    TookTooLong,
    /// The same operation id came with another request.
    OperationReused,
    /// The page that asks was made by another version of this program.
    OtherVersion,
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
            | Refusal::NameTaken { field }
            | Refusal::InTheFuture { field }
            | Refusal::Negative { field }
            | Refusal::OtherCurrency { field, .. }
            | Refusal::Unknown { field } => Some(*field),
            Refusal::Within { refusal, .. } | Refusal::InLine { refusal, .. } => refusal.field(),
            Refusal::CurrencyFixed { .. } => Some(Field::Currency),
            Refusal::Itemised => Some(Field::Value),
            Refusal::CategoryInUse { .. } => Some(Field::Category),
            Refusal::ReasonRequired => Some(Field::Reason),
            Refusal::NoteRequired => Some(Field::Note),
            Refusal::FileRequired | Refusal::FileTooLarge { .. } => Some(Field::File),
            Refusal::CommonPassword => Some(Field::Password),
            Refusal::EmailTaken => Some(Field::Email),
            Refusal::WrongCode => Some(Field::Code),
            Refusal::NoClient => Some(Field::Company),
            Refusal::TimeWithoutDate => Some(Field::DueDate),
            _ => None,
        }
    }
}

impl From<UnknownCurrency> for Refusal {
    fn from(_: UnknownCurrency) -> Refusal {
        Refusal::Malformed { field: Field::Currency }
    }
}

impl From<NoLanguage> for Refusal {
    fn from(_: NoLanguage) -> Refusal {
        Refusal::Malformed { field: Field::Language }
    }
}
