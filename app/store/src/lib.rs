//! What is remembered. The only room with sea-orm and SQL in it, migrations aside.
//!
//! Rows are reached through a [`Tx`], a transaction on behalf of a user: there is no other way to a deal.

mod access_request;
mod account;
mod ageing;
mod audience;
mod audit;
mod backup;
mod board;
pub mod bulk;
mod bulk_names;
mod catalogue;
mod change;
mod closure;
mod connect;
mod contact;
mod copy;
mod criteria;
mod deal;
mod deals;
mod deleted;
mod doctor;
mod due;
mod effect;
mod entity;
mod error;
mod example;
mod finance;
mod format;
mod found;
mod hand_over;
mod header;
mod history;
mod import;
mod journal;
mod ledger;
mod letters;
mod live;
mod looking;
mod mail;
mod me;
mod member;
mod named_list;
mod names;
mod note;
mod notice;
mod notify;
mod open_deals;
mod operation;
mod own;
mod place;
mod probability;
mod process;
mod profile;
mod reason;
mod review;
mod revision;
mod safeguard;
mod saved;
mod search;
mod session;
mod source;
mod store;
mod sweep;
mod task;
mod tasks;
mod tx;
mod undo;
mod user;

pub use account::{Account, Beginning, NewAccount};
pub use backup::{StoredFile, files_of, forget_secrets, known_steps};
pub use change::Entry;
pub use connect::Location;
pub use copy::Content;
pub use error::{Broken, Error, Result, refused};
pub use import::{IMPORT_SLICE, ImportHead, Judged, KnownCompany, KnownPerson, NewImport, StoredRow};
pub use live::{Audience, Heard, Listening, Live, Nudge};
pub use looking::Look;
pub use note::Upload;
pub use session::Opening;
pub use store::Store;
pub use tx::Tx;
pub use user::{Credentials, NewUser};

pub(crate) use store::Writing;

use chrono::{DateTime, SubsecRound, Utc};

/// This moment, as exactly as both databases keep it.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}
