//! The program `tablica`.

use clap::Parser;
use server::command::{self, Arguments};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    command::keep_to_oneself();
    match command::run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tablica: {failure}");
            ExitCode::FAILURE
        }
    }
}
