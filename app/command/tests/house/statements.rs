//! What the database is asked: hearing each statement, and how it would go about one.

use super::{House, User};
use domain::{
    deal::{Entry, Facts, NewDeal},
    id::ProductId,
    ledger::Side,
    line::{Discount, Line, Quantity, Terms},
    money::Money,
    process::Process,
    text::{Name, Prose},
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};
use std::sync::{Arc, Mutex};
use store::{Location, bulk::BulkDeal};

/// The statements that were heard, oldest first.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    /// What was heard since it was asked last.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl House {
    /// The same house; every statement from now on is heard.
    pub fn overheard(mut self) -> (House, Heard) {
        let heard = Heard::default();
        let ear = heard.clone();
        self.store = self.store.clone().overheard(move |statement| ear.0.lock().unwrap().push(statement));
        (self, heard)
    }

    /// How the database would go about a statement, over indexes wherever it can.
    pub async fn plan(&self, statement: &str) -> String {
        let url = match &self.location {
            Location::File(path) => format!("sqlite:{}", path.display()),
            Location::Server(url) => url.clone(),
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        let (explain, column) = match db.get_database_backend() {
            DbBackend::Postgres => {
                db.execute_unprepared("VACUUM ANALYZE").await.unwrap();
                db.execute_unprepared("SET enable_seqscan = off").await.unwrap();
                ("EXPLAIN", 0)
            }
            _ => ("EXPLAIN QUERY PLAN", 3),
        };
        let asked = Statement::from_string(db.get_database_backend(), format!("{explain} {statement}"));
        let rows = db.query_all_raw(asked).await.unwrap();
        db.close().await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(column).unwrap()).collect();
        lines.join("\n")
    }

    /// So many open deals at once, in the stages in turn, with the first actions of the process done, and with values of
    /// which every odd percentage is half a cent; each has a line of this product, if there is one.
    pub async fn add_many(&self, by: &User, process: &Process, product: Option<ProductId>, count: usize) {
        let deals: Vec<BulkDeal> =
            (0..count).map(|number| self.bulk_deal(by, process, product, number)).collect();
        self.add_all(by, &deals).await;
    }

    /// Deals all at once, as an import brings them.
    pub async fn add_all(&self, by: &User, deals: &[BulkDeal]) {
        let tx = self.write(by).await;
        tx.add_deals(deals).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// One of [`House::add_many`].
    pub fn bulk_deal(
        &self,
        by: &User,
        process: &Process,
        product: Option<ProductId>,
        number: usize,
    ) -> BulkDeal {
        let actions: Vec<_> = process.actions().map(|(_, action)| action.id).collect();
        let value = Money { minor: 100 * number as i64 + 50, currency: self.currency() };
        let terms =
            Terms { quantity: Quantity::ONE, price: value, discount: Discount::default(), date: None };
        let line = |product| Line::new(Some(product), Name::known("Thing"), terms).unwrap();
        let facts = Facts {
            name: Name::known(format!("Deal {number}")),
            company: None,
            person: None,
            source: None,
            expected_close: None,
            value,
            owner: by.id,
            description: Prose::default(),
        };
        let new = NewDeal {
            facts,
            process: process.id,
            stage: process.stages[number % process.stages.len()].id,
            entry: Entry::Added,
            participants: vec![],
            forecast: Side { lines: product.map(line).into_iter().collect(), costs: vec![] },
            done: actions[..number % (actions.len() + 1)].to_vec(),
        };
        let at = store::now();
        BulkDeal {
            new,
            by: by.id,
            external_id: None,
            created_at: at,
            stage_since: at,
            tasks: vec![],
            story: vec![],
        }
    }

    fn currency(&self) -> domain::money::Currency {
        super::new_account().account.currency
    }
}
