//! Several servers on one PostgreSQL database: what one of them commits, the others hear by LISTEN and NOTIFY.

use crate::{
    Error, Result, Store,
    live::{Audience, Live, Nudge},
    looking::Look,
};
use domain::id::UserId;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    sqlx::{self, postgres::PgListener},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, time::Duration};

const CHANNEL: &str = "tablica_live";
/// How many users one notification names: it may have 8,000 bytes.
const USERS: usize = 300;
/// Before the next attempt to listen.
const PAUSE: Duration = Duration::from_secs(1);

/// After which silence the line is tried.
const SILENCE: Duration = Duration::from_secs(60);

/// A nudge on its way to other servers.
#[derive(Serialize, Deserialize)]
struct Told {
    /// Whose it is: one hears one's own, too.
    from: u64,
    nudge: Nudge,
}

impl Told {
    fn written(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Unreadable(error.to_string()))
    }
}

/// Tells other servers, once this transaction is committed. A file has one server at a time.
pub(crate) async fn send(db: &DatabaseTransaction, live: &Live, nudge: &Nudge) -> Result<()> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for nudge in parts(nudge) {
        db.query_one_raw(notification(live, nudge)?).await?;
    }
    Ok(())
}

/// Tells other servers who looks at what: they know for themselves who else does.
async fn send_look(db: &DatabaseConnection, live: &Live, by: UserId, look: Look) -> Result<()> {
    if db.get_database_backend() == DbBackend::Postgres {
        let nudge = Nudge { by: Some(by), look: Some(look), ..Nudge::default() };
        db.query_one_raw(notification(live, nudge)?).await?;
    }
    Ok(())
}

fn notification(live: &Live, nudge: Nudge) -> Result<Statement> {
    let told = Told { from: live.origin, nudge }.written()?;
    let values = [CHANNEL.into(), told.into()];
    Ok(Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values))
}

/// The same nudge, told to a part of its audience each.
fn parts(nudge: &Nudge) -> Vec<Nudge> {
    let users: Vec<_> = nudge.audience.users.iter().copied().collect();
    let mut parts = vec![nudge.clone()];
    if users.len() > USERS {
        let part = |users: &[_]| Audience { users: users.iter().copied().collect(), ..Audience::default() };
        let to = |audience| Nudge { audience, ..nudge.clone() };
        parts[0].audience.users = BTreeSet::new();
        parts.extend(users.chunks(USERS).map(part).map(to));
    }
    parts
}

impl Store {
    /// This user looks at a deal, which they may see, or does so no more. Gives who else looks at it (B11).
    pub async fn look(&self, by: UserId, look: Look) -> Result<Vec<UserId>> {
        let others = self.live().look(by, look);
        send_look(&self.reader, self.live(), by, look).await?;
        Ok(others.into_iter().collect())
    }

    /// Tells the listeners here what other servers on this database commit, for as long as it is polled.
    pub async fn hear_others(&self) {
        if self.reader.get_database_backend() != DbBackend::Postgres {
            return std::future::pending().await;
        }
        loop {
            let Err(error) = self.hear().await;
            tracing::warn!(%error, "other servers are not heard");
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn hear(&self) -> std::result::Result<std::convert::Infallible, sqlx::Error> {
        let mut listener = PgListener::connect_with(self.reader.get_postgres_connection_pool()).await?;
        listener.listen(CHANNEL).await?;
        // What others told before is not known.
        self.live().tell(Nudge::of_anything());
        loop {
            let Ok(told) = tokio::time::timeout(SILENCE, listener.try_recv()).await else {
                // A line that was forgotten on its way says nothing: asked again, it answers or fails.
                listener.listen(CHANNEL).await?;
                continue;
            };
            match told?.and_then(|told| serde_json::from_str::<Told>(told.payload()).ok()) {
                Some(told) if told.from == self.live().origin => {}
                Some(Told { nudge: Nudge { look: Some(look), by: Some(by), .. }, .. }) => {
                    self.live().look(by, look);
                }
                Some(told) => self.live().tell(told.nudge),
                // The line was cut for a while, or a newer server tells what this one cannot read.
                None => self.live().tell(Nudge::of_anything()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_audience_is_told_in_parts() {
        for (count, want) in [(0, 1), (USERS, 1), (USERS + 1, 3), (3 * USERS, 4)] {
            let users: BTreeSet<UserId> = (0..count as i64).map(|id| UserId(i64::MAX - id)).collect();
            let audience = Audience { managers: true, users: users.clone(), everybody: false };
            let nudge = Nudge { audience, ..Nudge::default() };
            let parts = parts(&nudge);
            assert_eq!(parts.len(), want, "{count}");
            assert_eq!(parts.iter().filter(|part| part.audience.managers).count(), 1);
            let told: BTreeSet<UserId> = parts.iter().flat_map(|part| part.audience.users.clone()).collect();
            assert_eq!(told, users);
            for nudge in parts {
                let told = Told { from: u64::MAX, nudge }.written().unwrap();
                assert!(told.len() < 8_000, "{}", told.len());
            }
        }
    }
}
