//! How a language writes numbers and amounts, from the table `form` of its file.

use crate::Words;
use domain::{money::Currency, notation::Notation};

impl Words {
    /// The forms that the texts say. The error names key and reason.
    pub(crate) fn read_notation(&self) -> Result<Notation, String> {
        let signs = self.form_signs().split(", ").map(sign).collect::<Result<_, String>>()?;
        if self.form_currency().parse::<Currency>().is_err() {
            return Err(format!("form_currency is no currency: {}", self.form_currency()));
        }
        Ok(Notation {
            decimal: mark("form_decimal", self.form_decimal())?,
            decimals_read: self.form_decimals_read().chars().collect(),
            group: mark("form_group", self.form_group())?,
            with_code: self.form_with_code("{minus}", "{unit}", "{number}"),
            with_sign: self.form_with_sign("{minus}", "{unit}", "{number}"),
            signs,
        })
    }
}

/// A single character that is no part of a number or a word.
fn mark(key: &str, text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(mark), None) if !mark.is_alphanumeric() => Ok(mark),
        _ => Err(format!("{key} is no single mark: {text}")),
    }
}

/// `EUR €`: a currency with its sign, which has nothing in it that a number has.
fn sign(text: &str) -> Result<(Currency, String), String> {
    let (code, sign) = text.split_once(' ').unwrap_or_default();
    let numeric = |c: char| c.is_numeric() || c.is_whitespace() || ".,'’".contains(c);
    match code.parse() {
        Ok(currency) if !sign.is_empty() && !sign.contains(numeric) => Ok((currency, sign.to_owned())),
        _ => Err(format!("form_signs names no currency in {text}")),
    }
}
