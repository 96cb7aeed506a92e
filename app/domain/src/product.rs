//! The catalogue: what is sold, and the categories of what it costs (M3, M4).

use crate::{
    id::{CategoryId, ProductId},
    money::Money,
    notation::Notation,
    people::Language,
    refusal::{Field, Refusal},
    text::Name,
    together,
};
use serde::{Deserialize, Serialize};

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub id: ProductId,
    pub name: Name,
    /// The company's own number for it, if it has one; no two products share it.
    pub code: Option<Name>,
    /// What a line begins with.
    pub price: Money,
    /// Offered for new lines; old ones keep a product that no longer is.
    pub active: bool,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
}

/// A product as its form sends it; one without an id is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductForm {
    pub id: Option<ProductId>,
    pub name: String,
    /// May be empty.
    pub code: String,
    pub price: String,
    pub currency: String,
    pub active: bool,
    /// The version that was opened; a new one has none.
    #[serde(default)]
    pub version: i64,
    /// In which its price is written; in the user's own, unless it says.
    #[serde(default)]
    pub language: Option<Language>,
}

/// A product that was read from its form, on its way to the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProduct {
    pub name: Name,
    pub code: Option<Name>,
    pub price: Money,
    pub active: bool,
}

impl ProductForm {
    /// Reads the form, whose numbers are written so.
    pub fn parse(&self, notation: &Notation) -> Result<NewProduct, Refusal> {
        let (name, code, price) = together!(
            name: Name::parse(Field::Name, &self.name),
            code: Name::parse_optional(Field::Code, &self.code),
            price: Money::parse_in(Field::Price, &self.price, &self.currency, notation),
        )?;
        Ok(NewProduct { name, code, price, active: self.active })
    }
}

/// A category of costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub name: Name,
}

/// A category as its form sends it; one without an id is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryForm {
    pub id: Option<CategoryId>,
    pub name: String,
}

/// Whether costs are counted, and of which categories (M4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostSettings {
    pub costs: bool,
    pub categories: Vec<Category>,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
}

/// What lines and costs can be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// By name.
    pub products: Vec<Product>,
    /// In order; none while costs are off.
    pub categories: Vec<Category>,
}

impl Catalogue {
    /// The product of this name that can be chosen, whatever its case.
    pub fn named(&self, name: &str) -> Option<&Product> {
        let name = name.trim().to_lowercase();
        self.products.iter().find(|p| p.active && p.name.as_str().to_lowercase() == name)
    }

    /// A product that may stand on a line: active, or `before` already.
    pub fn product(&self, id: ProductId, before: Option<ProductId>) -> Result<&Product, Refusal> {
        let found = self.products.iter().find(|product| product.id == id);
        found
            .filter(|product| product.active || before == Some(id))
            .ok_or(Refusal::Unknown { field: Field::Product })
    }

    /// A category that is there.
    pub fn category(&self, id: CategoryId) -> Result<&Category, Refusal> {
        let found = self.categories.iter().find(|category| category.id == id);
        found.ok_or(Refusal::Unknown { field: Field::Category })
    }
}
