//! The probabilities that the weights of a process give its deals (P3), computed by the database: in one statement for one
//! deal as for ten thousand.

use crate::{Result, Tx, error::read, own::OPEN};
use domain::{
    id::StageId,
    money::{Currency, Money},
    process::{Preview, Process, Revision},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct Changed {
    currency: String,
    open: i64,
    moved: i64,
    changed: i64,
    points: i64,
    weighted: i64,
    weighted_then: i64,
}

impl Tx {
    /// What a revision would change for the open deals of its process (P6).
    pub async fn preview(&self, revision: &Revision) -> Result<Preview> {
        let gone: Vec<String> = revision.relocations.keys().map(StageId::to_string).collect();
        // No stage has the number 0.
        let gone = if gone.is_empty() { "0".to_owned() } else { gone.join(", ") };
        // Weighted as `domain::process::weighted` does it, deal by deal. PostgreSQL sums whole numbers into decimals.
        let asked = format!(
            "{chances} SELECT deal.currency, count(*) AS open, \
             sum(CASE WHEN deal.stage_id IN ({gone}) THEN 1 ELSE 0 END) AS moved, \
             sum(CASE WHEN deal.probability <> chance.probability THEN 1 ELSE 0 END) AS changed, \
             CAST(sum(chance.probability - deal.probability) AS bigint) AS points, \
             CAST(sum((deal.value_minor * chance.probability + 50) / 100 \
             - (deal.value_minor * deal.probability + 50) / 100) AS bigint) AS weighted, \
             CAST(sum((deal.value_minor * chance.probability + 50) / 100) AS bigint) AS weighted_then \
             FROM deal JOIN chance ON chance.deal_id = deal.id GROUP BY deal.currency",
            chances = chances(&revision.to, OPEN),
        );
        let asked = Statement::from_string(self.db().get_database_backend(), asked);
        let mut preview = Preview::default();
        for row in Changed::find_by_statement(asked).all(self.db()).await? {
            let count = |count: i64| usize::try_from(count).unwrap_or(0);
            let currency: Currency = read("deal.currency", &row.currency)?;
            preview.open += count(row.open);
            preview.moved += count(row.moved);
            preview.changed += count(row.changed);
            preview.points += row.points;
            preview.weighted.add(Money { minor: row.weighted, currency });
            preview.weighted_then.add(Money { minor: row.weighted_then, currency });
        }
        let today = self.process(Some(revision.to.id)).await?;
        let skipping = self.skipping(&today, &BTreeMap::new()).await?;
        preview.skipping = (skipping, self.skipping(&revision.to, &revision.relocations).await?);
        Ok(preview)
    }

    /// How many open deals of a process leave actions of earlier stages unchecked (B7); those of a deleted stage as if they
    /// stood where they go.
    async fn skipping(&self, process: &Process, gone: &BTreeMap<StageId, StageId>) -> Result<usize> {
        // No stage and no action has the number 0; they keep the lists from being empty.
        let (mut spots, mut parts) = (vec!["(0, 0, 0)".to_owned()], vec!["(0, 0)".to_owned()]);
        let mut passed = 0;
        for (at, stage) in process.stages.iter().enumerate() {
            let here = gone.iter().filter(|(_, to)| **to == stage.id).map(|(from, _)| *from);
            spots.extend(here.chain([stage.id]).map(|stage| format!("({stage}, {at}, {passed})")));
            parts.extend(stage.actions.iter().map(|action| format!("({}, {at})", action.id)));
            passed += stage.actions.len();
        }
        let asked = format!(
            "WITH spot (stage_id, at, passed) AS (VALUES {spots}), part (action_id, at) AS (VALUES {parts}) \
             SELECT count(*) FROM deal JOIN spot ON spot.stage_id = deal.stage_id \
             WHERE deal.process_id = {process} AND {OPEN} AND spot.passed > (\
             SELECT count(*) FROM completion JOIN part ON part.action_id = completion.action_id \
             WHERE completion.deal_id = deal.id AND part.at < spot.at)",
            spots = spots.join(", "),
            parts = parts.join(", "),
            process = process.id,
        );
        let asked = Statement::from_string(self.db().get_database_backend(), asked);
        let count: i64 = match self.db().query_one_raw(asked).await? {
            Some(row) => row.try_get_by_index(0)?,
            None => 0,
        };
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Writes the probabilities that follow from other weights.
    pub(crate) async fn recompute(&self, process: &Process) -> Result<()> {
        let update = format!(
            "{} UPDATE deal SET probability = chance.probability, version = deal.version + 1 \
             FROM chance WHERE chance.deal_id = deal.id AND deal.probability <> chance.probability",
            chances(process, "1 = 1"),
        );
        self.db().execute_raw(Statement::from_string(self.db().get_database_backend(), update)).await?;
        Ok(())
    }
}

/// The deals of a process whose probability is not what its weights say, by number.
pub(crate) async fn improbable(db: &impl ConnectionTrait, process: &Process) -> Result<Vec<i64>> {
    let asked = format!(
        "{} SELECT deal.id FROM deal JOIN chance ON chance.deal_id = deal.id \
         WHERE deal.probability <> chance.probability ORDER BY deal.id",
        chances(process, "1 = 1"),
    );
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), asked)).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// A table `chance (deal_id, probability)` to begin a statement with: what `Process::probability` says of each deal of
/// the process for which this condition holds. The weights are those given, stored or still a draft.
fn chances(process: &Process, condition: &str) -> String {
    // An action without a number is not there; it keeps the list from being empty.
    let mut weights = vec!["(0, 0)".to_owned()];
    weights.extend(process.actions().map(|(_, action)| format!("({}, {})", action.id, action.weight)));
    let sum: u64 = process.actions().map(|(_, action)| u64::from(action.weight)).sum();
    // Without weights none is done, and the half that rounds up comes to nothing.
    let sum = sum.max(1);
    format!(
        "WITH weight (action_id, weight) AS (VALUES {weights}), chance (deal_id, probability) AS (\
         SELECT deal.id, (200 * COALESCE(sum(weight.weight), 0) + {sum}) / {double} FROM deal \
         LEFT JOIN completion ON completion.deal_id = deal.id \
         LEFT JOIN weight ON weight.action_id = completion.action_id \
         WHERE deal.process_id = {process} AND {condition} GROUP BY deal.id)",
        weights = weights.join(", "),
        double = 2 * sum,
        process = process.id,
    )
}
