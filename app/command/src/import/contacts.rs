//! Rows about companies and persons.

use super::{
    around::Around,
    rows::{Plan, Told, or, updates},
};
use domain::{
    contact::{CompanyForm, PersonForm, TaxNumber, first_and_last},
    id::{CompanyId, ImportId, PersonId},
    import::{Kind, Meaning as M},
    text::{Email, fold},
};
use import::Cells;
use store::{KnownCompany, KnownPerson, Tx};

/// A company on its way to the address book: the one that is there, and what is known of it.
pub(super) type Company = (Option<KnownCompany>, CompanyForm);

/// A person on their way to the address book.
pub(super) type Person = (Option<KnownPerson>, PersonForm);

/// What a row about a company comes to.
pub(super) async fn company(tx: &Tx, cells: Cells<'_>) -> Told<Plan<Company>> {
    let (external, name) = (cells.text(M::Id), cells.text(M::Name));
    let number = TaxNumber::parse(&cells.text(M::TaxNumber))?;
    let known = tx.find_company(&external, number.as_ref(), &name).await?;
    let fit = cells.fit.of_known();
    let cells = if known.is_some() { Cells { fit: &fit, ..cells } } else { cells };
    let before = known.as_ref().map(|known| CompanyForm::of(&known.details)).unwrap_or_default();
    let typed = |meaning, there: &str| or(cells.text(meaning), there);
    let form = CompanyForm {
        name: typed(M::Name, &before.name),
        tax_number: typed(M::TaxNumber, &before.tax_number),
        // Numbers of other countries, and those that somebody took as they were.
        doubtful: true,
        phone: typed(M::Phone, &before.phone),
        email: typed(M::Email, &before.email),
        website: typed(M::Website, &before.website),
        address: typed(M::Address, &before.address),
        postal_code: typed(M::PostalCode, &before.postal_code),
        city: typed(M::City, &before.city),
    };
    let after = CompanyForm::of(&form.parse()?);
    let updates = updates([
        (M::Name, before.name, after.name),
        (M::TaxNumber, before.tax_number, after.tax_number),
        (M::Phone, before.phone, after.phone),
        (M::Email, before.email, after.email),
        (M::Website, before.website, after.website),
        (M::Address, before.address, after.address),
        (M::PostalCode, before.postal_code, after.postal_code),
        (M::City, before.city, after.city),
    ]);
    let same = match (external.is_empty(), number) {
        (false, _) => format!("id {external}"),
        (true, Some(number)) => format!("number {}", number.as_str()),
        (true, None) => format!("name {}", fold(&name)),
    };
    Ok(Plan { known: known.is_some(), same, updates, write: (known, form) })
}

/// Writes a row about a company.
pub(super) async fn write_company(tx: &Tx, around: &Around, cells: Cells<'_>) -> Told<CompanyId> {
    let Plan { write: (known, form), .. } = company(tx, cells).await?;
    let version = known.as_ref().map_or(1, |known| known.version + 1);
    let id = tx.save_company(known.map(|known| known.id), version, &form.parse()?).await?;
    keep(tx, (around.import, Kind::Companies), cells, id.0).await?;
    Ok(id)
}

/// A person as a row tells them.
fn typed_person(cells: Cells<'_>) -> PersonForm {
    let full = cells.text(M::FullName);
    let (first, last) = match cells.text(M::LastName) {
        last if last.is_empty() => first_and_last(&full),
        _ => ("", ""),
    };
    PersonForm {
        first_name: or(cells.text(M::FirstName), first),
        last_name: or(cells.text(M::LastName), last),
        company: cells.text(M::Company),
        company_id: None,
        phones: cells.text(M::Phone),
        emails: cells.text(M::Email),
    }
}

/// What a row about a person comes to.
pub(super) async fn person(tx: &Tx, cells: Cells<'_>) -> Told<Plan<Person>> {
    let external = cells.text(M::Id);
    let typed = typed_person(cells);
    let company = typed.company.clone();
    let read = typed.parse()?;
    let name = format!("{} {}", typed.first_name, typed.last_name);
    let of = company_named(tx, &company).await?;
    // Whose company is not there yet is nobody who is there.
    let by_name = if of.is_none() && !company.is_empty() { "" } else { name.trim() };
    let known = tx.find_person(&external, &read.emails, by_name, of).await?;
    let typed = match &known {
        Some(_) => typed_person(Cells { fit: &cells.fit.of_known(), ..cells }),
        None => typed,
    };
    let company = typed.company.clone();
    let before = known.as_ref().map(|known| PersonForm::of(&known.details)).unwrap_or_default();
    let both = |there: &str, typed: &str| match (there.is_empty(), typed.is_empty()) {
        (false, false) => format!("{there}, {typed}"),
        _ => format!("{there}{typed}"),
    };
    let form = PersonForm {
        first_name: or(typed.first_name, &before.first_name),
        last_name: or(typed.last_name, &before.last_name),
        company_id: if company.is_empty() { before.company_id } else { of },
        company: or(company, &before.company),
        phones: both(&before.phones, &typed.phones),
        emails: both(&before.emails, &typed.emails),
    };
    let after = form.parse()?;
    let phones: Vec<&str> = after.phones.iter().map(|phone| phone.as_str()).collect();
    let emails: Vec<&str> = after.emails.iter().map(Email::as_str).collect();
    let company_changes = before.company_id != form.company_id || known.is_none();
    let updates = updates([
        (M::FirstName, before.first_name, form.first_name.clone()),
        (M::LastName, before.last_name, form.last_name.clone()),
        (
            M::Company,
            if company_changes { before.company } else { form.company.clone() },
            form.company.clone(),
        ),
        (M::Phone, before.phones, phones.join(", ")),
        (M::Email, before.emails, emails.join(", ")),
    ]);
    let same = match (external.is_empty(), emails.first()) {
        (false, _) => format!("id {external}"),
        (true, Some(email)) => format!("email {email}"),
        (true, None) => format!("name {} of {}", fold(&name), fold(&form.company)),
    };
    Ok(Plan { known: known.is_some(), same, updates, write: (known, form) })
}

/// Writes a row about a person, whose company is made if it is new.
pub(super) async fn write_person(tx: &Tx, around: &Around, cells: Cells<'_>) -> Told<PersonId> {
    let Plan { write: (known, form), .. } = person(tx, cells).await?;
    let company_id = match form.company_id {
        None => company_of(tx, &form.company, None).await?,
        known => known,
    };
    let form = PersonForm { company_id, ..form };
    let version = known.as_ref().map_or(1, |known| known.version + 1);
    let id = tx.save_person(known.map(|known| known.id), version, &form.parse()?).await?;
    keep(tx, (around.import, Kind::Persons), cells, id.0).await?;
    Ok(id)
}

async fn company_named(tx: &Tx, name: &str) -> Told<Option<CompanyId>> {
    if name.is_empty() {
        return Ok(None);
    }
    Ok(tx.find_company("", None, name).await?.map(|known| known.id))
}

/// The company of this number or name, made if it is new, so that it is taken back with the import.
pub(super) async fn company_of(tx: &Tx, name: &str, number: Option<&TaxNumber>) -> Told<Option<CompanyId>> {
    let known = match (name.is_empty(), number) {
        (true, None) => return Ok(None),
        _ => tx.find_company("", number, name).await?,
    };
    match known {
        Some(known) => Ok(Some(known.id)),
        None if name.is_empty() => Ok(None),
        None => {
            let tax_number = number.map(TaxNumber::to_string).unwrap_or_default();
            let form =
                CompanyForm { name: name.to_owned(), tax_number, doubtful: true, ..CompanyForm::default() };
            Ok(Some(tx.save_company(None, 1, &form.parse()?).await?))
        }
    }
}

async fn keep(tx: &Tx, (import, kind): (ImportId, Kind), cells: Cells<'_>, id: i64) -> Told<()> {
    match cells.text(M::Id) {
        external if external.is_empty() => Ok(()),
        external => Ok(tx.keep_external_id(import, kind, &external, id).await?),
    }
}
