//! How somebody likes to see the board (B14), and whether in light or dark (A2): remembered for each user, wherever they
//! sign in.

use crate::id::StageId;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What was chosen of the board's look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    #[serde(default)]
    pub figure: Figure,
    #[serde(default)]
    pub density: Density,
    /// Columns that are folded away to their header.
    #[serde(default)]
    pub folded: Vec<StageId>,
    /// With what the address of the list of deals ends, when the board asks for nothing (L3): `?owner=3`, or nothing.
    #[serde(default)]
    pub list: String,
    /// Columns of that list that are not shown, by the codes of what it is sorted by (L1).
    #[serde(default)]
    pub hidden: Vec<String>,
}

impl Look {
    /// How many folded columns are remembered: the latest.
    pub const MOST_FOLDED: usize = 100;

    /// Whether the list's address and the columns can be ours: they are written into pages.
    pub fn is_sound(&self) -> bool {
        let plain =
            |text: &str, marks: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c));
        let address = self.list.is_empty() || self.list.starts_with('?');
        let list = address && self.list.len() <= 2_000 && plain(&self.list, "?&=%+,._-~*");
        let hidden =
            self.hidden.len() <= 20 && self.hidden.iter().all(|code| code.len() <= 20 && plain(code, "_"));
        list && hidden
    }

    /// The same look with this column folded, or no longer.
    pub fn toggle_folded(mut self, stage: StageId) -> Look {
        match self.folded.iter().position(|folded| *folded == stage) {
            Some(index) => drop(self.folded.remove(index)),
            None => self.folded.push(stage),
        }
        let most = self.folded.len().saturating_sub(Self::MOST_FOLDED);
        self.folded.drain(..most);
        self
    }
}

/// A figure that headers can lead with (B4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    #[default]
    Forecast,
    Weighted,
    /// Where costs are counted.
    Profit,
}

impl Figure {
    pub const ALL: [Figure; 3] = [Figure::Forecast, Figure::Weighted, Figure::Profit];

    pub fn code(self) -> &'static str {
        match self {
            Figure::Forecast => "forecast",
            Figure::Weighted => "weighted",
            Figure::Profit => "profit",
        }
    }
}

impl FromStr for Figure {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Figure::ALL.into_iter().find(|figure| figure.code() == text).ok_or("not a figure")
    }
}

/// How much room a card has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Two lines: name and value, tasks and probability.
    Compact,
    /// Three lines.
    #[default]
    Cozy,
    /// Three lines with air between them.
    Comfortable,
}

impl Density {
    pub const ALL: [Density; 3] = [Density::Compact, Density::Cozy, Density::Comfortable];

    pub fn code(self) -> &'static str {
        match self {
            Density::Compact => "compact",
            Density::Cozy => "cozy",
            Density::Comfortable => "comfortable",
        }
    }
}

impl FromStr for Density {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Density::ALL.into_iter().find(|density| density.code() == text).ok_or("not a density")
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the browser has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// As styles know it; nothing where the browser decides.
    pub fn code(self) -> &'static str {
        match self {
            Theme::System => "",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

impl FromStr for Theme {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Theme::ALL.into_iter().find(|theme| theme.code() == text).ok_or("not a theme")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_in_an_address_of_ours_is_kept() {
        let of = |list: &str, hidden: &[&str]| Look {
            list: list.into(),
            hidden: hidden.iter().map(|code| (*code).to_owned()).collect(),
            ..Look::default()
        };
        for (look, sound) in [
            (of("", &[]), true),
            (of("?q=%C5%82%C3%B3d%C5%BA&close=this_month&value_from=-1", &["client", "since"]), true),
            (of("https://elsewhere.example", &[]), false),
            (of("elsewhere.example", &[]), false),
            (of("?\"><script>", &[]), false),
            (of(&format!("?q={}", "x".repeat(2_000)), &[]), false),
            (of("", &["a b"]), false),
            (of("", &["x"; 21]), false),
        ] {
            assert_eq!(look.is_sound(), sound, "{look:?}");
        }
    }

    #[test]
    fn a_column_is_folded_and_unfolded_and_only_so_many_are_kept() {
        let folded = Look::default().toggle_folded(StageId(1)).toggle_folded(StageId(2));
        assert_eq!(folded.clone().toggle_folded(StageId(1)).folded, [StageId(2)]);
        let many = (1..=150).fold(Look::default(), |look, id| look.toggle_folded(StageId(id)));
        assert_eq!((many.folded.len(), many.folded[0]), (Look::MOST_FOLDED, StageId(51)));
    }
}
