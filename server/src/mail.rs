//! Mail: what waits in the outbox is put into words and sent, and tried again when that was in vain. Nobody waits for it.

use domain::{
    mail::{Due, Letter},
    people::User,
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::{sync::Arc, time::Duration};
use store::{Account, Store};
use tokio_util::sync::CancellationToken;
use words::{Languages, Words};

/// Between two looks into the outbox.
const EVERY: Duration = Duration::from_secs(5);
/// How long a mail server may take for one mail.
const LONGEST: Duration = Duration::from_secs(30);

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `smtps://USER:PASSWORD@HOST` or `smtp://HOST:PORT?tls=required`.
    pub server: String,
    /// Who it comes from.
    pub from: String,
    /// Where people find this program: what links begin with.
    pub address: String,
}

/// Sends what waits in the outbox of a database.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    address: Arc<str>,
    store: Store,
    languages: Languages,
}

impl Mailer {
    /// The error says which of the settings cannot be used.
    pub fn new(settings: &Settings, store: Store, languages: Languages) -> Result<Mailer, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.server);
        let transport = transport.map_err(|error| format!("the mail server cannot be used: {error}"))?;
        let from =
            settings.from.parse().map_err(|error| format!("{} sends no mail: {error}", settings.from))?;
        let address = settings.address.trim_end_matches('/');
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(format!("{address} is no address that a link can begin with"));
        }
        Ok(Mailer {
            transport: transport.timeout(Some(LONGEST)).build(),
            from,
            address: address.into(),
            store,
            languages,
        })
    }

    /// Sends until the server stops.
    pub(crate) async fn keep_sending(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.send_until(&stop).await {
                tracing::warn!(%error, "mail was not sent");
            }
            let _ = tokio::time::timeout(EVERY, stop.cancelled()).await;
        }
    }

    /// Sends what is due; what cannot be sent is tried again later.
    pub async fn send_due(&self) -> store::Result<()> {
        self.send_until(&CancellationToken::new()).await
    }

    /// The same, and no further mail once the server stops.
    async fn send_until(&self, stop: &CancellationToken) -> store::Result<()> {
        for due in self.store.due_mails().await?.into_iter().take_while(|_| !stop.is_cancelled()) {
            // One that cannot be written keeps no other from leaving.
            let sent = self.send(&due).await.unwrap_or_else(|error| Err(error.to_string()));
            match sent {
                Ok(()) => self.store.mail_sent(due.id).await?,
                Err(error) => {
                    tracing::warn!(mail = due.id, error, "a mail was not sent");
                    self.store.mail_failed(&due, &error).await?;
                }
            }
        }
        Ok(())
    }

    /// Sends a mail to somebody who may not be a user: for a trial of the settings.
    pub async fn send_trial(&self, to: &str, words: &Words) -> Result<(), String> {
        let to = to.parse().map_err(|error| format!("{to} takes no mail: {error}"))?;
        self.hand_over(to, words.mail_test_subject(), words.mail_test().to_owned()).await
    }

    /// The mail went, or why not. One that is about nothing any more counts as sent.
    async fn send(&self, due: &Due) -> store::Result<Result<(), String>> {
        let Some((user, account)) = self.store.addressee(due.to).await? else { return Ok(Ok(())) };
        let words = self.languages.words(user.language);
        let Some((subject, text)) = self.written(due, &user, account, words).await? else {
            return Ok(Ok(()));
        };
        let to = match user.email.parse() {
            Ok(address) => Mailbox::new(Some(user.name.clone()), address),
            Err(error) => return Ok(Err(format!("{} takes no mail: {error}", user.email))),
        };
        Ok(self.hand_over(to, &subject, text).await)
    }

    async fn hand_over(&self, to: Mailbox, subject: &str, text: String) -> Result<(), String> {
        // Without a number of its own a mail is taken for an advertisement by some.
        let mail = Message::builder().message_id(None).from(self.from.clone()).to(to).subject(subject);
        let mail = mail.header(ContentType::TEXT_PLAIN).body(text).map_err(|error| error.to_string())?;
        let sent = tokio::time::timeout(LONGEST, self.transport.send(mail)).await;
        sent.map_err(|_| "the mail server took too long".to_owned())?
            .map(drop)
            .map_err(|error| error.to_string())
    }

    /// Subject and text; nothing when there is nothing to say any more.
    async fn written(
        &self,
        due: &Due,
        user: &User,
        account: Account,
        words: &'static Words,
    ) -> store::Result<Option<(String, String)>> {
        let name = self.store.account_name().await?;
        let company = if name.is_empty() { "Tablica" } else { &name };
        let link = format!("{}/join#{}", self.address, due.secret);
        Ok(match due.letter {
            Letter::Invitation => {
                let by = match due.by {
                    Some(by) => self.store.addressee(by).await?.map(|(user, _)| user.name),
                    None => None,
                };
                let by = by.unwrap_or_else(|| company.to_owned());
                let text = format!("{}\n\n{link}\n", words.mail_invitation(&by, company));
                Some((words.mail_invitation_subject(&by, company), text))
            }
            Letter::NewLink => {
                let text =
                    format!("{}\n\n{link}\n\n{}\n", words.mail_new_link(company), words.mail_not_asked());
                Some((words.mail_new_link_subject().to_owned(), text))
            }
            Letter::Notice(id) => {
                let tx = self.store.read(user.clone(), account).await?;
                tx.notice(id).await?.map(|notice| {
                    let said = words.news(&notice);
                    let to = notice.deal.map_or("/tasks".to_owned(), |deal| format!("/deals/{}", deal.id));
                    let (here, footer) = (&self.address, words.mail_notice_footer());
                    let text = format!("{said}\n\n{here}{to}\n\n{footer} {here}/settings/profile\n");
                    (said, text)
                })
            }
        })
    }
}
