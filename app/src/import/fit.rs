//! How the file is written, each guess with its proof beside it.

use super::{
    said::{dates_name, numbers_name, separator_name},
    state::State,
};
use crate::{
    ui::{icon::Icon, known::Known},
    visitor::account,
    words::t,
};
use domain::import::{Dates, Encoding, Fit, Kind, Numbers, Separator};
use leptos::prelude::*;
use web_sys::HtmlInputElement;
use words::format;

#[component]
pub(super) fn FitPanel(state: State) -> impl IntoView {
    let words = t();
    let told = state.import.with_untracked(|import| {
        format!("{} · {}", words.import_rows(import.size), format::bytes(words, import.bytes as i64))
    });
    let (file, kind, encoding) =
        state.import.with_untracked(|import| (import.file.clone(), import.kind, import.fit.encoding));
    let processes = state.import.with_untracked(|import| import.processes.clone());
    let is_text = encoding != Encoding::Workbook;
    let fit =
        move |of: fn(&Fit) -> String| Signal::derive(move || state.import.with(|import| of(&import.fit)));
    let texts = is_text.then(|| {
        let encodings = Encoding::TEXTS.map(|encoding| (format!("{encoding:?}"), encoding.name().to_owned())).to_vec();
        let separators = Separator::ALL.map(|mark| (format!("{mark:?}"), separator_name(mark).to_owned())).to_vec();
        view! {
            <Select label=words.import_encoding() options=encodings now=fit(|fit| format!("{:?}", fit.encoding)) on_choose=move |at: usize| {
                state.fit(|fit| fit.encoding = Encoding::TEXTS[at]);
            }/>
            <Select label=words.import_separator() options=separators now=fit(|fit| format!("{:?}", fit.separator)) on_choose=move |at: usize| {
                state.fit(|fit| fit.separator = Separator::ALL[at]);
            }/>
        }
    });
    const NUMBERS: [Numbers; 2] = [Numbers::Comma, Numbers::Point];
    let numbers = NUMBERS.map(|numbers| (format!("{numbers:?}"), numbers_name(numbers).to_owned())).to_vec();
    let dates = Dates::ALL.map(|dates| (format!("{dates:?}"), dates_name(dates).to_owned())).to_vec();
    let process = (kind == Kind::Deals && processes.len() > 1).then(|| {
        let first = processes.first().map(|(id, _)| id.to_string()).unwrap_or_default();
        let options: Vec<(String, String)> =
            processes.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        let now = Signal::derive(move || {
            state.import.with(|import| import.fit.process.map_or(first.clone(), |id| id.to_string()))
        });
        let ids: Vec<_> = processes.iter().map(|(id, _)| *id).collect();
        view! {
            <Select label=words.import_process() options now on_choose=move |at: usize| {
                let process = ids.get(at).copied();
                state.fit(|fit| fit.process = process);
            }/>
        }
    });
    let currency = matches!(kind, Kind::Deals | Kind::Products).then(|| {
        let own = account().with_untracked(|facts| facts.currency);
        let now = move || state.import.with(|import| import.fit.currency.unwrap_or(own).code().to_owned());
        let choose = move |event| match event_target_value(&event).parse() {
            Ok(currency) => state.fit(|fit| fit.currency = Some(currency)),
            Err(_) => event_target::<HtmlInputElement>(&event).set_value(&untrack(now)),
        };
        view! {
            <label class="field">
                <span>{words.currency()}</span>
                <input class="import-currency" maxlength="3" list="currencies" prop:value=now on:change=choose/>
            </label>
            <Known id="currencies" of="currency"/>
        }
    });
    let proof = move || {
        state.import.with(|import| {
            let date =
                import.date.as_ref().map(|(text, day)| format!("{text} = {}", format::date(words, *day)));
            let letters = import.letters.as_ref().map(|text| words.import_readable(text));
            let told: Vec<String> = date.into_iter().chain(letters).collect();
            told.into_iter().map(|line| view! { <small>{line}</small> }).collect_view()
        })
    };
    view! {
        <section class="panel import-fit">
            <div class="import-file">
                <Icon name="rows"/>
                <div><strong>{file}</strong><small>{told}</small></div>
            </div>
            {texts}
            <Select label=words.import_numbers() options=numbers now=fit(|fit| format!("{:?}", fit.numbers)) on_choose=move |at: usize| {
                state.fit(|fit| fit.numbers = NUMBERS[at]);
            }/>
            <Select label=words.import_dates() options=dates now=fit(|fit| format!("{:?}", fit.dates)) on_choose=move |at: usize| {
                state.fit(|fit| fit.dates = Dates::ALL[at]);
            }/>
            {currency}
            {process}
            <div class="import-proof">{proof}</div>
        </section>
    }
}

/// A choice of one; what is chosen is told by its place.
#[component]
fn Select(
    label: &'static str,
    /// Each with the text by which `now` names it.
    options: Vec<(String, String)>,
    now: Signal<String>,
    #[prop(into)] on_choose: Callback<usize>,
) -> impl IntoView {
    let option = |(value, name): (String, String)| {
        let this = value.clone();
        view! { <option value=value prop:selected=move || now.get() == this>{name}</option> }
    };
    let keys: Vec<String> = options.iter().map(|(value, _)| value.clone()).collect();
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(at) = keys.iter().position(|key| *key == value) {
            on_choose.run(at);
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change=choose>{options.into_iter().map(option).collect_view()}</select>
        </label>
    }
}
