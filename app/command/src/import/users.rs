//! Rows about users: whoever is not there yet is invited (V5).

use super::{
    around::{Around, unknown},
    rows::{Plan, Told, or},
};
use crate::{session::draw_token, users::invite};
use domain::{import::Meaning as M, people::Role, refusal::Field, text::fold, users::UserForm};
use import::Cells;
use store::{Error, Tx};

/// What a row about a user comes to. Whoever has the e-mail already is left as they are: what somebody may do no file changes.
pub(super) fn user(around: &Around, cells: Cells<'_>) -> Told<Plan<UserForm>> {
    let apart = format!("{} {}", cells.text(M::FirstName), cells.text(M::LastName));
    let name = or(cells.text(M::FullName), apart.trim());
    let form = UserForm { name, email: cells.text(M::Email), role: role(cells)? };
    let (_, email) = form.parse()?;
    let (known, same) = (around.has_email(&email), format!("email {}", email.as_str()));
    Ok(Plan { known, same, updates: vec![], write: form })
}

/// Writes a row about a user, who gets a link to choose a password by mail, or by whoever looks at the list of users.
pub(super) async fn write_user(tx: &Tx, around: &Around, cells: Cells<'_>) -> Told<()> {
    let Plan { write: form, known, .. } = user(around, cells)?;
    if !known {
        let secret = draw_token().map_err(|fault| Error::Unreadable(format!("{fault:?}")))?;
        tx.keep_invited(invite(tx, &form, &secret).await?);
    }
    Ok(())
}

/// The role that a word stands for, in the languages of files; a salesperson's where there is none.
fn role(cells: Cells<'_>) -> Told<Role> {
    let word = fold(&cells.text(M::Role));
    match word.as_str() {
        "" | "handlowiec" | "sprzedawca" | "salesperson" | "sales" | "user" | "uzytkownik" => {
            Ok(Role::Salesperson)
        }
        "manager" | "menedzer" | "kierownik" => Ok(Role::Manager),
        "administrator" | "admin" => Ok(Role::Administrator),
        _ => Err(unknown(cells, M::Role, Field::Role).into()),
    }
}
