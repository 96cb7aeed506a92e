//! The catalogue: products, and the categories of costs (M3, M4).

use crate::{
    Result, Tx,
    entity::{account, category, cost, product},
    error::read,
};
use domain::{
    id::{CategoryId, ProductId},
    log::Thing,
    money::Money,
    product::{Catalogue, Category, CostSettings, NewProduct, Product},
    refusal::{Field, Refusal},
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, SqlErr,
};

impl Tx {
    /// Every product by name, and the categories where costs are counted.
    pub async fn catalogue(&self) -> Result<Catalogue> {
        let rows = product::Entity::find().all(self.db()).await?;
        let mut products = rows.into_iter().map(read_product).collect::<Result<Vec<_>>>()?;
        // Databases would put Ł behind Z.
        products.sort_by_cached_key(|product| fold(product.name.as_str()));
        let categories = if self.account().costs { self.categories().await? } else { vec![] };
        Ok(Catalogue { products, categories })
    }

    /// The categories of costs, in order, whether costs are counted or not.
    pub async fn categories(&self) -> Result<Vec<Category>> {
        let rows = category::Entity::find().order_by_asc(category::Column::Position).all(self.db()).await?;
        let category =
            |row: category::Model| Category { id: CategoryId(row.id), name: Name::known(row.name) };
        Ok(rows.into_iter().map(category).collect())
    }

    /// A product of the catalogue.
    pub async fn product(&self, id: ProductId) -> Result<Product> {
        let row = product::Entity::find_by_id(id.0).one(self.db()).await?;
        read_product(row.ok_or(Refusal::NotFound)?)
    }

    /// Whether costs are counted, and all their categories.
    pub async fn cost_settings(&self) -> Result<CostSettings> {
        let account = self.account_row().await?;
        let categories = self.categories().await?;
        Ok(CostSettings { costs: account.costs, categories, version: account.costs_version })
    }

    /// Adds a product, or changes one, as this version. Refused when another has its name or code.
    pub async fn save_product(
        &self,
        id: Option<ProductId>,
        version: i64,
        product: &NewProduct,
    ) -> Result<ProductId> {
        self.require_free_code(id, product).await?;
        let row = product::ActiveModel { version: Set(version), ..product_row(product) };
        let saved = match id {
            Some(id) => product::ActiveModel { id: Unchanged(id.0), ..row }.update(self.db()).await,
            None => row.insert(self.db()).await,
        };
        let id = ProductId(saved.map_err(taken(Field::Name))?.id);
        self.touch(Thing::Product(id));
        Ok(id)
    }

    /// As [`Tx::save_product`], so that it can be taken back with the import that does it (I3).
    pub async fn import_product(
        &self,
        id: Option<ProductId>,
        version: i64,
        product: &NewProduct,
    ) -> Result<ProductId> {
        let before = match id {
            Some(id) => product::Entity::find_by_id(id.0).one(self.db()).await?,
            None => None,
        };
        let id = self.save_product(id, version, product).await?;
        self.keep_product(id.0, before);
        Ok(id)
    }

    async fn require_free_code(&self, id: Option<ProductId>, product: &NewProduct) -> Result<()> {
        let Some(code) = &product.code else { return Ok(()) };
        let others = product::Entity::find()
            .filter(product::Column::Code.eq(code.as_str()))
            .filter(product::Column::Id.ne(id.map_or(0, |id| id.0)));
        match others.count(self.db()).await? {
            0 => Ok(()),
            _ => Err(Refusal::NameTaken { field: Field::Code }.into()),
        }
    }

    /// Writes the list of categories as it was edited, as this version, and whether costs are counted (M4): categories
    /// are added, renamed, reordered, and those that are not in it are deleted. Refused where there are costs of one.
    /// Switched off, what there is of costs stays.
    pub async fn save_cost_settings(
        &self,
        version: i64,
        names: &[(Option<CategoryId>, Name)],
        costs: bool,
    ) -> Result<()> {
        let known = self.categories().await?;
        for gone in known.iter().filter(|category| !names.iter().any(|(id, _)| *id == Some(category.id))) {
            self.delete_category(gone).await?;
        }
        self.save_categories(&known, names).await?;
        let account = account::ActiveModel {
            id: Unchanged(1),
            costs: Set(costs),
            costs_version: Set(version),
            ..Default::default()
        };
        account.update(self.db()).await?;
        self.touch(Thing::Costs);
        Ok(())
    }

    async fn save_categories(&self, known: &[Category], names: &[(Option<CategoryId>, Name)]) -> Result<()> {
        for (position, (id, _)) in names.iter().enumerate() {
            match id {
                Some(id) if known.iter().any(|category| category.id == *id) => {
                    self.call_category(*id, &format!("\u{1}{position}")).await?
                }
                Some(_) => return Err(Refusal::Unknown { field: Field::Category }.in_line(position).into()),
                None => {}
            }
        }
        for (position, (id, name)) in names.iter().enumerate() {
            let row = category_row(name.as_str(), position as i64);
            let saved = match id {
                Some(id) => category::ActiveModel { id: Unchanged(id.0), ..row }.update(self.db()).await,
                None => row.insert(self.db()).await,
            };
            saved.map_err(|error| match taken(Field::Category)(error) {
                crate::Error::Refused(refusal) => refusal.in_line(position).into(),
                broken => broken,
            })?;
        }
        Ok(())
    }

    /// Gives a category a name that nobody types, so that two can change theirs in one go.
    async fn call_category(&self, id: CategoryId, name: &str) -> Result<()> {
        let row = category::ActiveModel { id: Unchanged(id.0), name: Set(name.into()), ..Default::default() };
        row.update(self.db()).await?;
        Ok(())
    }

    async fn delete_category(&self, category: &Category) -> Result<()> {
        let used = cost::Entity::find().filter(cost::Column::CategoryId.eq(category.id.0));
        if used.count(self.db()).await? > 0 {
            return Err(Refusal::CategoryInUse { category: category.name.to_string() }.into());
        }
        category::Entity::delete_by_id(category.id.0).exec(self.db()).await?;
        Ok(())
    }
}

pub(crate) fn read_product(row: product::Model) -> Result<Product> {
    Ok(Product {
        id: ProductId(row.id),
        name: Name::known(row.name),
        code: row.code.map(Name::known),
        price: Money { minor: row.price_minor, currency: read("product.currency", &row.currency)? },
        active: row.active,
        version: row.version,
    })
}

pub(crate) fn product_row(product: &NewProduct) -> product::ActiveModel {
    product::ActiveModel {
        id: NotSet,
        name: Set(product.name.as_str().into()),
        code: Set(product.code.as_ref().map(|code| code.as_str().into())),
        price_minor: Set(product.price.minor),
        currency: Set(product.price.currency.code().into()),
        active: Set(product.active),
        version: Set(1),
    }
}

pub(crate) fn category_row(name: &str, position: i64) -> category::ActiveModel {
    category::ActiveModel {
        id: NotSet,
        name: Set(name.into()),
        folded: Set(fold(name)),
        position: Set(position),
    }
}

fn taken(field: Field) -> impl Fn(sea_orm::DbErr) -> crate::Error {
    move |error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::NameTaken { field }.into(),
        _ => error.into(),
    }
}
