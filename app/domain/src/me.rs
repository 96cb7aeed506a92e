//! What somebody sees and keeps of themselves: name, time zone, the notices they want, their sessions, the second factor
//! (A2, T3).

use crate::{
    day::as_moment,
    notices::News,
    refusal::{Field, Refusal},
    tasks::Moment,
    text::Name,
    together,
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub email: String,
    /// Empty: the account's.
    pub zone: String,
    pub zone_of_account: String,
    /// The kinds of notices that one does not want.
    pub unwanted: Vec<News>,
    /// The kinds that are sent by mail besides; nothing where no mail is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Vec<News>>,
    /// The one in use first, then those that were used last.
    pub sessions: Vec<Device>,
    pub second_factor: bool,
    /// How many recovery codes are left.
    pub recovery_codes: usize,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

/// A session: from where, since when, when it was last used, as far as that is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The browser and the system, as far as they say; empty for sessions from before that was written down.
    pub name: String,
    pub since: Moment,
    pub seen: Moment,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// What somebody changes of themselves, as the form sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeForm {
    pub name: String,
    /// Such as `Europe/Warsaw`; empty: the account's.
    pub zone: String,
    pub unwanted: Vec<News>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Vec<News>>,
}

impl MeForm {
    /// Reads the form; `zone` knows which time zones there are.
    pub fn parse<Z>(&self, zone: impl Fn(&str) -> Option<Z>) -> Result<(Name, Option<Z>), Refusal> {
        let zone = match self.zone.trim() {
            "" => Ok(None),
            typed => zone(typed).map(Some).ok_or(Refusal::Malformed { field: Field::Zone }),
        };
        together!(name: Name::parse(Field::Name, &self.name), zone: zone)
    }
}

/// What somebody begins a second factor with. Nothing of it is kept until a code proves that it has arrived.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSecondFactor {
    /// In base 32, to be typed where a picture cannot be taken.
    pub secret: String,
    /// The same as a picture, in SVG.
    pub picture: String,
    /// Each helps once, when the device is lost.
    pub recovery_codes: Vec<String>,
}

/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 8;

/// The browser and the system of a `User-Agent`, in the words of their makers: `Firefox · Windows`.
pub fn device_of(user_agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_told_by_browser_and_system() {
        for (agent, want) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox · Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
                "Chrome · Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 Version/18.0 Safari/605.1",
                "Safari · macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1",
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                "Chrome · Android",
            ),
            ("curl/8.0", ""),
        ] {
            assert_eq!(device_of(agent), want);
        }
    }
}
