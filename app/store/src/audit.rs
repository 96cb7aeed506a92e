//! The audit (V8): written with what it tells of, in one transaction.

use crate::{
    Account, Result, Store, Tx,
    entity::{audit, deal},
    error::read,
};
use chrono::{Days, Duration, NaiveDate};
use domain::{
    audit::{Asked, Audit, Entry, Noted},
    event::Event,
    id::{DealId, UserId},
    people::User,
    refusal::Refusal,
    tasks::Moment,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::ExprTrait,
};

/// How long an administrator sees what somebody else sees, once that was written down.
const SHOWN: Duration = Duration::hours(1);

/// What is written down, and about what.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct About<'a> {
    pub whom: Option<UserId>,
    pub deal: Option<DealId>,
    pub detail: &'a str,
}

/// Writes an entry by somebody, or by nobody who is known.
pub(crate) async fn write_down(
    db: &impl ConnectionTrait,
    by: Option<UserId>,
    noted: Noted,
    about: About<'_>,
) -> Result<()> {
    let row = audit::ActiveModel {
        at: Set(crate::now()),
        kind: Set(noted.code().into()),
        by_id: Set(by.map(|id| id.0)),
        whom_id: Set(about.whom.map(|id| id.0)),
        deal_id: Set(about.deal.map(|id| id.0)),
        detail: Set(about.detail.chars().take(200).collect()),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}

impl Store {
    /// Writes down that somebody tried to sign in, with the e-mail of this user or of nobody.
    pub async fn note_failure(&self, whom: Option<UserId>, device: &str) -> Result<()> {
        let writing = self.begin().await?;
        write_down(
            &writing.db,
            None,
            Noted::SignInFailed,
            About { whom, detail: device, ..About::default() },
        )
        .await?;
        writing.commit().await
    }
}

impl Tx {
    /// Writes down what the acting user does.
    pub(crate) async fn write_down(&self, noted: Noted, about: About<'_>) -> Result<()> {
        write_down(self.db(), Some(self.user().id), noted, about).await
    }

    /// Writes down what somebody took out, by the name of the file.
    pub async fn note_export(&self, file: &str) -> Result<()> {
        self.write_down(Noted::Exported, About { detail: file, ..About::default() }).await
    }

    /// Writes down what these events say of who can see a deal.
    pub(crate) async fn note_access(&self, deal: DealId, events: &[Event]) -> Result<()> {
        for event in events {
            let (noted, whom) = match event {
                Event::ParticipantAdded { user } => (Noted::AccessGiven, Some(*user)),
                Event::OwnerChanged { from, to } => {
                    self.note_owner_gone(deal, *from).await?;
                    (Noted::AccessGiven, Some(*to))
                }
                Event::ParticipantRemoved { user } => (Noted::AccessTaken, Some(*user)),
                Event::MadePublic { public: true } => (Noted::MadePublic, None),
                Event::MadePublic { public: false } => (Noted::MadePrivate, None),
                _ => continue,
            };
            self.write_down(noted, About { whom, deal: Some(deal), ..About::default() }).await?;
        }
        Ok(())
    }

    /// Writes down that an owner who gave a deal away has nothing to do with it any more, unless they have.
    async fn note_owner_gone(&self, deal: DealId, owner: UserId) -> Result<()> {
        let circle = self.circle(deal).await?;
        if circle.creator == owner || circle.owner == owner || circle.participants.contains(&owner) {
            return Ok(());
        }
        let about = About { whom: Some(owner), deal: Some(deal), ..About::default() };
        self.write_down(Noted::AccessTaken, about).await
    }

    /// Writes down that the acting administrator looks at the board as somebody sees it (V7).
    pub async fn show_as(&self, whom: UserId) -> Result<()> {
        self.known_user(whom).await?;
        self.write_down(Noted::ShownAs, About { whom: Some(whom), ..About::default() }).await?;
        self.touch(domain::log::Thing::User(self.user().id));
        Ok(())
    }

    /// Whom the acting administrator sees the board as. Refused unless that was written down within the last hour.
    pub async fn shown_as(&self, whom: UserId) -> Result<(User, Account)> {
        let noted = audit::Entity::find()
            .filter(audit::Column::Kind.eq(Noted::ShownAs.code()))
            .filter(audit::Column::ById.eq(self.user().id.0))
            .filter(audit::Column::WhomId.eq(whom.0))
            .filter(audit::Column::At.gt(self.now() - SHOWN));
        noted.limit(1).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let row = self.known_user(whom).await?;
        let account = Account::try_from(self.account_row().await?)?.seen_by(&row)?;
        Ok((row.try_into()?, account))
    }

    /// A page of the audit.
    pub async fn audit(&self, asked: &Asked) -> Result<Audit> {
        use audit::Column as A;
        let of_person = asked.person.map(|person| A::ById.eq(person.0).or(A::WhomId.eq(person.0)));
        let mut rows = audit::Entity::find()
            .filter(Condition::all().add_option(of_person))
            .filter(Condition::all().add_option(asked.before.map(|before| A::Id.lt(before))))
            .filter(Condition::all().add_option(asked.day.map(|day| self.on_day(day))))
            .order_by_desc(A::Id)
            .limit(Audit::PAGE as u64 + 1)
            .find_also_related(deal::Entity)
            .all(self.db())
            .await?;
        let more = rows.len() > Audit::PAGE;
        rows.truncate(Audit::PAGE);
        let people = self.colleagues().await?;
        let name = |id: Option<i64>| {
            let found = people.iter().find(|person| Some(person.id.0) == id)?;
            Some(found.name.clone())
        };
        let entry = |(row, deal): (audit::Model, Option<deal::Model>)| {
            let noted = read("audit.kind", &row.kind)?;
            // Of whoever was removed it has the name.
            let removed = || (noted == Noted::Invited && !row.detail.is_empty()).then(|| row.detail.clone());
            Ok(Entry {
                id: row.id,
                at: Moment(self.clock(row.at)),
                noted,
                by: name(row.by_id),
                whom: name(row.whom_id).or_else(removed),
                deal: deal.map(|deal| (DealId(deal.id), deal.name)),
                detail: row.detail,
            })
        };
        let entries = rows.into_iter().map(entry).collect::<Result<_>>()?;
        Ok(Audit { entries, more, people, now: self.wall_clock() })
    }

    /// From one midnight of the viewer to the next.
    fn on_day(&self, day: NaiveDate) -> Condition {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        Condition::all()
            .add(audit::Column::At.gte(self.midnight(day)))
            .add(audit::Column::At.lt(self.midnight(next)))
    }
}
