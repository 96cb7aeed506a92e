//! What a notice says (T3).

use crate::Words;
use domain::notices::{News, Notice};

impl Words {
    /// Who does what.
    pub fn news(&self, notice: &Notice) -> String {
        let (name, about) = (notice.name.as_str(), notice.about.as_str());
        let deal = notice.deal.as_ref().map(|deal| deal.name.as_str()).unwrap_or_default();
        match notice.news {
            News::Action => self.news_action(name, about),
            News::Participant => self.news_participant(name, deal),
            News::Task => self.news_task(name, about),
            News::Won => self.news_won(name, deal),
            News::Lost => self.news_lost(name, deal),
            News::Stale => self.news_stale(name, deal),
            News::AccessAsked => self.news_access_asked(name, deal),
            News::AccessGiven => self.news_access_given(name, deal),
        }
    }
}
