//! Products, lines and costs of deals, and the list of all amounts.

crate::step!(
    "
ALTER TABLE account ADD COLUMN costs boolean NOT NULL DEFAULT false;

CREATE TABLE product (
    id {id},
    name text NOT NULL UNIQUE,
    code text UNIQUE,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    currency text NOT NULL,
    active boolean NOT NULL
);

CREATE TABLE category (
    id {id},
    name text NOT NULL UNIQUE,
    folded text NOT NULL,
    position bigint NOT NULL
);

ALTER TABLE deal ADD COLUMN itemised boolean NOT NULL DEFAULT false;
ALTER TABLE deal ADD COLUMN cost_minor bigint NOT NULL DEFAULT 0;
DROP INDEX deal_totals;
CREATE INDEX deal_totals
    ON deal (process_id, stage_id, currency, value_minor, probability, cost_minor, owner_id, creator_id)
    WHERE status = 'open' AND deleted_at IS NULL;

CREATE TABLE line (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    kind text NOT NULL CHECK (kind IN ('forecast', 'realised')),
    position bigint NOT NULL,
    product_id bigint REFERENCES product (id),
    name text NOT NULL,
    folded text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity >= 0),
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    discount bigint NOT NULL CHECK (discount BETWEEN 0 AND 10000),
    net_minor bigint NOT NULL CHECK (net_minor >= 0),
    date date,
    copied boolean NOT NULL,
    CHECK (kind = 'forecast' OR date IS NOT NULL)
);

CREATE INDEX line_deal ON line (deal_id, kind, position);

CREATE TABLE cost (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    kind text NOT NULL CHECK (kind IN ('forecast', 'realised')),
    position bigint NOT NULL,
    category_id bigint NOT NULL REFERENCES category (id),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    date date,
    note text NOT NULL,
    copied boolean NOT NULL,
    CHECK (kind = 'forecast' OR date IS NOT NULL)
);

CREATE INDEX cost_deal ON cost (deal_id, kind, position);
CREATE INDEX cost_category ON cost (category_id);

INSERT INTO line
    (deal_id, kind, position, name, folded, quantity, price_minor, discount, net_minor, date, copied)
SELECT deal.id, 'realised', 0, deal.name, deal.folded, 1000, deal.value_minor, 0, deal.value_minor, max(closure.closed_on), true
FROM deal JOIN closure ON closure.deal_id = deal.id AND closure.reopened_at IS NULL
WHERE deal.status = 'won' AND deal.value_minor > 0
GROUP BY deal.id;

CREATE VIEW amount AS
SELECT 'line' AS sort, line.id, line.deal_id, line.kind, line.product_id, CAST(NULL AS bigint) AS category_id,
    line.name, line.folded, COALESCE(line.date, deal.expected_close) AS date, line.net_minor AS minor
FROM line JOIN deal ON deal.id = line.deal_id
UNION ALL
SELECT 'cost', cost.id, cost.deal_id, cost.kind, CAST(NULL AS bigint), cost.category_id,
    category.name, category.folded, COALESCE(cost.date, deal.expected_close), cost.amount_minor
FROM cost JOIN deal ON deal.id = cost.deal_id JOIN category ON category.id = cost.category_id
UNION ALL
SELECT 'value', deal.id, deal.id, 'forecast', CAST(NULL AS bigint), CAST(NULL AS bigint),
    '', '', deal.expected_close, deal.value_minor
FROM deal WHERE NOT deal.itemised AND deal.value_minor > 0;
"
);
