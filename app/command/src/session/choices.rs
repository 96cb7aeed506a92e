//! What somebody chose for themselves: a language, light or dark, how the board looks.

use super::sessions::{Session, Sessions};
use crate::problem::Answer;
use domain::{
    look::{Look, Theme},
    people::Language,
    refusal::Refusal,
};

impl Sessions {
    /// Remembers the language of whoever asks.
    pub async fn choose_language(&self, session: &Session, language: Language) -> Answer<()> {
        let tx = self.write(session).await?;
        tx.choose_language(language).await?;
        Ok(tx.commit().await?)
    }

    /// Remembers whether whoever asks works in light or dark.
    pub async fn choose_theme(&self, session: &Session, theme: Theme) -> Answer<()> {
        let tx = self.write(session).await?;
        tx.choose_theme(theme).await?;
        Ok(tx.commit().await?)
    }

    /// Remembers how whoever asks likes to see the board.
    pub async fn choose_look(&self, session: &Session, look: &Look) -> Answer<()> {
        if look.folded.len() > Look::MOST_FOLDED {
            return Err(Refusal::MalformedRequest.into());
        }
        let tx = self.write(session).await?;
        tx.choose_look(look).await?;
        Ok(tx.commit().await?)
    }
}
