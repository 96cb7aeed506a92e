//! What is known of the clients of the demo: places, numbers and addresses that nobody has.

use super::{Failure, company_words::CITIES};
use domain::{
    contact::{CompanyForm, PersonForm, TaxNumber},
    id::{CompanyId, PersonId},
    text::fold,
};
use fastrand::Rng;
use store::Tx;

/// A company of this name, and somebody of it; the number tells one company from another.
pub(super) async fn client(
    tx: &Tx,
    number: usize,
    name: &str,
    (first, last): (&str, &str),
) -> Result<(CompanyId, PersonId), Failure> {
    let mut dice = Rng::with_seed(number as u64);
    let (city, postal_code, area) = CITIES[number % CITIES.len()];
    // A name that no domain can have: nobody gets mail from a demo.
    let site = format!("{}.example", fold(name).replace(' ', "-").replace('.', ""));
    let company = CompanyForm {
        name: name.to_owned(),
        tax_number: if number % 5 == 4 { String::new() } else { tax_number(&mut dice) },
        phone: format!("+48 {area} {}", phone(&mut dice)),
        email: format!("biuro@{site}"),
        website: site.clone(),
        address: format!("ul. Przykładowa {}", dice.u8(1..90)),
        postal_code: postal_code.to_owned(),
        city: city.to_owned(),
        ..CompanyForm::default()
    };
    let company = tx.save_company(None, 1, &company.parse().map_err(store::Error::from)?).await?;
    let person = PersonForm {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        company: name.to_owned(),
        company_id: Some(company),
        phones: format!("+48 601 {} {}", dice.u16(100..999), dice.u16(100..999)),
        emails: format!("{}.{}@{site}", fold(first), fold(last)),
    };
    Ok((company, tx.save_person(None, 1, &person.parse().map_err(store::Error::from)?).await?))
}

fn phone(dice: &mut Rng) -> String {
    format!("{} {} {}", dice.u16(200..999), dice.u8(10..99), dice.u8(10..99))
}

/// A tax number whose digits fit.
fn tax_number(dice: &mut Rng) -> String {
    loop {
        let number = format!("{}", dice.u64(1_000_000_000..9_999_999_999));
        if TaxNumber::known(&number).fits() == Some(true) {
            return number;
        }
    }
}
