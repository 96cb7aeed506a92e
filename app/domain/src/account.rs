//! The account's settings: what holds for everybody (A4).

use crate::{
    access::PublicDeals,
    currency::Currency,
    mail::Outbox,
    people::Language,
    refusal::{Field, Refusal},
    text::Name,
    together,
};
use serde::{Deserialize, Serialize};

/// The account's settings as they are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    pub form: AccountForm,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
    /// How it stands with mail; nothing where none is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbox: Option<Outbox>,
    /// How many deals are examples that the account began with (A1).
    #[serde(default)]
    pub examples: usize,
}

/// The account's settings as their form sends them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountForm {
    /// The company's; may be empty.
    pub name: String,
    /// In which the account speaks to those whose language it does not know.
    pub language: String,
    /// What new deals are counted in; old ones keep theirs.
    pub currency: String,
    /// Whose midnight ends the day of whoever has no zone of their own (B6).
    pub zone: String,
    /// Whether salespeople find only contacts of deals that they see, and those that they created (K2).
    pub own_contacts: bool,
    pub public_deals: PublicDeals,
}

/// The account's settings, read from their form. Zone and language are known to exist only to those who know them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSettings {
    pub name: Option<Name>,
    pub language: Language,
    pub currency: Currency,
    pub zone: Name,
    pub own_contacts: bool,
    pub public_deals: PublicDeals,
}

impl AccountForm {
    pub fn parse(&self) -> Result<NewSettings, Refusal> {
        let (name, language, currency, zone) = together!(
            name: Name::parse_optional(Field::Name, &self.name),
            language: self.language.parse::<Language>(),
            currency: self.currency.trim().to_uppercase().parse::<Currency>(),
            zone: Name::parse(Field::Zone, &self.zone),
        )?;
        let (own_contacts, public_deals) = (self.own_contacts, self.public_deals);
        Ok(NewSettings { name, language, currency, zone, own_contacts, public_deals })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let form = AccountForm {
            name: " ACME ".into(),
            language: "pl".into(),
            currency: "eur".into(),
            zone: "Europe/Warsaw".into(),
            own_contacts: false,
            public_deals: PublicDeals::See,
        };
        let read = form.parse().unwrap();
        assert_eq!((read.name.unwrap().as_str(), read.currency.code()), ("ACME", "EUR"));
        let wrong =
            AccountForm { language: "of the elves".into(), currency: "XXY".into(), zone: " ".into(), ..form };
        let Err(Refusal::Several { refusals }) = wrong.parse() else { panic!("it was read") };
        let fields: Vec<_> = refusals.iter().filter_map(Refusal::field).collect();
        assert_eq!(fields, [Field::Language, Field::Currency, Field::Zone]);
    }
}
