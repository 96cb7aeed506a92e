//! What is known of a company and of a person, and the forms in which it is typed (K1).

use super::{Company, TaxNumber};
use crate::{
    id::CompanyId,
    refusal::{Field, Refusal},
    text::{Email, Name},
    together,
};
use serde::{Deserialize, Serialize};

/// What is known of a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyDetails {
    pub name: Name,
    pub tax_number: Option<TaxNumber>,
    pub phone: Option<Name>,
    pub email: Option<Email>,
    pub website: Option<Name>,
    /// Street and number.
    pub address: Option<Name>,
    pub postal_code: Option<Name>,
    pub city: Option<Name>,
}

/// A company as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyForm {
    pub name: String,
    #[serde(default)]
    pub tax_number: String,
    /// Its digits do not fit, and whoever typed it means it.
    #[serde(default)]
    pub doubtful: bool,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub website: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub city: String,
}

impl CompanyForm {
    /// The form of what is known; a number that does not fit was meant.
    pub fn of(details: &CompanyDetails) -> CompanyForm {
        let text = |name: &Option<Name>| name.as_ref().map(Name::to_string).unwrap_or_default();
        CompanyForm {
            name: details.name.to_string(),
            tax_number: details.tax_number.as_ref().map(TaxNumber::to_string).unwrap_or_default(),
            doubtful: details.tax_number.as_ref().and_then(TaxNumber::fits) == Some(false),
            phone: text(&details.phone),
            email: details.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            website: text(&details.website),
            address: text(&details.address),
            postal_code: text(&details.postal_code),
            city: text(&details.city),
        }
    }

    /// Reads the form. A tax number whose digits do not fit is refused until whoever typed it says that it is meant.
    pub fn parse(&self) -> Result<CompanyDetails, Refusal> {
        let (name, tax_number, phone, email, website, address, postal_code, city) = together!(
            name: Name::parse(Field::Name, &self.name),
            tax_number: self.tax_number(),
            phone: Name::parse_optional(Field::Phone, &self.phone),
            email: email(&self.email),
            website: website(&self.website),
            address: Name::parse_optional(Field::Address, &self.address),
            postal_code: Name::parse_optional(Field::PostalCode, &self.postal_code),
            city: Name::parse_optional(Field::City, &self.city),
        )?;
        Ok(CompanyDetails { name, tax_number, phone, email, website, address, postal_code, city })
    }

    fn tax_number(&self) -> Result<Option<TaxNumber>, Refusal> {
        let number = TaxNumber::parse(&self.tax_number)?;
        match number.as_ref().and_then(TaxNumber::fits) {
            Some(false) if !self.doubtful => Err(Refusal::DoubtfulTaxNumber),
            _ => Ok(number),
        }
    }
}

/// What is known of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    /// May be empty.
    pub first_name: String,
    pub last_name: Name,
    pub company: Option<Company>,
    pub phones: Vec<Name>,
    pub emails: Vec<Email>,
}

impl PersonDetails {
    /// First and last name as one.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// A person as their form sends them. Phones and e-mails may be several, with commas between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonForm {
    #[serde(default)]
    pub first_name: String,
    pub last_name: String,
    /// The name of their company, created when unknown; empty for none.
    #[serde(default)]
    pub company: String,
    /// The company that was picked, as long as the name is still its name.
    #[serde(default)]
    pub company_id: Option<CompanyId>,
    #[serde(default)]
    pub phones: String,
    #[serde(default)]
    pub emails: String,
}

/// A person that was read from their form, on their way to the address book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub first_name: Option<Name>,
    pub last_name: Name,
    pub company: Option<Name>,
    pub company_id: Option<CompanyId>,
    pub phones: Vec<Name>,
    pub emails: Vec<Email>,
}

impl PersonForm {
    /// How many phones or e-mails one person has at most.
    pub const MOST: usize = 10;

    pub fn of(details: &PersonDetails) -> PersonForm {
        let emails: Vec<&str> = details.emails.iter().map(Email::as_str).collect();
        let phones: Vec<&str> = details.phones.iter().map(Name::as_str).collect();
        PersonForm {
            first_name: details.first_name.clone(),
            last_name: details.last_name.to_string(),
            company: details.company.as_ref().map(|company| company.name.clone()).unwrap_or_default(),
            company_id: details.company.as_ref().map(|company| company.id),
            phones: phones.join(", "),
            emails: emails.join(", "),
        }
    }

    pub fn parse(&self) -> Result<NewPerson, Refusal> {
        let (first_name, last_name, company, phones, emails) = together!(
            first_name: Name::parse_optional(Field::FirstName, &self.first_name),
            last_name: Name::parse(Field::LastName, &self.last_name),
            company: Name::parse_optional(Field::Company, &self.company),
            phones: several(&self.phones, |phone| Name::parse(Field::Phone, phone)),
            emails: several(&self.emails, Email::parse),
        )?;
        Ok(NewPerson { first_name, last_name, company, company_id: self.company_id, phones, emails })
    }
}

/// What is listed with commas, semicolons or line breaks between.
fn several<T: PartialEq>(typed: &str, parse: impl Fn(&str) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    let parts = typed.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut read = vec![];
    for part in parts {
        let one = parse(part)?;
        if !read.contains(&one) {
            read.push(one);
        }
    }
    if read.len() > PersonForm::MOST {
        return Err(Refusal::TooMany { max: PersonForm::MOST });
    }
    Ok(read)
}

fn email(typed: &str) -> Result<Option<Email>, Refusal> {
    match Name::parse_optional(Field::Email, typed)? {
        None => Ok(None),
        Some(name) => Email::parse(name.as_str()).map(Some),
    }
}

/// An address of the web, with or without its beginning. Refused when it leads nowhere.
fn website(typed: &str) -> Result<Option<Name>, Refusal> {
    let field = Field::Website;
    let Some(name) = Name::parse_optional(field, typed)? else { return Ok(None) };
    let address = href(name.as_str());
    let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host.split_once(':').unwrap_or((host, "80"));
    let named = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    let leads = host.contains('.') && host.split('.').all(named) && port.parse::<u16>().is_ok();
    let clean = !rest.chars().any(|c| c.is_whitespace() || "<>\"".contains(c));
    if leads && clean { Ok(Some(name)) } else { Err(Refusal::Malformed { field }) }
}

/// Where a website that was typed with or without its beginning leads.
pub fn href(website: &str) -> String {
    let lower = website.to_ascii_lowercase();
    let whole = lower.starts_with("https://") || lower.starts_with("http://");
    if whole { website.to_owned() } else { format!("https://{website}") }
}

/// What remains of two companies that turn out to be one: the details as they were chosen, of whichever had them (K3).
pub fn merged_company(keep: &CompanyForm, gone: &CompanyForm) -> CompanyForm {
    let of = |kept: &String, other: &String| if kept.is_empty() { other } else { kept }.clone();
    CompanyForm {
        name: keep.name.clone(),
        doubtful: if keep.tax_number.is_empty() { gone.doubtful } else { keep.doubtful },
        tax_number: of(&keep.tax_number, &gone.tax_number),
        phone: of(&keep.phone, &gone.phone),
        email: of(&keep.email, &gone.email),
        website: of(&keep.website, &gone.website),
        address: of(&keep.address, &gone.address),
        postal_code: of(&keep.postal_code, &gone.postal_code),
        city: of(&keep.city, &gone.city),
    }
}

/// What remains of two persons that turn out to be one; phones and e-mails of both.
pub fn merged_person(keep: &PersonForm, gone: &PersonForm) -> PersonForm {
    let both = |kept: &str, other: &str| {
        [kept, other].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    };
    let own_company = if keep.company.is_empty() { gone } else { keep };
    PersonForm {
        first_name: if keep.first_name.is_empty() { &gone.first_name } else { &keep.first_name }.clone(),
        last_name: keep.last_name.clone(),
        company: own_company.company.clone(),
        company_id: own_company.company_id,
        phones: both(&keep.phones, &gone.phones),
        emails: both(&keep.emails, &gone.emails),
    }
}

/// Refuses to merge something with itself.
pub fn require_two<T: PartialEq>(keep: T, gone: T) -> Result<(), Refusal> {
    if keep == gone { Err(Refusal::Malformed { field: Field::Client }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn company() -> CompanyForm {
        CompanyForm {
            name: "Łódź Logistyka".into(),
            tax_number: "725-18-03-504".into(),
            ..CompanyForm::default()
        }
    }

    #[test]
    fn a_number_that_does_not_fit_is_taken_when_it_is_meant() {
        assert_eq!(company().parse().unwrap().tax_number.unwrap().as_str(), "7251803504");
        let slip = CompanyForm { tax_number: "725-18-03-505".into(), ..company() };
        assert_eq!(slip.parse(), Err(Refusal::DoubtfulTaxNumber));
        let meant = CompanyForm { doubtful: true, ..slip };
        let read = meant.parse().unwrap();
        assert_eq!(CompanyForm::of(&read), meant, "it goes on being meant");
        let foreign = CompanyForm { tax_number: "DE 123".into(), ..company() };
        assert!(foreign.parse().is_ok());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let form =
            CompanyForm { name: " ".into(), email: "nobody".into(), phone: "1\u{7}".into(), ..company() };
        let Err(Refusal::Several { refusals }) = form.parse() else { panic!("it was read") };
        let fields: Vec<_> = refusals.iter().filter_map(Refusal::field).collect();
        assert_eq!(fields, [Field::Name, Field::Phone, Field::Email]);
    }

    #[test]
    fn phones_and_emails_may_be_several() {
        let form = PersonForm {
            last_name: "Nowak".into(),
            phones: " 601 220 418, +48 42 630 11 24;601 220 418 ".into(),
            emails: "A@x.pl\nb@x.pl".into(),
            ..PersonForm::default()
        };
        let read = form.parse().unwrap();
        let phones: Vec<_> = read.phones.iter().map(Name::as_str).collect();
        assert_eq!(phones, ["601 220 418", "+48 42 630 11 24"], "each once");
        assert_eq!(read.emails.iter().map(Email::as_str).collect::<Vec<_>>(), ["a@x.pl", "b@x.pl"]);
        let many = (0..11).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        let form = PersonForm { phones: many, ..form };
        assert_eq!(form.parse(), Err(Refusal::TooMany { max: PersonForm::MOST }));
        let nameless = PersonForm { first_name: "Anna".into(), ..PersonForm::default() };
        assert_eq!(nameless.parse(), Err(Refusal::Empty { field: Field::LastName }));
    }

    #[test]
    fn what_is_missing_comes_from_the_other() {
        let gone = CompanyForm {
            name: "LODZ".into(),
            phone: "1".into(),
            tax_number: "x".into(),
            ..CompanyForm::default()
        };
        let merged = merged_company(&company(), &gone);
        assert_eq!((merged.name.as_str(), merged.phone.as_str()), ("Łódź Logistyka", "1"));
        assert_eq!(merged.tax_number, company().tax_number);
        let nowak = PersonForm { last_name: "Nowak".into(), phones: "1".into(), ..PersonForm::default() };
        let other = PersonForm {
            first_name: "Anna".into(),
            phones: "1, 2".into(),
            company: "Łódź".into(),
            ..nowak.clone()
        };
        let merged = merged_person(&nowak, &other).parse().unwrap();
        assert_eq!(merged.first_name.unwrap().as_str(), "Anna");
        assert_eq!(merged.company.unwrap().as_str(), "Łódź");
        assert_eq!(merged.phones.len(), 2);
    }

    #[test]
    fn a_website_is_an_address_of_the_web() {
        for typed in ["lodz.pl", "https://www.łódź.pl/o-nas?x=1", "HTTP://a.pl:8080", "a-b.example/#c", ""]
        {
            assert!(website(typed).is_ok(), "{typed}");
        }
        let refused = Err(Refusal::Malformed { field: Field::Website });
        for typed in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a",
            "nobody",
            "a b.pl",
            "a.pl/<b>",
            "a..pl",
            "https://",
            "a.pl:x",
        ] {
            assert_eq!(website(typed), refused, "{typed}");
        }
    }

    #[test]
    fn a_website_leads_nowhere_else() {
        for (typed, want) in [
            ("lodzlogistyka.pl", "https://lodzlogistyka.pl"),
            ("HTTP://a.pl", "HTTP://a.pl"),
            ("javascript:alert(1)", "https://javascript:alert(1)"),
        ] {
            assert_eq!(href(typed), want);
        }
    }
}
