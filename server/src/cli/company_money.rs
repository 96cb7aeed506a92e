//! What the believable company of the demo sells, and what that costs it.

use super::Failure;
use domain::{
    ledger::Side,
    line::{Cost, Discount, Line, Quantity, Terms},
    money::{Currency, Money},
    product::{Category, NewProduct, Product},
    text::Name,
};
use fastrand::Rng;
use store::Tx;

/// Name, code, price in minor units, currency.
const PRODUCTS: [(&str, &str, i64, Currency); 12] = [
    ("Wózek EP-12", "EP-12", 2_450_000, Currency::PLN),
    ("Ładowarka LI-48", "LI-48", 420_000, Currency::PLN),
    ("Serwis 24 mies.", "S-24", 960_000, Currency::PLN),
    ("Licencja roczna", "L-12", 120_000, Currency::PLN),
    ("Szkolenie (dzień)", "SZ-1", 280_000, Currency::PLN),
    ("Audyt", "AU-1", 650_000, Currency::PLN),
    ("Drukarka etykiet", "DE-4", 320_000, Currency::PLN),
    ("Wdrożenie (dzień)", "WD-1", 190_000, Currency::PLN),
    ("Licencja EU", "L-EU", 49_000, Currency::EUR),
    ("Wdrożenie EU (dzień)", "WD-EU", 48_000, Currency::EUR),
    ("Licencja US", "L-US", 52_000, Currency::USD),
    ("Wsparcie US", "W-US", 31_000, Currency::USD),
];
const CATEGORIES: [&str; 4] = ["Dostawa", "Podwykonawca", "Podróże", "Prowizja"];

/// The catalogue, from which deals are made up.
pub(super) struct Stock {
    products: Vec<Product>,
    categories: Vec<Category>,
}

impl Stock {
    pub(super) async fn new(tx: &Tx) -> Result<Stock, Failure> {
        let mut stock = Stock { products: vec![], categories: vec![] };
        for (name, code, minor, currency) in PRODUCTS {
            let new = NewProduct {
                name: Name::known(name),
                code: Some(Name::known(code)),
                price: Money { minor, currency },
                active: true,
            };
            stock.products.push(tx.add_product(&new).await?);
        }
        for (position, name) in (0..).zip(CATEGORIES) {
            stock.categories.push(tx.add_category(name, position).await?);
        }
        Ok(stock)
    }

    /// The lines and costs of a deal; every third one has a typed value only, and so none.
    pub(super) fn side(&self, currency: Currency, dice: &mut Rng) -> Side {
        let offered: Vec<&Product> =
            self.products.iter().filter(|product| product.price.currency == currency).collect();
        if dice.u64(..3) == 0 || offered.is_empty() {
            return Side::default();
        }
        let first = dice.usize(..offered.len());
        let several = (1 + dice.usize(..3)).min(offered.len());
        let chosen = (0..several).map(|step| offered[(first + step) % offered.len()]);
        let lines: Vec<Line> = chosen.filter_map(|product| line(product, dice)).collect();
        let costs = self.costs(&lines, currency, dice);
        Side { lines, costs }
    }

    /// Up to two costs, each a tenth or so of what the lines come to.
    fn costs(&self, lines: &[Line], currency: Currency, dice: &mut Rng) -> Vec<Cost> {
        let worth: i64 = lines.iter().map(|line| line.net.minor).sum();
        let first = dice.usize(..self.categories.len());
        let cost = |step: u64, dice: &mut Rng| {
            let category = &self.categories[(first + step as usize) % self.categories.len()];
            Cost {
                id: None,
                category: category.id,
                name: category.name.clone(),
                amount: Money {
                    minor: worth / 100 * (4 + dice.u64(..14)) as i64 / 10_000 * 10_000,
                    currency,
                },
                date: None,
                note: String::new(),
                copied: false,
            }
        };
        (0..dice.u64(..3)).map(|step| cost(step, dice)).collect()
    }
}

fn line(product: &Product, dice: &mut Rng) -> Option<Line> {
    let many = if product.price.minor > 1_000_000 { 1 + dice.u64(..4) } else { 1 + dice.u64(..12) };
    let terms = Terms {
        quantity: Quantity::known(many as i64 * 1_000),
        price: product.price,
        discount: Discount::known([0, 0, 0, 0, 500, 1_000][dice.usize(..6)]),
        date: None,
    };
    Line::new(Some(product.id), product.name.clone(), terms).ok()
}
