//! Merging two companies or two persons (K3). What points to the one that goes points to the one that stays; its row is
//! kept for the history of deals, and is found nowhere any more.

use super::note::about;
use crate::{
    Result, Tx,
    entity::{company, contact_note, deal, person},
    journal::Part,
};
use domain::{
    contact::{CompanyDetails, Contact, NewPerson, require_two},
    event::Event,
    id::{CompanyId, DealId, PersonId},
    log::Thing,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

impl Tx {
    /// The company that stands for this one: what it was merged into, and that into, if it was.
    pub(crate) async fn standing_company(&self, id: CompanyId) -> Result<CompanyId> {
        let mut id = id;
        while let Some(row) = company::Entity::find_by_id(id.0).one(self.db()).await? {
            match row.merged_into_id {
                Some(into) => id = CompanyId(into),
                None => break,
            }
        }
        Ok(id)
    }

    /// The person who stands for this one.
    pub(crate) async fn standing_person(&self, id: PersonId) -> Result<PersonId> {
        let mut id = id;
        while let Some(row) = person::Entity::find_by_id(id.0).one(self.db()).await? {
            match row.merged_into_id {
                Some(into) => id = PersonId(into),
                None => break,
            }
        }
        Ok(id)
    }

    /// The contact that stands for this one.
    pub async fn standing(&self, contact: Contact) -> Result<Contact> {
        Ok(match contact {
            Contact::Company(id) => Contact::Company(self.standing_company(id).await?),
            Contact::Person(id) => Contact::Person(self.standing_person(id).await?),
        })
    }

    /// Makes one of two companies, with these details as this version. For those who see every deal: others could not be
    /// shown what it changes.
    pub async fn merge_companies(
        &self,
        (keep, gone): (CompanyId, CompanyId),
        version: i64,
        details: &CompanyDetails,
    ) -> Result<()> {
        require_two(keep, gone)?;
        let row = self.company_row(gone).await?;
        self.save_company(Some(keep), version, details).await?;
        let merged = company::ActiveModel {
            id: Unchanged(gone.0),
            version: Set(row.version + 1),
            merged_into_id: Set(Some(keep.0)),
            ..Default::default()
        };
        self.keep_company(gone.0, Some(row));
        merged.update(self.db()).await?;
        for row in person::Entity::find().filter(person::Column::CompanyId.eq(gone.0)).all(self.db()).await? {
            self.touch(Thing::Contact(Contact::Person(PersonId(row.id))));
            self.keep_person(row.id, Some(row));
        }
        person::Entity::update_many()
            .col_expr(person::Column::CompanyId, Expr::val(keep.0))
            .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
            .filter(person::Column::CompanyId.eq(gone.0))
            .exec(self.db())
            .await?;
        let event = Event::CompanyChanged { from: Some(gone), to: Some(keep) };
        self.point_deals((deal::Column::CompanyId, gone.0, keep.0), &event).await?;
        self.move_notes(Contact::Company(gone), contact_note::Column::CompanyId, keep.0).await
    }

    /// Makes one of two persons, with these details as this version.
    pub async fn merge_persons(
        &self,
        (keep, gone): (PersonId, PersonId),
        version: i64,
        new: &NewPerson,
    ) -> Result<()> {
        require_two(keep, gone)?;
        let row = self.person_row(gone).await?;
        self.save_person(Some(keep), version, new).await?;
        let merged = person::ActiveModel {
            id: Unchanged(gone.0),
            version: Set(row.version + 1),
            merged_into_id: Set(Some(keep.0)),
            ..Default::default()
        };
        self.keep_person(gone.0, Some(row));
        merged.update(self.db()).await?;
        let event = Event::PersonChanged { from: Some(gone), to: Some(keep) };
        self.point_deals((deal::Column::PersonId, gone.0, keep.0), &event).await?;
        self.move_notes(Contact::Person(gone), contact_note::Column::PersonId, keep.0).await
    }

    /// Points the deals with this client to another, deleted and closed ones too.
    async fn point_deals(&self, (column, from, to): (deal::Column, i64, i64), event: &Event) -> Result<()> {
        // In one order, so that what is written of them is, too.
        let theirs = deal::Entity::find().filter(column.eq(from)).order_by_asc(deal::Column::Id);
        let theirs = theirs.all(self.db()).await?;
        for row in &theirs {
            self.keep(DealId(row.id), &[Part::Deal]).await?;
        }
        deal::Entity::update_many()
            .col_expr(column, Expr::val(to))
            .col_expr(deal::Column::Revision, Expr::col(deal::Column::Revision).add(1))
            .filter(column.eq(from))
            .exec(self.db())
            .await?;
        for row in &theirs {
            self.record(DealId(row.id), std::slice::from_ref(event)).await?;
        }
        Ok(())
    }

    async fn move_notes(&self, from: Contact, column: contact_note::Column, to: i64) -> Result<()> {
        let moved: SimpleExpr = about(from);
        for row in contact_note::Entity::find().filter(moved.clone()).all(self.db()).await? {
            self.keep_contact_note(row.id, Some(row));
        }
        contact_note::Entity::update_many()
            .col_expr(column, Expr::val(to))
            .filter(moved)
            .exec(self.db())
            .await?;
        self.touch(Thing::Contact(from));
        Ok(())
    }
}
