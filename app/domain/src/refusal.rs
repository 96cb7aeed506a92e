//! When the business says no: what was refused and at which field. The sentence is chosen in the user's language.

mod together;
mod told;

use crate::{
    currency::{Currency, UnknownCurrency},
    id::UserId,
    people::Who,
    status::Status,
};
use serde::{Deserialize, Serialize};
pub use together::all;
use told::{Given, Told};

/// The part of a form or request that a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Action,
    Address,
    AgesAfter,
    Amount,
    Assignee,
    Category,
    City,
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
    FirstName,
    Hint,
    Language,
    LastName,
    Name,
    Note,
    OldPassword,
    Owner,
    Participants,
    Password,
    Person,
    Phone,
    PostalCode,
    Price,
    Process,
    Product,
    Quantity,
    Reason,
    Role,
    Source,
    Stage,
    TaxNumber,
    Title,
    Value,
    Website,
    Weight,
    Zone,
}

/// Declares what can be refused, by the kind that it has on the wire, and its reading. The reading is one flat struct: that
/// of a tagged enum, as derived, weighs twenty kilobytes in the first download.
macro_rules! refusals {
    ($($(#[$doc:meta])* $kind:literal $variant:ident $({ $($field:ident: $type:ty),+ })?,)+) => {
        /// A "no" with its reason. Nothing was changed.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "kind")]
        pub enum Refusal {
            $($(#[$doc])* #[serde(rename = $kind)] $variant $({ $($field: $type),+ })?,)+
        }

        #[cfg(test)]
        const KINDS: &[&str] = &[$($kind),+];

        impl Told {
            fn refusal(self) -> Option<Refusal> {
                Some(match self.kind.as_str() {
                    $($kind => Refusal::$variant $({ $($field: Given::given(self.$field)?),+ })?,)+
                    _ => return None,
                })
            }
        }
    };
}

refusals! {
    /// Not there, or not for this user: the same answer, so that nobody learns which (V1).
    "not_found" NotFound,
    /// Nobody is signed in, or no longer.
    "signed_out" SignedOut,
    /// Only an administrator may do this.
    "administrators_only" AdministratorsOnly,
    /// The deal is public, and public deals are there to be seen (V3).
    "only_to_see" OnlyToSee,
    /// The account does not have public deals (V3).
    "public_off" PublicOff,
    /// Only those who see every deal may do this.
    "managers_only" ManagersOnly,
    /// The digits are not those of a Polish tax number; it is taken when whoever typed it says that it is meant (K1).
    "doubtful_tax_number" DoubtfulTaxNumber,
    /// E-mail and password do not belong together; never says which of them is wrong.
    "wrong_credentials" WrongCredentials,
    /// Too many attempts to sign in; try again after this many seconds.
    "too_many_attempts" TooManyAttempts { seconds: u64 },
    /// The first administrator exists already.
    "already_set_up" AlreadySetUp,
    /// The code that the server printed was another one.
    "wrong_code" WrongCode,
    /// The password is not the one that its owner signs in with.
    "wrong_password" WrongPassword,
    /// The password is right, and a code of the second factor is wanted besides (A2).
    "second_code_wanted" SecondCodeWanted,
    /// The code of the second factor is wrong, or was used before.
    "wrong_second_code" WrongSecondCode,
    /// Somebody has this e-mail already.
    "email_taken" EmailTaken,
    /// A field that must be filled in is empty.
    "empty" Empty { field: Field },
    /// More than `max` characters.
    "too_long" TooLong { field: Field, max: usize },
    /// Fewer than `min` characters.
    "too_short" TooShort { field: Field, min: usize },
    /// A character that cannot be shown.
    "control_character" ControlCharacter { field: Field },
    /// Not of the form that the field takes.
    "malformed" Malformed { field: Field },
    /// More decimals than the currency has.
    "too_many_decimals" TooManyDecimals { field: Field, places: usize },
    /// A number beyond what can be kept.
    "too_large" TooLarge { field: Field },
    /// Less than nothing, where only something can be.
    "negative" Negative { field: Field },
    /// An amount in another currency than that of the deal (B3, M1).
    "other_currency" OtherCurrency { field: Field, currency: Currency },
    /// The deal has lines or costs in this currency, so that it stays the deal's.
    "currency_fixed" CurrencyFixed { currency: Currency },
    /// The value is the sum of the product lines, and changes with them (M2).
    "itemised" Itemised,
    /// Only what was won has been sold.
    "not_won" NotWon,
    /// The account does not count costs (M4).
    "costs_off" CostsOff,
    /// There are costs of this category, so that it stays.
    "category_in_use" CategoryInUse { category: String },
    /// A day that has not come yet.
    "in_the_future" InTheFuture { field: Field },
    /// One of the passwords that everybody tries first.
    "common_password" CommonPassword,
    /// A deal needs a company or a person (D1).
    "no_client" NoClient,
    /// What was chosen in this field does not exist, or can no longer be chosen.
    "unknown" Unknown { field: Field },
    /// A time without a date.
    "time_without_date" TimeWithoutDate,
    /// The deal is closed; closed deals do not move.
    "closed" Closed { status: Status },
    /// The deal is in another stage than the one that was seen.
    "stage_changed" StageChanged { stage: String },
    /// Somebody else saved the deal since it was opened.
    "deal_changed" DealChanged,
    /// Somebody changed the same thing since, so that what was done before cannot be taken back (H2).
    "changed_since" ChangedSince { by: String },
    /// It was taken back already, is too long ago, or was never something that can be taken back (H2).
    "not_undoable" NotUndoable,
    /// The deal is open; only closed deals are opened again.
    "not_closed" NotClosed,
    /// The process is guarded, and these mandatory actions of the stages on the way are not done (B8).
    "guarded" Guarded { missing: Vec<String> },
    /// A deal is won only when these mandatory actions are done (W1).
    "unfinished" Unfinished { missing: Vec<String> },
    /// The account wants a reason for closing (W2).
    "reason_required" ReasonRequired,
    /// The action is for others to do (P4).
    "not_yours" NotYours { who: Who },
    /// The action is checked already.
    "already_done" AlreadyDone { action: String },
    /// The action is not checked.
    "not_done" NotDone { action: String },
    /// The action wants a note (P4).
    "note_required" NoteRequired,
    /// The action wants a note with a file (P4).
    "file_required" FileRequired,
    /// The note stays, since an action required it (T2).
    "note_kept" NoteKept,
    /// Only its author may change a note (T2).
    "not_your_note" NotYourNote,
    /// Only its keepers take others away from a deal, or give it to another owner (V2).
    "not_your_deal" NotYourDeal,
    /// This person would not see what is given to them, since they do not see the deal (V1).
    "cannot_see_deal" CannotSeeDeal { name: String },
    /// A file of more bytes than are taken.
    "file_too_large" FileTooLarge { megabytes: usize },
    /// Somebody else saved the process since it was opened (P1).
    "process_changed" ProcessChanged,
    /// Somebody saved this since it was opened: who, if that is known.
    "saved_meanwhile" SavedMeanwhile { by: Option<String> },
    /// A process has at least one stage (P2).
    "no_stages" NoStages,
    /// Exactly one process is the default, and it is active (P2).
    "no_default" NoDefault,
    /// The stage is to be deleted, and nobody said where its deals go (P5).
    "stage_holds_deals" StageHoldsDeals { stage: String, deals: usize },
    /// Refused at this stage of the process's form, or at this action of it; counted from 0.
    "within" Within { stage_index: usize, action_index: Option<usize>, refusal: Box<Refusal> },
    /// What is wrong with several fields, each by itself.
    "several" Several { refusals: Vec<Refusal> },
    /// More than are taken at once.
    "too_many" TooMany { max: usize },
    /// Refused at this line of a list, counted from 0.
    "in_line" InLine { line: usize, refusal: Box<Refusal> },
    /// There is one of this name already.
    "name_taken" NameTaken { field: Field },
    /// A parameter of the address that means nothing here (L2).
    "unknown_parameter" UnknownParameter { name: String },
    /// A parameter of the address whose value cannot be read (L2).
    "malformed_parameter" MalformedParameter { name: String },
    /// The request's body is not what this address takes.
    "malformed_request" MalformedRequest,
    /// The letters of a file break off in this line: it is written otherwise, or damaged (I4).
    "unreadable_line" UnreadableLine { line: usize },
    /// A quotation mark there is never closed (I4).
    "unclosed_quote" UnclosedQuote { line: usize },
    /// A file without rows below its header, or none that can be read as a table.
    "no_rows" NoRows,
    /// Another line of the file is about the same one (I2).
    "same_row" SameRow { line: usize },
    /// So many files or bytes of one person within an hour that more must wait.
    "too_many_uploads" TooManyUploads,
    /// Chosen people may do an action, and nobody was chosen (P4).
    "nobody_chosen" NobodyChosen,
    /// Somebody who was deactivated, and so can be given nothing new (V5).
    "deactivated" Deactivated { user: UserId, name: String },
    /// There must be an administrator who can sign in (V5).
    "last_administrator" LastAdministrator,
    /// The link was used, renewed or made too long ago (A2).
    "link_over" LinkOver,
    /// The answer or the request took longer than anybody waits.
    "took_too_long" TookTooLong,
    /// No mail is sent from here: an administrator makes a link.
    "no_mail" NoMail,
    /// The same operation id came with another request.
    "operation_reused" OperationReused,
    /// The page that asks was made by another version of this program.
    "other_version" OtherVersion,
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
            Refusal::WrongPassword => Some(Field::OldPassword),
            Refusal::SecondCodeWanted | Refusal::WrongSecondCode | Refusal::WrongCode => Some(Field::Code),
            Refusal::EmailTaken => Some(Field::Email),
            Refusal::DoubtfulTaxNumber => Some(Field::TaxNumber),
            Refusal::NoClient => Some(Field::Company),
            Refusal::TimeWithoutDate => Some(Field::DueDate),
            Refusal::CannotSeeDeal { .. } => Some(Field::Assignee),
            _ => None,
        }
    }
}

impl From<UnknownCurrency> for Refusal {
    fn from(_: UnknownCurrency) -> Refusal {
        Refusal::Malformed { field: Field::Currency }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Everything that any kind comes with.
    fn told(kind: &str) -> serde_json::Value {
        json!({
            "kind": kind, "message": "a sentence", "action": "Call", "action_index": 1, "by": "Anna", "category": "Travel",
            "currency": "PLN", "deals": 2, "field": "name", "line": 3, "max": 4, "megabytes": 5, "min": 6,
            "missing": ["Call"], "name": "Anna", "places": 7, "refusal": { "kind": "not_found" },
            "refusals": [{ "kind": "not_found" }, { "kind": "empty", "field": "name" }], "seconds": 8,
            "stage": "Offer", "stage_index": 9, "status": "won", "user": 10, "who": "managers",
        })
    }

    #[test]
    fn every_kind_is_read_as_it_is_written() {
        for kind in KINDS {
            let refusal: Refusal = serde_json::from_value(told(kind)).unwrap();
            let written = serde_json::to_value(&refusal).unwrap();
            assert_eq!(written["kind"], *kind);
            assert_eq!(serde_json::from_value::<Refusal>(written).unwrap(), refusal, "{kind}");
        }
        assert!(serde_json::from_value::<Refusal>(told("of_tomorrow")).is_err());
        assert!(serde_json::from_value::<Refusal>(json!({ "kind": "too_long", "max": 4 })).is_err());
    }

    #[test]
    fn what_may_be_left_out_is() {
        let read = |told| serde_json::from_value::<Refusal>(told).unwrap();
        assert_eq!(read(json!({ "kind": "saved_meanwhile" })), Refusal::SavedMeanwhile { by: None });
        let within =
            json!({ "kind": "within", "stage_index": 1, "refusal": { "kind": "empty", "field": "name" } });
        let refusal = Box::new(Refusal::Empty { field: Field::Name });
        assert_eq!(read(within), Refusal::Within { stage_index: 1, action_index: None, refusal });
    }
}
