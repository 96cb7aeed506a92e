//! `tablica user`: adding users and setting passwords from the terminal.

use super::Failure;
use crate::session::beginning;
use chrono_tz::Tz;
use clap::Subcommand;
use command::session::password;
use domain::{
    people::Role,
    refusal::Field,
    text::{Email, Name},
};
use store::{NewUser, Store};
use words::Languages;

#[derive(Subcommand)]
pub(super) enum User {
    /// Add a user
    Add {
        /// What they sign in with
        #[arg(long)]
        email: String,
        /// First and last name
        #[arg(long)]
        name: String,
        /// administrator, manager or salesperson
        #[arg(long)]
        role: Role,
        /// Read the password from standard input; without it one is made and printed
        #[arg(long)]
        password_stdin: bool,
    },
    /// Keep a user from signing in and end their sessions; their deals stay
    Deactivate {
        /// What they sign in with
        #[arg(long)]
        email: String,
    },
    /// Set the time zone of a user; without one theirs is the account's
    Zone {
        /// What they sign in with
        #[arg(long)]
        email: String,
        /// Such as Europe/London
        zone: Option<Tz>,
    },
    /// Set the password of a user, take their second factor away and end their sessions
    Password {
        /// What they sign in with
        #[arg(long)]
        email: String,
        /// Read the password from standard input; without it one is made and printed
        #[arg(long)]
        password_stdin: bool,
    },
}

impl User {
    pub(super) async fn run(self, store: &Store, languages: &Languages) -> Result<(), Failure> {
        match self {
            User::Add { email, name, role, password_stdin } => {
                let (email, name) =
                    (Email::parse(&email).map_err(said)?, Name::parse(Field::Name, &name).map_err(said)?);
                let language = store.account().await?.language;
                let password = Some(chosen(password_stdin).await?);
                store.add_user(NewUser { name, email: email.clone(), role, language, password }).await?;
                // Whoever begins here and not on the setup page needs a process, too.
                store.begin_with(&beginning(languages.words(language), false)).await?;
                println!("Added {} as {}.", email.as_str(), role.code());
            }
            User::Deactivate { email } => {
                let email = Email::parse(&email).map_err(said)?;
                store.deactivate(&email).await.map_err(|error| unknown(error, &email))?;
                println!("{} can no longer sign in; their sessions ended.", email.as_str());
            }
            User::Zone { email, zone } => {
                let email = Email::parse(&email).map_err(said)?;
                store.set_zone(&email, zone).await.map_err(|error| unknown(error, &email))?;
                let whose = zone.map_or("the account's", |zone| zone.name());
                println!("The time zone of {} is {whose}.", email.as_str());
            }
            User::Password { email, password_stdin } => {
                let email = Email::parse(&email).map_err(said)?;
                store
                    .set_password(&email, chosen(password_stdin).await?)
                    .await
                    .map_err(|error| unknown(error, &email))?;
                println!("The password of {} is set; their sessions ended.", email.as_str());
            }
        }
        Ok(())
    }
}

/// The Argon2 text of a password from standard input, or of one that is made and printed.
async fn chosen(from_stdin: bool) -> Result<String, Failure> {
    let mut line = String::new();
    if from_stdin {
        std::io::stdin().read_line(&mut line).map_err(|error| Failure::Said(error.to_string()))?;
    } else {
        line = super::serve::setup_code()? + &super::serve::setup_code()?;
        println!("Password: {line}");
    }
    let password = line.trim_end_matches(['\r', '\n']);
    password::require_good(password).map_err(said)?;
    Ok(password::hash(password.to_owned()).await?)
}

fn said(refusal: domain::refusal::Refusal) -> Failure {
    store::Error::Refused(refusal).into()
}

fn unknown(error: store::Error, email: &Email) -> Failure {
    match error {
        store::Error::Refused(domain::refusal::Refusal::Unknown { .. }) => {
            Failure::Said(format!("there is no user {}", email.as_str()))
        }
        other => other.into(),
    }
}
