//! Settings → Deals → Processes: those there are, and the editor of one (P1 to P7).

mod action_settings;
mod delete_stage_dialog;
mod draft;
mod drag;
mod editor;
mod list;
mod save_bar;
mod stage;

pub use editor::ProcessPage;
pub use list::ProcessesPage;
