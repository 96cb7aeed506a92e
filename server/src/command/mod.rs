//! The commands of the program, and what all of them share.

mod company;
mod company_money;
mod company_words;
mod demo;
mod import;
mod invent;
mod seed;
mod serve;
mod user;

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
    /// The folder with the files for the browser, if it is not the one beside the program
    #[arg(long, env = "TABLICA_SITE", global = true)]
    pub site: Option<PathBuf>,
    /// Let browsers sign in over unencrypted connections from other machines. Whoever listens on the way can then
    /// take over sessions: only for a network that you trust
    #[arg(long, env = "TABLICA_PLAIN_HTTP", global = true)]
    pub plain_http: bool,
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
    /// Import deals from a CSV file, whole or not at all
    Import(import::Import),
    /// Add a process "Benchmark" with generated deals, for trials and benchmarks
    Seed(seed::Seed),
    /// Add users and set passwords
    #[command(subcommand)]
    User(user::User),
}

/// Why a command did not do what it should; said to the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Said(String),
    #[error("cannot use the data folder {0}: {1}")]
    Data(PathBuf, std::io::Error),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("cannot open the database: {0}")]
    Open(store::Error),
    #[error("the database failed: {0}")]
    Store(store::Error),
    #[error(transparent)]
    Import(crate::import::Refused),
}

impl From<crate::import::Refused> for Failure {
    fn from(refused: crate::import::Refused) -> Self {
        match refused {
            crate::import::Refused::Store(error) => error.into(),
            other => Failure::Import(other),
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => {
                Failure::Said(app::words::words(domain::people::Language::En).refusal(&refusal))
            }
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
        Command::Import(import) => import.run(&open(&options).await?).await,
        Command::Seed(seed) => seed.run(&open(&options).await?).await,
        Command::User(user) => user.run(&open(&options).await?).await,
    }
}

/// Opens the database of these options, in the data folder unless another is named.
async fn open(options: &Options) -> Result<Store, Failure> {
    let refused = |error| Failure::Data(options.data.clone(), error);
    std::fs::create_dir_all(&options.data).map_err(refused)?;
    let url = match &options.database_url {
        Some(url) => url.clone(),
        None => {
            tempfile_in(&options.data).map_err(refused)?;
            format!("sqlite:{}", options.data.join("tablica.db").display())
        }
    };
    Store::open(&url).await.map_err(Failure::Open)
}

/// Whether files can be made here: SQLite's own error would not say which folder it is about.
fn tempfile_in(folder: &std::path::Path) -> std::io::Result<()> {
    let probe = folder.join(".writable");
    std::fs::write(&probe, "")?;
    std::fs::remove_file(probe)
}
