//! The address book as a table: companies or persons with all that is known of them (K1).

use super::table::{Cell, Table};
use app::{contacts::query_of, error::Problem};
use domain::contact::{CompanyForm, PersonForm, book::Query};
use store::Tx;
use words::Words;

pub(super) async fn table(
    tx: &Tx,
    words: &'static Words,
    parameters: &[(String, String)],
) -> Result<(&'static str, Table), Problem> {
    let query = query_of(parameters)?;
    match query.persons {
        true => Ok(("persons", persons(tx, words, &query).await?)),
        false => Ok(("companies", companies(tx, words, &query).await?)),
    }
}

async fn companies(tx: &Tx, words: &'static Words, query: &Query) -> Result<Table, Problem> {
    let heads = [
        words.company(),
        words.tax_number(),
        words.phone(),
        words.email(),
        words.website(),
        words.address(),
        words.postal_code(),
        words.city(),
    ];
    let rows = tx.whole_companies(query).await?.into_iter().map(|details| {
        let CompanyForm { name, tax_number, doubtful: _, phone, email, website, address, postal_code, city } =
            CompanyForm::of(&details);
        [name, tax_number, phone, email, website, address, postal_code, city].map(Cell::Text).into()
    });
    Ok(Table::of(words, words.companies(), &heads, rows))
}

async fn persons(tx: &Tx, words: &'static Words, query: &Query) -> Result<Table, Problem> {
    let heads = [words.first_name(), words.last_name(), words.company(), words.phones(), words.emails()];
    let rows = tx.whole_persons(query).await?.into_iter().map(|details| {
        let PersonForm { first_name, last_name, company, company_id: _, phones, emails } =
            PersonForm::of(&details);
        [first_name, last_name, company, phones, emails].map(Cell::Text).into()
    });
    Ok(Table::of(words, words.persons(), &heads, rows))
}
