//! A language file: read, compared with the reference, and made compact. `build.rs` reads this file too, so that the
//! languages built in are held to the same rules as those of a folder.

use crate::plural::Plural;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// Between the forms of a plural, and between the items of a list, in a compact text.
pub const BETWEEN: char = '\u{1f}';
/// The tables whose keys have no prefix.
const BARE: [&str; 2] = ["screen", "later"];
/// The tables that the browser needs before it shows anything.
const FIRST: [&str; 7] = ["language", "screen", "form", "field", "is", "refusal", "fault"];
/// The tables that the server alone speaks from.
const SERVER: [&str; 2] = ["example", "mail"];
/// The hole that a plural form is chosen by.
const COUNT: &str = "count";
/// What tables of plural forms hold.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// More holes than a sentence can bear.
const HOLES: usize = 9;

/// The texts of a language file by key.
pub type Texts = BTreeMap<String, Entry>;

/// The shapes of the reference, in the order in which texts are kept.
pub type Reference = BTreeMap<(Part, String), Shape>;

/// Where a text is spoken, by the table of the reference that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// On every page, the board among them: the browser has it before it shows anything.
    First,
    /// On pages and in dialogs that come in chunks, and with them.
    Later,
    /// By the server alone.
    Server,
}

/// What stands under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Text(String),
    /// The form for each category of number.
    Plural(BTreeMap<String, String>),
    List(Vec<String>),
}

/// A place in a sentence where something is put in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hole {
    pub name: String,
    /// A whole number, written as the language writes numbers; a text otherwise.
    pub number: bool,
}

/// What the code asks for under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text with these holes, in the order of the parameters.
    Text(Vec<Hole>),
    /// Forms with these holes besides the count.
    Plural(Vec<Hole>),
    /// So many items.
    List(usize),
}

/// Reads a language file. The error names the file and the key.
pub fn read(file: &str, text: &str) -> Result<Texts, String> {
    let mut texts = Texts::new();
    gather(file, "", parse(file, text)?, &mut texts)?;
    Ok(texts)
}

/// Reads the reference: the part and the shape of each key.
pub fn reference(file: &str, text: &str) -> Result<Reference, String> {
    let (mut shapes, mut all) = (Reference::new(), Texts::new());
    for (name, value) in parse(file, text)? {
        let (mut texts, part) = (Texts::new(), part(&name));
        gather(file, "", Table::from_iter([(name, value)]), &mut texts)?;
        for (key, entry) in texts {
            shapes.insert((part, key.clone()), shape(file, &key, &entry)?);
            if all.insert(key.clone(), entry).is_some() {
                return Err(format!("{file} has the key {key} twice"));
            }
        }
    }
    Ok(shapes)
}

fn part(table: &str) -> Part {
    match table {
        table if FIRST.contains(&table) => Part::First,
        table if SERVER.contains(&table) => Part::Server,
        _ => Part::Later,
    }
}

fn parse(file: &str, text: &str) -> Result<Table, String> {
    text.parse().map_err(|error| format!("{file} is no TOML: {error}"))
}

/// The texts in the order of the reference's keys, each as one string: holes are numbered in the order of parameters,
/// and what has several forms or items is joined by [`BETWEEN`].
pub fn compact(file: &str, texts: &Texts, reference: &Reference) -> Result<Vec<String>, String> {
    let known: BTreeSet<&String> = reference.keys().map(|(_, key)| key).collect();
    if let Some(key) = texts.keys().find(|key| !known.contains(key)) {
        return Err(format!("{file} has the key {key}, which the reference does not have"));
    }
    let rule = match texts.get("language_plural") {
        Some(Entry::Text(rule)) => Plural::named(rule)
            .ok_or_else(|| format!("{file}: language_plural is {rule}, and there is no rule of that name"))?,
        _ => return Err(format!("{file} lacks the key language_plural")),
    };
    let one = |((_, key), shape): (&(Part, String), &Shape)| {
        let entry = texts.get(key).ok_or_else(|| format!("{file} lacks the key {key}"))?;
        pack(file, key, (entry, shape), rule)
    };
    reference.iter().map(one).collect()
}

fn gather(file: &str, prefix: &str, table: Table, texts: &mut Texts) -> Result<(), String> {
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}_{name}") };
        let entry = match value {
            Value::String(text) => Entry::Text(text),
            Value::Array(items) => {
                Entry::List(items.into_iter().map(|item| string(file, &key, item)).collect::<Result<_, _>>()?)
            }
            Value::Table(forms) if forms.keys().all(|form| FORMS.contains(&form.as_str())) => {
                let form = |(form, text)| Ok((form, string(file, &key, text)?));
                Entry::Plural(forms.into_iter().map(form).collect::<Result<_, String>>()?)
            }
            Value::Table(table) => {
                gather(file, if BARE.contains(&key.as_str()) { "" } else { &key }, table, texts)?;
                continue;
            }
            _ => return Err(format!("{file}: {key} is no text")),
        };
        require_filled(file, &key, &entry)?;
        if texts.insert(key.clone(), entry).is_some() {
            return Err(format!("{file} has the key {key} twice"));
        }
    }
    Ok(())
}

fn string(file: &str, key: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(format!("{file}: {key} holds something that is no text")),
    }
}

fn require_filled(file: &str, key: &str, entry: &Entry) -> Result<(), String> {
    let texts: Vec<&String> = match entry {
        Entry::Text(text) => vec![text],
        Entry::Plural(forms) => forms.values().collect(),
        Entry::List(items) => items.iter().collect(),
    };
    match texts.iter().any(|text| text.is_empty() || text.contains(BETWEEN)) || texts.is_empty() {
        true => Err(format!("{file}: {key} has an empty text")),
        false => Ok(()),
    }
}

fn shape(file: &str, key: &str, entry: &Entry) -> Result<Shape, String> {
    Ok(match entry {
        Entry::Text(text) => Shape::Text(holes(file, key, text)?),
        Entry::List(items) => Shape::List(items.len()),
        Entry::Plural(forms) => {
            let mut all: Vec<Hole> = vec![];
            for form in forms.values() {
                let new = holes(file, key, form)?.into_iter().filter(|hole| hole.name != COUNT);
                new.for_each(|hole| {
                    if !all.contains(&hole) {
                        all.push(hole)
                    }
                });
            }
            Shape::Plural(all)
        }
    })
}

/// The holes of a text in the order in which they come first.
fn holes(file: &str, key: &str, text: &str) -> Result<Vec<Hole>, String> {
    let mut found: Vec<Hole> = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let inside = rest[at..].strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let (hole, after) = inside.ok_or_else(|| format!("{file}: {key} has a brace without its other"))?;
        let name = hole.strip_prefix('#').unwrap_or(hole);
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(format!(
                "{file}: {key} has the hole {{{hole}}}, whose name is not lower-case letters"
            ));
        }
        let hole = Hole { name: name.to_owned(), number: hole.starts_with('#') };
        if !found.contains(&hole) {
            found.push(hole);
        }
        rest = after;
    }
    match found.len() > HOLES {
        true => Err(format!("{file}: {key} has more than {HOLES} holes")),
        false => Ok(found),
    }
}

fn pack(file: &str, key: &str, (entry, shape): (&Entry, &Shape), rule: Plural) -> Result<String, String> {
    match (entry, shape) {
        (Entry::Text(text), Shape::Text(want)) => numbered(file, key, text, want),
        (Entry::List(items), Shape::List(count)) if items.len() == *count => {
            Ok(items.join(BETWEEN.encode_utf8(&mut [0; 4])))
        }
        (Entry::List(items), Shape::List(count)) => {
            Err(format!("{file}: {key} has {} items, and the reference {count}", items.len()))
        }
        (Entry::Plural(forms), Shape::Plural(others)) => {
            if let Some(form) = forms.keys().find(|form| !rule.forms().contains(&form.as_str())) {
                return Err(format!(
                    "{file}: {key} has the form {form}, which its plural rule does not know"
                ));
            }
            let count = Hole { name: COUNT.to_owned(), number: true };
            let want: Vec<Hole> = std::iter::once(count.clone()).chain(others.iter().cloned()).collect();
            let form = |name: &&str| {
                let form =
                    forms.get(*name).ok_or_else(|| format!("{file}: {key} lacks the plural form {name}"))?;
                // A form may say its number in words: "one deal".
                let said = holes(file, key, form)?.contains(&count);
                let text = if said { form.clone() } else { format!("{form}{{#{COUNT}}}") };
                let packed = numbered(file, key, &text, &want)?;
                Ok(if said { packed } else { packed.trim_end_matches("{0}").to_owned() })
            };
            let forms = rule.forms().iter().map(form).collect::<Result<Vec<_>, String>>()?;
            Ok(forms.join(BETWEEN.encode_utf8(&mut [0; 4])))
        }
        (_, Shape::Text(_)) => {
            Err(format!("{file}: {key} is a text in the reference, and something else here"))
        }
        (_, Shape::List(_)) => {
            Err(format!("{file}: {key} is a list in the reference, and something else here"))
        }
        (_, Shape::Plural(_)) => {
            Err(format!("{file}: {key} has plural forms in the reference, and something else here"))
        }
    }
}

/// The text with its holes numbered as the reference orders them. Refuses other holes than the reference's.
fn numbered(file: &str, key: &str, text: &str, want: &[Hole]) -> Result<String, String> {
    let found = holes(file, key, text)?;
    let told = |hole: &Hole| format!("{{{}{}}}", if hole.number { "#" } else { "" }, hole.name);
    if let Some(hole) = want.iter().find(|hole| !found.contains(hole)) {
        return Err(format!("{file}: {key} lacks the hole {}", told(hole)));
    }
    if let Some(hole) = found.iter().find(|hole| !want.contains(hole)) {
        return Err(format!("{file}: {key} has the hole {}, which the reference does not have", told(hole)));
    }
    let put =
        |text: String, (index, hole): (usize, &Hole)| text.replace(&told(hole), &format!("{{{index}}}"));
    Ok(want.iter().enumerate().fold(text.to_owned(), put))
}
