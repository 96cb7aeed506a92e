//! Products, costs and profit of a deal (M2 to M5).

mod cost_lines;
mod lines;
mod panel;
mod sides;

pub(super) use lines::{LinesDraft, LinesEditor};
pub(super) use panel::MoneyPanel;
