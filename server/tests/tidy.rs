//! The house rules that a machine can keep.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files of this kind below a folder, as (path from the root, text).
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let (mut found, mut folders) = (vec![], vec![root().join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "no .{ending} below {folder}: the test looks in the wrong place");
    found.sort();
    found
}

fn rust() -> Vec<(String, String)> {
    ["app", "server", "frontend", "migrations"].into_iter().flat_map(|folder| files(folder, "rs")).collect()
}

/// The code without its tests.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or(text)
        .split("#[cfg(test)]\npub(crate) mod tests")
        .next()
        .unwrap_or(text)
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.contains("/benches/")
}

/// Fails with every file outside `allowed` that holds the word.
fn only_in(word: &str, allowed: impl Fn(&str) -> bool) {
    let strays: Vec<String> = rust()
        .into_iter()
        .filter(|(path, text)| !allowed(path) && !is_test(path) && product(text).contains(word))
        .map(|(path, _)| path)
        .collect();
    assert!(strays.is_empty(), "{word} does not belong into {strays:?}");
}

#[test]
fn sql_lives_in_the_store() {
    only_in("sea_orm", |path| path.starts_with("app/store/") || path.starts_with("migrations/"));
}

#[test]
fn screens_live_in_the_app() {
    let below = ["app/domain/", "app/store/", "app/words/", "app/command/"];
    only_in("leptos", |path| !below.iter().any(|folder| path.starts_with(folder)));
}

/// Behind `/api/<name>` is one door.
#[test]
fn there_are_no_server_functions() {
    only_in("#[server(", |_| false);
}

/// The script that stands in every page.
#[test]
fn what_wakes_a_page_is_short() {
    let script = fs::read_to_string(root().join("app/src/boot.js")).unwrap();
    let code: usize = script.lines().map(|line| line.trim().len()).sum();
    assert!(code < 3_500, "boot.js has {code} characters; made short it must stay below 2,100");
}

#[test]
fn the_domain_knows_no_time_no_chance_no_world() {
    for word in
        ["Utc::now", "SystemTime", "Instant::now", "std::fs", "std::env", "async fn", "rand::", "getrandom"]
    {
        only_in(word, |path| !path.starts_with("app/domain/"));
    }
}

#[test]
fn nothing_panics_on_purpose_or_prints_aside() {
    for word in [".unwrap()", ".expect(", "todo!", "unimplemented!", "dbg!(", "panic!("] {
        only_in(word, |_| false);
    }
    let prints = ["server/src/main.rs", "app/words/build.rs"];
    only_in("println!", |path| path.starts_with("server/src/cli/") || prints.contains(&path));
}

#[test]
fn every_file_says_what_it_holds() {
    for (path, text) in rust() {
        assert!(text.starts_with("//! "), "{path} does not open with //!");
    }
}

#[test]
fn files_fit_their_budgets() {
    for (path, text) in rust().into_iter().chain(files("style", "css")) {
        let limit = match path.as_str() {
            path if is_test(path) => continue,
            path if path.ends_with("/api.rs") => 150,
            path if path.contains("/cli/") => 350,
            path if path.ends_with(".css") => 250,
            _ => 300,
        };
        let lines = product(&text).lines().count();
        assert!(lines <= limit, "{path} has {lines} lines, {limit} are allowed");
    }
}

/// The methods that the build makes of a table of texts.
fn keys(prefix: &str, table: &toml::Table) -> Vec<String> {
    let forms = ["zero", "one", "two", "few", "many", "other"];
    let key = |(name, value): (&String, &toml::Value)| match value {
        toml::Value::Table(table) if !table.keys().all(|form| forms.contains(&form.as_str())) => {
            let bare = ["screen", "later"].contains(&name.as_str());
            keys(&if bare { String::new() } else { format!("{prefix}{name}_") }, table)
        }
        _ => vec![format!("{prefix}{name}")],
    };
    table.iter().flat_map(key).collect()
}

#[test]
fn every_text_is_used() {
    let english = fs::read_to_string(root().join("app/words/texts/en.toml")).unwrap();
    let keys = keys("", &english.parse().unwrap());
    assert!(keys.len() > 400 && keys.contains(&"board".to_owned()), "{keys:?}");
    let code = code_of(|path| !is_test(path));
    let idle: Vec<&String> = keys.iter().filter(|key| !says(&code, key)).collect();
    assert!(idle.is_empty(), "no code says {idle:?}");
}

/// The program's code in these files, without its spaces.
fn code_of(these: impl Fn(&str) -> bool) -> String {
    let texts = rust().into_iter().filter(|(path, _)| these(path));
    texts
        .flat_map(|(_, text)| product(&text).chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>())
        .collect()
}

/// Whether code says the text of this key.
fn says(code: &str, key: &str) -> bool {
    [format!("words.{key}("), format!("t().{key}("), format!("self.{key}("), format!("Words::{key}")]
        .iter()
        .any(|call| code.contains(call))
}

#[test]
fn what_is_not_in_a_chunk_says_no_text_that_comes_later() {
    let english = fs::read_to_string(root().join("app/words/texts/en.toml")).unwrap();
    let mut tables: toml::Table = english.parse().unwrap();
    tables.retain(|name, _| ["later", "as", "event", "terms", "noted", "news", "template"].contains(&name));
    let later = keys("", &tables);
    assert!(later.len() > 400 && later.contains(&"save_and_finish".to_owned()), "{later:?}");
    let chunks = "contacts/ deal/ deals/ finance/ import/ review/ settings/ tasks/ notices/ask notices/list board/move_dialog keys/sheet \
        offline/conflict offline/strip search/dialog search/keys search/moving search/rows search/state \
        session/account_menu session/forgot session/join session/set_up session/sign_in \
        ui/copy ui/date_field ui/days_choice ui/dialog ui/draft. ui/drag/grip ui/exports ui/field ui/filter_bar ui/known ui/language_options ui/list_ ui/loaded \
        ui/options ui/person_select ui/suggest ui/theirs";
    let in_chunk = |path: &str| {
        let path = path.trim_start_matches("app/src/");
        chunks.split_whitespace().any(|chunk| path.starts_with(chunk)) && path != "deal/adding.rs"
    };
    let of_words = ["app/words/src/format.rs", "app/words/src/refusal.rs"];
    let code = code_of(|path| path.starts_with("app/src/") && !in_chunk(path) || of_words.contains(&path));
    let early: Vec<&String> = later.iter().filter(|key| says(&code, key)).collect();
    assert!(early.is_empty(), "these belong to [screen], since the first page says them: {early:?}");
}

#[test]
fn colours_live_in_the_token_sheet() {
    for (path, text) in files("style", "css").into_iter().filter(|(path, _)| path != "style/tokens.css") {
        for word in ["oklch(", "rgb(", "rgba(", "hsl(", "#fff", "#000", "!important"] {
            assert!(!text.contains(word), "{path} holds {word}");
        }
        let physical = [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
            "text-align: right",
        ];
        for word in physical {
            assert!(!text.contains(word), "{path} holds {word}: say it by inline-start and inline-end");
        }
    }
}

#[test]
fn every_colour_that_is_used_is_a_token() {
    let tokens = fs::read_to_string(root().join("style/tokens.css")).unwrap();
    let own = ["--fill", "--edge", "--text-colour", "--above", "--rows", "--swipe"];
    for (path, text) in files("style", "css") {
        for used in text.split("var(").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            assert!(
                own.contains(&name.as_str()) || tokens.contains(&format!("{name}:")),
                "{path} uses {name}"
            );
        }
    }
}

#[test]
fn every_sheet_is_imported() {
    let sheets = files("style", "css");
    let is_bundle = |path: &str| path == "style/main.css" || path.starts_with("style/chunks/");
    let bundles: String =
        sheets.iter().filter(|(path, _)| is_bundle(path)).map(|(_, text)| text.as_str()).collect();
    for (path, _) in sheets.iter().filter(|(path, _)| !is_bundle(path)) {
        let name = path.trim_start_matches("style/");
        assert!(bundles.contains(&format!("/{name}\"")), "{name} is in no bundle");
    }
}

#[test]
fn the_readme_is_short_and_names_what_there_is() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 250);
    for path in [
        "bin/start",
        "bin/test",
        "bin/dev",
        "app/domain",
        "app/store",
        "app/words",
        "server",
        "frontend",
        "migrations",
        "style",
        "end2end",
    ] {
        assert!(readme.contains(path), "the README does not mention {path}");
        assert!(root().join(path).exists(), "{path} is not there");
    }
}

/// What each crate of ours may depend on.
const CRATES: [(&str, &[&str]); 9] = [
    ("app/domain", &[]),
    ("app/words", &["domain"]),
    ("migrations", &[]),
    ("app/store", &["domain", "migrations"]),
    ("app/import", &["domain"]),
    ("app/command", &["domain", "import", "store"]),
    ("app", &["command", "domain", "words"]),
    ("server", &["app", "command", "domain", "import", "store", "words"]),
    ("frontend", &["app"]),
];

#[test]
fn crates_depend_on_those_below_them() {
    let manifest = |path: &str| -> toml::Table {
        fs::read_to_string(root().join(path).join("Cargo.toml")).unwrap().parse().unwrap()
    };
    let house = manifest("");
    let members: BTreeSet<&str> = house["workspace"]["members"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|member| member.as_str())
        .collect();
    assert_eq!(members, CRATES.map(|(path, _)| path).into(), "each member has its place in the house");
    let ours: Vec<String> =
        members.iter().map(|path| manifest(path)["package"]["name"].as_str().unwrap().into()).collect();
    for (path, below) in CRATES {
        for (needed, _) in manifest(path)["dependencies"].as_table().unwrap() {
            assert!(!ours.contains(needed) || below.contains(&needed.as_str()), "{path} depends on {needed}");
        }
    }
}

/// The modules below a folder, each with those beside it that it names after this prefix. A module is a file, with the
/// folder of its name.
fn imports(folder: &str, prefix: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in files(folder, "rs") {
        let module = path[folder.len() + 1..].split(['/', '.']).next().unwrap().to_owned();
        texts.entry(module).or_default().push_str(product(&text));
    }
    texts.retain(|module, _| module != "lib" && module != "mod");
    let named = |text: &String| text.split(prefix).skip(1).flat_map(first_names).collect::<Vec<_>>();
    let beside = |module: &String, text: &String| {
        named(text).into_iter().filter(|name| name != module && texts.contains_key(name)).collect()
    };
    texts.iter().map(|(module, text)| (module.clone(), beside(module, text))).collect()
}

/// The first names of a path: `a` of `a::B`; `a`, `b` and `e` of `{a, b::{C, D}, e}`.
fn first_names(path: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let Some(tree) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut names) = (0, vec![]);
    for part in tree.split_inclusive(['{', '}', ',']) {
        if depth == 0 {
            names.push(word(part.trim_start()));
        }
        match part.chars().next_back() {
            Some('{') => depth += 1,
            Some('}') if depth == 0 => break,
            Some('}') => depth -= 1,
            _ => {}
        }
    }
    names
}

/// Modules that reach themselves over their imports, if some do: what is left when those are taken away, again and
/// again, that import nothing or are imported by nothing.
fn circle(mut imports: BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    loop {
        let needed: BTreeSet<String> = imports.values().flatten().cloned().collect();
        let count = imports.len();
        imports.retain(|module, needs| !needs.is_empty() && needed.contains(module));
        if imports.len() == count {
            return imports.into_keys().collect();
        }
        let left: BTreeSet<String> = imports.keys().cloned().collect();
        imports.values_mut().for_each(|needs| needs.retain(|need| left.contains(need)));
    }
}

#[test]
fn no_file_stands_on_one_that_stands_on_it() {
    for (folder, prefix) in [
        ("app/domain/src", "crate::"),
        ("app/domain/src/process", "super::"),
        ("app/src", "crate::"),
        ("app/command/src", "crate::"),
        ("app/store/src", "crate::"),
        ("app/words/src", "crate::"),
        ("server/src", "crate::"),
        ("app/src/finance", "super::"),
        ("app/src/finance", "crate::finance::"),
        ("app/src/settings/process", "super::"),
        ("app/src/ui/drag", "super::"),
    ] {
        let circle = circle(imports(folder, prefix));
        assert!(circle.is_empty(), "in {folder}, or above, there is a circle of {circle:?}");
    }
}

#[test]
fn the_domain_has_floors() {
    let text = fs::read_to_string(root().join("app/domain/src/lib.rs")).unwrap();
    // Each floor begins with a comment.
    let floors: Vec<Vec<&str>> = text
        .split("\n// ")
        .skip(1)
        .map(|floor| floor.lines().filter_map(|line| line.split("mod ").nth(1)?.strip_suffix(';')).collect())
        .collect();
    let floor = |module: &str| {
        let at = floors.iter().position(|floor| floor.contains(&module));
        at.unwrap_or_else(|| panic!("{module} is on no floor"))
    };
    let imports = imports("app/domain/src", "crate::");
    assert!(
        imports["board"].contains("process") && imports["deal"].contains("event"),
        "imports are not found"
    );
    for (module, needed) in &imports {
        for below in needed {
            assert!(floor(below) <= floor(module), "{module} imports {below}, which is above it");
        }
    }
}
