//! History in words: what each event says, in both languages (H1).

use super::{Words, format};
use domain::{
    event::Event,
    ledger::Kind,
    line::{Spent, Terms},
    money::Money,
    people::Language,
    profile::Told,
};

impl Words {
    /// What happened, as a sentence without its subject: "moved the deal from Talk to Offer".
    pub fn story(&self, told: &Told, person: impl Fn(domain::id::UserId) -> String) -> String {
        let polish = self.language == Language::Pl;
        let say = |en: String, pl: String| if polish { pl } else { en };
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "—".to_owned());
        let (from, to) = (name(&told.from), name(&told.to));
        let money = |money: &Money| format::money(self, *money);
        let day = |day: chrono::NaiveDate| format::day(self, day, told.at.date());
        let chance = |(from, to): (u8, u8)| format!("{from} → {to} %");
        match &told.event {
            Event::Added { .. } => {
                say(format!("added the deal in {to}"), format!("dodaje szansę w etapie {to}"))
            }
            Event::Imported { .. } => say("imported the deal".into(), "importuje szansę".into()),
            Event::EnteredAfterwards { status, on, .. } => {
                let status = self.status_name(*status);
                say(
                    format!("entered the deal afterwards: {status}, {}", day(*on)),
                    format!("wpisuje szansę po fakcie: {status}, {}", day(*on)),
                )
            }
            Event::Moved { .. } => say(
                format!("moved the deal from {from} to {to}"),
                format!("przenosi szansę z {from} do {to}"),
            ),
            Event::ProcessChanged { .. } => say(
                format!("moved the deal from the process {from} to {to}"),
                format!("przenosi szansę z procesu {from} do {to}"),
            ),
            Event::ActionDone { name, probability, .. } => say(
                format!("did {name}, probability {}", chance(*probability)),
                format!("wykonuje {name}, prawdopodobieństwo {}", chance(*probability)),
            ),
            Event::ActionUndone { name, probability, .. } => say(
                format!("unchecked {name}, probability {}", chance(*probability)),
                format!("cofa {name}, prawdopodobieństwo {}", chance(*probability)),
            ),
            Event::Closed { outcome, reason, .. } => {
                let why = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                let status = self.status_name(*outcome);
                say(format!("closed the deal: {status}{why}"), format!("zamyka szansę: {status}{why}"))
            }
            Event::Reopened { .. } => say("reopened the deal".into(), "otwiera szansę ponownie".into()),
            Event::Renamed { from, to } => {
                say(format!("renamed “{from}” to “{to}”"), format!("zmienia nazwę „{from}” na „{to}”"))
            }
            Event::ValueChanged { from, to } => {
                let (from, to) = (money(from), money(to));
                say(
                    format!("changed the value from {from} to {to}"),
                    format!("zmienia wartość z {from} na {to}"),
                )
            }
            Event::OwnerChanged { to, .. } => {
                say(format!("made {} the owner", person(*to)), format!("wyznacza opiekuna: {}", person(*to)))
            }
            Event::CompanyChanged { .. } | Event::PersonChanged { .. } => say(
                format!("changed the client from {from} to {to}"),
                format!("zmienia klienta z {from} na {to}"),
            ),
            Event::SourceChanged { .. } => say(
                format!("changed the source from {from} to {to}"),
                format!("zmienia źródło z {from} na {to}"),
            ),
            Event::ExpectedCloseChanged { to, .. } => {
                let to = to.map_or_else(|| "—".to_owned(), day);
                say(format!("expects the close on {to}"), format!("zmienia datę finalizacji na {to}"))
            }
            Event::DescriptionChanged { .. } => say("changed the description".into(), "zmienia opis".into()),
            Event::ParticipantAdded { user } => {
                say(format!("gave access to {}", person(*user)), format!("daje dostęp: {}", person(*user)))
            }
            Event::ParticipantRemoved { user } => say(
                format!("took access from {}", person(*user)),
                format!("odbiera dostęp: {}", person(*user)),
            ),
            Event::TaskAdded { title, .. } => {
                say(format!("added the task “{title}”"), format!("dodaje zadanie „{title}”"))
            }
            Event::TaskDone { title, .. } => {
                say(format!("did the task “{title}”"), format!("wykonuje zadanie „{title}”"))
            }
            Event::TaskReopened { title, .. } => {
                say(format!("reopened the task “{title}”"), format!("otwiera zadanie „{title}”"))
            }
            Event::TaskDeleted { title, .. } => {
                say(format!("deleted the task “{title}”"), format!("usuwa zadanie „{title}”"))
            }
            Event::NoteAdded { files, .. } if files.is_empty() => {
                say("wrote a note".into(), "dodaje notatkę".into())
            }
            Event::NoteAdded { files, .. } => {
                let files = files.join(", ");
                say(format!("wrote a note with {files}"), format!("dodaje notatkę z plikami: {files}"))
            }
            Event::NoteChanged { .. } => say("changed a note".into(), "zmienia notatkę".into()),
            Event::LineAdded { kind, name, terms } => {
                let (kind, terms) = (self.towards(*kind), self.terms(terms));
                say(format!("added {name} {kind}: {terms}"), format!("dodaje {name} {kind}: {terms}"))
            }
            Event::LineChanged { kind, name, from, to } => {
                let (kind, from, to) = (self.within(*kind), self.terms(from), self.terms(to));
                say(
                    format!("changed {name} {kind} from {from} to {to}"),
                    format!("zmienia {name} {kind} z {from} na {to}"),
                )
            }
            Event::LineRemoved { kind, name, terms } => {
                let (kind, terms) = (self.out_of(*kind), self.terms(terms));
                say(format!("removed {name} {kind}: {terms}"), format!("usuwa {name} {kind}: {terms}"))
            }
            Event::CostAdded { kind, category, spent } => {
                let (kind, spent) = (self.cost_of(*kind), self.spent(spent));
                say(
                    format!("added the {kind} {category}: {spent}"),
                    format!("dodaje {kind} {category}: {spent}"),
                )
            }
            Event::CostChanged { kind, category, from, to } => {
                let (kind, from, to) = (self.cost_of(*kind), self.spent(from), self.spent(to));
                say(
                    format!("changed the {kind} {category} from {from} to {to}"),
                    format!("zmienia {kind} {category} z {from} na {to}"),
                )
            }
            Event::CostRemoved { kind, category, spent } => {
                let (kind, spent) = (self.cost_of(*kind), self.spent(spent));
                say(
                    format!("removed the {kind} {category}: {spent}"),
                    format!("usuwa {kind} {category}: {spent}"),
                )
            }
            Event::NoteDeleted { .. } => say("deleted a note".into(), "usuwa notatkę".into()),
        }
    }

    /// How a kind of amounts is called.
    pub fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Forecast => self.forecast,
            Kind::Realised => self.money.realised,
        }
    }

    /// Where a line was put.
    fn towards(&self, kind: Kind) -> &'static str {
        match (kind, self.language) {
            (Kind::Forecast, Language::En) => "to the forecast",
            (Kind::Realised, Language::En) => "to what was sold",
            (Kind::Forecast, Language::Pl) => "do prognozy",
            (Kind::Realised, Language::Pl) => "do sprzedanych",
        }
    }

    /// Where a line stands.
    fn within(&self, kind: Kind) -> &'static str {
        match (kind, self.language) {
            (Kind::Forecast, Language::En) => "in the forecast",
            (Kind::Realised, Language::En) => "in what was sold",
            (Kind::Forecast, Language::Pl) => "w prognozie",
            (Kind::Realised, Language::Pl) => "w sprzedanych",
        }
    }

    /// Where a line was taken from.
    fn out_of(&self, kind: Kind) -> &'static str {
        match (kind, self.language) {
            (Kind::Forecast, Language::En) => "from the forecast",
            (Kind::Realised, Language::En) => "from what was sold",
            (Kind::Forecast, Language::Pl) => "z prognozy",
            (Kind::Realised, Language::Pl) => "ze sprzedanych",
        }
    }

    /// A cost of this kind, as the object of a sentence.
    fn cost_of(&self, kind: Kind) -> &'static str {
        match (kind, self.language) {
            (Kind::Forecast, Language::En) => "forecast cost",
            (Kind::Realised, Language::En) => "real cost",
            (Kind::Forecast, Language::Pl) => "prognozowany koszt",
            (Kind::Realised, Language::Pl) => "rzeczywisty koszt",
        }
    }

    /// What a cost says: `500 zł (14 maj 2026), transport`.
    fn spent(&self, spent: &Spent) -> String {
        let mut text = format::money(self, spent.amount);
        text.extend(spent.date.map(|day| format!(" ({})", format::date(self, day))));
        if !spent.note.is_empty() {
            text.push_str(&format!(", {}", spent.note));
        }
        text
    }

    /// What a line says: `3 × 1 234,50 zł − 10 %`, with its day.
    fn terms(&self, terms: &Terms) -> String {
        let mut text =
            format!("{} × {}", terms.quantity.write(self.language), format::money(self, terms.price));
        if terms.discount.hundredths() > 0 {
            text.push_str(&format!(" − {} %", terms.discount.write(self.language)));
        }
        text.extend(terms.date.map(|day| format!(" ({})", format::date(self, day))));
        text
    }
}
