//! Deleted deals (D6): the row stays with all its parts, and every read but those here leaves it out.

use crate::{
    Result, Tx,
    audit::About,
    contact::client_of,
    entity::{company, deal, person, stage},
    error::read,
    journal::Part,
};
use chrono::{DateTime, Utc};
use domain::{
    access::require_keeper,
    audit::Noted,
    deleted::{Deleted, DeletedDeal},
    event::Event,
    filter::Filter,
    id::{DealId, StageId, UserId},
    log::Thing,
    money::Money,
    place::Place,
    refusal::{Field, Refusal},
    tasks::Moment,
    text::Name,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
    sea_query::Query,
};

impl Tx {
    /// Deletes a deal. Refused for who may not take others away from it.
    pub async fn delete_deal(&self, id: DealId) -> Result<()> {
        let row = self.deal_row(id).await?;
        require_keeper(self.user(), UserId(row.creator_id), UserId(row.owner_id))?;
        self.keep(id, &[Part::Deal]).await?;
        let gone = deal::ActiveModel {
            id: Unchanged(id.0),
            deleted_at: Set(Some(self.now())),
            deleted_by_id: Set(Some(self.user().id.0)),
            ..Default::default()
        };
        gone.update(self.db()).await?;
        self.record(id, &[Event::Deleted {}]).await
    }

    /// Brings a deleted deal back, to its place or the next free one below it.
    pub async fn restore_deleted(&self, id: DealId) -> Result<()> {
        let found = deal::Entity::find_by_id(id.0).filter(deal::Column::DeletedAt.is_not_null());
        let row = found.filter(self.sees()).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        require_keeper(self.user(), UserId(row.creator_id), UserId(row.owner_id))?;
        self.keep(id, &[Part::Deal]).await?;
        let place = self.free_place(StageId(row.stage_id), id, Place::known(row.place)).await?;
        let back = deal::ActiveModel {
            id: Unchanged(id.0),
            deleted_at: Set(None),
            deleted_by_id: Set(None),
            place: Set(place.as_str().into()),
            ..Default::default()
        };
        back.update(self.db()).await?;
        self.record(id, &[Event::Restored {}]).await
    }

    /// Takes deleted deals away for good, with everything that belongs to them: no change of them can be taken back
    /// any more. Refused when one of them is not there, or not deleted.
    pub async fn purge_deals(&self, deals: &[DealId]) -> Result<()> {
        let these = Query::select()
            .column(deal::Column::Id)
            .from(deal::Entity)
            .and_where(deal::Column::DeletedAt.is_not_null())
            .and_where(deal::Column::Id.is_in(deals.iter().map(|deal| deal.0)))
            .to_owned();
        let there = deal::Entity::find().filter(deal::Column::Id.in_subquery(these.clone()));
        if there.count(self.db()).await? != deals.len() as u64 {
            return Err(Refusal::NotFound.into());
        }
        deals.iter().for_each(|deal| self.touch(Thing::Deal(*deal)));
        self.leave_out_of_imports(deals).await?;
        self.remove_deals(&these).await?;
        // What the audit keeps of it: who did it, and to how many.
        let detail = deals.len().to_string();
        self.write_down(Noted::Purged, About { detail: &detail, ..About::default() }).await
    }

    /// The deleted deals that this user may see, and whose name or client contains this text.
    pub async fn deleted(&self, text: &str) -> Result<Deleted> {
        let text = Name::parse_optional(Field::Title, text)?.map(|name| name.as_str().to_owned());
        let found = deal::Entity::find()
            .filter(deal::Column::DeletedAt.is_not_null())
            .filter(self.sees())
            .filter(self.matches(&Filter { text, ..Filter::default() }))
            .order_by_desc(deal::Column::DeletedAt)
            .limit(Deleted::MOST as u64 + 1);
        let mut rows: Vec<Row> = with_names(found).into_model().all(self.db()).await?;
        let more = rows.len() > Deleted::MOST;
        rows.truncate(Deleted::MOST);
        let people = self.colleagues().await?;
        let name = |id: Option<i64>| {
            let found = people.iter().find(|person| Some(person.id.0) == id);
            found.map(|person| person.name.clone()).unwrap_or_default()
        };
        let deleted = |row: Row| {
            Ok(DeletedDeal {
                id: DealId(row.id),
                name: row.name,
                client: client_of(
                    (row.company_id, row.company),
                    (row.person_id, row.first_name, row.last_name),
                )
                .line(),
                value: Money { minor: row.value_minor, currency: read("deal.currency", &row.currency)? },
                stage: row.stage,
                owner: name(Some(row.owner_id)),
                by: name(row.deleted_by_id),
                at: Moment(self.clock(row.deleted_at)),
            })
        };
        let deals = rows.into_iter().map(deleted).collect::<Result<_>>()?;
        Ok(Deleted { deals, more, now: self.wall_clock() })
    }
}

fn with_names(deals: sea_orm::Select<deal::Entity>) -> sea_orm::Select<deal::Entity> {
    use deal::Column as D;
    deals
        .select_only()
        .columns([
            D::Id,
            D::Name,
            D::ValueMinor,
            D::Currency,
            D::OwnerId,
            D::CompanyId,
            D::PersonId,
            D::DeletedAt,
            D::DeletedById,
        ])
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
        .column_as(stage::Column::Name, "stage")
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
        .join(JoinType::InnerJoin, deal::Relation::Stage.def())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    value_minor: i64,
    currency: String,
    owner_id: i64,
    company_id: Option<i64>,
    company: Option<String>,
    person_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
    stage: String,
    deleted_at: DateTime<Utc>,
    deleted_by_id: Option<i64>,
}
