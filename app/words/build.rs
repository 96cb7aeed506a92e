//! Makes the typed keys: a method of `Words` for each key of the reference, and holds every language built in to it.

#[path = "src/plural.rs"]
#[allow(dead_code, reason = "only the names of the forms are of interest here")]
mod plural;
#[path = "src/source.rs"]
mod source;

use source::{Hole, Part, Reference, Shape};
use std::{env, fmt::Write, fs, path::Path, process::ExitCode};

const REFERENCE: &str = "en.toml";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rerun-if-changed=src/plural.rs");
    println!("cargo::rerun-if-changed=src/source.rs");
    match made() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

fn made() -> Result<(), String> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?).join("texts");
    let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let keys = source::reference(REFERENCE, &read(REFERENCE)?)?;
    let mut codes = vec![];
    for entry in fs::read_dir(&folder).map_err(|error| error.to_string())? {
        let name = entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned();
        let code = name.strip_suffix(".toml").ok_or_else(|| format!("{name} is no language file"))?;
        source::compact(&name, &source::read(&name, &read(&name)?)?, &keys)?;
        codes.push(code.to_owned());
    }
    codes.sort();
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let write = |name: &str, text: String| {
        fs::write(Path::new(&out).join(name), text).map_err(|error| error.to_string())
    };
    write("keys.rs", methods(&keys)?)?;
    write("built_in.rs", built_in(&codes)?)
}

fn methods(keys: &Reference) -> Result<String, String> {
    let until = |last: Part| keys.keys().filter(|(part, _)| *part <= last).count();
    let mut code = format!("/// How many texts a language has.\npub const COUNT: usize = {};\n", keys.len());
    for (name, last, meaning) in [
        ("FIRST", Part::First, "a browser needs before it shows anything"),
        ("BROWSER", Part::Later, "a browser ever needs"),
    ] {
        let count = until(last);
        write!(code, "/// How many of them {meaning}.\npub const {name}: usize = {count};\n")
            .map_err(|error| error.to_string())?;
    }
    code += "#[allow(clippy::too_many_arguments)]\nimpl Words {\n";
    for (index, ((_, key), shape)) in keys.iter().enumerate() {
        let method = match shape {
            Shape::Text(holes) if holes.is_empty() => {
                format!("pub fn {key}(&self) -> &'static str {{ self.text({index}) }}")
            }
            Shape::List(_) => format!("pub fn {key}(&self) -> Items {{ self.items({index}) }}"),
            Shape::Text(holes) => {
                let (parameters, values) = parameters(holes);
                format!("pub fn {key}(&self, {parameters}) -> String {{ self.fill({index}, &[{values}]) }}")
            }
            Shape::Plural(holes) => {
                let (others, values) = parameters(holes);
                format!(
                    "pub fn {key}(&self, count: impl Count, {others}) -> String {{ let count = count.count(); \
                     self.choose({index}, count, &[&self.number(count), {values}]) }}"
                )
            }
        };
        writeln!(code, "    {method}").map_err(|error| error.to_string())?;
    }
    Ok(code + "}\n")
}

/// The parameters for these holes, and the texts that are put into them.
fn parameters(holes: &[Hole]) -> (String, String) {
    let kind = |hole: &Hole| format!("{}: {}, ", hole.name, if hole.number { "impl Count" } else { "&str" });
    let value = |hole: &Hole| match hole.number {
        true => format!("&self.number({}), ", hole.name),
        false => format!("{}, ", hole.name),
    };
    (holes.iter().map(kind).collect(), holes.iter().map(value).collect())
}

fn built_in(codes: &[String]) -> Result<String, String> {
    let mut code = String::from(
        "/// The languages built in: code and file.\npub const BUILT_IN: &[(&str, &str)] = &[\n",
    );
    for each in codes {
        // Found where the crate is compiled: another checkout may share what was built.
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/texts/{each}.toml\")");
        writeln!(code, "    ({each:?}, include_str!({path})),").map_err(|error| error.to_string())?;
    }
    Ok(code + "];\n")
}
