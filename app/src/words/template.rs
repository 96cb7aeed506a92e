//! What a new account begins with: its first process, the usual sources, the usual reasons for closing (P7).

use super::Words;
use domain::{
    people::Language,
    process::{ActionForm, ProcessForm, Rules},
};

/// Stages with their actions: name, weight, mandatory or not.
type Plan = &'static [(&'static str, &'static [(&'static str, u32, bool)])];

const ENGLISH: Plan = &[
    ("Conversation", &[("First contact", 5, false), ("Qualified", 10, true)]),
    ("Needs", &[("Needs understood", 15, false), ("Budget known", 10, false)]),
    ("Offer", &[("Offer sent", 10, false), ("Offer accepted", 20, true)]),
    ("Negotiation", &[("Terms agreed", 15, false)]),
    ("Contract", &[("Contract signed", 15, true)]),
];
const POLISH: Plan = &[
    ("Rozmowa", &[("Pierwszy kontakt", 5, false), ("Kwalifikacja", 10, true)]),
    ("Potrzeby", &[("Poznane potrzeby", 15, false), ("Znany budżet", 10, false)]),
    ("Oferta", &[("Oferta wysłana", 10, false), ("Oferta przyjęta", 20, true)]),
    ("Negocjacje", &[("Uzgodnione warunki", 15, false)]),
    ("Umowa", &[("Umowa podpisana", 15, true)]),
];

impl Words {
    /// The default template of a process.
    pub fn template(&self) -> ProcessForm {
        let (name, plan) = self.pick(("Sales", ENGLISH), ("Sprzedaż", POLISH));
        let mut form = ProcessForm::plain(name, &plan.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (stage, (_, actions)) in form.stages.iter_mut().zip(plan) {
            let action = |(name, weight, mandatory): &(&str, u32, bool)| ActionForm {
                id: None,
                name: (*name).into(),
                hint: String::new(),
                weight: weight.to_string(),
                rules: Rules { mandatory: *mandatory, ..Rules::default() },
            };
            stage.actions = actions.iter().map(action).collect();
        }
        form
    }

    /// Where deals usually come from.
    pub fn usual_sources(&self) -> [&'static str; 5] {
        self.pick(
            ["Referral", "Website", "Trade fair", "Cold call", "Partner"],
            ["Polecenie", "Strona WWW", "Targi", "Telefon", "Partner"],
        )
    }

    /// Why deals are usually lost or stale.
    pub fn usual_reasons(&self) -> [&'static str; 5] {
        self.pick(
            ["Price", "Competitor", "No budget", "No answer", "Plans changed"],
            ["Cena", "Konkurencja", "Brak budżetu", "Brak kontaktu", "Zmiana planów"],
        )
    }

    fn pick<T>(&self, english: T, polish: T) -> T {
        match self.language {
            Language::En => english,
            Language::Pl => polish,
        }
    }
}
