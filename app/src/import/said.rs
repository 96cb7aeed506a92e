//! How what is imported is called.

use crate::words::t;
use domain::import::{Dates, Fate, ImportState, Kind, Meaning, Numbers, Separator, Why};

pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Companies => t().companies(),
        Kind::Persons => t().persons(),
        Kind::Products => t().products(),
        Kind::Deals => t().deals_heading(),
        Kind::Users => t().users(),
    }
}

pub(super) fn state_name(state: ImportState) -> &'static str {
    match state {
        ImportState::Reading => t().import_state_reading(),
        ImportState::Draft => t().import_state_draft(),
        ImportState::Running => t().import_state_running(),
        ImportState::Done => t().import_state_done(),
        ImportState::Undoing => t().import_state_undoing(),
        ImportState::Undone => t().import_state_undone(),
    }
}

pub(super) fn meaning_name(kind: Kind, meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Id => t().meaning_id(),
        Meaning::Name => t().name(),
        Meaning::FirstName => t().first_name(),
        Meaning::LastName => t().last_name(),
        Meaning::FullName => t().meaning_full_name(),
        Meaning::Company => t().meaning_company(),
        Meaning::Person => t().meaning_person(),
        Meaning::TaxNumber if kind == Kind::Deals => t().meaning_company_tax_number(),
        Meaning::TaxNumber => t().tax_number(),
        Meaning::Phone => t().phone(),
        Meaning::Email => t().email(),
        Meaning::Website => t().website(),
        Meaning::Address => t().address(),
        Meaning::PostalCode => t().postal_code(),
        Meaning::City => t().city(),
        Meaning::Code => t().code(),
        Meaning::Price => t().price(),
        Meaning::Value => t().value(),
        Meaning::Currency => t().currency(),
        Meaning::Stage => t().stage(),
        Meaning::Status => t().meaning_status(),
        Meaning::Owner => t().owner(),
        Meaning::Source => t().source(),
        Meaning::ExpectedClose => t().close_short(),
        Meaning::Created => t().meaning_created(),
        Meaning::ClosedOn => t().meaning_closed_on(),
        Meaning::Reason => t().meaning_reason(),
        Meaning::Description => t().description(),
        Meaning::Product => t().product(),
        Meaning::Role => t().role(),
    }
}

pub(super) fn why_name(why: Why) -> &'static str {
    match why {
        Why::Header => t().import_by_header(),
        Why::Values => t().import_by_values(),
        Why::Remembered => t().import_remembered(),
        Why::Chosen => t().import_chosen(),
    }
}

/// What becomes of a row.
pub(super) fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Create => t().import_fate_create(),
        Fate::Update => t().import_fate_update(),
        Fate::Skip => t().import_fate_skip(),
        Fate::Error => t().import_fate_error(),
    }
}

/// What the rows of one fate are called.
pub(super) fn fates_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Create => t().import_create(),
        Fate::Update => t().import_update(),
        Fate::Skip => t().import_skip(),
        Fate::Error => t().import_errors(),
    }
}

pub(super) fn separator_name(separator: Separator) -> &'static str {
    match separator {
        Separator::Comma => t().import_comma(),
        Separator::Semicolon => t().import_semicolon(),
        Separator::Tab => t().import_tab(),
    }
}

pub(super) fn numbers_name(numbers: Numbers) -> &'static str {
    match numbers {
        Numbers::Comma => "1 234,50",
        Numbers::Point => "1,234.50",
    }
}

pub(super) fn dates_name(dates: Dates) -> &'static str {
    match dates {
        Dates::DayFirst => t().import_day_first(),
        Dates::MonthFirst => t().import_month_first(),
        Dates::YearFirst => t().import_year_first(),
    }
}
