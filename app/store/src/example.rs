//! The deals that a new account may begin with, and taking them away for good (A1).

use crate::{
    Result, Tx,
    bulk::{BulkDeal, BulkTask, Happened},
    entity::{
        access_request, audit, change, closure, company, completion, contact_note, cost, deal, example, file,
        history, line, note, notice, participant, person, task, touched,
    },
    import::IMPORT_SLICE,
};
use chrono::Days;
use domain::{
    contact::{CompanyForm, Contact, PersonForm},
    deal::{Entry, Facts, NewDeal},
    example::Example,
    id::{CompanyId, DealId, PersonId},
    ledger::Side,
    log::Thing,
    money::Money,
    process::Process,
    task::Due,
    text::{Name, Prose},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::{Query, SelectStatement},
};
use std::collections::BTreeMap;

const DEAL: &str = "deal";
const COMPANY: &str = "company";
const PERSON: &str = "person";

impl Tx {
    /// Adds examples to the default process, as deals of whoever asks.
    pub async fn add_examples(&self, examples: &[Example]) -> Result<()> {
        let (process, mut clients, mut deals) = (self.process(None).await?, BTreeMap::new(), vec![]);
        for example in examples {
            let client = match clients.get(&example.company) {
                Some(client) => *client,
                None => self.example_client(example).await?,
            };
            clients.insert(&example.company, client);
            deals.push(self.example_deal(&process, example, client));
        }
        let added = self.add_deals(&deals).await?;
        let (companies, persons): (Vec<CompanyId>, Vec<PersonId>) = clients.into_values().unzip();
        let rows = added
            .iter()
            .map(|deal| (DEAL, deal.0))
            .chain(companies.iter().map(|company| (COMPANY, company.0)))
            .chain(persons.iter().map(|person| (PERSON, person.0)))
            .map(|(kind, id)| example::ActiveModel { kind: Set(kind.into()), id: Set(id) });
        example::Entity::insert_many(rows).exec_without_returning(self.db()).await?;
        Ok(())
    }

    async fn example_client(&self, example: &Example) -> Result<(CompanyId, PersonId)> {
        let Example { company: name, city, person: (first_name, last_name), .. } = example.clone();
        let form = CompanyForm { name: name.clone(), city, ..CompanyForm::default() };
        let company = self.save_company(None, 1, &form.parse()?).await?;
        let (company_name, company_id) = (name, Some(company));
        let form =
            PersonForm { first_name, last_name, company: company_name, company_id, ..PersonForm::default() };
        Ok((company, self.save_person(None, 1, &form.parse()?).await?))
    }

    fn example_deal(
        &self,
        process: &Process,
        example: &Example,
        (company, person): (CompanyId, PersonId),
    ) -> BulkDeal {
        let (me, today, currency) = (self.user().id, self.wall_clock().date(), self.account().currency);
        let since = self.now() - Days::new(example.days);
        let facts = Facts {
            name: Name::known(example.name.as_str()),
            company: Some(company),
            person: Some(person),
            source: None,
            expected_close: Some(today + Days::new(example.closes_in)),
            value: Money { minor: currency.minor(example.value), currency },
            owner: me,
            description: Prose::known(example.description.as_str()),
        };
        let new = NewDeal {
            facts,
            process: process.id,
            stage: process.stages[example.stage.min(process.stages.len() - 1)].id,
            entry: Entry::Added,
            participants: vec![],
            forecast: Side::default(),
            done: process.actions().take(example.done).map(|(_, action)| action.id).collect(),
        };
        let story = new.events().into_iter().map(|event| Happened { by: me, at: since, event }).collect();
        let tasks = example.task.iter().map(|task| BulkTask {
            title: task.title.clone(),
            kind: task.kind,
            due: Some(Due { date: today + chrono::Duration::days(task.due_in), time: None }),
            done_at: None,
        });
        BulkDeal {
            new,
            by: me,
            external_id: None,
            created_at: since,
            stage_since: since,
            tasks: tasks.collect(),
            story,
        }
    }

    /// How many deals are examples.
    pub async fn examples(&self) -> Result<usize> {
        let deals = example::Entity::find().filter(example::Column::Kind.eq(DEAL));
        Ok(deals.count(self.db()).await? as usize)
    }

    /// Takes the examples away for good: deals with all that belongs to them, and those of their clients that nobody
    /// changed and to whom nothing else belongs. No change of them can be taken back any more.
    pub async fn remove_examples(&self) -> Result<()> {
        let rows = example::Entity::find().all(self.db()).await?;
        let things = rows.iter().map(|row| match row.kind.as_str() {
            COMPANY => Thing::Contact(Contact::Company(CompanyId(row.id))),
            PERSON => Thing::Contact(Contact::Person(PersonId(row.id))),
            _ => Thing::Deal(DealId(row.id)),
        });
        things.chain([Thing::Account]).for_each(|thing| self.touch(thing));
        self.remove_deals(&examples(DEAL)).await?;
        self.remove_unused_contacts().await?;
        example::Entity::delete_many().exec(self.db()).await?;
        Ok(())
    }

    /// Removes deals and everything that belongs to them, in a fixed number of statements. Their files are collected from
    /// the folder later.
    pub(crate) async fn remove_deals(&self, deals: &SelectStatement) -> Result<()> {
        macro_rules! remove {
            ($($table:ident)*) => {$(
                let of_these = $table::Column::DealId.in_subquery(deals.clone());
                $table::Entity::delete_many().filter(of_these).exec(self.db()).await?;
            )*};
        }
        remove!(notice access_request task cost line closure file note history completion participant);
        // The audit keeps what was done.
        audit::Entity::update_many()
            .set(audit::ActiveModel { deal_id: Set(None), ..Default::default() })
            .filter(audit::Column::DealId.in_subquery(deals.clone()))
            .exec(self.db())
            .await?;
        // The images of their rows go, too: nothing could be taken back to them. Of an import the others stay.
        let changed = Query::select()
            .column(touched::Column::Seq)
            .from(touched::Entity)
            .and_where(touched::Column::Kind.eq("deal"))
            .and_where(touched::Column::Id.in_subquery(deals.clone()))
            .to_owned();
        change::Entity::update_many()
            .set(change::ActiveModel { inverse: Set(None), ..Default::default() })
            .filter(change::Column::Seq.in_subquery(changed))
            .filter(change::Column::Command.ne(IMPORT_SLICE))
            .exec(self.db())
            .await?;
        let these = deal::Column::Id.in_subquery(deals.clone());
        deal::Entity::delete_many().filter(these).exec(self.db()).await?;
        Ok(())
    }

    /// Removes the example persons and companies that are as they came, and that no deal, note or other contact refers to.
    async fn remove_unused_contacts(&self) -> Result<()> {
        let persons = person::Entity::delete_many()
            .filter(person::Column::Id.in_subquery(examples(PERSON)))
            .filter(person::Column::Version.eq(1))
            .filter(person::Column::Id.not_in_subquery(used(deal::Entity, deal::Column::PersonId)))
            .filter(
                person::Column::Id
                    .not_in_subquery(used(contact_note::Entity, contact_note::Column::PersonId)),
            )
            .filter(person::Column::Id.not_in_subquery(used(person::Entity, person::Column::MergedIntoId)));
        persons.exec(self.db()).await?;
        let companies = company::Entity::delete_many()
            .filter(company::Column::Id.in_subquery(examples(COMPANY)))
            .filter(company::Column::Version.eq(1))
            .filter(company::Column::Id.not_in_subquery(used(deal::Entity, deal::Column::CompanyId)))
            .filter(company::Column::Id.not_in_subquery(used(person::Entity, person::Column::CompanyId)))
            .filter(
                company::Column::Id
                    .not_in_subquery(used(contact_note::Entity, contact_note::Column::CompanyId)),
            )
            .filter(
                company::Column::Id.not_in_subquery(used(company::Entity, company::Column::MergedIntoId)),
            );
        companies.exec(self.db()).await?;
        Ok(())
    }
}

/// The numbers of the examples of a kind.
fn examples(kind: &str) -> SelectStatement {
    Query::select()
        .column(example::Column::Id)
        .from(example::Entity)
        .and_where(example::Column::Kind.eq(kind))
        .to_owned()
}

/// What rows of a table refer to in a column.
fn used<E: EntityTrait>(table: E, column: E::Column) -> SelectStatement {
    Query::select().column(column).from(table).and_where(column.is_not_null()).to_owned()
}
