//! `tablica mail`: a trial of the mail server.

use super::{Failure, Options, data};
use crate::mail::{Mailer, Settings};
use clap::Args;

#[derive(Args)]
pub(super) struct Mail {
    /// Send a mail to this address, and say whether the mail server took it
    #[arg(long)]
    test: String,
}

impl Mail {
    pub(super) async fn run(self, options: Options) -> Result<(), Failure> {
        let settings = settings(&options)?.ok_or_else(|| {
            Failure::Said(
                "name a mail server: --smtp, --mail-from and --url, or the variables beside them".into(),
            )
        })?;
        let (store, languages) = (data::open(&options).await?, data::languages(&options)?);
        let words = languages.words(store.account().await?.language);
        let mailer = Mailer::new(&settings, store.clone(), languages.clone()).map_err(Failure::Said)?;
        mailer.send_trial(&self.test, words).await.map_err(Failure::Said)?;
        println!("The mail server has taken a mail to {}.", self.test);
        store.close().await.map_err(Failure::Store)
    }
}

/// How mail is sent; nothing when no server is named. Refused when something of it is missing.
pub(super) fn settings(options: &Options) -> Result<Option<Settings>, Failure> {
    let Some(server) = options.smtp.clone() else { return Ok(None) };
    match (options.mail_from.clone(), options.url.clone()) {
        (Some(from), Some(address)) => Ok(Some(Settings { server, from, address })),
        _ => Err(Failure::Said(
            "with --smtp say --mail-from, who it comes from, and --url, where links lead".into(),
        )),
    }
}
