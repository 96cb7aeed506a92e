//! A gesture that is sent twice happens once: its answer is remembered under the name that the browser gave it, with a
//! digest of what was asked.

use crate::{Result, Tx, entity::operation, format::answer};
use domain::{id::Op, refusal::Refusal};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde::{Serialize, de::DeserializeOwned};

impl Tx {
    /// The answer that this user got for this operation, if it was done before. The same op with another meaning is
    /// refused.
    pub async fn remembered<T: DeserializeOwned>(&self, op: &Op, digest: &str) -> Result<Option<T>> {
        let row = operation::Entity::find_by_id((op.to_string(), self.user().id.0)).one(self.db()).await?;
        let Some(row) = row else { return Ok(None) };
        // An older program kept no digest: what it did is known by its name alone.
        if row.digest.is_some_and(|known| known != digest) {
            return Err(Refusal::OperationReused.into());
        }
        answer::read(&row.answer).map(Some)
    }

    /// Remembers the answer, in the transaction that makes it true.
    pub async fn remember(&self, op: &Op, digest: &str, answered: &impl Serialize) -> Result<()> {
        let row = operation::ActiveModel {
            op: Set(op.to_string()),
            user_id: Set(self.user().id.0),
            digest: Set(Some(digest.to_owned())),
            answer: Set(answer::write(answered)?),
            at: Set(self.now()),
        };
        row.insert(self.db()).await?;
        Ok(())
    }
}
