//! Processes: their editor, and the work on deals that they describe.

mod change;
mod cog;
mod complete;
mod editor;
mod leaving;
mod list;
mod parting;
mod progress;
mod sheet;
mod sort;
mod stage_draft;

pub(crate) use change::ChangeProcess;
pub use editor::ProcessPage;
pub use list::ProcessesPage;
pub(crate) use progress::Progress;
