//! What a command answered, kept for its repeat. It is what went over the wire, and the command's own version stands in the
//! digest beside it: another meaning is refused before its answer is read.

use crate::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};

pub(crate) fn write(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(unreadable)
}

pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Unreadable(format!("operation.answer: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        board::Moved,
        id::{DealId, NoteId, ProcessId, ProductId, StageId, TaskId},
    };
    use std::fmt::Debug;

    fn require<T: Serialize + DeserializeOwned + PartialEq + Debug>(answer: T, stored: &str) {
        assert_eq!(write(&answer).unwrap(), stored);
        assert_eq!(read::<T>(stored).unwrap(), answer);
    }

    #[test]
    fn every_answer_has_the_form_that_it_always_had() {
        require((), "null");
        require(Moved { deal: DealId(7), stage: StageId(2) }, r#"{"deal":7,"stage":2}"#);
        require(DealId(7), "7");
        require(TaskId(7), "7");
        require(NoteId(7), "7");
        require(ProcessId(7), "7");
        require(ProductId(7), "7");
    }
}
