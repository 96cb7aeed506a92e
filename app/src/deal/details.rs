//! What is known of a deal, a row each; a click edits it in its place.

use super::{
    fact::{Fact, form_of},
    fields::{CompanyField, CurrencyField, Draft, PersonField, SourceSelect},
};
use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem},
    ui::{
        date_field::DateField,
        field::{Field, FormRefusal},
        icon::Icon,
        person_select::PersonSelect,
        tell,
        unsaved_guard::unsaved_guard,
    },
    words::t,
};
use command::deal::{ReadDeal, SaveDeal};
use domain::{
    deal::DealForm,
    profile::Profile,
    refusal::{Field as Name, Refusal},
};
use leptos::{
    ev::{FocusEvent, KeyboardEvent, SubmitEvent},
    html::Form,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

#[component]
pub(super) fn Details(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (editing, next) = (RwSignal::new(None::<Fact>), StoredValue::new(None::<Fact>));
    // What the field was opened on: newer data may come under it.
    let (gesture, opened) = (Gesture::new(), StoredValue::new(shown.get_untracked()));
    // It outlives the field: a click on another row leaves one while its save is on the way.
    let save = Action::new(move |(fact, typed): &(Fact, DealForm)| {
        let (fact, typed) = (*fact, typed.clone());
        let saved = move |profile: &Profile| {
            let form = fact.over(typed.clone(), form_of(profile));
            SaveDeal { deal: profile.id, version: profile.version, form }
        };
        let (first, before) = opened.with_value(|profile| (saved(profile), fact.shown(profile)));
        async move {
            match gesture.send_saying(words.saved(), &first).await {
                Err(Problem::Refused(Refusal::DealChanged)) => {}
                answer => return answer,
            }
            // Somebody saved something else of the deal, and this goes beside it; or the same, and is asked for again.
            let now = ask(&ReadDeal::of(first.deal)).await?;
            let (again, same) = (saved(&now), fact.shown(&now) == before);
            opened.try_set_value(now.clone());
            shown.try_set(now);
            match same {
                true => gesture.send_saying(words.saved(), &again).await,
                false => Err(Refusal::SavedMeanwhile { by: None }.into()),
            }
        }
    });
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            // What is edited next knows this save, also before it was read again.
            shown.update(|profile| profile.version += 1);
            editing.set(next.try_update_value(Option::take).flatten());
            tell(reload);
        }
    });
    let open = move |fact: Fact| match save.pending().get_untracked() {
        true => next.set_value(Some(fact)),
        false => {
            save.clear();
            editing.set(Some(fact));
        }
    };
    // Who leaves a field is back where they opened it.
    Effect::watch(
        move || editing.get(),
        move |now, before, _| {
            if let (None, Some(Some(fact))) = (now, before) {
                let row = format!("[data-fact={}]", fact.code());
                request_animation_frame(move || focus_on(&row));
            }
        },
        false,
    );
    Effect::new(move |_| {
        if window().location().hash().is_ok_and(|hash| hash == "#person") {
            editing.set(Some(Fact::Person));
        }
    });
    // A value of product lines is edited where they are.
    let fixed = move |fact: Fact| fact == Fact::Value && shown.with(|profile| profile.ledger.is_itemised());
    let row = move |fact: Fact| {
        let text = move || shown.with(|profile| fact.shown(profile));
        let empty = move || text().is_none().then_some("");
        view! {
            <button
                type="button" class="fact" data-fact=fact.code() data-empty=empty
                disabled=move || fixed(fact) title=move || fixed(fact).then(|| words.sum_of_products())
                on:click=move |_| open(fact)
            >
                <span class="field-label">{fact.label()}</span>
                <span class="fact-value">{move || text().unwrap_or_else(|| words.nothing_known().to_owned())}</span>
                <Icon name="pencil"/>
            </button>
        }
    };
    let rows = move || {
        let row = |fact| match editing.get() == Some(fact) {
            true => view! { <Editor shown fact editing save opened/> }.into_any(),
            false => row(fact).into_any(),
        };
        Fact::ALL.into_iter().map(row).collect_view()
    };
    view! {
        <section class="panel facts" aria-labelledby="facts-title">
            <h2 id="facts-title">{words.details()}</h2>
            {rows}
        </section>
    }
}

fn focus_on(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// The field of one fact. Enter and leaving it save what was changed, Escape leaves it as it was.
#[component]
fn Editor(
    shown: RwSignal<Profile>,
    fact: Fact,
    editing: RwSignal<Option<Fact>>,
    save: Action<(Fact, DealForm), Answer<()>>,
    opened: StoredValue<Profile>,
) -> impl IntoView {
    let words = t();
    let (profile, form) = (shown.get_untracked(), NodeRef::<Form>::new());
    opened.set_value(profile.clone());
    let before = form_of(&profile);
    let draft = Draft::new(before.clone());
    let problem: Signal<Option<Problem>> =
        Signal::derive(move || save.value().get().and_then(|answer: Answer<()>| answer.err()));
    let before = StoredValue::new(DealForm { language: Some(words.language), ..before });
    let finish = move || match before.with_value(|before| draft.form() == *before) {
        true => editing.set(None),
        false if save.pending().get_untracked() => {}
        false => drop(save.dispatch((fact, draft.form()))),
    };
    // Leaving the field saves it; what takes the page away before that is asked about.
    let typed = RwSignal::new(false);
    unsaved_guard(Memo::new(move |_| typed.get() && editing.get() == Some(fact) && !save.pending().get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        finish();
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if !event.default_prevented() => {
            editing.set(None);
            event.stop_propagation();
        }
        "Enter" if event.ctrl_key() || event.meta_key() => finish(),
        _ => {}
    };
    let left = move |event: FocusEvent| {
        // The field that is taken away is left, too.
        let Some(form) = form.try_get_untracked().flatten() else { return };
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        if !form.contains(to.as_ref()) && editing.try_get_untracked() == Some(Some(fact)) {
            finish();
        }
    };
    Effect::new(move |_| {
        let field = form.get().and_then(|form| form.query_selector("input, select, textarea").ok().flatten());
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
    let profile = shown.get_untracked();
    let field = match fact {
        Fact::Name => view! {
            <Field name=Name::Name label=fact.label() problem>
                <input name="name" autocomplete="off" bind:value=draft.name/>
            </Field>
        }
        .into_any(),
        Fact::Value => view! {
            <Field name=Name::Value label=fact.label() problem>
                <input class="number" name="value" inputmode="decimal" autocomplete="off" bind:value=draft.value/>
            </Field>
            <CurrencyField draft problem/>
        }
        .into_any(),
        Fact::Company => view! { <CompanyField draft problem/> }.into_any(),
        Fact::Person => view! { <PersonField draft problem/> }.into_any(),
        Fact::Owner => view! {
            <Field name=Name::Owner label=fact.label() problem>
                <PersonSelect chosen=draft.owner people=profile.people/>
            </Field>
        }
        .into_any(),
        Fact::Source => view! {
            <Field name=Name::Source label=fact.label() problem>
                <SourceSelect draft sources=profile.sources/>
            </Field>
        }
        .into_any(),
        Fact::ExpectedClose => view! {
            <Field name=Name::ExpectedClose label=fact.label() problem>
                <DateField name="expected_close" label=fact.label() value=draft.expected_close today=profile.now.date()/>
            </Field>
        }
        .into_any(),
        Fact::Description => view! {
            <Field name=Name::Description label=fact.label() problem>
                <textarea name="description" rows="4" bind:value=draft.description></textarea>
            </Field>
        }
        .into_any(),
    };
    view! {
        <form class="fact-form" on:input=move |_| typed.set(true) node_ref=form on:submit=submit on:keydown=key on:focusout=left>
            <div class="field-row">{field}</div>
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <button type="button" class="button small" on:click=move |_| editing.set(None)>{words.cancel()}</button>
                <button class="button small filled" disabled=move || save.pending().get()>{words.save()}</button>
            </footer>
        </form>
    }
}
