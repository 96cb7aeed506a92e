//! What many rows refer to by name: people, companies, sources, products, processes; found, or made on the way.

use crate::{
    Result, Tx,
    catalogue::{category_row, product_row, read_product},
    entity::{company, deal, person, process, source, user},
    process::load,
    revision::{insert_process, insert_stage},
};
use domain::{
    id::{CategoryId, CompanyId, PersonId, SourceId, StageId},
    log::Thing,
    people::User,
    process::{Ageing, Process, ProcessForm, Stage},
    product::{Category, NewProduct, Product},
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};
use std::collections::HashMap;

impl Tx {
    /// The active users, each with their name without case and accents; two may have the same.
    pub async fn users(&self) -> Result<Vec<(String, User)>> {
        let rows = user::Entity::find().filter(user::Column::Active.eq(true)).all(self.db()).await?;
        rows.into_iter().map(|row| Ok((row.folded.clone(), row.try_into()?))).collect()
    }

    /// The companies, by name without case and accents.
    pub async fn companies(&self) -> Result<HashMap<String, CompanyId>> {
        let rows =
            company::Entity::find().filter(company::Column::MergedIntoId.is_null()).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| (row.folded, CompanyId(row.id))).collect())
    }

    pub async fn add_company(&self, name: &str) -> Result<CompanyId> {
        let row = company::ActiveModel {
            name: Set(name.into()),
            folded: Set(fold(name)),
            created_at: Set(self.now()),
            creator_id: Set(Some(self.user().id.0)),
            ..Default::default()
        };
        Ok(CompanyId(row.insert(self.db()).await?.id))
    }

    pub async fn add_person(&self, first: &str, last: &str, company: Option<CompanyId>) -> Result<PersonId> {
        let row = person::ActiveModel {
            company_id: Set(company.map(|id| id.0)),
            first_name: Set(first.into()),
            last_name: Set(last.into()),
            folded: Set(fold(&format!("{first} {last}"))),
            created_at: Set(self.now()),
            creator_id: Set(Some(self.user().id.0)),
            ..Default::default()
        };
        Ok(PersonId(row.insert(self.db()).await?.id))
    }

    /// The source of this name, added when it is new.
    pub async fn source(&self, name: &str) -> Result<SourceId> {
        let position = source::Entity::find().count(self.db()).await? as i64;
        source(self.db(), name, position).await
    }

    pub async fn add_product(&self, product: &NewProduct) -> Result<Product> {
        read_product(product_row(product).insert(self.db()).await?)
    }

    pub async fn add_category(&self, name: &str, position: i64) -> Result<Category> {
        let row = category_row(name, position).insert(self.db()).await?;
        Ok(Category { id: CategoryId(row.id), name: Name::known(row.name) })
    }

    /// The process of this name, added when it is new; stages that it lacks are added at its end. Where nobody has begun
    /// to work with the process that the account began with, the new one becomes the default: its deals are what one
    /// wants to see first (B1).
    pub async fn process_named(&self, name: &str, stages: &[String]) -> Result<Process> {
        let db = self.db();
        let found = process::Entity::find().filter(process::Column::Name.eq(name)).one(db).await?;
        let Some(found) = found else {
            let names: Vec<&str> = stages.iter().map(String::as_str).collect();
            let new =
                Process { default: self.is_unbegun().await?, ..ProcessForm::plain(name, &names).create()? };
            self.one_default(&new).await?;
            let process = insert_process(db, &new).await?;
            self.touch(Thing::Process(process.id));
            return Ok(process);
        };
        let mut process = load(db, vec![found]).await?.remove(0);
        let lacks =
            |name: &&String| !process.stages.iter().any(|stage| fold(stage.name.as_str()) == fold(name));
        let missing: Vec<&String> = stages.iter().filter(lacks).collect();
        if missing.is_empty() {
            return Ok(process);
        }
        for name in missing {
            let position = process.stages.len() as i64;
            let mut stage = Stage {
                id: StageId(0),
                name: Name::known(name),
                hint: String::new(),
                ageing: Ageing::default(),
                actions: vec![],
            };
            stage.id = insert_stage(db, process.id, &stage, position).await?;
            process.stages.push(stage);
        }
        // Who has its editor open must not save over the new stages.
        process.version += 1;
        let row = process::ActiveModel {
            id: Unchanged(process.id.0),
            version: Set(process.version),
            ..Default::default()
        };
        row.update(db).await?;
        self.touch(Thing::Process(process.id));
        Ok(process)
    }

    /// Whether the only process is as it was made, and holds no deal.
    async fn is_unbegun(&self) -> Result<bool> {
        let processes = process::Entity::find().all(self.db()).await?;
        let untouched = processes.len() == 1 && processes[0].version == 1;
        Ok(untouched && deal::Entity::find().count(self.db()).await? == 0)
    }
}

pub(crate) async fn source(db: &impl ConnectionTrait, name: &str, position: i64) -> Result<SourceId> {
    if let Some(row) = source::Entity::find().filter(source::Column::Name.eq(name)).one(db).await? {
        return Ok(SourceId(row.id));
    }
    let row = source::ActiveModel {
        name: Set(name.into()),
        position: Set(position),
        active: Set(true),
        ..Default::default()
    };
    Ok(SourceId(row.insert(db).await?.id))
}
