//! What the open deals of a stage come to, by owner and currency, so that a board costs the same however many deals there
//! are. The database keeps it by itself, in the transaction of each change of a deal: there is no way past it.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "
CREATE TABLE stage_total (
    stage_id bigint NOT NULL REFERENCES stage (id) ON DELETE CASCADE,
    owner_id bigint NOT NULL,
    currency text NOT NULL,
    deals bigint NOT NULL,
    value_minor bigint NOT NULL,
    weighted_minor bigint NOT NULL,
    cost_minor bigint NOT NULL,
    PRIMARY KEY (stage_id, owner_id, currency)
);

INSERT INTO stage_total
SELECT stage_id, owner_id, currency, count(*), sum(value_minor), sum((value_minor * probability + 50) / 100), sum(cost_minor)
FROM deal WHERE status = 'open' AND deleted_at IS NULL GROUP BY stage_id, owner_id, currency";

/// What somebody owns, in order; and the few deals that somebody added for others.
const INDEXES: &str = "
CREATE INDEX deal_own ON deal (owner_id, stage_id, place) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX deal_for_others ON deal (creator_id) WHERE creator_id <> owner_id";

/// The columns on which a total depends.
const COLUMNS: &str =
    "stage_id, owner_id, currency, value_minor, cost_minor, probability, status, deleted_at";

/// Adds the deal as it is from now on.
const ADD: &str = "
INSERT INTO stage_total VALUES (NEW.stage_id, NEW.owner_id, NEW.currency, 1, NEW.value_minor,
    (NEW.value_minor * NEW.probability + 50) / 100, NEW.cost_minor)
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    deals = stage_total.deals + 1,
    value_minor = stage_total.value_minor + excluded.value_minor,
    weighted_minor = stage_total.weighted_minor + excluded.weighted_minor,
    cost_minor = stage_total.cost_minor + excluded.cost_minor;";

/// Takes the deal as it was away.
const TAKE: &str = "
UPDATE stage_total SET
    deals = deals - 1,
    value_minor = value_minor - OLD.value_minor,
    weighted_minor = weighted_minor - (OLD.value_minor * OLD.probability + 50) / 100,
    cost_minor = cost_minor - OLD.cost_minor
WHERE stage_id = OLD.stage_id AND owner_id = OLD.owner_id AND currency = OLD.currency;";

const WAS: &str = "OLD.status = 'open' AND OLD.deleted_at IS NULL";
const IS: &str = "NEW.status = 'open' AND NEW.deleted_at IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLE).await?;
        crate::run(manager, INDEXES).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => postgres(),
            _ => sqlite(),
        };
        for statement in triggers {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn sqlite() -> Vec<String> {
    let trigger = |name: &str, when: &str, of: &str, body: &str| {
        format!("CREATE TRIGGER {name} AFTER {when} ON deal WHEN {of} BEGIN {body} END")
    };
    vec![
        trigger("deal_comes", "INSERT", IS, ADD),
        trigger("deal_goes", "DELETE", WAS, TAKE),
        trigger("deal_was", &format!("UPDATE OF {COLUMNS}"), WAS, TAKE),
        trigger("deal_is", &format!("UPDATE OF {COLUMNS}"), IS, ADD),
    ]
}

fn postgres() -> Vec<String> {
    let when = |guard: &str, row: &str, body: &str| {
        format!("IF TG_OP <> '{guard}' THEN IF {row} THEN {body} END IF; END IF;")
    };
    let function = format!(
        "CREATE FUNCTION keep_stage_total() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} {} RETURN NULL; END $$",
        when("INSERT", WAS, TAKE),
        when("DELETE", IS, ADD),
    );
    let trigger = format!(
        "CREATE TRIGGER deal_total AFTER INSERT OR DELETE OR UPDATE OF {COLUMNS} ON deal \
         FOR EACH ROW EXECUTE FUNCTION keep_stage_total()"
    );
    vec![function, trigger]
}
