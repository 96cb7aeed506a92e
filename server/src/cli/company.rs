//! The believable company of the demo: its clients and the deals it made and makes.

use super::{
    Failure,
    company_contacts::client,
    company_money::Stock,
    company_story::{Way, changes, story},
    company_words::{COMPANIES, FIRST, LAST, SOURCES, TASKS},
    invent::pick,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::Warsaw;
use domain::{
    deal::{Closed, Entry, Facts, NewDeal, Status, Why},
    id::{ActionId, CompanyId, PersonId, SourceId, UserId},
    money::{Currency, Money},
    process::Process,
    task::Due,
    text::{Name, Prose},
};
use fastrand::Rng;
use store::{
    Tx,
    bulk::{BulkDeal, BulkTask},
};

/// The company whose deals are made up.
pub(super) struct Company {
    dice: Rng,
    now: DateTime<Utc>,
    today: NaiveDate,
    owners: Vec<UserId>,
    sources: Vec<SourceId>,
    clients: Vec<(&'static str, CompanyId, PersonId)>,
    stock: Stock,
}

impl Company {
    pub(super) async fn new(tx: &Tx, owners: Vec<UserId>) -> Result<Self, Failure> {
        let (mut dice, now) = (Rng::with_seed(2_027), store::now());
        let mut sources = vec![];
        for name in SOURCES {
            sources.push(tx.source(name).await?);
        }
        let mut clients = vec![];
        for (number, name) in COMPANIES.into_iter().enumerate() {
            let person = (*pick::<&str>(&mut dice, &FIRST), *pick::<&str>(&mut dice, &LAST));
            let (company, person) = client(tx, number, name, person).await?;
            clients.push((name, company, person));
        }
        let today = now.with_timezone(&Warsaw).date_naive();
        let stock = Stock::new(tx).await?;
        Ok(Company { dice, now, today, owners, sources, clients, stock })
    }

    /// An open deal; earlier stages hold more of them.
    pub(super) fn open(&mut self, process: &Process, things: &[&str], number: u64) -> BulkDeal {
        let count = process.stages.len();
        let stage = self.dice.usize(..count).min(self.dice.usize(..count));
        // Most came lately, a few are long there.
        let days = self.dice.u64(..24).pow(2) / 24;
        let mut deal = self.deal(process, stage, things, days);
        let close = self.today + Days::new(5 + self.dice.u64(..110));
        deal.new.facts.expected_close = Some(close);
        deal.tasks = self.tasks(number);
        let value = deal.new.facts.value;
        self.tell(&mut deal, process, stage, None);
        let way = self.way(&deal, process, stage);
        let changes = changes(&way, close, value, &mut self.dice);
        deal.story.extend(changes);
        deal.story.sort_by_key(|told| told.at);
        deal
    }

    /// A deal that was closed during the last year.
    pub(super) fn closed(&mut self, process: &Process, things: &[&str], number: u64) -> BulkDeal {
        let days = 2 + self.dice.u64(..360);
        let stage =
            if number % 5 < 3 { process.stages.len() - 1 } else { self.dice.usize(..process.stages.len()) };
        let mut deal = self.deal(process, stage, things, days + 20);
        let outcome = match number % 5 {
            0..=2 => Status::Won,
            3 => Status::Lost,
            _ => Status::Stale,
        };
        let on = self.today - Days::new(days);
        let closed = Closed { outcome, on, why: Why::default() };
        deal.new.facts.expected_close = Some(on);
        if outcome == Status::Won {
            deal.new.done = process.actions().map(|(_, action)| action.id).collect();
        }
        self.tell(&mut deal, process, stage, Some(&closed));
        deal.new.entry = Entry::Afterwards(closed);
        deal
    }

    fn way<'a>(&self, deal: &'a BulkDeal, process: &'a Process, stage: usize) -> Way<'a> {
        let (created, since) = (deal.created_at, deal.stage_since);
        Way { process, stage, done: &deal.new.done, by: deal.by, created, since, now: self.now }
    }

    /// Gives a deal the story of its way, and the moments that it says.
    fn tell(&mut self, deal: &mut BulkDeal, process: &Process, stage: usize, closed: Option<&Closed>) {
        let way = self.way(deal, process, stage);
        let (story, [created, since]) = story(&way, closed, &mut self.dice);
        (deal.story, deal.created_at, deal.stage_since) = (story, created, since);
    }

    fn deal(&mut self, process: &Process, stage: usize, things: &[&str], days_ago: u64) -> BulkDeal {
        let (_, company, person) = *pick(&mut self.dice, &self.clients);
        // Two of three deals are the salespeople's.
        let owner = self.owners[[1, 2, 1, 2, 0][self.dice.usize(..5)]];
        let colleague = *pick(&mut self.dice, &self.owners);
        let thing = *pick(&mut self.dice, things);
        let name = if self.dice.u64(..3) == 0 {
            format!("{thing} {}", self.today.year() + 1)
        } else {
            thing.to_owned()
        };
        let since = self.now - Days::new(days_ago);
        let value = self.value();
        let forecast = self.stock.side(value.currency, &mut self.dice);
        let facts = Facts {
            name: Name::known(name),
            company: Some(company),
            person: (self.dice.u64(..6) > 0).then_some(person),
            source: Some(*pick(&mut self.dice, &self.sources)),
            expected_close: None,
            value: if forecast.lines.is_empty() { value } else { forecast.value(value.currency) },
            owner,
            description: Prose::default(),
        };
        // Some days in each of the stages before.
        let before = (0..stage).map(|_| 2 + self.dice.u64(..9)).sum();
        let (created_at, done) = (since - Days::new(before), self.done(process, stage));
        let helped = self.dice.u64(..8) == 0 && colleague != owner;
        let new = NewDeal {
            facts,
            process: process.id,
            stage: process.stages[stage].id,
            entry: Entry::Added,
            participants: if helped { vec![colleague] } else { vec![] },
            forecast,
            done,
        };
        BulkDeal {
            new,
            by: owner,
            external_id: None,
            created_at,
            stage_since: since,
            tasks: vec![],
            story: vec![],
        }
    }

    /// Most actions of the stages passed are done, and some of the present one.
    fn done(&mut self, process: &Process, stage: usize) -> Vec<ActionId> {
        let mut done = vec![];
        for (index, at) in process.stages.iter().enumerate().take(stage + 1) {
            for action in &at.actions {
                let odds = if index < stage { 8 } else { 4 };
                if self.dice.u64(..10) < odds {
                    done.push(action.id);
                }
            }
        }
        done
    }

    fn value(&mut self) -> Money {
        let currency = match self.dice.u64(..12) {
            0 => Currency::EUR,
            1 => Currency::USD,
            _ => Currency::PLN,
        };
        let halves =
            if currency == Currency::PLN { 20 + self.dice.u64(..170) } else { 5 + self.dice.u64(..40) };
        Money { minor: halves as i64 * 50_000, currency }
    }

    /// Tasks for each colour of the dot in turn, and a done one here and there.
    fn tasks(&mut self, number: u64) -> Vec<BulkTask> {
        let day = |days: u64| Some(self.today + Days::new(days));
        let (soon, late) = (2 + self.dice.u64(..20), 1 + self.dice.u64(..6));
        let mut dates = match number % 8 {
            0 | 4 => vec![],
            1 | 5 | 7 => vec![day(soon)],
            2 => vec![day(0), day(soon)],
            3 => vec![Some(self.today - Days::new(late)), day(soon)],
            _ => vec![Some(self.today - Days::new(late)), Some(self.today - Days::new(1))],
        };
        if number % 13 == 5 {
            dates.push(None);
        }
        let mut tasks: Vec<BulkTask> = dates.into_iter().map(|date| self.task(date)).collect();
        if number.is_multiple_of(3) {
            tasks.push(BulkTask { done_at: Some(self.now - Days::new(late)), ..self.task(None) });
        }
        tasks
    }

    fn task(&mut self, date: Option<NaiveDate>) -> BulkTask {
        let (title, kind) = *pick(&mut self.dice, &TASKS);
        let hour = 9 + self.dice.u32(..8);
        // A time today could have passed already; those of other days have an hour now and then.
        let timed = date.is_some_and(|date| date != self.today) && self.dice.u64(..3) == 0;
        let due =
            date.map(|date| Due { date, time: timed.then(|| NaiveTime::from_hms_opt(hour, 0, 0)).flatten() });
        BulkTask { title: title.into(), kind, due, done_at: None }
    }
}
