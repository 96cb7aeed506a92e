//! Several questions of one kind, whose answers may overtake one another.

use leptos::prelude::*;

/// Which question of a kind was asked last: an older answer must not come over a newer one.
#[derive(Clone, Copy)]
pub struct Latest(StoredValue<usize>);

impl Default for Latest {
    fn default() -> Self {
        Latest(StoredValue::new(0))
    }
}

impl Latest {
    /// The number of a question that is about to be asked.
    pub fn next(self) -> usize {
        self.0.try_update_value(|last| *last += 1);
        self.0.try_get_value().unwrap_or_default()
    }

    /// Whether none was asked after the one of this number, and somebody is still there to hear the answer.
    pub fn is(self, number: usize) -> bool {
        self.0.try_get_value() == Some(number)
    }
}
