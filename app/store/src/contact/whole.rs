//! The contacts of the list with all that is known of them, for a file (I5).

use super::page::{company_details, person_details};
use crate::{Result, Tx, entity::company};
use domain::contact::{CompanyDetails, PersonDetails, book::Query};

impl Tx {
    /// The companies that are asked for.
    pub async fn whole_companies(&self, query: &Query) -> Result<Vec<CompanyDetails>> {
        let rows = self.companies_asked(query).all(self.db()).await?;
        Ok(rows.into_iter().map(company_details).collect())
    }

    /// The persons who are asked for, each with the company that this user knows.
    pub async fn whole_persons(&self, query: &Query) -> Result<Vec<PersonDetails>> {
        let rows = self.persons_asked(query).find_also_related(company::Entity).all(self.db()).await?;
        let rows = self.known_companies_of(rows).await?;
        Ok(rows.into_iter().map(|(row, company)| person_details(row, company)).collect())
    }
}
