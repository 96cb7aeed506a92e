//! Every text of the interface, typed: a text that one language lacks does not compile (A3).

mod en;
pub mod format;
pub mod money;
mod money_en;
mod money_pl;
mod pl;
mod refusals;
mod story;
mod template;
pub mod work;
mod work_en;
mod work_pl;

use domain::people::Language;
use leptos::prelude::use_context;

/// The texts of one language.
pub struct Words {
    pub language: Language,
    /// The work on deals.
    pub work: &'static work::Work,
    /// Products, costs, finance.
    pub money: &'static money::Money,
    /// The months, short, from January on.
    pub months: [&'static str; 12],
    /// The days of the week, short, from Monday on.
    pub weekdays: [&'static str; 7],
    // The frame
    pub board: &'static str,
    pub add_deal: &'static str,
    pub add_deal_title: &'static str,
    pub account_menu: &'static str,
    pub sign_out: &'static str,
    pub language_label: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub add: &'static str,
    pub delete: &'static str,
    pub skip_to_content: &'static str,
    pub administrator: &'static str,
    pub manager: &'static str,
    pub salesperson: &'static str,
    // Signing in and setting up
    pub sign_in: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub setup_title: &'static str,
    pub setup_lead: &'static str,
    pub setup_code: &'static str,
    pub your_name: &'static str,
    pub password_hint: &'static str,
    pub currency: &'static str,
    pub time_zone: &'static str,
    pub set_up: &'static str,
    pub set_up_already: &'static str,
    // The board
    pub switch_process: &'static str,
    pub search_deals: &'static str,
    pub owner: &'static str,
    pub everyone: &'static str,
    pub clear_filter: &'static str,
    pub open_deals: &'static str,
    pub forecast: &'static str,
    pub stages: &'static str,
    pub move_deal: &'static str,
    pub move_title: &'static str,
    pub move_here: &'static str,
    pub stage: &'static str,
    pub position: &'static str,
    pub at_top: &'static str,
    pub at_end: &'static str,
    pub add_person: &'static str,
    pub empty_board: &'static str,
    pub empty_board_hint: &'static str,
    pub empty_filter: &'static str,
    pub empty_column: &'static str,
    pub board_help: &'static str,
    pub drag_cancelled: &'static str,
    pub no_tasks: &'static str,
    pub undated_tasks: &'static str,
    pub today: &'static str,
    pub tomorrow: &'static str,
    pub retry: &'static str,
    // A deal
    pub name: &'static str,
    pub company: &'static str,
    pub person: &'static str,
    pub client_hint: &'static str,
    pub source: &'static str,
    pub no_source: &'static str,
    pub expected_close: &'static str,
    pub value: &'static str,
    pub process: &'static str,
    pub participants: &'static str,
    pub description: &'static str,
    pub details: &'static str,
    pub days_in_stage: &'static str,
    pub current_stage: &'static str,
    pub status: &'static str,
    pub status_open: &'static str,
    pub status_won: &'static str,
    pub status_lost: &'static str,
    pub status_stale: &'static str,
    // Tasks
    pub tasks: &'static str,
    pub no_tasks_yet: &'static str,
    pub task_title: &'static str,
    pub task_kind: &'static str,
    pub kind_call: &'static str,
    pub kind_meeting: &'static str,
    pub kind_email: &'static str,
    pub kind_other: &'static str,
    pub due_date: &'static str,
    pub due_time: &'static str,
    pub assignee: &'static str,
    pub add_task: &'static str,
    // When something is wrong
    pub not_found_title: &'static str,
    pub to_the_board: &'static str,
    pub error_title: &'static str,
    pub unreachable: &'static str,
    // Sentences with something in them
    /// Days in a stage, short.
    pub days: fn(i64) -> String,
    /// How many tasks are overdue.
    pub overdue: fn(usize) -> String,
    /// A number of deals.
    pub deals: fn(usize) -> String,
    /// A position in the Move… dialog.
    pub after_card: fn(&str) -> String,
    /// The button that deletes a task.
    pub delete_task: fn(&str) -> String,
    /// The button that opens the Move… dialog.
    pub move_named: fn(&str) -> String,
    /// Announced when a card is lifted by keyboard: its name and spot.
    pub lifted: fn(&str, &str) -> String,
    /// A spot on the board: stage, 1-based position, number of cards.
    pub spot: fn(&str, usize, usize) -> String,
    /// Announced when a card was dropped: its new spot.
    pub dropped: fn(&str) -> String,
    /// The dot in words: what is overdue, and what comes next.
    pub next: fn(&str, &str) -> String,
}

/// The texts of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Pl => &pl::WORDS,
    }
}

/// The texts of the visitor's language.
pub fn t() -> &'static Words {
    words(use_context::<Language>().unwrap_or_default())
}
