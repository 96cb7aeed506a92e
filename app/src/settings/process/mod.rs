//! Settings → Deals → Processes: those there are, and the editor of one (P1 to P7).

mod action_settings;
mod delete_stage_dialog;
mod draft;
mod drag;
mod editor;
mod heading;
mod list;
mod meanwhile;
mod people;
mod refused;
mod save_bar;
mod stage;
mod task_settings;

pub use editor::ProcessPage;
pub use list::ProcessesPage;
