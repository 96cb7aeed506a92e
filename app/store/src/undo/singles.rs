//! Taking back what belongs to no deal: contacts with their notes, products, and tasks without one.

use crate::{
    Result, Tx,
    entity::{company, contact_note, notice, person, product, task},
    journal::{Inverse, Rows},
};
use domain::{
    contact::Contact,
    id::{CompanyId, PersonId, ProductId, TaskId},
    log::Thing,
};
use sea_orm::EntityTrait;

impl Tx {
    /// What is put back points to contacts that stand: one that was merged into another since is that other, unless it
    /// is put back itself.
    pub(super) async fn point_to_standing(&self, inverse: &mut Inverse) -> Result<()> {
        let own: Vec<i64> = inverse.companies.put.iter().map(|row| row.id).collect();
        let persons: Vec<i64> = inverse.persons.put.iter().map(|row| row.id).collect();
        let of_deals = inverse.deals.put.iter_mut().map(|row| &mut row.company_id);
        for company in of_deals.chain(inverse.persons.put.iter_mut().map(|row| &mut row.company_id)) {
            if let Some(id) = company.filter(|id| !own.contains(id)) {
                *company = Some(self.standing_company(CompanyId(id)).await?.0);
            }
        }
        for row in &mut inverse.deals.put {
            if let Some(id) = row.person_id.filter(|id| !persons.contains(id)) {
                row.person_id = Some(self.standing_person(PersonId(id)).await?.0);
            }
        }
        Ok(())
    }

    /// Keeps what belongs to no deal as it is now, so that taking it back can be taken back.
    pub(super) async fn keep_singles(&self, inverse: &Inverse) -> Result<()> {
        for task in free_tasks(inverse) {
            self.keep_task(task.0, task::Entity::find_by_id(task.0).one(self.db()).await?);
            self.touch(Thing::Task(task));
        }
        for row in rows(&inverse.notices).filter(|row| row.deal_id.is_none()) {
            self.keep_notice(row.id, notice::Entity::find_by_id(row.id).one(self.db()).await?);
        }
        for row in rows(&inverse.companies) {
            self.keep_company(row.id, company::Entity::find_by_id(row.id).one(self.db()).await?);
        }
        for row in rows(&inverse.persons) {
            self.keep_person(row.id, person::Entity::find_by_id(row.id).one(self.db()).await?);
        }
        for row in rows(&inverse.contact_notes) {
            self.keep_contact_note(row.id, contact_note::Entity::find_by_id(row.id).one(self.db()).await?);
        }
        for row in rows(&inverse.products) {
            self.keep_product(row.id, product::Entity::find_by_id(row.id).one(self.db()).await?);
        }
        contacts(inverse).chain(products(inverse)).for_each(|thing| self.touch(thing));
        Ok(())
    }

    /// Companies and persons as they were. Their versions go on growing.
    pub(super) async fn put_contacts(
        &self,
        companies: Vec<company::Model>,
        persons: Vec<person::Model>,
    ) -> Result<()> {
        for row in companies {
            let now = company::Entity::find_by_id(row.id).one(self.db()).await?;
            let version = now.map_or(row.version, |now| now.version + 1);
            self.put_rows(vec![company::Model { version, ..row }]).await?;
        }
        for row in persons {
            let now = person::Entity::find_by_id(row.id).one(self.db()).await?;
            let version = now.map_or(row.version, |now| now.version + 1);
            self.put_rows(vec![person::Model { version, ..row }]).await?;
        }
        Ok(())
    }

    /// Products as they were. Their versions go on growing.
    pub(super) async fn put_products(&self, products: Vec<product::Model>) -> Result<()> {
        for row in products {
            let now = product::Entity::find_by_id(row.id).one(self.db()).await?;
            let version = now.map_or(row.version, |now| now.version + 1);
            self.put_rows(vec![product::Model { version, ..row }]).await?;
        }
        Ok(())
    }
}

fn rows<M>(rows: &Rows<M>) -> impl Iterator<Item = &M> {
    rows.put.iter().chain(&rows.drop)
}

/// The companies and persons that this writes, or whose notes.
pub(super) fn contacts(inverse: &Inverse) -> impl Iterator<Item = Thing> {
    let of_note = |note: &contact_note::Model| {
        let company = note.company_id.map(|id| Contact::Company(CompanyId(id)));
        company.or(note.person_id.map(|id| Contact::Person(PersonId(id))))
    };
    let companies = rows(&inverse.companies).map(|row| Contact::Company(CompanyId(row.id)));
    let persons = rows(&inverse.persons).map(|row| Contact::Person(PersonId(row.id)));
    companies.chain(persons).chain(rows(&inverse.contact_notes).filter_map(of_note)).map(Thing::Contact)
}

/// The tasks without a deal that this writes.
pub(super) fn free_tasks(inverse: &Inverse) -> impl Iterator<Item = TaskId> {
    rows(&inverse.tasks).filter(|row| row.deal_id.is_none()).map(|row| TaskId(row.id))
}

/// The products that this writes.
pub(super) fn products(inverse: &Inverse) -> impl Iterator<Item = Thing> {
    rows(&inverse.products).map(|row| Thing::Product(ProductId(row.id)))
}
