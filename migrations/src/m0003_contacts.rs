//! Companies and persons.

crate::step!(
    "
CREATE TABLE company (
    id {id},
    name text NOT NULL,
    folded text NOT NULL,
    created_at {instant} NOT NULL
);

CREATE INDEX company_folded ON company (folded);

CREATE TABLE person (
    id {id},
    company_id bigint REFERENCES company (id),
    first_name text NOT NULL,
    last_name text NOT NULL,
    folded text NOT NULL,
    created_at {instant} NOT NULL
);

CREATE INDEX person_folded ON person (folded);
CREATE INDEX person_company ON person (company_id);
"
);
