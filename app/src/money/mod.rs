//! Products, costs and profit: on the page of a deal, and in the settings (M2 to M5).

mod cost_lines;
mod costs;
mod lines;
mod panel;
mod products;
mod sides;

pub use costs::CostsPage;
pub(crate) use lines::{LinesDraft, LinesEditor};
pub(crate) use panel::MoneyPanel;
pub use products::ProductsPage;
