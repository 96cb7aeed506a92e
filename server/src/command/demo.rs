//! `tablica demo`: a believable company on a fresh database of its own, dated from today.

use super::{
    Failure, Options,
    invent::Dice,
    serve::{bind, listen, setup_code},
};
use app::session::password;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::Warsaw;
use domain::{
    deal::Status,
    event::Event,
    id::{ActionId, CompanyId, PersonId, SourceId, UserId},
    money::{Currency, Money},
    people::{Language, Role},
    process::{ActionForm, Assignee, NoteRule, Notify, Process, ProcessForm, Rules, Trigger, Who},
    task::{Due, Kind},
    text::{Email, Name},
};
use std::path::Path;
use store::{
    Account, Beginning, NewAccount, NewUser, Store,
    bulk::{Bulk, BulkDeal, BulkTask},
};

const PASSWORD: &str = "demo-tablica";
const PEOPLE: [(&str, &str, Role); 4] = [
    ("Anna Wiśniewska", "anna@demo.test", Role::Administrator),
    ("Marek Nowicki", "marek@demo.test", Role::Manager),
    ("Zofia Kowalska", "zofia@demo.test", Role::Salesperson),
    ("Piotr Wójcik", "piotr@demo.test", Role::Salesperson),
];
/// Stages with their actions: name and weight; `!` marks a mandatory one.
type Plan = (&'static str, &'static [(&'static str, &'static [(&'static str, u32)])]);
const SALES: Plan = (
    "Sprzedaż B2B",
    &[
        ("Rozmowa", &[("Pierwszy kontakt", 8), ("!Kwalifikacja", 12)]),
        ("Potrzeby", &[("Wizja lokalna", 13), ("Ustalony budżet", 5), ("Specyfikacja", 13)]),
        ("Oferta", &[("Oferta wysłana", 5), ("Zgoda na rabat", 8), ("!Akceptacja oferty", 18)]),
        ("Negocjacje", &[("Warunki uzgodnione", 9)]),
        ("Umowa", &[("!Umowa podpisana", 9)]),
    ],
);
const RENEWALS: Plan = (
    "Serwis i odnowienia",
    &[
        ("Przegląd umowy", &[("Umowa sprawdzona", 20)]),
        ("Propozycja", &[("Propozycja wysłana", 30)]),
        ("Uzgodnienia", &[("Cena uzgodniona", 30)]),
        ("Podpis", &[("!Podpisany aneks", 20)]),
    ],
);
const REASONS: [&str; 5] = ["Cena", "Konkurencja", "Brak budżetu", "Brak kontaktu", "Zmiana planów"];
const SOURCES: [&str; 5] = ["Polecenie", "Strona WWW", "Targi", "Telefon", "Partner"];
const COMPANIES: [&str; 24] = [
    "Łódź Logistyka",
    "Zielony Młyn",
    "Borealis S.A.",
    "Granit Płock",
    "Zakłady Ósemka",
    "Lumen Energia",
    "Kowal i Synowie",
    "Nimbus Software",
    "Orzeł Foods",
    "Stocznia Wisła",
    "Drukarnia Żagiel",
    "Meble Świerk",
    "Klinika Dąb",
    "Hotel Pod Różą",
    "Transport Śliwa",
    "Chemia Pilica",
    "Huta Jaskier",
    "Mleczarnia Łąka",
    "Park Maszyn Reda",
    "Tekstylia Bzura",
    "Apteki Szałwia",
    "Piekarnia Złoty Kłos",
    "Wydawnictwo Ćma",
    "Rowery Żbik",
];
const FIRST: [&str; 12] = [
    "Anna",
    "Jan",
    "Katarzyna",
    "Tomasz",
    "Agnieszka",
    "Paweł",
    "Małgorzata",
    "Michał",
    "Ewa",
    "Łukasz",
    "Joanna",
    "Adam",
];
const LAST: [&str; 12] = [
    "Nowak",
    "Woźniak",
    "Zając",
    "Pawlak",
    "Krawczyk",
    "Mazur",
    "Kubiak",
    "Szymczak",
    "Wrona",
    "Kaczmarek",
    "Lis",
    "Baran",
];
const SALES_THINGS: [&str; 9] = [
    "Flota magazynowa",
    "Wdrożenie w 4 oddziałach",
    "Licencje roczne",
    "Szkolenie handlowców",
    "Audyt bezpieczeństwa",
    "Platforma danych",
    "Migracja do chmury",
    "Etykiety i drukarki",
    "System rezerwacji",
];
const RENEWAL_THINGS: [&str; 5] = [
    "Serwis pogwarancyjny",
    "Odnowienie licencji",
    "Umowa SLA",
    "Przegląd instalacji",
    "Rozszerzenie wsparcia",
];
const TASKS: [(&str, Kind); 7] = [
    ("Zadzwonić po decyzję", Kind::Call),
    ("Wysłać ofertę", Kind::Email),
    ("Spotkanie z zarządem", Kind::Meeting),
    ("Umówić wizję lokalną", Kind::Call),
    ("Doprecyzować zakres", Kind::Email),
    ("Przygotować umowę", Kind::Other),
    ("Prezentacja rozwiązania", Kind::Meeting),
];

pub(super) async fn demo(options: Options) -> Result<(), Failure> {
    if !options.addr.ip().is_loopback() {
        return Err(Failure::Said(format!(
            "the demo has a published password, so it listens on this machine only, not on {}",
            options.addr
        )));
    }
    // First of all, so that a second demo does not take the database from under the first.
    let (listener, _) = bind(&options).await?;
    let options = Options { data: options.data.join("demo"), database_url: None, ..options };
    clear(&options.data).map_err(|error| Failure::Data(options.data.clone(), error))?;
    let store = super::open(&options).await?;
    furnish(&store).await?;
    println!("Sign in with the password {PASSWORD} as");
    for (name, email, role) in PEOPLE {
        println!("  {email:<17} {name}, {}", role.code());
    }
    listen(listener, store, options, setup_code()?).await
}

/// The form of a process that is planned above.
fn form((name, stages): Plan) -> ProcessForm {
    let action = |(name, weight): &(&str, u32)| ActionForm {
        id: None,
        name: name.trim_start_matches('!').into(),
        hint: String::new(),
        weight: weight.to_string(),
        rules: Rules { mandatory: name.starts_with('!'), ..special(name) },
    };
    let mut form = ProcessForm::plain(name, &stages.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (stage, (_, actions)) in form.stages.iter_mut().zip(stages) {
        stage.actions = actions.iter().map(action).collect();
    }
    form
}

/// What else holds for some of the actions.
fn special(action: &str) -> Rules {
    match action {
        "Specyfikacja" => Rules { note: NoteRule::File, ..Rules::default() },
        "Zgoda na rabat" => Rules { who: Who::Managers, ..Rules::default() },
        "!Akceptacja oferty" => {
            let notify = Notify { managers: true, ..Notify::default() };
            Rules { note: NoteRule::Note, notify, ..Rules::default() }
        }
        "!Umowa podpisana" => {
            let title = Name::known("Wdrożenie");
            let trigger = Trigger { title, kind: Kind::Other, days: 3, assignee: Assignee::Owner };
            Rules { trigger: Some(trigger), ..Rules::default() }
        }
        _ => Rules::default(),
    }
}

/// Takes away the database of the last demo, and nothing else that may lie in the folder.
fn clear(folder: &Path) -> std::io::Result<()> {
    for file in ["tablica.db", "tablica.db-wal", "tablica.db-shm"] {
        match std::fs::remove_file(folder.join(file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Fills an empty database with the company.
async fn furnish(store: &Store) -> Result<(), Failure> {
    let hash = password::hash(PASSWORD.into()).await?;
    let user = |(name, email, role): (&str, &str, Role)| -> Result<NewUser, Failure> {
        let email = Email::parse(email).map_err(store::Error::Refused)?;
        Ok(NewUser {
            name: Name::known(name),
            email,
            role,
            language: Language::Pl,
            password: Some(hash.clone()),
        })
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let [anna, others @ ..] = PEOPLE;
    let administrator = user(anna)?;
    let account =
        Account { language: Language::Pl, currency: Currency::PLN, zone: Warsaw, reason_required: false };
    let beginning = Beginning { process: form(SALES), sources: texts(&SOURCES), reasons: texts(&REASONS) };
    store.set_up(NewAccount { account, administrator, beginning }).await?;
    let mut owners = vec![];
    for person in others {
        owners.push(store.add_user(user(person)?).await?);
    }
    let bulk = store.bulk().await?;
    let sales = bulk.process(SALES.0, &[]).await?;
    let renewals = bulk.add_process(&form(RENEWALS)).await?;
    let mut company = Company::new(&bulk, owners).await?;
    let mut deals: Vec<BulkDeal> =
        (0..88).map(|number| company.open(&sales, &SALES_THINGS, number)).collect();
    deals.extend((0..34).map(|number| company.open(&renewals, &RENEWAL_THINGS, number)));
    deals.extend((0..180).map(|number| company.closed(&sales, &SALES_THINGS, number)));
    deals.extend((0..60).map(|number| company.closed(&renewals, &RENEWAL_THINGS, number)));
    bulk.deals(&deals, |deal| Event::Added { stage: deal.stage }).await?;
    Ok(bulk.commit().await?)
}

/// The company whose deals are made up.
struct Company {
    dice: Dice,
    now: DateTime<Utc>,
    today: NaiveDate,
    owners: Vec<UserId>,
    sources: Vec<SourceId>,
    clients: Vec<(&'static str, CompanyId, PersonId)>,
}

impl Company {
    async fn new(bulk: &Bulk, owners: Vec<UserId>) -> Result<Self, Failure> {
        let (mut dice, now) = (Dice::new(2_027), Utc::now());
        let mut sources = vec![];
        for name in SOURCES {
            sources.push(bulk.source(name).await?);
        }
        let mut clients = vec![];
        for name in COMPANIES {
            let company = bulk.add_company(name).await?;
            let person =
                bulk.add_person(dice.pick::<&str>(&FIRST), dice.pick::<&str>(&LAST), Some(company)).await?;
            clients.push((name, company, person));
        }
        let today = now.with_timezone(&Warsaw).date_naive();
        Ok(Company { dice, now, today, owners, sources, clients })
    }

    /// An open deal; earlier stages hold more of them.
    fn open(&mut self, process: &Process, things: &[&str], number: u64) -> BulkDeal {
        let count = process.stages.len() as u64;
        let stage = self.dice.below(count).min(self.dice.below(count));
        let days = self.dice.below(24);
        let mut deal = self.deal(process, stage as usize, things, days);
        deal.expected_close = Some(self.today + Days::new(5 + self.dice.below(110)));
        deal.tasks = self.tasks(number);
        deal
    }

    /// A deal that was closed during the last year.
    fn closed(&mut self, process: &Process, things: &[&str], number: u64) -> BulkDeal {
        let days = 2 + self.dice.below(360);
        let stage = if number % 5 < 3 {
            process.stages.len() - 1
        } else {
            self.dice.below(process.stages.len() as u64) as usize
        };
        let mut deal = self.deal(process, stage, things, days + 20);
        deal.status = match number % 5 {
            0..=2 => Status::Won,
            3 => Status::Lost,
            _ => Status::Stale,
        };
        deal.closed_on = Some(self.today - Days::new(days));
        if deal.status == Status::Won {
            deal.done = process.actions().map(|(_, action)| action.id).collect();
        }
        deal
    }

    fn deal(&mut self, process: &Process, stage: usize, things: &[&str], days_ago: u64) -> BulkDeal {
        let (_, company, person) = *self.dice.pick(&self.clients);
        // Two of three deals are the salespeople's.
        let owner = self.owners[[1, 2, 1, 2, 0][self.dice.below(5) as usize]];
        let colleague = *self.dice.pick(&self.owners);
        let thing = *self.dice.pick(things);
        let name = if self.dice.below(3) == 0 {
            format!("{thing} {}", self.today.year() + 1)
        } else {
            thing.to_owned()
        };
        let since = self.now - Days::new(days_ago);
        BulkDeal {
            external_id: None,
            process: process.id,
            stage: process.stages[stage].id,
            status: Status::Open,
            name,
            company: Some(company),
            person: (self.dice.below(6) > 0).then_some(person),
            source: Some(*self.dice.pick(&self.sources)),
            expected_close: None,
            value: self.value(),
            owner,
            created_at: since - Days::new(self.dice.below(30)),
            stage_since: since,
            closed_on: None,
            done: self.done(process, stage),
            participants: if self.dice.below(8) == 0 && colleague != owner {
                vec![colleague]
            } else {
                vec![]
            },
            tasks: vec![],
        }
    }

    /// Most actions of the stages passed are done, and some of the present one.
    fn done(&mut self, process: &Process, stage: usize) -> Vec<ActionId> {
        let mut done = vec![];
        for (index, at) in process.stages.iter().enumerate().take(stage + 1) {
            for action in &at.actions {
                let odds = if index < stage { 8 } else { 4 };
                if self.dice.below(10) < odds {
                    done.push(action.id);
                }
            }
        }
        done
    }

    fn value(&mut self) -> Money {
        let currency = match self.dice.below(12) {
            0 => Currency::EUR,
            1 => Currency::USD,
            _ => Currency::PLN,
        };
        let halves =
            if currency == Currency::PLN { 20 + self.dice.below(170) } else { 5 + self.dice.below(40) };
        Money { minor: halves as i64 * 50_000, currency }
    }

    /// Tasks for each colour of the dot in turn, and a done one here and there.
    fn tasks(&mut self, number: u64) -> Vec<BulkTask> {
        let day = |days: u64| Some(self.today + Days::new(days));
        let (soon, late) = (2 + self.dice.below(20), 1 + self.dice.below(6));
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
        let (title, kind) = *self.dice.pick(&TASKS);
        let hour = 9 + self.dice.below(8) as u32;
        // A time today could have passed already; those of other days have an hour now and then.
        let timed = date.is_some_and(|date| date != self.today) && self.dice.below(3) == 0;
        let due =
            date.map(|date| Due { date, time: timed.then(|| NaiveTime::from_hms_opt(hour, 0, 0)).flatten() });
        BulkTask { title: title.into(), kind, due, done_at: None }
    }
}
