//! The two kinds of failure as they cross the wire: a refusal with its reason, a fault with its ticket.

use crate::json;
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Why an answer did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Problem {
    /// The business says no.
    Refused(Refusal),
    /// Something broke.
    Fault(Fault),
}

/// What broke; never the text of an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// On the server, logged under this number.
    Fault { ticket: String },
    /// The server's disk is full; nothing was changed.
    StorageFull { ticket: String },
    /// The server's storage cannot be written or reached just now; nothing was acknowledged.
    StorageUnavailable { ticket: String },
    /// On the way to the server.
    Unreachable,
    /// There is no line to the server: the browser keeps it, and sends it when there is one (B13).
    Waits,
}

/// What comes of asking the server.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// Reads what an answer says, as JSON; nothing when it says no problem of this version.
    pub fn read(text: &str) -> Option<Problem> {
        #[derive(Deserialize)]
        struct Told {
            kind: String,
            ticket: Option<String>,
        }
        let Told { kind, ticket } = json::read(text)?;
        let ticket = ticket.unwrap_or_default();
        Some(match kind.as_str() {
            "fault" => Problem::Fault(Fault::Fault { ticket }),
            "storage_full" => Problem::Fault(Fault::StorageFull { ticket }),
            "storage_unavailable" => Problem::Fault(Fault::StorageUnavailable { ticket }),
            "unreachable" => Problem::Fault(Fault::Unreachable),
            "waits" => Problem::Fault(Fault::Waits),
            _ => Problem::Refused(json::read(text)?),
        })
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Problem::Refused(refusal) => status(refusal),
            Problem::Fault(Fault::StorageFull { .. }) => 507,
            Problem::Fault(Fault::StorageUnavailable { .. } | Fault::Waits) => 503,
            Problem::Fault(Fault::Fault { .. } | Fault::Unreachable) => 500,
        }
    }
}

fn status(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::MalformedRequest | Refusal::UnknownParameter { .. } | Refusal::MalformedParameter { .. } => {
            400
        }
        Refusal::SignedOut
        | Refusal::WrongCredentials
        | Refusal::SecondCodeWanted
        | Refusal::WrongSecondCode => 401,
        Refusal::AdministratorsOnly
        | Refusal::ManagersOnly
        | Refusal::OnlyToSee
        | Refusal::WrongCode
        | Refusal::WrongPassword
        | Refusal::NotYours { .. }
        | Refusal::NotYourNote
        | Refusal::NotYourDeal
        | Refusal::NoteKept => 403,
        Refusal::NotFound => 404,
        Refusal::AlreadySetUp
        | Refusal::EmailTaken
        | Refusal::StageChanged { .. }
        | Refusal::DealChanged
        | Refusal::ChangedSince { .. }
        | Refusal::NotUndoable
        | Refusal::OperationReused
        | Refusal::OtherVersion
        | Refusal::NotClosed
        | Refusal::Guarded { .. }
        | Refusal::Unfinished { .. }
        | Refusal::AlreadyDone { .. }
        | Refusal::NotDone { .. }
        | Refusal::ProcessChanged
        | Refusal::SavedMeanwhile { .. }
        | Refusal::StageHoldsDeals { .. }
        | Refusal::NameTaken { .. }
        | Refusal::CurrencyFixed { .. }
        | Refusal::Itemised
        | Refusal::NotWon
        | Refusal::CostsOff
        | Refusal::PublicOff
        | Refusal::NoMail
        | Refusal::CategoryInUse { .. }
        | Refusal::LastAdministrator
        | Refusal::LinkOver
        | Refusal::Closed { .. } => 409,
        Refusal::Empty { .. }
        | Refusal::TooLong { .. }
        | Refusal::TooShort { .. }
        | Refusal::ControlCharacter { .. }
        | Refusal::Malformed { .. }
        | Refusal::TooManyDecimals { .. }
        | Refusal::UnreadableLine { .. }
        | Refusal::UnclosedQuote { .. }
        | Refusal::NoRows
        | Refusal::SameRow { .. }
        | Refusal::TooLarge { .. }
        | Refusal::CommonPassword
        | Refusal::DoubtfulTaxNumber
        | Refusal::InTheFuture { .. }
        | Refusal::Negative { .. }
        | Refusal::OtherCurrency { .. }
        | Refusal::InLine { .. }
        | Refusal::TooMany { .. }
        | Refusal::ReasonRequired
        | Refusal::NoteRequired
        | Refusal::FileRequired
        | Refusal::NoStages
        | Refusal::NobodyChosen
        | Refusal::Deactivated { .. }
        | Refusal::NoDefault
        | Refusal::Within { .. }
        | Refusal::NoClient
        | Refusal::CannotSeeDeal { .. }
        | Refusal::Unknown { .. }
        | Refusal::TimeWithoutDate => 422,
        Refusal::FileTooLarge { .. } => 413,
        Refusal::TooManyAttempts { .. } | Refusal::TooManyUploads => 429,
        Refusal::TookTooLong => 503,
        // The first is that of the door, where there is one.
        Refusal::Several { refusals } => refusals.first().map_or(422, status),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Refused(refusal)
    }
}

#[cfg(feature = "ssr")]
impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Problem::Refused(refusal),
            store::Error::StorageFull(cause) => Problem::Fault(Fault::StorageFull { ticket: logged(&cause) }),
            store::Error::StorageUnavailable(cause) => {
                Problem::Fault(Fault::StorageUnavailable { ticket: logged(&cause) })
            }
            other => broken(&other),
        }
    }
}

/// What went wrong with files: a disk that is full, read-only or failing is no fault of the program.
#[cfg(feature = "ssr")]
impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        let ticket = logged(&error);
        Problem::Fault(match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Fault::StorageFull { ticket }
            }
            _ => Fault::StorageUnavailable { ticket },
        })
    }
}

/// A fault of ours, logged once.
#[cfg(feature = "ssr")]
pub fn broken(error: &dyn std::fmt::Display) -> Problem {
    Problem::Fault(Fault::Fault { ticket: logged(error) })
}

/// Logs a failure under a number that the user sees too, and gives the number.
#[cfg(feature = "ssr")]
fn logged(error: &dyn std::fmt::Display) -> String {
    let mut bytes = [0; 4];
    // Without randomness the number is zero; the failure is still logged and still told.
    let _ = getrandom::fill(&mut bytes);
    let ticket = hex::encode(bytes);
    log_under(&ticket, error);
    ticket
}

/// Logs a failure under a number that the user has seen already.
#[cfg(feature = "ssr")]
pub fn log_under(ticket: &str, error: &dyn std::fmt::Display) {
    tracing::error!(%ticket, %error, "fault");
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::refusal::Field;

    #[test]
    fn a_problem_survives_the_wire_with_a_sentence_added() {
        for problem in [
            Problem::Refused(Refusal::NotFound),
            Problem::Refused(Refusal::TooLong { field: Field::Name, max: 200 }),
            Problem::Fault(Fault::Fault { ticket: "00c0ffee".into() }),
            Problem::Fault(Fault::StorageFull { ticket: "00c0ffee".into() }),
            Problem::Fault(Fault::Unreachable),
        ] {
            let mut json = serde_json::to_value(&problem).unwrap();
            json["message"] = "a sentence".into();
            assert_eq!(Problem::read(&json.to_string()), Some(problem));
        }
    }
}
