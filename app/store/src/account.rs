//! The account and its first administrator (A1).

use crate::{
    Error, NewUser, Result, Store, Tx,
    audit::About,
    entity::{account, process, user},
    error::read,
    reason::insert_reason,
    revision::insert_process,
    user::able_administrators,
};
use chrono_tz::Tz;
use domain::{
    access::PublicDeals,
    account::{AccountForm, AccountSettings, NewSettings},
    audit::Noted,
    example::Example,
    id::UserId,
    log::Thing,
    money::Currency,
    people::Language,
    process::ProcessForm,
    refusal::{Field, Refusal},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ConnectionTrait, EntityTrait, PaginatorTrait,
};

/// What holds for everybody of the account.
#[derive(Clone, Debug)]
pub struct Account {
    pub language: Language,
    /// What a new deal is counted in.
    pub currency: Currency,
    /// Whose midnight ends a day: the account's, or where somebody looks at it, their own.
    pub zone: Tz,
    /// Whether closing a deal as lost or stale asks for a reason (W2).
    pub reason_required: bool,
    /// Whether costs are counted, and profit with them (M4).
    pub costs: bool,
    /// Whether a salesperson finds only contacts of deals that they see, and those that they created (K2).
    pub own_contacts: bool,
    /// What everybody may do with deals that were marked public (V3).
    pub public_deals: PublicDeals,
}

/// What the setup page asks for.
pub struct NewAccount {
    pub account: Account,
    pub administrator: NewUser,
    pub beginning: Beginning,
}

/// What an account without a process begins with, in its language.
pub struct Beginning {
    pub process: ProcessForm,
    pub sources: Vec<String>,
    /// Why deals are lost or stale.
    pub reasons: Vec<String>,
    /// What can be tried on; empty unless it was asked for.
    pub examples: Vec<Example>,
}

impl Store {
    /// The account's settings.
    pub async fn account(&self) -> Result<Account> {
        let row = account::Entity::find_by_id(1).one(&self.reader).await?;
        row.ok_or_else(|| Error::Unreadable("no account".into()))?.try_into()
    }

    /// Whether an administrator who can sign in exists; until then the setup page is open.
    pub async fn is_set_up(&self) -> Result<bool> {
        Ok(able_administrators(&self.reader).await? > 0)
    }

    /// Writes the settings and the first administrator, and a process to begin with when there is none, with examples if
    /// they are wanted.
    /// Refused once an administrator exists.
    pub async fn set_up(&self, new: NewAccount) -> Result<UserId> {
        let writing = self.begin().await?;
        if able_administrators(&writing.db).await? > 0 {
            return Err(Refusal::AlreadySetUp.into());
        }
        account::ActiveModel {
            id: Set(1),
            language: Set(new.account.language.code().into()),
            currency: Set(new.account.currency.code().into()),
            zone: Set(new.account.zone.name().into()),
            reason_required: Set(new.account.reason_required),
            costs: Set(new.account.costs),
            own_contacts: Set(new.account.own_contacts),
            public_deals: Set(new.account.public_deals.code().into()),
            ..Default::default()
        }
        .update(&writing.db)
        .await?;
        let id = crate::user::insert_user(&writing.db, new.administrator, crate::now()).await?;
        begin_with(&writing.db, &new.beginning).await?;
        let tx = writing.on_behalf_of(self, id).await?;
        if !new.beginning.examples.is_empty() {
            tx.add_examples(&new.beginning.examples).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Gives the account its first process and sources, unless it has a process.
    pub async fn begin_with(&self, beginning: &Beginning) -> Result<()> {
        let writing = self.begin().await?;
        begin_with(&writing.db, beginning).await?;
        writing.commit().await
    }
}

impl Account {
    /// The account as this user sees it: by the clock of their own time zone, if they have one (B6).
    pub(crate) fn seen_by(self, user: &user::Model) -> Result<Account> {
        let zone = match &user.zone {
            Some(zone) => read("users.zone", zone)?,
            None => self.zone,
        };
        Ok(Account { zone, ..self })
    }
}

impl Tx {
    /// The account's row, as it is now.
    pub(crate) async fn account_row(&self) -> Result<account::Model> {
        let row = account::Entity::find_by_id(1).one(self.db()).await?;
        row.ok_or_else(|| Error::Unreadable("no account".into()))
    }
}

impl Tx {
    /// The account's settings.
    pub async fn account_settings(&self) -> Result<AccountSettings> {
        let row = self.account_row().await?;
        let form = AccountForm {
            name: row.name,
            language: row.language,
            currency: row.currency,
            zone: row.zone,
            own_contacts: row.own_contacts,
            public_deals: read("account.public_deals", &row.public_deals)?,
        };
        let (outbox, examples) = (self.outbox().await?, self.examples().await?);
        Ok(AccountSettings { form, version: row.version, outbox, examples })
    }

    /// Writes the account's settings as this version. Refused for a time zone that there is not, and for a language that nobody
    /// speaks here.
    pub async fn save_account(&self, version: i64, new: &NewSettings) -> Result<()> {
        let zone: Tz = new.zone.as_str().parse().map_err(|_| Refusal::Malformed { field: Field::Zone })?;
        self.require_spoken(new.language)?;
        let row = account::ActiveModel {
            id: Unchanged(1),
            name: Set(new.name.as_ref().map(ToString::to_string).unwrap_or_default()),
            language: Set(new.language.code().into()),
            currency: Set(new.currency.code().into()),
            zone: Set(zone.name().into()),
            own_contacts: Set(new.own_contacts),
            public_deals: Set(new.public_deals.code().into()),
            version: Set(version),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.write_down(Noted::SettingsChanged, About { detail: "account", ..About::default() }).await?;
        self.touch(Thing::Account);
        Ok(())
    }
}

impl TryFrom<account::Model> for Account {
    type Error = Error;

    fn try_from(row: account::Model) -> Result<Account> {
        Ok(Account {
            language: read("account.language", &row.language)?,
            currency: read("account.currency", &row.currency)?,
            zone: read("account.zone", &row.zone)?,
            reason_required: row.reason_required,
            costs: row.costs,
            own_contacts: row.own_contacts,
            public_deals: read("account.public_deals", &row.public_deals)?,
        })
    }
}

async fn begin_with(db: &impl ConnectionTrait, beginning: &Beginning) -> Result<()> {
    if process::Entity::find().count(db).await? > 0 {
        return Ok(());
    }
    insert_process(db, &beginning.process.create()?).await?;
    for (position, name) in beginning.sources.iter().enumerate() {
        crate::bulk_names::source(db, name, position as i64).await?;
    }
    for (position, name) in beginning.reasons.iter().enumerate() {
        insert_reason(db, name, position as i64).await?;
    }
    Ok(())
}
