//! The change log keeps what each change wrote over, and which change it took back.

crate::step!(
    "
ALTER TABLE change ADD COLUMN inverse text;
ALTER TABLE change ADD COLUMN undoes bigint REFERENCES change (seq);
CREATE INDEX change_op ON change (op);
"
);
