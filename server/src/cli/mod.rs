//! The commands of the program, and what all of them share.

mod acting;
mod backup;
mod company;
mod company_contacts;
mod company_money;
mod company_story;
mod company_words;
mod data;
mod demo;
mod doctor;
mod import;
mod invent;
mod mail;
mod seed;
mod serve;
mod user;

pub use data::keep_to_oneself;

use app::error::Problem;
use clap::{Args, Parser, Subcommand};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};
use store::Store;

/// Tablica: a sales board that a company runs itself. One program, one database.
///
/// Without a command it serves. Every option can also be given by the environment variable named beside it.
#[derive(Parser)]
#[command(name = "tablica", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    options: Options,
}

#[derive(Args, Clone)]
pub(crate) struct Options {
    /// The address to listen on
    #[arg(long, env = "TABLICA_ADDR", default_value = "127.0.0.1:3000", global = true)]
    pub addr: SocketAddr,
    /// The folder for the database and files; made when it is missing
    #[arg(long, env = "TABLICA_DATA", default_value = "data", global = true)]
    pub data: PathBuf,
    /// The database, if it is not a file in the data folder: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Serve figures for Prometheus on this address, at /metrics; off unless it is given
    #[arg(long, env = "TABLICA_METRICS_ADDR", global = true)]
    pub metrics_addr: Option<SocketAddr>,
    /// A folder with further languages, one file each, if it is not the folder "languages" of the data folder
    #[arg(long, env = "TABLICA_LANGUAGES", global = true)]
    pub languages: Option<PathBuf>,
    /// The folder with the files for the browser, if it is not the one beside the program
    #[arg(long, env = "TABLICA_SITE", global = true)]
    pub site: Option<PathBuf>,
    /// Let browsers sign in over unencrypted connections from other machines. Whoever listens on the way can then
    /// take over sessions: only for a network that you trust
    #[arg(long, env = "TABLICA_PLAIN_HTTP", global = true)]
    pub plain_http: bool,
    /// Keep nothing in browsers: without a line to the server no page begins, and what was kept before is taken away
    #[arg(long, env = "TABLICA_KEEP_NOTHING", global = true)]
    pub keep_nothing: bool,
    /// The mail server: smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required; without one no mail is
    /// sent, and links are shown to administrators
    #[arg(long, env = "TABLICA_SMTP", hide_env_values = true, global = true)]
    pub smtp: Option<String>,
    /// Who mail comes from: tablica@example.com or "Tablica <tablica@example.com>"
    #[arg(long, env = "TABLICA_MAIL_FROM", global = true)]
    pub mail_from: Option<String>,
    /// Where people find this server, for links in mail: https://sales.example.com
    #[arg(long, env = "TABLICA_URL", global = true)]
    pub url: Option<String>,
    /// Addresses of proxies in front, whose X-Forwarded-For is believed when attempts to sign in are counted
    #[arg(long, env = "TABLICA_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    pub trusted_proxy: Vec<IpAddr>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the board (what happens without a command)
    Serve,
    /// Serve a believable company in a fresh database of its own, for this machine only
    Demo,
    /// Bring in deals, contacts, products or users from a CSV or XLSX file, whole or not at all; or a whole account, from the
    /// archive that Settings give, into an empty place
    Import(import::Bring),
    /// Write everything of the account into one archive, also while the server runs
    Backup(backup::Backup),
    /// Bring an account back from an archive into an empty place, or check an archive
    Restore(backup::Restore),
    /// Copy an account from one database into another, such as from SQLite to PostgreSQL
    Copy(backup::Copy),
    /// Look at folder, database, sums, files, clock and disk, and say what to do
    Doctor,
    /// Add a process "Benchmark" with generated deals, for trials and benchmarks
    Seed(seed::Seed),
    /// Try the mail server
    Mail(mail::Mail),
    /// Add users and set passwords
    #[command(subcommand)]
    User(user::User),
}

/// Why a command did not do what it should; said to the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Said(String),
    #[error("cannot use {0}: {1}")]
    Data(PathBuf, std::io::Error),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("cannot open the database: {0}")]
    Open(store::Error),
    #[error("the database failed: {0}")]
    Store(store::Error),
    #[error("a language cannot be used: {0}")]
    Language(#[from] words::Unusable),
    #[error(transparent)]
    Archive(#[from] crate::archive::Unusable),
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Failure::Said(words::english().refusal(&refusal)),
            other => Failure::Store(other),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Refused(refusal) => store::Error::Refused(refusal).into(),
            Problem::Fault(_) => Failure::Said("this machine gives no random numbers".into()),
        }
    }
}

/// Runs the command that was asked for.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { command, options } = arguments;
    match command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(options).await,
        Command::Demo => demo::demo(options).await,
        Command::Import(bring) => bring.run(&options).await,
        Command::Backup(backup) => backup.run(options).await,
        Command::Restore(restore) => restore.run(options).await,
        Command::Copy(copy) => copy.run().await,
        Command::Doctor => doctor::doctor(options).await,
        Command::Mail(mail) => mail.run(options).await,
        Command::Seed(seed) => with_store(&options, async |store| seed.run(store).await).await,
        Command::User(user) => {
            let languages = data::languages(&options)?;
            with_store(&options, async |store| user.run(store, &languages).await).await
        }
    }
}

/// Opens the database, has it used, and closes it so that nothing is left to recover.
async fn with_store(
    options: &Options,
    use_it: impl AsyncFnOnce(&Store) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let store = data::open(options).await?;
    let used = use_it(&store).await;
    store.close().await?;
    used
}
