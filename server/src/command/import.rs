//! `tablica import`: deals from a CSV file.

use super::Failure;
use crate::import::{Found, Mapping, Refused, read, save};
use clap::Args;
use domain::{deal::Status, money::Totals};
use std::path::PathBuf;
use store::Store;

#[derive(Args)]
pub(super) struct Import {
    /// The CSV file
    file: PathBuf,
    /// What its columns mean: a TOML file, explained in server/src/import/mapping.rs
    #[arg(long)]
    mapping: PathBuf,
    /// Store the good rows even when others are bad
    #[arg(long)]
    skip_bad_rows: bool,
}

impl Import {
    pub(super) async fn run(self, store: &Store) -> Result<(), Failure> {
        let mapping = Mapping::load(&self.mapping)?;
        let (found, bad) = read(&self.file, &mapping)?;
        if !bad.is_empty() && !self.skip_bad_rows {
            return Err(Refused::Rows(bad).into());
        }
        let report = save(store, &mapping, &found).await?;
        bad.iter().for_each(|cell| eprintln!("skipped {cell}"));
        println!(
            "{} deals created, {} known already, {} rows skipped.",
            report.created,
            report.known,
            bad.len()
        );
        Status::ALL
            .into_iter()
            .filter_map(|status| summary(&found, status))
            .for_each(|line| println!("{line}"));
        Ok(())
    }
}

/// What the file holds of a status.
fn summary(found: &[Found], status: Status) -> Option<String> {
    let of_status = || found.iter().filter(move |deal| deal.status == status);
    let totals: Totals = of_status().map(|deal| deal.value).collect();
    let sums: Vec<String> = totals.iter().map(|sum| format!("{} {}", sum.plain(), sum.currency)).collect();
    let count = of_status().count();
    (count > 0).then(|| format!("  {:>6} {:<5} {}", count, status.code(), sums.join(", ")))
}
