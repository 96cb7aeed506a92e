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
            News::HandedOver => self.news_handed_over(name, &self.handed_over(about)),
            News::Won => self.news_won(name, deal),
            News::Lost => self.news_lost(name, deal),
            News::Stale => self.news_stale(name, deal),
            News::AccessAsked => self.news_access_asked(name, deal),
            News::AccessGiven => self.news_access_given(name, deal),
        }
    }

    /// `12 3`: so many deals, so many tasks; what there is none of is not said.
    fn handed_over(&self, about: &str) -> String {
        let mut counts = about.split(' ').map(|count| count.parse::<usize>().unwrap_or(0));
        let (deals, tasks) = (counts.next().unwrap_or(0), counts.next().unwrap_or(0));
        let deals = (deals > 0).then(|| self.deals(deals));
        let tasks = (tasks > 0).then(|| self.tasks_count(tasks));
        deals.into_iter().chain(tasks).collect::<Vec<_>>().join(", ")
    }
}
