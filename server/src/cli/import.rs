//! `tablica import`: deals from a CSV file.

use super::{
    Failure,
    acting::{acting, new_op, user_of},
};
use crate::import::{Found, Mapping, Refused, read, save};
use clap::Args;
use domain::{deal::Status, money::Totals};
use std::path::PathBuf;
use store::Store;

/// The manual of mappings.
const MAPPINGS: &str = r#"A mapping is a TOML file:

  namespace = "b2b"            put before the file's own ids, so that two files' ids never meet
  process = "Sales"            where the deals go; made when it is missing
  stages = ["Talk", "Offer"]   its stages, in order
  currency = "USD"
  date_format = "%m/%d/%Y"
  decimal = "."                or ","; marks between thousands are understood
  encoding = "utf-8"           or utf-16, windows-1250, iso-8859-2 …; a byte order mark wins
  delimiter = ","
  source = "Fair"              the source of every deal, if any
  reason = "Price"             the reason of every lost and stale deal, if any; one of the account's
  email_domain = "b2b.test"    for owners and managers who are no users yet

  [columns]                    the file's columns; id, owner, stage and value must be there
  id = "…"  company = "…"  product = "…"  name = "…"  owner = "…"  stage = "…"  value = "…"  created = "…"  closed = "…"

  [stage_values]               what each value of the column `stage` means
  Won = { stage = "Offer", status = "won" }     status: open (unless named), won, lost, stale

  [aliases.product]            other spellings, for any column
  GTXPro = "GTX Pro"

  [prices]                     the value of rows without one: a file beside the imported one
  file = "products.csv"  key = "product"  value = "sales_price"

  [managers]                   whom each owner reports to
  file = "teams.csv"  key = "sales_agent"  value = "manager"
"#;

#[derive(Args)]
#[command(after_long_help = MAPPINGS)]
pub(super) struct Import {
    /// The CSV file
    file: PathBuf,
    /// What its columns mean: a TOML file, as --help describes it
    #[arg(long)]
    mapping: PathBuf,
    /// Who imports, by e-mail: named in the history of each deal (else the first administrator)
    #[arg(long)]
    user: Option<String>,
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
        let by = match &self.user {
            Some(email) => user_of(store, email).await?,
            None => acting(store).await?,
        };
        let report = save(store.write(by).await?, &new_op()?, &mapping, &found).await?;
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
