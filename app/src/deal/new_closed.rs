//! A deal that was closed before it is entered (D2).

use super::close_as::ReasonField;
use crate::{
    error::Problem,
    ui::{date_field::DateField, field::Field},
    words::t,
};
use chrono::NaiveDate;
use domain::{deal::Status, id::ReasonId, reason::Reasons, refusal::Field as Name};
use leptos::prelude::*;

/// What the server refuses when no day was typed.
const NO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// How, when and why a deal was closed before it is entered (D2).
#[derive(Clone, Copy, Default)]
pub(super) struct ClosedDraft {
    outcome: RwSignal<Option<Status>>,
    on: RwSignal<String>,
    reason: RwSignal<Option<ReasonId>>,
}

impl ClosedDraft {
    /// What is sent; the reason only where one is asked for.
    pub fn read(self) -> (Option<(Status, NaiveDate)>, Option<ReasonId>) {
        let day = self.on.get_untracked().parse().unwrap_or(NO_DAY);
        let closed = self.outcome.get_untracked().map(|outcome| (outcome, day));
        let given_up = matches!(closed, Some((Status::Lost | Status::Stale, _)));
        (closed, self.reason.get_untracked().filter(|_| given_up))
    }

    /// Whether it was closed as lost or stale.
    fn given_up(self) -> bool {
        matches!(self.outcome.get(), Some(Status::Lost | Status::Stale))
    }
}

/// For a deal that was closed before it is entered.
#[component]
pub(super) fn ClosedFields(
    draft: ClosedDraft,
    reasons: Reasons,
    today: NaiveDate,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let ClosedDraft { outcome, on, reason } = draft;
    let choose = move |event| outcome.set(event_target_value(&event).parse().ok());
    let reasons = StoredValue::new(reasons);
    view! {
        <div class="field-row">
            <label class="field">
                <span class="field-label">{words.closed_already()}</span>
                <select on:change=choose>
                    <option value="">{words.open_still()}</option>
                    {[Status::Won, Status::Lost, Status::Stale].map(|status| view! {
                        <option value=status.code()>{words.status_name(status)}</option>
                    }).collect_view()}
                </select>
            </label>
            <Show when=move || outcome.get().is_some()>
                <Field name=Name::ClosedOn label=words.closed_on() problem>
                    <DateField name="closed_on" label=words.closed_on() value=on today/>
                </Field>
            </Show>
        </div>
        <Show when=move || draft.given_up()>
            <ReasonField reasons=reasons.get_value() reason problem/>
        </Show>
    }
}
