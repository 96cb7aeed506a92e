//! Sending files to the server, one by one, before the note that they belong to.

use crate::{client, error::Answer};
use domain::id::{DealId, FileId};
use leptos::{html::Input, prelude::*};

/// What is known of a file in the browser: its name, its size and its last change.
type Known = (String, u64, i64);

/// The files that were sent already and wait for their note: when the note has to be sent again, they are not.
#[derive(Clone, Copy)]
pub(super) struct Uploads(StoredValue<Vec<(Known, FileId)>>);

impl Uploads {
    pub fn new() -> Self {
        Uploads(StoredValue::new(vec![]))
    }

    /// Sends what was chosen in this field; gives the numbers of the files.
    pub async fn send(self, deal: DealId, field: NodeRef<Input>) -> Answer<Vec<FileId>> {
        let list = field.get_untracked().and_then(|field| field.files());
        let chosen: Vec<_> =
            list.map(|list| (0..list.length()).filter_map(|at| list.item(at)).collect()).unwrap_or_default();
        let mut ids = vec![];
        for file in chosen {
            let known = (file.name(), file.size() as u64, file.last_modified() as i64);
            let sent =
                self.0.try_with_value(|sent| sent.iter().find(|(file, _)| *file == known).map(|(_, id)| *id));
            if let Some(id) = sent.flatten() {
                ids.push(id);
                continue;
            }
            let id = client::upload(deal, &file).await?;
            self.0.try_update_value(|sent| sent.push((known, id)));
            ids.push(id);
        }
        Ok(ids)
    }

    /// The note has them now; what is chosen next is sent anew.
    pub fn forget(self) {
        self.0.try_update_value(Vec::clear);
    }
}
