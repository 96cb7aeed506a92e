//! Looking for letters everywhere (L6): deals, contacts, tasks and notes that the viewer may see. The database keeps the
//! letters by which each is found beside it, with an index.

use crate::{
    Result, Tx,
    contact::person_name,
    due::dot_of,
    entity::{company, contact_note, deal, note, person, stage, task, user},
    error::read,
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Visibility, visibility},
    contact::{Contact, TaxNumber},
    found::{Found, FoundContact, FoundDeal, FoundKind, FoundNote, FoundTask, NoteOf, Several},
    id::{CompanyId, DealId, PersonId, UserId},
    money::Money,
    search::{Marked, Sought},
    task::Task,
    tasks::Group,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Iterable, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{Expr, ExprTrait, Order, SelectStatement},
};
use std::cmp::Reverse;

impl Tx {
    /// What holds these words; what holds nearly these words, when nothing does. One kind of it is shown to its end, if that
    /// is asked for.
    pub async fn found(&self, sought: &Sought, whole: Option<FoundKind>) -> Result<Found> {
        let found = self.found_as(sought, whole).await?;
        match sought.near() {
            Some(near) if found.count() == 0 => {
                Ok(Found { near: true, ..self.found_as(&near, whole).await? })
            }
            _ => Ok(found),
        }
    }

    async fn found_as(&self, sought: &Sought, whole: Option<FoundKind>) -> Result<Found> {
        let shown = |group| if whole == Some(group) { Found::MOST } else { Found::FIRST };
        let deals = self.found_deals(sought).await?;
        let contacts = self.found_contacts(sought).await?;
        let tasks = self.found_tasks(sought).await?;
        let notes = self.found_notes(sought).await?;
        Ok(Found {
            deals: several(deals, shown(FoundKind::Deals)),
            contacts: several(contacts, shown(FoundKind::Contacts)),
            tasks: several(tasks, shown(FoundKind::Tasks)),
            notes: several(notes, shown(FoundKind::Notes)),
            near: false,
            now: self.wall_clock(),
        })
    }

    /// Deals whose name or client holds the words: the nearest first, open before closed, new before old.
    async fn found_deals(&self, sought: &Sought) -> Result<Vec<FoundDeal>> {
        use deal::Column as D;
        let seen = deal::Entity::find().filter(D::DeletedAt.is_null()).filter(self.sees());
        let mut rows: Vec<DealRow> = self
            .holding(seen, "deal", D::Id, sought)
            .join(JoinType::LeftJoin, deal::Relation::Company.def())
            .join(JoinType::LeftJoin, deal::Relation::Person.def())
            .join(JoinType::InnerJoin, deal::Relation::Stage.def())
            .join(JoinType::InnerJoin, deal::Relation::Owner.def())
            .select_only()
            .columns([D::Id, D::Name, D::Folded, D::Status, D::ValueMinor, D::Currency, D::OwnerId])
            .expr_as(Expr::cust(r#""deal"."due""#), "due")
            .column_as(company::Column::Name, "company")
            .columns([person::Column::FirstName, person::Column::LastName])
            .column_as(stage::Column::Name, "stage")
            .column_as(user::Column::Name, "owner")
            .into_model()
            .all(self.db())
            .await?;
        rows.sort_by_key(|row| (sought.distance(&row.folded), row.status != "open", Reverse(row.id)));
        let now = self.wall_clock();
        let deal = |row: DealRow| {
            let person = person_name(row.first_name, row.last_name);
            let client = [row.company, person].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            Ok(FoundDeal {
                id: DealId(row.id),
                name: sought.mark(&row.name),
                client: sought.mark(&client),
                stage: row.stage,
                status: read("deal.status", &row.status)?,
                value: Money { minor: row.value_minor, currency: read("deal.currency", &row.currency)? },
                owner: (UserId(row.owner_id), row.owner),
                dot: (row.status == "open").then(|| dot_of(row.due.as_deref(), now)),
            })
        };
        rows.into_iter().map(deal).collect()
    }

    /// Companies and persons by what is known of them, persons by their company too.
    async fn found_contacts(&self, sought: &Sought) -> Result<Vec<FoundContact>> {
        let companies = self.holding(self.companies_known(), "company", company::Column::Id, sought);
        let companies = companies.all(self.db()).await?;
        let persons = self.holding(self.persons_known(), "person", person::Column::Id, sought);
        let persons = persons.find_also_related(company::Entity).all(self.db()).await?;
        let companies = companies.into_iter().map(|row| {
            let number = row.tax_number.map(|number| TaxNumber::known(&number).to_string());
            let known = [row.city, number, row.email, row.phone];
            let contact = Contact::Company(CompanyId(row.id));
            (row.folded, contact, row.name, known.into_iter().flatten().collect())
        });
        let persons = self.known_companies_of(persons).await?.into_iter().map(|(row, company)| {
            let lines = [row.phones.lines(), row.emails.lines()].into_iter().flatten().map(str::to_owned);
            let known = company.map(|row| row.name).into_iter().chain(lines).collect();
            let name = person_name(Some(row.first_name), Some(row.last_name)).unwrap_or_default();
            (row.folded, Contact::Person(PersonId(row.id)), name, known)
        });
        let mut contacts: Vec<(String, Contact, String, Vec<String>)> = companies.chain(persons).collect();
        // A company that somebody does not know finds none of its persons for them.
        contacts.retain(|(_, _, name, known)| {
            self.knows_all() || sought.is_in(&format!("{name} {}", known.join(" ")))
        });
        contacts.sort_by_cached_key(|(folded, ..)| (sought.distance(folded), folded.clone()));
        let contact = |(_, contact, name, known): (String, Contact, String, Vec<String>)| FoundContact {
            contact,
            name: sought.mark(&name),
            beside: beside(sought, known),
        };
        Ok(contacts.into_iter().map(contact).collect())
    }

    /// Tasks by their titles: the open ones first, the most urgent of them before.
    async fn found_tasks(&self, sought: &Sought) -> Result<Vec<FoundTask>> {
        let tasks = self.holding(self.seen_tasks(), "task", task::Column::Id, sought);
        let tasks = tasks.select_only().columns(task::Column::iter()).column_as(deal::Column::Name, "about");
        let rows: Vec<TaskRow> = tasks.into_model().all(self.db()).await?;
        let now = self.wall_clock();
        let found = |TaskRow { task, about }: TaskRow| {
            let (deal, task) = (task.deal_id.map(DealId), Task::try_from(task)?);
            let (title, group) = (sought.mark(task.title.as_str()), Group::of(&task, now));
            Ok((task.id, FoundTask { deal, about, title, kind: task.kind, due: task.due, group }))
        };
        let mut tasks = rows.into_iter().map(found).collect::<Result<Vec<_>>>()?;
        let due = |task: &FoundTask| task.due.map(|due| (due.date, due.time));
        tasks.sort_by_key(|(id, task)| (task.group, due(task), Reverse(id.0)));
        Ok(tasks.into_iter().map(|(_, task)| task).collect())
    }

    /// Notes on deals and about contacts, the newest first.
    async fn found_notes(&self, sought: &Sought) -> Result<Vec<FoundNote>> {
        let of_deals = deal::Entity::find()
            .filter(deal::Column::DeletedAt.is_null())
            .filter(self.sees())
            .join(JoinType::InnerJoin, note::Relation::Deal.def().rev())
            .filter(note::Column::DeletedAt.is_null())
            .select_only()
            .columns([note::Column::DealId, note::Column::Text, note::Column::At])
            .column_as(deal::Column::Name, "about");
        let of_deals: Vec<NoteRow> =
            self.holding(of_deals, "note", note::Column::Id, sought).into_model().all(self.db()).await?;
        let known = Condition::any()
            .add(
                contact_note::Column::CompanyId.in_subquery(ids(self.companies_known(), company::Column::Id)),
            )
            .add(contact_note::Column::PersonId.in_subquery(ids(self.persons_known(), person::Column::Id)));
        let of_contacts = contact_note::Entity::find()
            .filter(known)
            .join(JoinType::LeftJoin, contact_note::Relation::Company.def())
            .join(JoinType::LeftJoin, contact_note::Relation::Person.def())
            .select_only()
            .columns([contact_note::Column::CompanyId, contact_note::Column::PersonId])
            .columns([contact_note::Column::Text, contact_note::Column::At])
            .column_as(company::Column::Name, "about")
            .columns([person::Column::FirstName, person::Column::LastName]);
        let of_contacts: Vec<NoteRow> = self
            .holding(of_contacts, "contact_note", contact_note::Column::Id, sought)
            .into_model()
            .all(self.db())
            .await?;
        let mut rows: Vec<NoteRow> = of_deals.into_iter().chain(of_contacts).collect();
        rows.sort_by_key(|row| Reverse(row.at));
        Ok(rows.into_iter().filter_map(|row| self.found_note(sought, row)).collect())
    }

    fn found_note(&self, sought: &Sought, row: NoteRow) -> Option<FoundNote> {
        let deal = row.deal_id.map(|id| NoteOf::Deal(DealId(id)));
        let company = row.company_id.map(|id| NoteOf::Contact(Contact::Company(CompanyId(id))));
        let person = row.person_id.map(|id| NoteOf::Contact(Contact::Person(PersonId(id))));
        Some(FoundNote {
            of: deal.or(company).or(person)?,
            about: row.about.or(person_name(row.first_name, row.last_name))?,
            excerpt: sought.excerpt(&row.text),
            at: self.clock(row.at),
        })
    }

    /// The rows whose letters hold the words, the newest of them.
    fn holding<E: EntityTrait>(
        &self,
        mut rows: Select<E>,
        table: &str,
        id: impl ColumnTrait,
        sought: &Sought,
    ) -> Select<E> {
        let letters = self.letters(table);
        let query = QueryTrait::query(&mut rows);
        // Cast to what they are, numbers are no way to the letters: they come first, whatever else is asked of the rows.
        query.inner_join(letters.table.clone(), id.into_expr().eq(letters.number().cast_as("bigint")));
        query.cond_where(letters.hold(sought));
        query.order_by_expr(letters.number(), Order::Desc);
        rows.limit(Found::MOST as u64)
    }

    /// Whether this user knows every contact (K2).
    fn knows_all(&self) -> bool {
        !self.account().own_contacts || visibility(self.user()) == Visibility::Everything
    }
}

/// The numbers of these rows.
fn ids<E: EntityTrait>(rows: Select<E>, id: E::Column) -> SelectStatement {
    rows.select_only().column(id).into_query()
}

/// The first of them, and how many there are.
fn several<T>(mut all: Vec<T>, shown: usize) -> Several<T> {
    let count = all.len();
    all.truncate(shown);
    Several { count, shown: all }
}

/// What tells a contact from others: where the words were found, or else the first that is known.
fn beside(sought: &Sought, known: Vec<String>) -> Marked {
    let marked: Vec<Marked> = known.iter().map(|text| sought.mark(text)).filter(Marked::is_marked).collect();
    match marked.is_empty() {
        true => Marked::plain(known.into_iter().take(2).collect::<Vec<_>>().join(" · ")),
        false => Marked::joined(marked, " · "),
    }
}

#[derive(FromQueryResult)]
struct DealRow {
    id: i64,
    name: String,
    folded: String,
    status: String,
    value_minor: i64,
    currency: String,
    owner_id: i64,
    due: Option<String>,
    company: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    stage: String,
    owner: String,
}

#[derive(FromQueryResult)]
struct TaskRow {
    #[sea_orm(nested)]
    task: task::Model,
    about: Option<String>,
}

#[derive(FromQueryResult)]
struct NoteRow {
    deal_id: Option<i64>,
    company_id: Option<i64>,
    person_id: Option<i64>,
    text: String,
    at: DateTime<Utc>,
    about: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}
