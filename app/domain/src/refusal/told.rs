//! How a refusal is read.

use super::{Field, Refusal};
use crate::{currency::Currency, id::UserId, people::Who, status::Status};
use serde::{Deserialize, Deserializer, de::Error};

/// A refusal as it was told: its kind, and whatever any kind comes with.
#[derive(Deserialize)]
pub(super) struct Told {
    pub(super) kind: String,
    pub(super) action: Option<String>,
    pub(super) action_index: Option<usize>,
    pub(super) by: Option<String>,
    pub(super) category: Option<String>,
    pub(super) currency: Option<Currency>,
    pub(super) deals: Option<usize>,
    pub(super) field: Option<Field>,
    pub(super) line: Option<usize>,
    pub(super) max: Option<usize>,
    pub(super) megabytes: Option<usize>,
    pub(super) min: Option<usize>,
    pub(super) missing: Option<Vec<String>>,
    pub(super) name: Option<String>,
    pub(super) places: Option<usize>,
    pub(super) refusal: Option<Box<Refusal>>,
    pub(super) refusals: Option<Vec<Refusal>>,
    pub(super) seconds: Option<u64>,
    pub(super) stage: Option<String>,
    pub(super) stage_index: Option<usize>,
    pub(super) status: Option<Status>,
    pub(super) user: Option<UserId>,
    pub(super) who: Option<Who>,
}

impl<'de> Deserialize<'de> for Refusal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let told = Told::deserialize(deserializer)?;
        told.refusal().ok_or_else(|| D::Error::custom("no refusal of this version"))
    }
}

/// What a refusal comes with: told, or something that may be left out.
pub(super) trait Given<T>: Sized {
    fn given(told: Option<T>) -> Option<Self>;
}

impl<T> Given<T> for T {
    fn given(told: Option<T>) -> Option<T> {
        told
    }
}

impl<T> Given<T> for Option<T> {
    fn given(told: Option<T>) -> Option<Option<T>> {
        Some(told)
    }
}
