//! What went wrong, in words for the user.

use crate::words::t;
pub use command::{Answer, Fault, Problem};
use domain::refusal::Field;
use words::Words;

/// What is said of a problem.
pub trait Sentence {
    /// The sentence for the visitor, in their language.
    fn sentence(&self) -> String {
        self.sentence_in(t())
    }

    /// The sentence in this language.
    fn sentence_in(&self, words: &Words) -> String;

    /// What is to be said at this field, or at none.
    fn sentence_at(&self, field: Option<Field>) -> Option<String>;
}

impl Sentence for Problem {
    fn sentence_in(&self, words: &Words) -> String {
        match self {
            Problem::Refused(refusal) => words.refusal(refusal),
            Problem::Fault(Fault::Fault { ticket }) => words.fault_ours(ticket),
            Problem::Fault(Fault::StorageFull { ticket }) => words.fault_storage_full(ticket),
            Problem::Fault(Fault::StorageUnavailable { ticket }) => words.fault_storage_unavailable(ticket),
            Problem::Fault(Fault::Unreachable) => words.unreachable().to_owned(),
            Problem::Fault(Fault::Waits) => words.waits_for_line().to_owned(),
        }
    }

    fn sentence_at(&self, field: Option<Field>) -> Option<String> {
        match self {
            Problem::Refused(refusal) => {
                let here = refusal.each().iter().filter(|each| each.field() == field);
                let said: Vec<String> = here.map(|each| t().refusal(each)).collect();
                (!said.is_empty()).then(|| said.join(" "))
            }
            Problem::Fault(_) => field.is_none().then(|| self.sentence()),
        }
    }
}
