//! How somebody likes to see the board (B14): remembered for each user, wherever they sign in.

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
}

impl Look {
    /// How many folded columns are remembered: the latest.
    pub const MOST_FOLDED: usize = 100;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_folded_and_unfolded_and_only_so_many_are_kept() {
        let folded = Look::default().toggle_folded(StageId(1)).toggle_folded(StageId(2));
        assert_eq!(folded.clone().toggle_folded(StageId(1)).folded, [StageId(2)]);
        let many = (1..=150).fold(Look::default(), |look, id| look.toggle_folded(StageId(id)));
        assert_eq!((many.folded.len(), many.folded[0]), (Look::MOST_FOLDED, StageId(51)));
    }
}
