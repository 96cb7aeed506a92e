//! The dialog that adds a deal (D1).

use super::{
    adding::{Beginning, adding},
    fields::{CompanyField, Draft, PersonField, SourceSelect, ValueFields},
    money::{LinesDraft, LinesEditor},
    new_client::{OpenDeals, Participants},
    new_closed::{ClosedDraft, ClosedFields},
};
use crate::{
    client::{Gesture, ask, client},
    error::Problem,
    initial_data::use_query,
    parameters::is_board,
    ui::{
        date_field::DateField,
        dialog::{Dialog, DialogForm, typed_was_sent},
        draft::{forget_drafts_of, keep_draft},
        field::Field,
        loaded,
        person_select::PersonSelect,
        unsaved_guard::may_leave,
    },
    words::t,
};
use chrono::NaiveDate;
use command::{
    deal::{AddDeal, ReadOptions},
    settings::ReadCatalogue,
};
use domain::{
    deal::DealForm,
    id::{DealId, ProcessId, StageId, UserId},
    process::Process,
    product::Catalogue,
    profile::NewDealOptions,
    refusal::{Field as Name, Refusal},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate};

/// What the drafts of its fields are called.
const DRAFT: &str = "new-deal";

/// The dialog; `on_close` takes it away, after adding or not.
#[component]
pub fn NewDeal(beginning: Beginning, on_close: Callback<()>) -> impl IntoView {
    let offer = use_query(|| Ok(ReadOptions {}));
    let form = loaded::part(offer, move |offer| {
        view! { <Form offer beginning=beginning.clone() on_close/> }.into_any()
    });
    let on_discard = Callback::new(|()| forget_drafts_of(DRAFT));
    view! { <Dialog title=t().add_deal_title() on_close on_discard wide=true>{form}</Dialog> }
}

#[component]
fn Form(offer: NewDealOptions, beginning: Beginning, on_close: Callback<()>) -> impl IntoView {
    let words = t();
    let draft = Draft::new(DealForm {
        company: beginning.client.company_name().unwrap_or_default().to_owned(),
        company_id: beginning.client.company.as_ref().map(|company| company.id),
        person: beginning.client.person_name().unwrap_or_default().to_owned(),
        person_id: beginning.client.person.as_ref().map(|person| person.id),
        name: String::new(),
        source: None,
        expected_close: String::new(),
        value: String::new(),
        currency: offer.currency.code().into(),
        owner: offer.me,
        description: String::new(),
        language: None,
    });
    for (field, text) in [
        ("company", draft.company),
        ("person", draft.person),
        ("name", draft.name),
        ("value", draft.value),
        ("expected_close", draft.expected_close),
        ("description", draft.description),
    ] {
        keep_draft(format!("{DRAFT}:{field}"), text);
    }
    let (process, stage) = (RwSignal::new(shown_process(&offer, &beginning)), RwSignal::new(beginning.stage));
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
        let said = words.added_named(&added_name(&deal.form));
        async move { gesture.send_saying(said, &deal).await }
    });
    let problem = Signal::derive(move || add.value().get().and_then(Result::err));
    let done = after_adding(on_close);
    Effect::new(move |_| {
        if let Some(Ok(id)) = add.value().get() {
            done(id);
        }
    });
    let on_submit = Callback::new(move |()| drop(add.dispatch(())));
    let participating =
        view! { <Participants people=offer.people.clone() owner=offer.me participants/> }.into_any();
    let (defaults, today) = (defaults(&offer, process, stage, draft), offer.today);
    // What is refused must be seen.
    let more_refused = move || {
        let first =
            [Name::Company, Name::Person, Name::Name, Name::Value, Name::Currency, Name::ExpectedClose];
        let Some(Problem::Refused(refusal)) = problem.get() else { return false };
        refusal.each().iter().filter_map(Refusal::field).any(|field| !first.contains(&field))
    };
    let client =
        move || if draft.company.with(String::is_empty) { draft.person.get() } else { draft.company.get() };
    view! {
        <DialogForm submit=words.add() on_submit on_close problem pending=add.pending()>
            <div class="field-row">
                <CompanyField draft ids="new-" problem/>
                <PersonField draft ids="new-" problem/>
            </div>
            <Field name=Name::Name label=words.name() problem>
                <input name="name" autocomplete="off" placeholder=client bind:value=draft.name/>
            </Field>
            <div class="field-row">
                {view! { <ValueFields draft itemised=Signal::derive(move || !lines.is_empty()) problem/> }.into_any()}
                <Field name=Name::ExpectedClose label=words.expected_close() problem>
                    <DateField name="expected_close" label=words.expected_close() value=draft.expected_close today/>
                </Field>
            </div>
            <OpenDeals draft/>
            <details class="more-fields" open=move || more_refused().then_some("")>
                <summary>{words.more_fields()}" "<small>{defaults}</small></summary>
                {view! { <ProductFields draft lines today problem/> }.into_any()}
                <StageFields processes=offer.processes process stage problem/>
                <div class="field-row">
                    <Field name=Name::Owner label=words.owner() problem>
                        <PersonSelect chosen=draft.owner people=offer.people.clone()/>
                    </Field>
                    <Field name=Name::Source label=words.source() problem>
                        <SourceSelect draft sources=offer.sources/>
                    </Field>
                </div>
                {participating}
                <Field name=Name::Description label=words.description() problem>
                    <textarea name="description" rows="2" bind:value=draft.description></textarea>
                </Field>
                {view! { <ClosedFields draft=closed reasons=offer.reasons today problem/> }.into_any()}
            </details>
        </DialogForm>
    }
}

/// What a deal will be called: without a name of its own, as its client.
fn added_name(form: &DealForm) -> String {
    [&form.name, &form.company, &form.person]
        .into_iter()
        .find(|name| !name.trim().is_empty())
        .cloned()
        .unwrap_or_default()
}

/// What the folded fields say, in a line: "Sprzedaż B2B · Rozmowa · Zofia Kowalska".
fn defaults(
    offer: &NewDealOptions,
    process: RwSignal<ProcessId>,
    stage: RwSignal<Option<StageId>>,
    draft: Draft,
) -> impl Fn() -> String + 'static {
    let (processes, people) = (offer.processes.clone(), offer.people.clone());
    move || {
        let process = processes.iter().find(|known| known.id == process.get());
        let stages = process.map(|process| process.stages.as_slice()).unwrap_or_default();
        let stage = stages.iter().find(|known| Some(known.id) == stage.get()).or(stages.first());
        let owner = people.iter().find(|person| person.id == draft.owner.get());
        let parts = [
            process.map(|process| process.name.to_string()),
            stage.map(|stage| stage.name.to_string()),
            owner.map(|owner| owner.name.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// Products instead of a value (D1): asked for, then edited as on the page of the deal.
#[component]
fn ProductFields(
    draft: Draft,
    lines: LinesDraft,
    today: NaiveDate,
    #[prop(into)] problem: Signal<Option<Problem>>,
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
            <LinesEditor draft=lines products="new-products" catalogue currency=draft.currency today problem/>
            <button type="button" class="link" on:click=end>{words.value_instead()}</button>
        }
        .into_any(),
    }
}

/// Process and stage; another process offers other stages.
#[component]
fn StageFields(
    processes: Vec<Process>,
    process: RwSignal<ProcessId>,
    stage: RwSignal<Option<StageId>>,
    #[prop(into)] problem: Signal<Option<Problem>>,
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
fn shown_process(offer: &NewDealOptions, beginning: &Beginning) -> ProcessId {
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
    move |id| {
        forget_drafts_of(DRAFT);
        typed_was_sent();
        on_close.run(());
        let (on_board, deal) = (path.with_untracked(|path| is_board(path)), format!("/deals/{id}"));
        adding.added.set(Some(id));
        client.outdate();
        if !on_board && may_leave() {
            navigate(&deal, Default::default());
        }
    }
}
