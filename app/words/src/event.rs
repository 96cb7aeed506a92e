//! History in words: what each event says (H1).

use crate::{Words, format};
use chrono::NaiveDate;
use domain::{
    deal::Status,
    event::Event,
    id::UserId,
    ledger::Kind,
    line::{Spent, Terms},
    money::Money,
    profile::HistoryEntry,
};

impl Words {
    /// What happened, as a sentence without its subject: "moved the deal from Talk to Offer".
    pub fn story(&self, told: &HistoryEntry, person: impl Fn(UserId) -> String) -> String {
        let (from, to) = (self.named(&told.from), self.named(&told.to));
        let day = |day: NaiveDate| format::day(self, day, told.at.date());
        let Some(event) = &told.event else { return self.event_unknown().into() };
        match event {
            Event::Added { .. } => self.event_added(to),
            Event::Imported { .. } => self.event_imported().into(),
            Event::EnteredAfterwards { status, on, .. } => {
                self.event_entered_afterwards(self.status_name(*status), &day(*on))
            }
            Event::Moved { .. } => self.event_moved(from, to),
            Event::ProcessChanged { .. } => self.event_process(from, to),
            Event::ActionDone { name, probability, .. } => {
                self.event_action_done(name, &self.change_of_chance(*probability))
            }
            Event::ActionUndone { name, probability, .. } => {
                self.event_action_undone(name, &self.change_of_chance(*probability))
            }
            Event::Closed { outcome, reason: Some(reason), .. } => {
                self.event_closed_because(self.closed_as(*outcome), reason)
            }
            Event::Closed { outcome, reason: None, .. } => self.event_closed(self.closed_as(*outcome)),
            Event::Reopened { .. } => self.event_reopened().into(),
            Event::Renamed { from, to } => self.event_renamed(from, to),
            Event::ValueChanged { from, to } => self.event_value(&self.money(*from), &self.money(*to)),
            Event::OwnerChanged { to, .. } => self.event_owner(&person(*to)),
            Event::CompanyChanged { .. } | Event::PersonChanged { .. } => self.event_client(from, to),
            Event::SourceChanged { .. } => self.event_source(from, to),
            Event::ExpectedCloseChanged { to: Some(to), .. } => self.event_expected_close(&day(*to)),
            Event::ExpectedCloseChanged { to: None, .. } => self.event_expected_close_cleared().into(),
            Event::DescriptionChanged { .. } => self.event_description().into(),
            Event::ParticipantAdded { user } => self.event_participant_added(&person(*user)),
            Event::ParticipantRemoved { user } => self.event_participant_removed(&person(*user)),
            Event::Undone { .. } => self.event_undone().into(),
            Event::Deleted {} => self.event_deleted().into(),
            Event::Restored {} => self.event_restored().into(),
            Event::MadePublic { public: true } => self.event_made_public().into(),
            Event::MadePublic { public: false } => self.event_made_private().into(),
            Event::TaskAdded { title, .. } => self.event_task_added(title),
            Event::TaskDone { title, .. } => self.event_task_done(title),
            Event::TaskReopened { title, .. } => self.event_task_reopened(title),
            Event::TaskChanged { title, from, to: Some(to), .. } if *from != Some(*to) => {
                self.event_task_put_off(title, &format::due(self, *to, told.at.date()))
            }
            Event::TaskChanged { title, .. } => self.event_task_changed(title),
            Event::TaskDeleted { title, .. } => self.event_task_deleted(title),
            Event::NoteAdded { files, .. } if files.is_empty() => self.event_note_added().into(),
            Event::NoteAdded { files, .. } => self.event_note_with_files(&files.join(", ")),
            Event::NoteChanged { .. } => self.event_note_changed().into(),
            Event::NoteDeleted { .. } => self.event_note_deleted().into(),
            Event::LineAdded { .. }
            | Event::LineChanged { .. }
            | Event::LineRemoved { .. }
            | Event::CostAdded { .. }
            | Event::CostChanged { .. }
            | Event::CostRemoved { .. } => self.story_of_amounts(event),
        }
    }

    /// What happened to lines and costs; nothing for other events.
    fn story_of_amounts(&self, event: &Event) -> String {
        let (terms, spent) = (|terms| self.terms(terms), |spent| self.spent(spent));
        match event {
            Event::LineAdded { kind: Kind::Forecast, name, terms: new } => {
                self.event_line_added_forecast(name, &terms(new))
            }
            Event::LineAdded { kind: Kind::Realised, name, terms: new } => {
                self.event_line_added_realised(name, &terms(new))
            }
            Event::LineChanged { kind: Kind::Forecast, name, from, to } => {
                self.event_line_changed_forecast(name, &terms(from), &terms(to))
            }
            Event::LineChanged { kind: Kind::Realised, name, from, to } => {
                self.event_line_changed_realised(name, &terms(from), &terms(to))
            }
            Event::LineRemoved { kind: Kind::Forecast, name, terms: old } => {
                self.event_line_removed_forecast(name, &terms(old))
            }
            Event::LineRemoved { kind: Kind::Realised, name, terms: old } => {
                self.event_line_removed_realised(name, &terms(old))
            }
            Event::CostAdded { kind: Kind::Forecast, category, spent: new } => {
                self.event_cost_added_forecast(category, &spent(new))
            }
            Event::CostAdded { kind: Kind::Realised, category, spent: new } => {
                self.event_cost_added_realised(category, &spent(new))
            }
            Event::CostChanged { kind: Kind::Forecast, category, from, to } => {
                self.event_cost_changed_forecast(category, &spent(from), &spent(to))
            }
            Event::CostChanged { kind: Kind::Realised, category, from, to } => {
                self.event_cost_changed_realised(category, &spent(from), &spent(to))
            }
            Event::CostRemoved { kind: Kind::Forecast, category, spent: old } => {
                self.event_cost_removed_forecast(category, &spent(old))
            }
            Event::CostRemoved { kind: Kind::Realised, category, spent: old } => {
                self.event_cost_removed_realised(category, &spent(old))
            }
            _ => String::new(),
        }
    }

    /// How a kind of amounts is called.
    pub fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Forecast => self.forecast(),
            Kind::Realised => self.realised(),
        }
    }

    /// A status, after "closed the deal".
    fn closed_as(&self, status: Status) -> &'static str {
        match status {
            Status::Open => self.as_open(),
            Status::Won => self.as_won(),
            Status::Lost => self.as_lost(),
            Status::Stale => self.as_stale(),
        }
    }

    fn named<'a>(&self, name: &'a Option<String>) -> &'a str {
        name.as_deref().unwrap_or(self.event_nothing())
    }

    fn money(&self, money: Money) -> String {
        format::money(self, money)
    }

    /// `8 → 21 %`.
    fn change_of_chance(&self, (from, to): (u8, u8)) -> String {
        self.chance(&from.to_string(), &to.to_string())
    }

    /// What a cost says: `500 zł (14 maj 2026), transport`.
    fn spent(&self, spent: &Spent) -> String {
        let text = self.on_day(self.money(spent.amount), spent.date);
        if spent.note.is_empty() { text } else { self.terms_with_note(&text, &spent.note) }
    }

    /// What a line says: `3 × 1 234,50 zł − 10 %`, with its day.
    fn terms(&self, terms: &Terms) -> String {
        let mut text = self.terms_line(&terms.quantity.write(&self.notation), &self.money(terms.price));
        if terms.discount.hundredths() > 0 {
            text = self.terms_less(&text, &self.percent(&terms.discount.write(&self.notation)));
        }
        self.on_day(text, terms.date)
    }

    fn on_day(&self, text: String, day: Option<NaiveDate>) -> String {
        match day {
            Some(day) => self.terms_on_day(&text, &format::date(self, day)),
            None => text,
        }
    }
}
