//! The program `tablica`.

use clap::Parser;
use server::cli::{self, Arguments};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::keep_to_oneself();
    match cli::run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tablica: {failure}");
            ExitCode::FAILURE
        }
    }
}
