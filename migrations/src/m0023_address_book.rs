//! What is known of companies and persons, and notes about them (K1); who created them, and whether salespeople find only
//! their own (K2).

crate::step!(
    "
ALTER TABLE company ADD COLUMN tax_number text;
ALTER TABLE company ADD COLUMN phone text;
ALTER TABLE company ADD COLUMN email text;
ALTER TABLE company ADD COLUMN website text;
ALTER TABLE company ADD COLUMN address text;
ALTER TABLE company ADD COLUMN postal_code text;
ALTER TABLE company ADD COLUMN city text;
ALTER TABLE company ADD COLUMN sought text NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN creator_id bigint REFERENCES users (id);
ALTER TABLE company ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE company ADD COLUMN merged_into_id bigint REFERENCES company (id);
CREATE INDEX company_tax_number ON company (tax_number) WHERE tax_number IS NOT NULL;

ALTER TABLE person ADD COLUMN phones text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN emails text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN sought text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN creator_id bigint REFERENCES users (id);
ALTER TABLE person ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN merged_into_id bigint REFERENCES person (id);

CREATE TABLE contact_note (
    id {id},
    company_id bigint REFERENCES company (id),
    person_id bigint REFERENCES person (id),
    author_id bigint NOT NULL REFERENCES users (id),
    text text NOT NULL,
    at {instant} NOT NULL,
    edited_at {instant}
);

CREATE INDEX contact_note_company ON contact_note (company_id);
CREATE INDEX contact_note_person ON contact_note (person_id);

ALTER TABLE account ADD COLUMN own_contacts boolean NOT NULL DEFAULT false
"
);
