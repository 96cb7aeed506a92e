//! The dialog that adds a deal (D1).

use super::{
    adding::{Beginning, adding},
    close_as::ReasonField,
    fields::{ClientFields, Draft, PeopleFields, ValueFields},
    money::{LinesDraft, LinesEditor},
};
use crate::{
    client::{Gesture, ask, client},
    initial_data::use_query,
    ui::{
        dialog::{Dialog, DialogForm},
        field::Field,
        loaded,
        toast::toasts,
        unsaved_guard::may_leave,
    },
    words::t,
};
use chrono::NaiveDate;
use command::deal::{AddDeal, ReadOptions};
use command::settings::ReadCatalogue;
use domain::{
    deal::{DealForm, Status},
    id::{DealId, ProcessId, ReasonId, StageId, UserId},
    process::Process,
    product::Catalogue,
    profile::NewDealOptions,
    reason::Reasons,
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate};

/// What the server refuses when no day was typed.
const NO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The dialog; `on_close` takes it away, after adding or not.
#[component]
pub fn NewDeal(beginning: Beginning, on_close: Callback<()>) -> impl IntoView {
    let offer = use_query(|| Ok(ReadOptions {}));
    let form = loaded::part(offer, move |offer| view! { <Form offer beginning on_close/> }.into_any());
    view! { <Dialog title=t().add_deal_title() on_close>{form}</Dialog> }
}

#[component]
fn Form(offer: NewDealOptions, beginning: Beginning, on_close: Callback<()>) -> impl IntoView {
    let words = t();
    let draft = Draft::new(DealForm {
        company: String::new(),
        company_id: None,
        person: String::new(),
        person_id: None,
        name: String::new(),
        source: None,
        expected_close: String::new(),
        value: String::new(),
        currency: offer.currency.code().into(),
        owner: offer.me,
        description: String::new(),
        language: None,
    });
    let (process, stage) = (RwSignal::new(shown_process(&offer, beginning)), RwSignal::new(beginning.stage));
    let participants = RwSignal::new(Vec::<UserId>::new());
    let closed = ClosedDraft::default();
    let lines = LinesDraft::new(vec![]);
    let gesture = Gesture::new();
    let add = Action::new(move |_: &()| {
        let participants = participants.get_untracked();
        let (closed, reason) = closed.read();
        let (process, stage) = (process.get_untracked(), stage.get_untracked());
        let lines = lines.forms();
        let deal = AddDeal { form: draft.form(), process, stage, participants, closed, reason, lines };
        async move { gesture.send(&deal).await }
    });
    let problem = Signal::derive(move || add.value().get().and_then(Result::err));
    let done = after_adding(on_close);
    Effect::new(move |_| {
        if let Some(Ok(id)) = add.value().get() {
            done(id);
        }
    });
    let on_submit = Callback::new(move |()| drop(add.dispatch(())));
    let client =
        move || if draft.company.with(String::is_empty) { draft.person.get() } else { draft.company.get() };
    view! {
        <DialogForm submit=words.add() on_submit on_close problem pending=add.pending()>
            <ClientFields draft ids="new-" problem autofocus=true/>
            <Field name=Name::Name label=words.name() problem>
                <input name="name" autocomplete="off" placeholder=client bind:value=draft.name/>
            </Field>
            <ValueFields draft ids="new-" itemised=Signal::derive(move || !lines.is_empty()) problem/>
            {view! { <ProductFields draft lines problem/> }.into_any()}
            <StageFields processes=offer.processes process stage problem/>
            <PeopleFields draft people=offer.people.clone() sources=offer.sources problem/>
            <fieldset class="field">
                <legend class="field-label">{words.participants()}</legend>
                <span class="checks">
                    {offer.people.into_iter().filter(|person| person.active && person.id != offer.me).map(|person| view! {
                        <label class="check">
                            <input type="checkbox" on:change=move |event| participants.update(|chosen| {
                                chosen.retain(|id| *id != person.id);
                                if event_target_checked(&event) { chosen.push(person.id) }
                            })/>
                            {person.name}
                        </label>
                    }).collect_view()}
                </span>
            </fieldset>
            <Field name=Name::Description label=words.description() problem>
                <textarea name="description" rows="2" bind:value=draft.description></textarea>
            </Field>
            {view! { <ClosedFields draft=closed reasons=offer.reasons problem/> }.into_any()}
        </DialogForm>
    }
}

/// Products instead of a value (D1): asked for, then edited as on the page of the deal.
#[component]
fn ProductFields(
    draft: Draft,
    lines: LinesDraft,
    #[prop(into)] problem: Signal<Option<crate::error::Problem>>,
) -> impl IntoView {
    let words = t();
    let catalogue = RwSignal::new(None::<Catalogue>);
    let begin = move |_| {
        spawn_local(async move {
            // Without a catalogue there is free text.
            let found = ask(&ReadCatalogue {}).await.unwrap_or_default();
            if catalogue.try_set(Some(found)).is_none() {
                draft.value.set(String::new());
                lines.add();
            }
        });
    };
    let end = move |_| {
        lines.clear();
        catalogue.set(None);
    };
    move || match catalogue.get() {
        None => {
            view! { <button type="button" class="link" on:click=begin>{words.products_instead()}</button> }
                .into_any()
        }
        Some(catalogue) => view! {
            <LinesEditor draft=lines products="new-products" catalogue currency=draft.currency problem/>
            <button type="button" class="link" on:click=end>{words.value_instead()}</button>
        }
        .into_any(),
    }
}

/// How, when and why a deal was closed before it is entered (D2).
#[derive(Clone, Copy, Default)]
struct ClosedDraft {
    outcome: RwSignal<Option<Status>>,
    on: RwSignal<String>,
    reason: RwSignal<Option<ReasonId>>,
}

impl ClosedDraft {
    /// What is sent; the reason only where one is asked for.
    fn read(self) -> (Option<(Status, NaiveDate)>, Option<ReasonId>) {
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
fn ClosedFields(
    draft: ClosedDraft,
    reasons: Reasons,
    #[prop(into)] problem: Signal<Option<crate::error::Problem>>,
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
                    <input type="date" name="closed_on" bind:value=on/>
                </Field>
            </Show>
        </div>
        <Show when=move || draft.given_up()>
            <ReasonField reasons=reasons.get_value() reason problem/>
        </Show>
    }
}

/// Process and stage; another process offers other stages.
#[component]
fn StageFields(
    processes: Vec<Process>,
    process: RwSignal<ProcessId>,
    stage: RwSignal<Option<StageId>>,
    #[prop(into)] problem: Signal<Option<crate::error::Problem>>,
) -> impl IntoView {
    let words = t();
    let processes = StoredValue::new(processes);
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            process.set(id);
            stage.set(None);
        }
    };
    let options = processes.with_value(|all| {
        all.iter().map(|p| (p.id, p.name.to_string(), p.id == process.get_untracked())).collect::<Vec<_>>()
    });
    let stages = move || {
        let (id, chosen) = (process.get(), stage.get_untracked());
        let stages = processes.with_value(|all| all.iter().find(|p| p.id == id).map(|p| p.stages.clone()));
        stages
            .unwrap_or_default()
            .into_iter()
            .map(|stage| {
                view! { <option value=stage.id.to_string() selected=Some(stage.id) == chosen>{stage.name.to_string()}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field-row">
            <Field name=Name::Process label=words.process() problem>
                <select name="process" on:change=choose>
                    {options.into_iter().map(|(id, name, chosen)| view! {
                        <option value=id.to_string() selected=chosen>{name}</option>
                    }).collect_view()}
                </select>
            </Field>
            <Field name=Name::Stage label=words.stage() problem>
                <select name="stage" on:change=move |event| stage.set(event_target_value(&event).parse().ok())>
                    {stages}
                </select>
            </Field>
        </div>
    }
}

/// The process of the stage that was asked for, else the one whose board is open, else the default one.
fn shown_process(offer: &NewDealOptions, beginning: Beginning) -> ProcessId {
    let holds = |process: &&Process| process.stages.iter().any(|stage| Some(stage.id) == beginning.stage);
    if let Some(process) = offer.processes.iter().find(holds) {
        return process.id;
    }
    let path = use_location().pathname.get_untracked();
    let open = path.strip_prefix("/board/").and_then(|id| id.parse().ok()).map(ProcessId);
    let known = |id: &ProcessId| offer.processes.iter().any(|process| process.id == *id);
    let default = || offer.processes.iter().find(|process| process.default).or(offer.processes.first());
    open.filter(known).or_else(|| default().map(|process| process.id)).unwrap_or(ProcessId(0))
}

/// A board shows the new card; from elsewhere the way leads to the deal, unless unsaved changes keep the user where they
/// are.
fn after_adding(on_close: Callback<()>) -> impl Fn(DealId) + 'static {
    let (client, adding) = (client(), adding());
    let (navigate, path) = (use_navigate(), use_location().pathname);
    let (toaster, said) = (toasts(), t().deal_added());
    move |id| {
        on_close.run(());
        let (on_board, deal) =
            (path.with_untracked(|path| path == "/" || path.starts_with("/board/")), format!("/deals/{id}"));
        adding.added.set(Some(id));
        client.outdate();
        match on_board {
            true => {}
            false if may_leave() => navigate(&deal, Default::default()),
            false => toaster.show_link(said, deal),
        }
    }
}
