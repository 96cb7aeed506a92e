//! Products, Costs and Profit on the page of a deal (M5).

use super::{
    cost_lines::{CostsDraft, CostsEditor},
    lines::{LinesDraft, LinesEditor},
    sides::{CostTable, LineTable, ProfitTable},
};
use crate::{
    client::Gesture,
    error::Answer,
    initial_data::use_query,
    ui::{
        dialog::{Dialog, shut_dialog},
        field::outside,
        loaded, tell,
    },
    words::t,
};
use command::{
    money::{SaveCosts, SaveLines},
    settings::ReadCatalogue,
};
use domain::{
    deal::Status,
    ledger::Kind,
    line::{CostForm, LineForm},
    product::Catalogue,
    profile::Profile,
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;

/// What of the money is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Products,
    Costs,
    Profit,
}

/// The panel.
#[component]
pub(in crate::deal) fn MoneyPanel(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (tab, editing) = (RwSignal::new(Tab::Products), RwSignal::new(None::<Kind>));
    let costs = Memo::new(move |_| shown.with(|profile| profile.costs));
    // Who leaves the form is back where they opened it.
    Effect::watch(
        move || editing.get(),
        move |now, before, _| {
            if let (None, Some(Some(kind))) = (now, before) {
                let button = format!(".money [data-edit={}]", kind.code());
                request_animation_frame(move || focus_on(&button));
            }
        },
        false,
    );
    let choice = move |this: Tab, name: &'static str| {
        let choose = move |_| {
            editing.set(None);
            tab.set(this);
        };
        view! {
            <button type="button" class="tab" aria-pressed=move || (tab.get() == this).to_string() on:click=choose>{name}</button>
        }
    };
    let saved = Callback::new(move |()| {
        editing.set(None);
        tell(reload);
    });
    // Costs may have been switched off meanwhile.
    let shown_tab = move || if costs.get() { tab.get() } else { Tab::Products };
    let body = move || match shown_tab() {
        Tab::Products => view! { <Products shown editing/> }.into_any(),
        Tab::Costs => view! { <Costs shown editing/> }.into_any(),
        Tab::Profit => view! { <ProfitTable shown/> }.into_any(),
    };
    let on_close = Callback::new(move |()| editing.set(None));
    let form = move || {
        let (kind, tab) = (editing.get()?, shown_tab());
        let name = if tab == Tab::Costs { words.costs() } else { words.products() };
        let title = format!("{name} · {}", words.kind_of(kind));
        Some(view! { <Dialog title on_close wide=true><Editing shown kind tab saved/></Dialog> })
    };
    view! {
        <section class="panel money" aria-label=words.products()>
            <Show
                when=move || costs.get()
                fallback=move || view! { <h2>{words.products()}</h2> }
            >
                <h2 class="tabs">
                    {choice(Tab::Products, words.products())}
                    {choice(Tab::Costs, words.costs())}
                    {choice(Tab::Profit, words.profit())}
                </h2>
            </Show>
            {body}
            {form}
        </section>
    }
}

fn focus_on(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(button) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// The lines, forecast and sold.
#[component]
fn Products(shown: RwSignal<Profile>, editing: RwSignal<Option<Kind>>) -> impl IntoView {
    let won = Memo::new(move |_| shown.with(|profile| profile.status == Status::Won));
    view! {
        <LineTable shown kind=Kind::Forecast editing/>
        <Show when=move || won.get()>
            <LineTable shown kind=Kind::Realised editing/>
        </Show>
    }
}

/// The costs, forecast and real; real ones come up before anything is sold.
#[component]
fn Costs(shown: RwSignal<Profile>, editing: RwSignal<Option<Kind>>) -> impl IntoView {
    view! {
        <CostTable shown kind=Kind::Forecast editing/>
        <CostTable shown kind=Kind::Realised editing/>
    }
}

/// The lines or costs of one kind as a form.
#[component]
fn Editing(shown: RwSignal<Profile>, kind: Kind, tab: Tab, saved: Callback<()>) -> impl IntoView {
    let catalogue = use_query(|| Ok(ReadCatalogue {}));
    let waiting = move || catalogue.with(Option::is_none);
    let form = loaded::part(catalogue, move |catalogue| match tab {
        Tab::Costs => view! { <CostsForm shown kind catalogue saved/> }.into_any(),
        _ => view! { <LinesForm shown kind catalogue saved/> }.into_any(),
    });
    view! {
        <Show when=waiting><p class="lines-coming" aria-busy="true"></p></Show>
        {form}
    }
}

#[component]
fn LinesForm(
    shown: RwSignal<Profile>,
    kind: Kind,
    catalogue: Catalogue,
    saved: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (deal, version, currency, today, forms) = shown.with_untracked(|profile| {
        let lines = profile.ledger.side(kind).lines.iter();
        let forms: Vec<_> = lines.map(|line| LineForm::of(line, &words.notation)).collect();
        (profile.id, profile.version, profile.value.currency, profile.now.date(), forms)
    });
    let draft = LinesDraft::new(forms);
    if untrack(|| draft.is_empty()) {
        draft.add();
    }
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let lines = SaveLines { deal, version, kind, lines: draft.forms(), language: Some(words.language) };
        kept(async move { gesture.send_saying(words.saved(), &lines).await }, saved)
    });
    view! {
        <Form save>
            <LinesEditor draft products=kind.code() catalogue currency=currency.code().to_owned() today problem=problem_of(save)/>
        </Form>
    }
}

#[component]
fn CostsForm(
    shown: RwSignal<Profile>,
    kind: Kind,
    catalogue: Catalogue,
    saved: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (deal, version, today, forms) = shown.with_untracked(|profile| {
        let costs = profile.ledger.side(kind).costs.iter();
        let forms: Vec<_> = costs.map(|cost| CostForm::of(cost, &words.notation)).collect();
        (profile.id, profile.version, profile.now.date(), forms)
    });
    let draft = CostsDraft::new(forms);
    let date = if kind == Kind::Realised { today.to_string() } else { String::new() };
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let costs = SaveCosts { deal, version, kind, costs: draft.forms(), language: Some(words.language) };
        kept(async move { gesture.send_saying(words.saved(), &costs).await }, saved)
    });
    view! {
        <Form save>
            <CostsEditor draft categories=catalogue.categories date today problem=problem_of(save)/>
        </Form>
    }
}

/// Tells of what was saved, even when the form was left meanwhile.
async fn kept(saving: impl Future<Output = Answer<()>>, saved: Callback<()>) -> Answer<()> {
    saving.await.inspect(|()| tell(saved))
}

fn problem_of(save: Action<(), Answer<()>>) -> Signal<Option<crate::error::Problem>> {
    Signal::derive(move || save.value().get().and_then(Result::err))
}

/// What stands around the lines: what was refused, Save and Cancel.
#[component]
fn Form(save: Action<(), Answer<()>>, children: Children) -> impl IntoView {
    let words = t();
    let shut = shut_dialog();
    let cancel = move |_| shut.iter().for_each(|shut| shut.run(()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <form class="dialog-form lines-form" on:submit=submit>
            {children()}
            <p class="form-refusal" role="alert">{outside(problem_of(save))}</p>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=cancel>{words.cancel()}</button>
                <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
            </footer>
        </form>
    }
}
