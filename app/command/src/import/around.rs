//! What all rows of an import are judged by: the process, people and lists that their words stand for.

use super::{deals::external, rows::Told};
use chrono::NaiveDate;
use domain::{
    deal::{Closed, Deal, Status, Why},
    id::{DealId, ImportId, SourceId, StageId, UserId},
    import::{Kind, Meaning as M, Problem},
    money::Currency,
    people::User,
    process::Process,
    product::Product,
    reason::Reasons,
    refusal::{Field, Refusal},
    text::{Email, Prose, fold},
};
use import::Cells;
use std::collections::{HashMap, HashSet};
use store::{ImportHead, Result, StoredRow, Tx};

/// What all rows of an import are judged by.
pub(super) struct Around {
    pub import: ImportId,
    /// The deals that are there already, each with whether it was deleted.
    pub deals: HashMap<String, (DealId, bool)>,
    pub currency: Currency,
    process: Option<Process>,
    pub users: Vec<(String, User)>,
    pub sources: Vec<(SourceId, String)>,
    reasons: Option<Reasons>,
    /// By code, and by name without case and accents.
    products: HashMap<String, Product>,
    /// The e-mails of everybody, active or not.
    emails: HashSet<String>,
    pub today: NaiveDate,
}

impl Around {
    /// For these rows of an import.
    pub async fn of(tx: &Tx, head: &ImportHead, rows: &[StoredRow]) -> Result<Around> {
        let deals = head.kind == Kind::Deals;
        let sold = head.kind == Kind::Products || head.fit.column(M::Product).is_some();
        let externals = |row: &StoredRow| external(Cells { fit: &head.fit, cells: &row.cells });
        let externals: Vec<String> = if deals { rows.iter().map(externals).collect() } else { vec![] };
        Ok(Around {
            import: head.id,
            deals: tx.deals_by_external_ids(&externals).await?,
            currency: head.fit.currency.unwrap_or(tx.account().currency),
            process: if deals { Some(tx.process(head.fit.process).await?) } else { None },
            users: if deals { tx.users().await? } else { vec![] },
            sources: if deals { tx.offered_sources().await? } else { vec![] },
            reasons: if deals { Some(tx.reasons().await?) } else { None },
            products: if sold { products(tx).await? } else { HashMap::new() },
            emails: if head.kind == Kind::Users { emails(tx).await? } else { HashSet::new() },
            today: tx.wall_clock().date(),
        })
    }

    /// The product of this code, else of this name.
    pub fn product(&self, code: &str, name: &str) -> Option<&Product> {
        let of = |key: String| self.products.get(&key);
        let coded = if code.is_empty() { None } else { of(format!("code {code}")) };
        coded.or_else(|| of(format!("name {}", fold(name))))
    }

    /// Whether somebody has this e-mail.
    pub fn has_email(&self, email: &Email) -> bool {
        self.emails.contains(email.as_str())
    }

    pub fn process(&self) -> Told<&Process> {
        Ok(self.process.as_ref().ok_or(Refusal::NotFound)?)
    }

    /// Whoever is called so, or has this e-mail, or the part of it before the @, or the initial and last name: the first of
    /// these by which one is meant, and no other.
    pub fn owner(&self, cells: Cells<'_>, otherwise: UserId) -> Told<UserId> {
        let typed = cells.text(M::Owner);
        if typed.is_empty() {
            return Ok(otherwise);
        }
        let short = fold(&typed);
        let way = |name: &str, user: &User| {
            let own = user.email.split('@').next().unwrap_or_default();
            [
                name == short,
                user.email.eq_ignore_ascii_case(&typed),
                own.eq_ignore_ascii_case(&typed),
                initial_and_last(name).is_some_and(|initials| initials == short),
            ]
            .iter()
            .position(|is_meant| *is_meant)
        };
        let meant = || self.users.iter().filter_map(|(name, user)| Some((way(name, user)?, user.id)));
        let first = meant().map(|(way, _)| way).min();
        let mut found = meant().filter(|(way, _)| Some(*way) == first);
        if let (Some((_, user)), None) = (found.next(), found.next()) {
            return Ok(user);
        }
        Err(unknown(cells, M::Owner, Field::Owner).into())
    }

    pub fn source(&self, cells: Cells<'_>) -> Told<Option<SourceId>> {
        let typed = cells.text(M::Source);
        if typed.is_empty() {
            return Ok(None);
        }
        let found = self.sources.iter().find(|(_, name)| fold(name) == fold(&typed));
        Ok(Some(found.map(|(id, _)| *id).ok_or_else(|| unknown(cells, M::Source, Field::Source))?))
    }

    fn why(&self, cells: Cells<'_>, outcome: Status) -> Told<Why> {
        let Some(reasons) = self.reasons.as_ref().filter(|_| outcome != Status::Won) else {
            return Ok(Why::default());
        };
        let typed = cells.text(M::Reason);
        let reason = match typed.is_empty() {
            true => None,
            false => {
                let found = reasons.list.iter().find(|reason| fold(reason.name.as_str()) == fold(&typed));
                let found = found.ok_or_else(|| unknown(cells, M::Reason, Field::Reason))?;
                Some((found.id, found.name.to_string()))
            }
        };
        Ok(Why { reason, note: Prose::default(), required: reasons.required })
    }

    /// Where the deal stands and how it is: a word for a status in the column of stages is that status.
    pub fn standing(&self, cells: Cells<'_>, before: Option<&Deal>) -> Told<(StageId, Status)> {
        let process = self.process()?;
        let (stage, status) = (cells.text(M::Stage), cells.text(M::Status));
        let found = process
            .stages
            .iter()
            .find(|known| fold(known.name.as_str()) == fold(&stage))
            .map(|known| known.id);
        let mut told = match status.is_empty() {
            true => None,
            false => Some(status_of(&status).ok_or_else(|| unknown(cells, M::Status, Field::Stage))?),
        };
        if found.is_none() && !stage.is_empty() {
            let word = status_of(&stage).filter(|_| told.is_none());
            told = Some(word.or(told).ok_or_else(|| unknown(cells, M::Stage, Field::Stage))?);
            if word.is_none() && told == Some(Status::Open) {
                return Err(unknown(cells, M::Stage, Field::Stage).into());
            }
        }
        let first = process.stages.first().map(|stage| stage.id).ok_or(Refusal::NoStages)?;
        let status = told.or(before.map(|deal| deal.status)).unwrap_or(Status::Open);
        // A deal that was won went the whole way.
        let otherwise =
            if status == Status::Won { process.stages.last().map(|stage| stage.id) } else { None };
        let stage = found.or(before.map(|deal| deal.stage)).or(otherwise).unwrap_or(first);
        Ok((stage, status))
    }

    /// The day on which a closed deal was closed: its own column, else the one that was expected.
    pub fn closed(&self, cells: Cells<'_>, status: Status) -> Told<Option<Closed>> {
        if status == Status::Open {
            return Ok(None);
        }
        let on = match cells.day(M::ClosedOn)? {
            Some(day) => Some(day),
            None => cells.day(M::ExpectedClose)?,
        };
        let on = on.ok_or_else(|| cells.problem(M::ClosedOn, Refusal::Empty { field: Field::ClosedOn }))?;
        let closed = Closed { outcome: status, on, why: self.why(cells, status)? };
        closed.require(self.today)?;
        Ok(Some(closed))
    }
}

/// `z.kowalska` of `zofia kowalska`.
fn initial_and_last(folded: &str) -> Option<String> {
    let (first, last) = folded.split_once(' ')?;
    Some(format!("{}.{}", first.chars().next()?, last.rsplit(' ').next()?))
}

async fn products(tx: &Tx) -> Result<HashMap<String, Product>> {
    let mut products = HashMap::new();
    for product in tx.catalogue().await?.products {
        if let Some(code) = &product.code {
            products.insert(format!("code {code}"), product.clone());
        }
        products.insert(format!("name {}", fold(product.name.as_str())), product);
    }
    Ok(products)
}

async fn emails(tx: &Tx) -> Result<HashSet<String>> {
    Ok(tx.everybody().await?.members.into_iter().map(|member| member.email).collect())
}

pub(super) fn unknown(cells: Cells<'_>, meaning: M, field: Field) -> Problem {
    cells.problem(meaning, Refusal::Unknown { field })
}

/// The status that a word stands for, in the languages of files.
fn status_of(word: &str) -> Option<Status> {
    let word = fold(word);
    let among = |words: &[&str]| words.contains(&word.as_str());
    if among(&[
        "open",
        "opened",
        "otwarta",
        "otwarte",
        "otwarty",
        "w toku",
        "aktywna",
        "in progress",
        "new",
        "nowa",
    ]) {
        return Some(Status::Open);
    }
    if among(&["won", "wygrana", "wygrane", "wygrany", "sprzedana", "sprzedane", "closed won", "closedwon"]) {
        return Some(Status::Won);
    }
    if among(&["lost", "przegrana", "przegrane", "przegrany", "utracona", "closed lost", "closedlost"]) {
        return Some(Status::Lost);
    }
    among(&["stale", "nieaktualna", "nieaktualne", "nieaktualny", "zaniechana"]).then_some(Status::Stale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_by_its_word() {
        for (word, want) in [
            ("Won", Some(Status::Won)),
            ("WYGRANA", Some(Status::Won)),
            ("closed lost", Some(Status::Lost)),
            ("Przegrana", Some(Status::Lost)),
            ("w toku", Some(Status::Open)),
            ("Nieaktualna", Some(Status::Stale)),
            ("Oferta", None),
            ("", None),
        ] {
            assert_eq!(status_of(word), want, "{word}");
        }
    }
}
