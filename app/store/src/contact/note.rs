//! Notes about companies and persons (K1): read by everybody who knows the contact, changed by their authors.

use crate::{Result, Tx, entity::contact_note};
use domain::{
    contact::{Contact, ContactNote},
    id::{CompanyId, ContactNoteId, PersonId, UserId},
    log::Thing,
    refusal::Refusal,
    text::{Prose, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::SimpleExpr,
};

impl Tx {
    pub async fn add_contact_note(&self, of: Contact, text: &Prose) -> Result<ContactNoteId> {
        let of = self.standing(of).await?;
        self.contact_version(of).await?;
        let (company, person) = columns(of);
        let notes = contact_note::Entity::find().filter(about(of)).count(self.db()).await?;
        if notes >= ContactNote::MOST {
            return Err(Refusal::TooMany { max: ContactNote::MOST as usize }.into());
        }
        let row = contact_note::ActiveModel {
            company_id: Set(company),
            person_id: Set(person),
            author_id: Set(self.user().id.0),
            text: Set(text.as_str().into()),
            folded: Set(fold(text.as_str())),
            at: Set(self.now()),
            ..Default::default()
        };
        let id = row.insert(self.db()).await?.id;
        self.keep_contact_note(id, None);
        self.touch(Thing::Contact(of));
        Ok(ContactNoteId(id))
    }

    /// Gives one's own note another text.
    pub async fn edit_contact_note(&self, id: ContactNoteId, text: &Prose) -> Result<()> {
        let row = self.own_contact_note(id).await?;
        let changed = contact_note::ActiveModel {
            id: Unchanged(row.id),
            text: Set(text.as_str().into()),
            folded: Set(fold(text.as_str())),
            edited_at: Set(Some(self.now())),
            ..Default::default()
        };
        changed.update(self.db()).await?;
        Ok(())
    }

    /// Deletes one's own note.
    pub async fn delete_contact_note(&self, id: ContactNoteId) -> Result<()> {
        self.own_contact_note(id).await?.delete(self.db()).await?;
        Ok(())
    }

    /// The notes about a contact, the latest first.
    pub(crate) async fn contact_notes(&self, of: Contact) -> Result<Vec<ContactNote>> {
        let rows = contact_note::Entity::find()
            .filter(about(of))
            .order_by_desc(contact_note::Column::Id)
            .all(self.db())
            .await?;
        let people = self.colleagues().await?;
        let name = |id: i64| {
            let found = people.iter().find(|person| person.id.0 == id);
            found.map(|person| person.name.clone()).unwrap_or_default()
        };
        let note = |row: contact_note::Model| ContactNote {
            id: ContactNoteId(row.id),
            author: (UserId(row.author_id), name(row.author_id)),
            text: Prose::known(row.text),
            at: self.clock(row.at),
            edited: row.edited_at.is_some(),
        };
        Ok(rows.into_iter().map(note).collect())
    }

    /// A note of this user's, about to be changed.
    async fn own_contact_note(&self, id: ContactNoteId) -> Result<contact_note::Model> {
        let row = contact_note::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let company = row.company_id.map(|id| Contact::Company(CompanyId(id)));
        let contact = company.or(row.person_id.map(|id| Contact::Person(PersonId(id))));
        let contact = contact.ok_or(Refusal::NotFound)?;
        self.contact_version(contact).await?;
        ContactNote::require_author(UserId(row.author_id), self.user().id)?;
        self.keep_contact_note(row.id, Some(row.clone()));
        self.touch(Thing::Contact(contact));
        Ok(row)
    }
}

fn columns(of: Contact) -> (Option<i64>, Option<i64>) {
    match of {
        Contact::Company(id) => (Some(id.0), None),
        Contact::Person(id) => (None, Some(id.0)),
    }
}

/// The notes about this contact.
pub(crate) fn about(of: Contact) -> SimpleExpr {
    match of {
        Contact::Company(id) => contact_note::Column::CompanyId.eq(id.0),
        Contact::Person(id) => contact_note::Column::PersonId.eq(id.0),
    }
}
