//! `tablica import`: a file brought in by what a browser does, too (I1): it is read, fitted, judged, approved and written.

use super::{
    Failure, Options,
    acting::{new_op, user_of},
    backup::Restore,
    with_store,
};
use crate::archive;
use app::error::{Problem, Sentence};
use clap::Args;
use command::{
    Perform,
    import::{self as verbs, ApproveImport, DropImport, FitImport, ReadImport},
};
use domain::{
    id::{ImportId, ProcessId, UserId},
    import::{
        Alias, BYTES, Dates, Encoding, Fate, Fit, Import, ImportState, Kind, Meaning, Numbers, Separator,
    },
    money::Currency,
    refusal::{Field, Refusal},
    text::{Name, fold},
};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use store::{Error, Store};

/// How many wrong rows are named.
const NAMED: usize = 20;

const NOBODY: &str =
    "nobody is there yet: set the account up in a browser, or add an administrator (tablica user add)";

/// The manual of mappings, before the words for what columns mean.
const MAPPINGS: &str = r#"What is guessed right needs no mapping. Otherwise it is a TOML file; each of its parts may be missing:

  encoding = "windows1250"     utf8, windows1250, iso88592, utf16_le, utf16_be
  separator = "semicolon"      comma, semicolon, tab
  numbers = "comma"            what stands before decimals: comma, point
  dates = "day_first"          day_first, month_first, year_first
  currency = "EUR"             of amounts that name none, if not the account's
  process = "Sales"            where deals go, if not to the default one
  stages = ["Talk", "Offer"]   its stages, in order: those that it lacks are added, and so is the process, before rows are
                               looked at; where nobody has begun with another one, it becomes the default
  leave_out = ["Remarks"]      columns that are not brought in

  [columns]                    what columns mean, by their names in the file
  "Sales agent" = "owner"

  [values.stage]               what a value is, wherever it stands in a column of this meaning
  Talks = "Talk"               a stage of the process, or a status: open, won, lost, stale

  [values.company]
  "" = "Walk-in customer"      what is meant where nothing stands

What columns may mean:"#;

fn manual() -> String {
    let meanings = |kind: Kind| {
        let words: Vec<String> = kind.meanings().iter().copied().map(word).collect();
        format!("  {:<10} {}", kind.code(), words.join(", "))
    };
    [MAPPINGS.to_owned()].into_iter().chain(Kind::ALL.map(meanings)).collect::<Vec<_>>().join("\n")
}

#[derive(Args)]
#[command(after_long_help = manual())]
pub(super) struct Bring {
    /// The file: CSV or XLSX, or an archive of an account
    file: PathBuf,
    /// What each of its rows is: deals (unless named), companies, persons, products, users
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// What of the file is not guessed right: a TOML file, as --help describes it
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Who imports, by e-mail; an administrator (else the first one)
    #[arg(long)]
    user: Option<String>,
    /// Write the good rows even when others are wrong
    #[arg(long)]
    skip_bad_rows: bool,
}

fn kind(code: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.map(Kind::code).join(", ");
    Kind::of(code).ok_or_else(|| format!("it is one of {}", known()))
}

/// What is not guessed right.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Mapping {
    encoding: Option<Encoding>,
    separator: Option<Separator>,
    numbers: Option<Numbers>,
    dates: Option<Dates>,
    currency: Option<Currency>,
    process: Option<String>,
    stages: Vec<String>,
    leave_out: Vec<String>,
    columns: BTreeMap<String, Meaning>,
    values: BTreeMap<Meaning, BTreeMap<String, String>>,
}

impl Mapping {
    fn load(path: &Path) -> Result<Mapping, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::Data(path.into(), error))?;
        toml::from_str(&text).map_err(|error| Failure::Said(format!("{}: {error}", path.display())))
    }

    /// What was guessed of an import, with this in its place. Refused with columns that the file does not have.
    fn fit(&self, guessed: &Import) -> Result<Fit, Failure> {
        let named: Vec<&str> = guessed.columns.iter().map(|column| column.name.as_str()).collect();
        let unknown = self.columns.keys().chain(&self.leave_out).find(|name| !named.contains(&name.as_str()));
        if let Some(name) = unknown {
            return Err(Failure::Said(format!(
                "there is no column \"{name}\"; there are: {}",
                named.join(", ")
            )));
        }
        let column = |(name, guess): (&&str, &Option<Meaning>)| match self.columns.get(*name) {
            Some(meaning) => Some(*meaning),
            // What another column is said to mean, this one does not.
            None => guess.filter(|guess| {
                let is_taken = !guess.is_several() && self.columns.values().any(|taken| taken == guess);
                !is_taken && !self.leave_out.iter().any(|out| out == name)
            }),
        };
        let columns: Vec<Option<Meaning>> = named.iter().zip(&guessed.fit.columns).map(column).collect();
        let fit = Fit {
            numbers: self.numbers.unwrap_or(guessed.fit.numbers),
            dates: self.dates.unwrap_or(guessed.fit.dates),
            currency: self.currency.or(guessed.fit.currency),
            aliases: self.aliases(&guessed.fit.aliases),
            columns,
            ..guessed.fit.clone()
        };
        self.require_sound(&fit, guessed.kind).map(|()| fit)
    }

    /// What was said of values the last time, with what is said now in its place.
    fn aliases(&self, last: &[Alias]) -> Vec<Alias> {
        let said =
            |meaning: &Meaning, from: &str| self.values.get(meaning).is_some_and(|of| of.contains_key(from));
        let last = last.iter().filter(|alias| !said(&alias.meaning, &alias.from)).cloned();
        let now = self.values.iter().flat_map(|(meaning, of)| {
            of.iter().map(|(from, to)| Alias { meaning: *meaning, from: from.clone(), to: to.clone() })
        });
        last.chain(now).collect()
    }

    /// Refuses what such a file cannot mean, what is meant twice, and values of no column.
    fn require_sound(&self, fit: &Fit, kind: Kind) -> Result<(), Failure> {
        let refused = |why: String| Err(Failure::Said(why));
        let known = || kind.meanings().iter().copied().map(word).collect::<Vec<_>>().join(", ");
        if let Some((name, _)) = self.columns.iter().find(|(_, meaning)| !kind.meanings().contains(meaning)) {
            return refused(format!("the column \"{name}\" cannot mean that here; it may mean {}", known()));
        }
        if let Some(meaning) = self.values.keys().find(|meaning| fit.column(**meaning).is_none()) {
            return refused(format!("no column means {}, whose values are named", word(*meaning)));
        }
        match fit.is_sound(kind) {
            true => Ok(()),
            false => refused("two columns mean the same, or two of them have one name; leave one out".into()),
        }
    }
}

impl Bring {
    pub(super) async fn run(self, options: &Options) -> Result<(), Failure> {
        let unusable = |error| Failure::Data(self.file.clone(), error);
        if !archive::is_one(&self.file).map_err(unusable)? {
            let mapping = self.mapping.as_deref().map_or(Ok(Mapping::default()), Mapping::load)?;
            let content = std::fs::read(&self.file).map_err(unusable)?;
            return with_store(options, async |store| self.bring(store, mapping, content).await).await;
        }
        if self.kind.is_some() || self.mapping.is_some() || self.user.is_some() || self.skip_bad_rows {
            return Err(Failure::Said("an archive holds a whole account: it takes no other options".into()));
        }
        Restore::of(self.file).run(options.clone()).await?;
        println!(
            "What was taken out in a browser holds no passwords: `tablica user password --email …` sets one."
        );
        Ok(())
    }

    async fn bring(&self, store: &Store, mapping: Mapping, content: Vec<u8>) -> Result<(), Failure> {
        let kind = self.kind.unwrap_or(Kind::Deals);
        let by = match &self.user {
            Some(email) => user_of(store, email).await?,
            None => store.first_user().await?.ok_or_else(|| Failure::Said(NOBODY.into()))?,
        };
        if content.len() > BYTES {
            return Err(Error::Refused(Refusal::FileTooLarge { megabytes: BYTES >> 20 }).into());
        }
        let opened = import::open_as(kind, &content, mapping.encoding, mapping.separator);
        let opened = opened.map_err(Error::Refused)?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let tx = store.write(by).await?;
        let import = verbs::stage(&tx, kind, name, content, opened).await?;
        tx.commit().await?;
        let running = Running { store, by, import };
        let told = running.through(mapping, self.skip_bad_rows).await;
        // What was approved is the server's to go on with.
        let left = running.look(None).await.map(|page| page.state);
        if matches!(left, Ok(ImportState::Reading | ImportState::Draft)) {
            running.perform(&DropImport { import }).await?;
        }
        told
    }
}

/// An import on its way.
struct Running<'a> {
    store: &'a Store,
    by: UserId,
    import: ImportId,
}

impl Running<'_> {
    /// From what was guessed to what came of it.
    async fn through(&self, mapping: Mapping, good_only: bool) -> Result<(), Failure> {
        let guessed = self.look(None).await?;
        let fit = mapping.fit(&guessed)?;
        if let Some(missing) = fit.missing(guessed.kind).first() {
            let words: Vec<String> = missing.iter().copied().map(word).collect();
            return Err(Failure::Said(format!(
                "no column means {}; say so in a mapping",
                words.join(" or ")
            )));
        }
        let process = self.process(&mapping).await?;
        let fit = Fit { process: process.or(fit.process), ..fit };
        if fit != guessed.fit {
            self.perform(&FitImport { import: self.import, fit }).await?;
        }
        let judged = self.go_on().await?;
        if judged.counts.error > 0 && !good_only {
            return Err(self.nothing_written("--skip-bad-rows writes the others").await?);
        }
        if judged.counts.written() == 0 && judged.counts.error > 0 {
            return Err(self.nothing_written("no row is good").await?);
        }
        if judged.counts.written() == 0 {
            println!("There is nothing new in it: {} rows skipped.", judged.counts.skip);
            return Ok(());
        }
        self.perform(&ApproveImport { import: self.import, good_only }).await?;
        let Import { state, counts, .. } = self.go_on().await?;
        if state != ImportState::Done {
            return Err(self.nothing_written("others changed what it is about, or dropped it").await?);
        }
        if counts.error > 0 {
            eprintln!("{}", self.wrong().await?);
        }
        println!(
            "{} created, {} changed, {} skipped, {} wrong. It can be taken back under Import in a browser.",
            counts.create, counts.update, counts.skip, counts.error
        );
        Ok(())
    }

    /// The process that the mapping names, with its stages.
    async fn process(&self, mapping: &Mapping) -> Result<Option<ProcessId>, Failure> {
        let Some(name) = &mapping.process else { return Ok(None) };
        let tx = self.store.write(self.by).await?;
        tx.require_administrator()?;
        Name::parse(Field::Process, name).map_err(Error::Refused)?;
        for stage in &mapping.stages {
            Name::parse(Field::Stage, stage).map_err(Error::Refused)?;
        }
        let known =
            tx.processes().await?.into_iter().find(|process| fold(process.name.as_str()) == fold(name));
        if let Some(process) = &known {
            process.require_active().map_err(Error::Refused)?;
        }
        let name = known.as_ref().map_or(name.as_str(), |process| process.name.as_str());
        if known.is_none() && mapping.stages.is_empty() {
            return Err(Failure::Said(format!("there is no process \"{name}\"; with `stages` it is made")));
        }
        let process = tx.process_named(name, &mapping.stages).await?;
        tx.log(&new_op()?, "import").await?;
        tx.commit().await?;
        Ok(Some(process.id))
    }

    /// Does what the server does by itself, to the end of it.
    async fn go_on(&self) -> Result<Import, Failure> {
        while verbs::go_on(self.store.write(self.by).await?, &new_op()?, self.import).await? {}
        self.look(None).await
    }

    /// That nothing was written, and what is wrong.
    async fn nothing_written(&self, why: &str) -> Result<Failure, Failure> {
        Ok(Failure::Said(format!("nothing was written ({why}):\n{}", self.wrong().await?)))
    }

    /// The rows that cannot be written, a line for each of the first.
    async fn wrong(&self) -> Result<String, Failure> {
        let page = self.look(Some(Fate::Error)).await?;
        let line = |row: &domain::import::ImportRow| {
            let problem = row.problem.clone()?;
            let column = problem.column.and_then(|at| page.columns.get(at));
            let column = column.map_or(String::new(), |column| format!(", column {}", column.name));
            let said = Problem::from(problem.refusal).sentence_in(words::english());
            Some(format!("  line {}{column}: {said}", row.line))
        };
        let mut lines: Vec<String> = page.rows.iter().filter_map(line).take(NAMED).collect();
        let others = page.counts.error.saturating_sub(lines.len() as u64);
        if others > 0 {
            lines.push(format!("  and {others} more"));
        }
        Ok(lines.join("\n"))
    }

    async fn look(&self, fate: Option<Fate>) -> Result<Import, Failure> {
        let tx = self.store.write(self.by).await?;
        Ok(command::ask(&tx, &ReadImport { import: self.import, fate, from: 0 }).await?)
    }

    async fn perform<C: Perform>(&self, command: &C) -> Result<C::Answer, Failure> {
        Ok(command::perform(self.store.write(self.by).await?, &new_op()?, command).await?.answer)
    }
}

/// How a mapping says it.
fn word(meaning: Meaning) -> String {
    let word = serde_json::to_value(meaning).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
