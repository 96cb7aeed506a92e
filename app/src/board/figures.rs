//! The figures over a board and over its columns (B2–B4): one at a time, the account's own currency in front, the others
//! folded away.
//!
//! Written as HTML in one go, as the inside of a card is, and for the same reason.

use super::{column_state::ColumnState, state::BoardState};
use crate::{ui::html::text, words::t};
use domain::{
    look::Figure,
    money::{Money, Totals},
};
use leptos::prelude::*;
use words::{Words, format};

/// The name of a figure.
pub(super) fn name(figure: Figure, words: &Words) -> &'static str {
    match figure {
        Figure::Forecast => words.forecast(),
        Figure::Weighted => words.weighted(),
        Figure::Profit => words.profit(),
    }
}

/// Sums of every figure; which one is seen is said by the element around them.
pub(super) fn sums(board: BoardState, of: impl Fn(Figure) -> Totals) -> String {
    board.figures().into_iter().map(|figure| sum(board, figure, &of(figure))).collect()
}

fn sum(board: BoardState, figure: Figure, totals: &Totals) -> String {
    let (words, code) = (t(), figure.code());
    let marked = |tag: &str, sum: Money| {
        let attribute = if figure == Figure::Forecast { "total" } else { code };
        let (minor, currency) = (sum.minor, sum.currency.code());
        let amount = format::money(words, sum);
        format!("<{tag} data-{attribute}=\"{minor}\" data-currency=\"{currency}\">{}</{tag}>", text(&amount))
    };
    let own = totals.iter().find(|sum| sum.currency == board.currency);
    let own = own.unwrap_or(Money { minor: 0, currency: board.currency });
    let others: Vec<Money> = totals.iter().filter(|sum| sum.currency != board.currency).collect();
    let folded = match others.len() {
        0 => String::new(),
        count => format!(
            "<details class=\"menu others\" name=\"menu\"><summary>{}</summary><div class=\"menu-body\">{}</div></details>",
            text(&words.other_currencies(count)),
            others.into_iter().map(|sum| marked("span", sum)).collect::<String>()
        ),
    };
    format!("<span class=\"figure {code}\">{}{folded}</span>", marked("strong", own))
}

/// The mean probability of deals by their values, in percent: what their weighted total is of their total, in the account's
/// own currency.
pub(super) fn chance(board: BoardState, totals: &Totals, weighted: &Totals) -> Option<i64> {
    let own = |totals: &Totals| totals.iter().find(|sum| sum.currency == board.currency).map(|sum| sum.minor);
    let total = own(totals).filter(|total| *total > 0)?;
    // Sums may be large; a hundredth of them is exact enough for a whole percent.
    let hundredth = (total / 100).max(1);
    Some((own(weighted)? / hundredth).min(100))
}

/// How far a bar of a hundred is filled.
pub(super) fn bar(percent: i64) -> String {
    format!(
        "<svg class=\"chance\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"M0 4H{percent}\"/></svg>"
    )
}

impl BoardState {
    /// The figures to choose from: profit only where costs are counted.
    pub fn figures(self) -> Vec<Figure> {
        let costs = self.around.with(|around| around.costs);
        Figure::ALL.into_iter().filter(|figure| costs || *figure != Figure::Profit).collect()
    }

    /// The figure that is shown: the one that was chosen, where there is one.
    pub fn figure(self) -> Figure {
        let chosen = self.look.with(|look| look.figure);
        if chosen == Figure::Profit && !self.around.with(|around| around.costs) {
            Figure::Forecast
        } else {
            chosen
        }
    }

    /// A figure over all columns.
    pub fn total(self, figure: Figure) -> Totals {
        let sums = |column: ColumnState| match figure {
            Figure::Forecast => column.totals,
            Figure::Weighted => column.weighted,
            Figure::Profit => column.profit,
        };
        self.columns
            .get()
            .into_iter()
            .flat_map(|column| sums(column).with(|t| t.iter().collect::<Vec<_>>()))
            .collect()
    }
}
