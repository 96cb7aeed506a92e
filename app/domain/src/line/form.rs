//! Forms of lines and costs, and how they are read (M3, M4).

use super::{Cost, Discount, Line, Quantity, Terms};
use crate::{
    day,
    id::{CategoryId, CostId, LineId, ProductId},
    money::{Currency, Money},
    notation::Notation,
    product::Catalogue,
    refusal::{self, Field, Refusal},
    text::Name,
    together,
};
use serde::{Deserialize, Serialize};

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

/// What forms of lines are read with: the deal's currency, how its numbers are written, what can be chosen.
#[derive(Clone, Copy)]
pub struct LineParser<'a> {
    pub currency: Currency,
    pub notation: &'a Notation,
    pub catalogue: &'a Catalogue,
}

impl LineParser<'_> {
    /// The most lines, and the most costs, that a deal may have of each kind.
    pub const MAX: usize = 200;

    /// The lines of a form, in place of those before. A refusal says at which line.
    pub fn lines(&self, forms: &[LineForm], before: &[Line]) -> Result<Vec<Line>, Refusal> {
        require_once(forms.iter().map(|form| form.id))?;
        let line = |form: &LineForm| self.line(form, before.iter().find(|line| line.id == form.id));
        numbered(forms, line)
    }

    /// The costs of a form, in place of those before. A refusal says at which line.
    pub fn costs(&self, forms: &[CostForm], before: &[Cost]) -> Result<Vec<Cost>, Refusal> {
        require_once(forms.iter().map(|form| form.id))?;
        let cost = |form: &CostForm| self.cost(form, before.iter().find(|cost| cost.id == form.id));
        numbered(forms, cost)
    }

    /// A line; `before` is the one of the same id, if there is one. What stands already may go on standing, even if
    /// its product is no longer offered, or priced in another currency by now.
    pub fn line(&self, form: &LineForm, before: Option<&Line>) -> Result<Line, Refusal> {
        let (name, quantity, price, discount, date) = together!(
            name: self.sold(form, before),
            quantity: Quantity::parse(&form.quantity, self.notation),
            price: Money::parse(Field::Price, &form.price, self.currency, self.notation),
            discount: Discount::parse(&form.discount, self.notation),
            date: day::parse_optional(Field::Date, &form.date),
        )?;
        let terms = Terms { quantity, price, discount, date };
        let id = before.and_then(|line| line.id);
        let line = Line { id, copied: true, ..Line::new(form.product, name, terms)? };
        // What nobody changed is still what winning brought.
        Ok(Line { copied: before == Some(&line), ..line })
    }

    /// The name of what a line sells: as typed, or that of its product.
    fn sold(&self, form: &LineForm, before: Option<&Line>) -> Result<Name, Refusal> {
        let known = |id| self.catalogue.product(id, before.and_then(|line| line.product));
        let product = form.product.map(known).transpose()?;
        let new = before.is_none_or(|line| line.product != form.product);
        let other = product.map(|product| product.price.currency).filter(|it| new && *it != self.currency);
        if let Some(currency) = other {
            return Err(Refusal::OtherCurrency { field: Field::Product, currency });
        }
        let typed = Name::parse_optional(Field::Product, &form.name)?;
        let name = typed.or_else(|| product.map(|product| product.name.clone()));
        name.ok_or(Refusal::Empty { field: Field::Product })
    }

    fn cost(&self, form: &CostForm, before: Option<&Cost>) -> Result<Cost, Refusal> {
        let category = form.category.ok_or(Refusal::Empty { field: Field::Category });
        let (category, note, amount, date) = together!(
            category: category.and_then(|id| self.catalogue.category(id)),
            note: Name::parse_optional(Field::Note, &form.note),
            amount: Money::parse(Field::Amount, &form.amount, self.currency, self.notation),
            date: day::parse_optional(Field::Date, &form.date),
        )?;
        let cost = Cost {
            id: before.and_then(|cost| cost.id),
            category: category.id,
            name: category.name.clone(),
            amount,
            date,
            note: note.map(|note| note.to_string()).unwrap_or_default(),
            copied: true,
        };
        Ok(Cost { copied: before == Some(&cost), ..cost })
    }
}

/// Refuses a row that is named twice, and more rows than a deal may have.
fn require_once<I: Ord>(ids: impl ExactSizeIterator<Item = Option<I>>) -> Result<(), Refusal> {
    if ids.len() > LineParser::MAX {
        return Err(Refusal::TooMany { max: LineParser::MAX });
    }
    let mut named: Vec<I> = ids.flatten().collect();
    let count = named.len();
    named.sort();
    named.dedup();
    if named.len() == count { Ok(()) } else { Err(Refusal::MalformedRequest) }
}

fn numbered<F, T>(forms: &[F], read: impl Fn(&F) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    let at = |(line, form)| read(form).map_err(|refusal| refusal.in_line(line));
    refusal::all(forms.iter().enumerate().map(at))
}

impl LineForm {
    /// The form of a line, as one would type it.
    pub fn of(line: &Line, notation: &Notation) -> LineForm {
        LineForm {
            id: line.id,
            product: line.product,
            name: line.name.to_string(),
            quantity: line.terms.quantity.write(notation),
            price: line.terms.price.typed(notation),
            discount: line.terms.discount.write(notation),
            date: line.terms.date.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

impl CostForm {
    /// The form of a cost, as one would type it.
    pub fn of(cost: &Cost, notation: &Notation) -> CostForm {
        CostForm {
            id: cost.id,
            category: Some(cost.category),
            amount: cost.amount.typed(notation),
            date: cost.date.map(|day| day.to_string()).unwrap_or_default(),
            note: cost.note.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::tests::{english, polish};
    use crate::product::{Category, Product};
    use proptest::prelude::*;

    fn catalogue() -> Catalogue {
        let product = |id: i64, name: &str, currency, active| Product {
            id: ProductId(id),
            name: Name::known(name),
            code: None,
            price: Money { minor: 123_450, currency },
            active,
            version: 1,
        };
        Catalogue {
            products: vec![
                product(1, "Forklift", Currency::PLN, true),
                product(2, "Old forklift", Currency::PLN, false),
                product(3, "Fork lift truck", Currency::EUR, true),
            ],
            categories: vec![Category { id: CategoryId(1), name: Name::known("Delivery") }],
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
        parser(&english(), &catalogue()).line(form, None)
    }

    fn parser<'a>(notation: &'a Notation, catalogue: &'a Catalogue) -> LineParser<'a> {
        LineParser { currency: Currency::PLN, notation, catalogue }
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
            ("1", "100000000000", "", Money::MAX),
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
    fn all_that_is_wrong_with_lines_is_told_at_once() {
        let bad = LineForm { product: None, quantity: "a".into(), date: "soon".into(), ..form() };
        let lines = [form(), bad, LineForm { price: "".into(), ..form() }];
        let refused = parser(&english(), &catalogue()).lines(&lines, &[]).unwrap_err();
        let at = |refusal: &Refusal| match refusal {
            Refusal::InLine { line, .. } => (*line, refusal.field().unwrap()),
            other => panic!("{other:?}"),
        };
        let want = [(1, Field::Product), (1, Field::Quantity), (1, Field::Date), (2, Field::Price)];
        assert_eq!(refused.each().iter().map(at).collect::<Vec<_>>(), want);
    }

    #[test]
    fn a_line_keeps_a_product_that_is_no_longer_offered() {
        let form = LineForm { id: Some(LineId(1)), product: Some(ProductId(2)), ..form() };
        let before = Line {
            product: Some(ProductId(2)),
            ..parse(&LineForm { product: Some(ProductId(1)), ..form.clone() }).unwrap()
        };
        assert!(parser(&english(), &catalogue()).line(&form, Some(&before)).is_ok());
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
        let parse = |form: &CostForm| parser(&polish(), &catalogue()).cost(form, None);
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

    #[test]
    fn a_form_names_each_row_once_and_not_too_many() {
        let catalogue = catalogue();
        let english = english();
        let parser = parser(&english, &catalogue);
        let before = [Line { id: Some(LineId(7)), ..parser.line(&form(), None).unwrap() }];
        let twice = LineForm { id: Some(LineId(7)), ..form() };
        assert_eq!(parser.lines(&[twice.clone(), twice], &before), Err(Refusal::MalformedRequest));
        let many = vec![form(); LineParser::MAX + 1];
        assert_eq!(parser.lines(&many, &before), Err(Refusal::TooMany { max: LineParser::MAX }));
    }

    #[test]
    fn what_nobody_changed_is_still_a_copy() {
        let catalogue = catalogue();
        let english = english();
        let parser = parser(&english, &catalogue);
        let line = Line { id: Some(LineId(7)), copied: true, ..parser.line(&form(), None).unwrap() };
        let same = LineForm::of(&line, &english);
        let other = LineForm { quantity: "2".into(), ..same.clone() };
        let copied = |form: LineForm| parser.line(&form, Some(&line)).unwrap().copied;
        assert!(copied(same) && !copied(other));
        // A product that changed its currency meanwhile stays on the lines that have it.
        let euros = Line { product: Some(ProductId(3)), ..line.clone() };
        assert!(parser.line(&LineForm::of(&euros, &english), Some(&euros)).is_ok());
    }

    proptest! {
        #[test]
        fn a_line_reads_back_from_its_form(
            quantity in 0i64..1_000_000, minor in 0i64..1_000_000_000, discount in 0i64..=Discount::MAX, polish: bool,
        ) {
            let notation = &if polish { self::polish() } else { english() };
            let terms = Terms {
                quantity: Quantity::known(quantity),
                price: Money { minor, currency: Currency::PLN },
                discount: Discount::known(discount),
                date: None,
            };
            let line = Line::new(Some(ProductId(1)), Name::known("Forklift"), terms).unwrap();
            let form = LineForm::of(&line, notation);
            prop_assert_eq!(parser(notation, &catalogue()).line(&form, None), Ok(line));
        }
    }
}
