//! Settings → Account: what holds for everybody (A4, V3, K2).

use super::{Settings, examples::Examples};
use crate::{
    client::{Gesture, ask},
    error::Answer,
    initial_data::use_query,
    ui::{
        field::{Field, FormRefusal},
        known::Known,
        loaded,
        theirs::Theirs,
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    visitor::{account, visitor},
    words::t,
};
use command::settings::{ReadAccount, SaveAccount};
use domain::{
    access::PublicDeals,
    account::{AccountForm, AccountSettings},
    mail::Outbox,
    refusal::Field as Name,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

#[component]
pub fn AccountPage() -> impl IntoView {
    let settings = use_query(|| Ok(ReadAccount {}));
    let page = loaded::page(settings, move |settings| view! { <Form settings/> }.into_any());
    view! { <Settings title=t().settings_account()>{page}</Settings> }
}

#[component]
fn Form(settings: AccountSettings) -> impl IntoView {
    let (words, toaster, gesture, facts) = (t(), toasts(), Gesture::new(), account());
    let saved = RwSignal::new(settings.clone());
    let form = RwSignal::new(settings.form.clone());
    let changed = Memo::new(move |_| form.with(|form| saved.with(|saved| *form != saved.form)));
    unsaved_guard(changed);
    let save = Action::new(move |_: &()| {
        let (now, form) = (saved.get_untracked(), form.get_untracked());
        let version = now.version;
        async move {
            gesture.send(&SaveAccount { version, form: form.clone() }).await?;
            Ok(AccountSettings { form, version: version + 1, ..now })
        }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Answer::<AccountSettings>::err));
    Effect::new(move |_| {
        if let Some(Ok(now)) = save.value().get() {
            let currency = now.form.currency.trim().to_uppercase().parse();
            currency.into_iter().for_each(|currency| facts.update(|facts| facts.currency = currency));
            saved.set(now);
            toaster.show(words.saved());
        }
    });
    let take = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(theirs) = ask(&ReadAccount {}).await {
                form.set(theirs.form.clone());
                saved.set(theirs);
                save.value().set(None);
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    let text = move |read: fn(&AccountForm) -> &String| move || form.with(|form| read(form).clone());
    let language = move |(language, name): (domain::people::Language, String)| {
        let code = language.code().to_owned();
        let chosen = form.with_untracked(|form| form.language == code);
        view! { <option value=code.clone() selected=chosen lang=code>{name}</option> }
    };
    let public = move |each: PublicDeals| {
        let is_it = move || form.with(|form| form.public_deals == each);
        view! {
            <label class="check">
                <input type="radio" name="public" prop:checked=is_it on:change=move |_| form.update(|form| form.public_deals = each)/>
                {match each {
                    PublicDeals::Off => words.public_off(),
                    PublicDeals::See => words.public_see(),
                    PublicDeals::Edit => words.public_edit(),
                }}
            </label>
        }
    };
    let outbox = view! { <Mail outbox=settings.outbox/> }.into_any();
    let examples = view! { <Examples count=settings.examples/> }.into_any();
    view! {
        <form class="panel me" novalidate on:submit=submit>
            <div class="field-row">
                <Field name=Name::Name label=words.name_of_account() problem>
                    <input autocomplete="organization" prop:value=text(|form| &form.name)
                        on:input=move |event| form.update(|form| form.name = event_target_value(&event))/>
                </Field>
                <Field name=Name::Language label=words.language_label() problem>
                    <select on:change=move |event| form.update(|form| form.language = event_target_value(&event))>
                        {visitor().languages.into_iter().map(language).collect_view()}
                    </select>
                </Field>
            </div>
            <div class="field-row">
                <Field name=Name::Currency label=words.currency() hint=words.currency_hint() problem>
                    <input list="currencies" autocomplete="off" prop:value=text(|form| &form.currency)
                        on:input=move |event| form.update(|form| form.currency = event_target_value(&event))/>
                </Field>
                <Field name=Name::Zone label=words.time_zone() hint=words.zone_hint() problem>
                    <input list="zones" autocomplete="off" prop:value=text(|form| &form.zone)
                        on:input=move |event| form.update(|form| form.zone = event_target_value(&event))/>
                </Field>
                <Known id="currencies" of="currency"/>
                <Known id="zones" of="timeZone"/>
            </div>
            <fieldset>
                <legend>{words.public_deals()}</legend>
                <div class="checks">{PublicDeals::ALL.map(public).into_iter().collect_view()}</div>
            </fieldset>
            <fieldset>
                <legend>{words.contacts()}</legend>
                <label class="check">
                    <input type="checkbox" role="switch" prop:checked=move || form.with(|form| form.own_contacts)
                        on:change=move |event| form.update(|form| form.own_contacts = event_target_checked(&event))/>
                    {words.own_contacts()}
                </label>
            </fieldset>
            <FormRefusal problem/>
            <Theirs problem take/>
            <footer class="dialog-foot">
                <button class="button filled" disabled=move || !changed.get() || save.pending().get()>{words.save()}</button>
            </footer>
        </form>
        {examples}
        {outbox}
        <section class="panel me">
            <h2>{words.take_everything()}</h2>
            <p>{words.take_everything_lead()}</p>
            <footer class="dialog-foot">
                <a class="button" href="/settings/account/tablica.tar" rel="external" download>{words.take_everything_button()}</a>
            </footer>
        </section>
    }
}

/// How it stands with mail.
#[component]
fn Mail(outbox: Option<Outbox>) -> impl IntoView {
    let words = t();
    let lines: Vec<String> = match outbox {
        None => vec![words.mail_off().to_owned()],
        Some(Outbox { waiting: 0, given_up: 0, .. }) => vec![words.mail_fine().to_owned()],
        Some(Outbox { waiting, given_up, error }) => [
            (waiting > 0).then(|| words.mail_waiting(waiting)),
            (given_up > 0).then(|| words.mail_given_up(given_up)),
            error.map(|error| words.mail_error(&error)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    view! {
        <section class="panel me outbox">
            <h2>{words.mail_heading()}</h2>
            {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </section>
    }
}
