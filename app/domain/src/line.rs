//! Product lines and costs of a deal, and the arithmetic of a line (M1, M3, M4).

use crate::{
    id::{CategoryId, CostId, LineId, ProductId},
    money::{Currency, Money},
    notation::{decimal, undecimal},
    people::Language,
    product::Catalogue,
    refusal::{Field, Refusal},
    task::calendar_day,
    text::Name,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How many of a product: thousandths, so that hours and kilograms can be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(i64);

/// What is taken off a price: hundredths of a percent, 0 to 10,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Discount(i64);

impl Quantity {
    /// One piece.
    pub const ONE: Quantity = Quantity(1_000);
    /// The largest quantity, in thousandths: a billion pieces.
    pub const MAX: i64 = 1_000_000_000_000;

    /// Reads a typed quantity of at most three decimals, not negative.
    pub fn parse(typed: &str, language: Language) -> Result<Self, Refusal> {
        let field = Field::Quantity;
        let thousandths = decimal(field, typed, 3, language)?;
        if thousandths <= Self::MAX { Ok(Quantity(thousandths)) } else { Err(Refusal::TooLarge { field }) }
    }

    /// A quantity that was read from our own database or made by ourselves.
    pub fn known(thousandths: i64) -> Self {
        Quantity(thousandths.clamp(0, Self::MAX))
    }

    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// As one types it: `1,5`.
    pub fn write(self, language: Language) -> String {
        undecimal(self.0, 3, language)
    }
}

impl Discount {
    /// All of the price.
    pub const MAX: i64 = 10_000;

    /// Reads a typed percentage of at most two decimals, 0 to 100; nothing typed is no discount.
    pub fn parse(typed: &str, language: Language) -> Result<Self, Refusal> {
        let field = Field::Discount;
        let typed = typed.trim().trim_end_matches('%');
        let hundredths = if typed.trim().is_empty() { 0 } else { decimal(field, typed, 2, language)? };
        if hundredths <= Self::MAX { Ok(Discount(hundredths)) } else { Err(Refusal::TooLarge { field }) }
    }

    /// A discount that was read from our own database or made by ourselves.
    pub fn known(hundredths: i64) -> Self {
        Discount(hundredths.clamp(0, Self::MAX))
    }

    /// In hundredths of a percent.
    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// As one types it, without its sign; nothing when there is none.
    pub fn write(self, language: Language) -> String {
        if self.0 == 0 { String::new() } else { undecimal(self.0, 2, language) }
    }
}

/// What a line says of its product: how many, at which price, with what discount, when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub quantity: Quantity,
    /// For one piece, in the currency of the deal.
    pub price: Money,
    pub discount: Discount,
    /// On a forecast line, missing: whenever the deal closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

impl Terms {
    /// What the line comes to: quantity × price × (1 − discount), rounded half to even (M1). Refused when it is more
    /// than can be kept.
    pub fn net(&self) -> Result<Money, Refusal> {
        let pieces = i128::from(self.quantity.0) * i128::from(self.price.minor);
        let exact = pieces * i128::from(Discount::MAX - self.discount.0);
        let minor = half_even(exact, 1_000 * i128::from(Discount::MAX));
        Money::within(Field::Price, minor, self.price.currency)
    }
}

/// A quotient of what is not negative, rounded to the nearest whole, and to the even one of two that are as near.
fn half_even(dividend: i128, divisor: i128) -> i128 {
    let (whole, rest) = (dividend / divisor, dividend % divisor);
    let up = match (rest * 2).cmp(&divisor) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => whole % 2 == 1,
        std::cmp::Ordering::Greater => true,
    };
    whole + i128::from(up)
}

/// A product line: a product of the catalogue, or free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Nothing for one that is not stored yet.
    pub id: Option<LineId>,
    pub product: Option<ProductId>,
    /// What was sold, as it was called then.
    pub name: Name,
    pub terms: Terms,
    /// What it comes to.
    pub net: Money,
    /// Brought by winning, and not looked at since (W1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copied: bool,
}

impl Line {
    /// A line that is not stored yet. Refused when it comes to more than can be kept.
    pub fn new(product: Option<ProductId>, name: Name, terms: Terms) -> Result<Line, Refusal> {
        Ok(Line { id: None, product, name, terms, net: terms.net()?, copied: false })
    }
}

/// A cost line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Nothing for one that is not stored yet.
    pub id: Option<CostId>,
    pub category: CategoryId,
    /// The category's name.
    pub name: Name,
    pub amount: Money,
    /// On a forecast cost, missing: whenever the deal closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Brought by winning, and not looked at since (W1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copied: bool,
}

/// A product line as its form sends it; one without an id is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineForm {
    pub id: Option<LineId>,
    /// Missing: free text.
    pub product: Option<ProductId>,
    /// May be empty with a product, whose name it is then.
    pub name: String,
    pub quantity: String,
    pub price: String,
    pub discount: String,
    /// `2026-05-14`, or empty.
    pub date: String,
}

/// A cost line as its form sends it; one without an id is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostForm {
    pub id: Option<CostId>,
    pub category: Option<CategoryId>,
    pub amount: String,
    /// `2026-05-14`, or empty.
    pub date: String,
    pub note: String,
}

/// What forms of lines are read with: the deal's currency, the language they were filled in, what can be chosen.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub currency: Currency,
    pub language: Language,
    pub catalogue: &'a Catalogue,
}

impl Reading<'_> {
    /// The lines of a form, in place of those before. A refusal says at which line.
    pub fn lines(&self, forms: &[LineForm], before: &[Line]) -> Result<Vec<Line>, Refusal> {
        let line = |form: &LineForm| self.line(form, before.iter().find(|line| line.id == form.id));
        numbered(forms, line)
    }

    /// The costs of a form, in place of those before. A refusal says at which line.
    pub fn costs(&self, forms: &[CostForm], before: &[Cost]) -> Result<Vec<Cost>, Refusal> {
        let known = |id: &CostId| before.iter().any(|cost| cost.id == Some(*id));
        numbered(forms, |form| Ok(Cost { id: form.id.filter(known), ..self.cost(form)? }))
    }

    /// A line; `before` is the one of the same id, if there is one.
    pub fn line(&self, form: &LineForm, before: Option<&Line>) -> Result<Line, Refusal> {
        let (language, currency) = (self.language, self.currency);
        let product = match form.product {
            Some(id) => Some(self.catalogue.product(id, before.and_then(|line| line.product))?),
            None => None,
        };
        if let Some(other) = product.map(|product| product.price.currency).filter(|it| *it != currency) {
            return Err(Refusal::OtherCurrency { field: Field::Product, currency: other });
        }
        let typed = Name::parse_optional(Field::Product, &form.name)?;
        let name = typed.or_else(|| product.map(|product| product.name.clone()));
        let name = name.ok_or(Refusal::Empty { field: Field::Product })?;
        let terms = Terms {
            quantity: Quantity::parse(&form.quantity, language)?,
            price: Money::parse(Field::Price, &form.price, currency, language)?,
            discount: Discount::parse(&form.discount, language)?,
            date: optional_day(&form.date)?,
        };
        let id = before.and_then(|line| line.id);
        Ok(Line { id, ..Line::new(form.product, name, terms)? })
    }

    fn cost(&self, form: &CostForm) -> Result<Cost, Refusal> {
        let category = form.category.ok_or(Refusal::Empty { field: Field::Category })?;
        let category = self.catalogue.category(category)?;
        let note = Name::parse_optional(Field::Note, &form.note)?;
        Ok(Cost {
            id: None,
            category: category.id,
            name: category.name.clone(),
            amount: Money::parse(Field::Amount, &form.amount, self.currency, self.language)?,
            date: optional_day(&form.date)?,
            note: note.map(|note| note.to_string()).unwrap_or_default(),
            copied: false,
        })
    }
}

fn numbered<F, T>(forms: &[F], read: impl Fn(&F) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    let at = |line| move |refusal| Refusal::InLine { line, refusal: Box::new(refusal) };
    forms.iter().enumerate().map(|(line, form)| read(form).map_err(at(line))).collect()
}

impl LineForm {
    /// The form of a line, as one would type it.
    pub fn of(line: &Line, language: Language) -> LineForm {
        LineForm {
            id: line.id,
            product: line.product,
            name: line.name.to_string(),
            quantity: line.terms.quantity.write(language),
            price: line.terms.price.typed(language),
            discount: line.terms.discount.write(language),
            date: line.terms.date.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

impl CostForm {
    /// The form of a cost, as one would type it.
    pub fn of(cost: &Cost, language: Language) -> CostForm {
        CostForm {
            id: cost.id,
            category: Some(cost.category),
            amount: cost.amount.typed(language),
            date: cost.date.map(|day| day.to_string()).unwrap_or_default(),
            note: cost.note.clone(),
        }
    }
}

fn optional_day(typed: &str) -> Result<Option<NaiveDate>, Refusal> {
    if typed.trim().is_empty() { Ok(None) } else { calendar_day(Field::Date, typed).map(Some) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::product::{Category, Product};
    use num_bigint::BigInt;
    use proptest::prelude::*;

    pub(crate) fn catalogue() -> Catalogue {
        let product = |id: i64, name: &str, currency, active| Product {
            id: ProductId(id),
            name: Name::known(name),
            code: None,
            price: Money { minor: 123_450, currency },
            active,
        };
        Catalogue {
            products: vec![
                product(1, "Forklift", Currency::PLN, true),
                product(2, "Old forklift", Currency::PLN, false),
                product(3, "Fork lift truck", Currency::EUR, true),
            ],
            categories: vec![Category { id: CategoryId(1), name: Name::known("Delivery") }],
            costs: true,
        }
    }

    fn form() -> LineForm {
        LineForm {
            id: None,
            product: Some(ProductId(1)),
            name: String::new(),
            quantity: "3".into(),
            price: "1,234.50".into(),
            discount: "10".into(),
            date: String::new(),
        }
    }

    fn parse(form: &LineForm) -> Result<Line, Refusal> {
        reading(Language::En, &catalogue()).line(form, None)
    }

    fn reading(language: Language, catalogue: &Catalogue) -> Reading<'_> {
        Reading { currency: Currency::PLN, language, catalogue }
    }

    #[test]
    fn a_line_comes_to_quantity_by_price_less_discount() {
        let line = parse(&form()).unwrap();
        assert_eq!((line.name.as_str(), line.net.minor), ("Forklift", 333_315));
        for (quantity, price, discount, net) in [
            ("1", "99.99", "", 9_999),
            ("0", "5", "", 0),
            ("1", "5", "100", 0),
            ("0.5", "0.01", "", 0),
            ("1.5", "0.01", "", 2),
            ("2.5", "0.01", "", 2),
            ("1", "0.05", "50", 2),
            ("1", "0.15", "50", 8),
            ("1", "1000000000000", "", Money::MAX),
        ] {
            let form = LineForm {
                quantity: quantity.into(),
                price: price.into(),
                discount: discount.into(),
                ..form()
            };
            assert_eq!(parse(&form).unwrap().net.minor, net, "{quantity} × {price} − {discount} %");
        }
    }

    #[test]
    fn bad_lines_are_refused_at_their_field() {
        use Field::{Date, Discount as Off, Price, Product, Quantity as Many};
        for (form, want) in [
            (LineForm { product: None, ..form() }, Refusal::Empty { field: Product }),
            (LineForm { product: Some(ProductId(2)), ..form() }, Refusal::Unknown { field: Product }),
            (LineForm { product: Some(ProductId(9)), ..form() }, Refusal::Unknown { field: Product }),
            (
                LineForm { product: Some(ProductId(3)), ..form() },
                Refusal::OtherCurrency { field: Product, currency: Currency::EUR },
            ),
            (LineForm { quantity: "-1".into(), ..form() }, Refusal::Negative { field: Many }),
            (LineForm { quantity: "".into(), ..form() }, Refusal::Empty { field: Many }),
            (LineForm { quantity: "a".into(), ..form() }, Refusal::Malformed { field: Many }),
            (
                LineForm { quantity: "1.0005".into(), ..form() },
                Refusal::TooManyDecimals { field: Many, places: 3 },
            ),
            (LineForm { quantity: "1000000001".into(), ..form() }, Refusal::TooLarge { field: Many }),
            (LineForm { price: "1 234,50".into(), ..form() }, Refusal::Malformed { field: Price }),
            (
                LineForm { price: "5 €".into(), ..form() },
                Refusal::OtherCurrency { field: Price, currency: Currency::EUR },
            ),
            (
                LineForm {
                    quantity: "2".into(),
                    price: "1000000000000".into(),
                    discount: "".into(),
                    ..form()
                },
                Refusal::TooLarge { field: Price },
            ),
            (LineForm { discount: "100.01".into(), ..form() }, Refusal::TooLarge { field: Off }),
            (LineForm { discount: "-5".into(), ..form() }, Refusal::Negative { field: Off }),
            (LineForm { date: "soon".into(), ..form() }, Refusal::Malformed { field: Date }),
        ] {
            assert_eq!(parse(&form), Err(want), "{form:?}");
        }
    }

    #[test]
    fn a_line_keeps_a_product_that_is_no_longer_offered() {
        let form = LineForm { id: Some(LineId(1)), product: Some(ProductId(2)), ..form() };
        let before = Line {
            product: Some(ProductId(2)),
            ..parse(&LineForm { product: Some(ProductId(1)), ..form.clone() }).unwrap()
        };
        assert!(reading(Language::En, &catalogue()).line(&form, Some(&before)).is_ok());
    }

    #[test]
    fn a_cost_needs_its_category_and_an_amount() {
        let form = CostForm {
            id: None,
            category: Some(CategoryId(1)),
            amount: "500,00".into(),
            date: "".into(),
            note: " To Łódź ".into(),
        };
        let parse = |form: &CostForm| reading(Language::Pl, &catalogue()).cost(form);
        let cost = parse(&form).unwrap();
        assert_eq!(
            (cost.amount.minor, cost.name.as_str(), cost.note.as_str()),
            (50_000, "Delivery", "To Łódź")
        );
        for (form, want) in [
            (CostForm { category: None, ..form.clone() }, Refusal::Empty { field: Field::Category }),
            (
                CostForm { category: Some(CategoryId(9)), ..form.clone() },
                Refusal::Unknown { field: Field::Category },
            ),
            (CostForm { amount: "-1".into(), ..form.clone() }, Refusal::Negative { field: Field::Amount }),
            (
                CostForm { amount: "1,234.50".into(), ..form.clone() },
                Refusal::Malformed { field: Field::Amount },
            ),
        ] {
            assert_eq!(parse(&form), Err(want));
        }
    }

    proptest! {
        #[test]
        fn a_line_comes_to_what_big_integers_say(
            quantity in 0i64..=Quantity::MAX, minor in 0i64..=Money::MAX, discount in 0i64..=Discount::MAX,
        ) {
            let terms = Terms {
                quantity: Quantity::known(quantity),
                price: Money { minor, currency: Currency::PLN },
                discount: Discount::known(discount),
                date: None,
            };
            // Twice the exact amount, to tell halves: the net is even-rounded half of it.
            let (exact, unit) = (
                BigInt::from(quantity) * minor * (Discount::MAX - discount),
                BigInt::from(1_000 * Discount::MAX),
            );
            match terms.net() {
                Ok(net) => {
                    let off = BigInt::from(2) * (&exact - BigInt::from(net.minor) * &unit);
                    prop_assert!(off.magnitude() <= unit.magnitude());
                    prop_assert!(off.magnitude() < unit.magnitude() || net.minor % 2 == 0);
                }
                Err(_) => prop_assert!(exact >= BigInt::from(Money::MAX) * &unit),
            }
        }

        #[test]
        fn a_line_reads_back_from_its_form(
            quantity in 0i64..1_000_000, minor in 0i64..1_000_000_000, discount in 0i64..=Discount::MAX, polish: bool,
        ) {
            let language = if polish { Language::Pl } else { Language::En };
            let terms = Terms {
                quantity: Quantity::known(quantity),
                price: Money { minor, currency: Currency::PLN },
                discount: Discount::known(discount),
                date: None,
            };
            let line = Line::new(Some(ProductId(1)), Name::known("Forklift"), terms).unwrap();
            let form = LineForm::of(&line, language);
            prop_assert_eq!(reading(language, &catalogue()).line(&form, None), Ok(line));
        }
    }
}
