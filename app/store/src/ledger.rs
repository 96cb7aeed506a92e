//! Product lines and costs of deals, and what a deal's row keeps of their sums (M2 to M5).

use crate::{
    Result, Tx,
    entity::{category, cost, deal, line},
    error::read,
};
use domain::{
    id::{CategoryId, CostId, DealId, LineId, ProductId},
    ledger::{Kind, Ledger, Side},
    line::{Cost, Discount, Line, Quantity, Terms},
    money::{Currency, Money},
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

impl Tx {
    /// The lines and costs of a deal that this user was found to see.
    pub async fn ledger(&self, deal: DealId, currency: Currency) -> Result<Ledger> {
        let mut ledger = Ledger::default();
        let lines = line::Entity::find()
            .filter(line::Column::DealId.eq(deal.0))
            .order_by_asc(line::Column::Position)
            .all(self.db())
            .await?;
        for row in lines {
            side(&mut ledger, &row.kind)?.lines.push(read_line(row, currency));
        }
        let costs = cost::Entity::find()
            .find_also_related(category::Entity)
            .filter(cost::Column::DealId.eq(deal.0))
            .order_by_asc(cost::Column::Position)
            .all(self.db())
            .await?;
        for (row, category) in costs {
            let name = category.map(|category| category.name).unwrap_or_default();
            side(&mut ledger, &row.kind)?.costs.push(read_cost(row, name, currency));
        }
        Ok(ledger)
    }

    /// Makes these the deal's lines of this kind: what is gone is deleted, what stays keeps its number.
    pub(crate) async fn set_lines(&self, deal: DealId, kind: Kind, lines: &[Line]) -> Result<()> {
        line::Entity::delete_many()
            .filter(line::Column::DealId.eq(deal.0))
            .filter(line::Column::Kind.eq(kind.code()))
            .filter(line::Column::Id.is_not_in(lines.iter().filter_map(|line| line.id).map(|id| id.0)))
            .exec(self.db())
            .await?;
        for (position, line) in lines.iter().enumerate() {
            let row = line_row(deal, kind, position, line);
            match line.id {
                Some(id) => drop(line::ActiveModel { id: Unchanged(id.0), ..row }.update(self.db()).await?),
                None => drop(row.insert(self.db()).await?),
            }
        }
        if kind == Kind::Forecast {
            let itemised = Set(!lines.is_empty());
            let row = deal::ActiveModel { id: Unchanged(deal.0), itemised, ..Default::default() };
            row.update(self.db()).await?;
        }
        Ok(())
    }

    /// Makes these the deal's costs of this kind.
    pub(crate) async fn set_costs(&self, deal: DealId, kind: Kind, costs: &[Cost]) -> Result<()> {
        cost::Entity::delete_many()
            .filter(cost::Column::DealId.eq(deal.0))
            .filter(cost::Column::Kind.eq(kind.code()))
            .filter(cost::Column::Id.is_not_in(costs.iter().filter_map(|cost| cost.id).map(|id| id.0)))
            .exec(self.db())
            .await?;
        for (position, cost) in costs.iter().enumerate() {
            let row = cost_row(deal, kind, position, cost);
            match cost.id {
                Some(id) => drop(cost::ActiveModel { id: Unchanged(id.0), ..row }.update(self.db()).await?),
                None => drop(row.insert(self.db()).await?),
            }
        }
        if kind == Kind::Forecast {
            let cost_minor = Set(costs.iter().map(|cost| cost.amount.minor).sum());
            let row = deal::ActiveModel { id: Unchanged(deal.0), cost_minor, ..Default::default() };
            row.update(self.db()).await?;
        }
        Ok(())
    }
}

fn side<'a>(ledger: &'a mut Ledger, kind: &str) -> Result<&'a mut Side> {
    Ok(match read("kind", kind)? {
        Kind::Forecast => &mut ledger.forecast,
        Kind::Realised => &mut ledger.realised,
    })
}

fn read_line(row: line::Model, currency: Currency) -> Line {
    let money = |minor| Money { minor, currency };
    Line {
        id: Some(LineId(row.id)),
        product: row.product_id.map(ProductId),
        name: Name::known(row.name),
        terms: Terms {
            quantity: Quantity::known(row.quantity),
            price: money(row.price_minor),
            discount: Discount::known(row.discount),
            date: row.date,
        },
        net: money(row.net_minor),
        copied: row.copied,
    }
}

fn read_cost(row: cost::Model, name: String, currency: Currency) -> Cost {
    Cost {
        id: Some(CostId(row.id)),
        category: CategoryId(row.category_id),
        name: Name::known(name),
        amount: Money { minor: row.amount_minor, currency },
        date: row.date,
        note: row.note,
        copied: row.copied,
    }
}

pub(crate) fn line_row(deal: DealId, kind: Kind, position: usize, line: &Line) -> line::ActiveModel {
    line::ActiveModel {
        id: NotSet,
        deal_id: Set(deal.0),
        kind: Set(kind.code().into()),
        position: Set(position as i64),
        product_id: Set(line.product.map(|id| id.0)),
        name: Set(line.name.as_str().into()),
        folded: Set(fold(line.name.as_str())),
        quantity: Set(line.terms.quantity.thousandths()),
        price_minor: Set(line.terms.price.minor),
        discount: Set(line.terms.discount.hundredths()),
        net_minor: Set(line.net.minor),
        date: Set(line.terms.date),
        copied: Set(line.copied),
    }
}

pub(crate) fn cost_row(deal: DealId, kind: Kind, position: usize, cost: &Cost) -> cost::ActiveModel {
    cost::ActiveModel {
        id: NotSet,
        deal_id: Set(deal.0),
        kind: Set(kind.code().into()),
        position: Set(position as i64),
        category_id: Set(cost.category.0),
        amount_minor: Set(cost.amount.minor),
        date: Set(cost.date),
        note: Set(cost.note.clone()),
        copied: Set(cost.copied),
    }
}
