//! The page that creates the first administrator (A1).

use super::{api, sign_in::hydrated};
use crate::{
    ui::{
        field::{Field, FormRefusal},
        icon::Mark,
        known::Known,
        language_options::LanguageOptions,
    },
    visitor::leave_for,
    words::t,
};
use command::session::SetUpForm;
use domain::refusal::Field as Name;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;

#[component]
pub fn SetUp() -> impl IntoView {
    let words = t();
    let form = RwSignal::new(SetUpForm {
        language: words.language.code().into(),
        currency: words.form_currency().into(),
        ..SetUpForm::default()
    });
    Effect::new(move |_| {
        form.update(|form| {
            form.zone = browser_zone();
            // The printed link brings the code.
            let code = window().location().hash().unwrap_or_default();
            form.code = code.trim_start_matches('#').to_owned();
        });
    });
    let set_up = Action::new(move |_: &()| api::set_up(form.get_untracked()));
    let problem = Signal::derive(move || set_up.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(set_up.value().get(), Some(Ok(()))) {
            leave_for("/");
        }
    });
    let ready = hydrated();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set_up.dispatch(());
    };
    let text = move |read: fn(&SetUpForm) -> &String| move || form.with(|form| read(form).clone());
    macro_rules! typed {
        ($field:ident) => {
            move |event| form.update(|form| form.$field = event_target_value(&event))
        };
    }
    view! {
        <Title text=words.setup_title()/>
        <div class="door">
            <form class="panel door-panel" method="post" novalidate on:submit=submit>
                <h1><Mark/>{words.setup_title()}</h1>
                <p class="lead">{words.setup_lead()}</p>
                <Field name=Name::Code label=words.setup_code() problem>
                    <input name="code" autocomplete="one-time-code" required autofocus
                        prop:value=text(|form| &form.code) on:input=typed!(code)/>
                </Field>
                <Field name=Name::Name label=words.your_name() problem>
                    <input name="name" autocomplete="name" required prop:value=text(|form| &form.name) on:input=typed!(name)/>
                </Field>
                <Field name=Name::Email label=words.email() problem>
                    <input type="email" name="email" autocomplete="username" required
                        prop:value=text(|form| &form.email) on:input=typed!(email)/>
                </Field>
                <Field name=Name::Password label=words.password() problem hint=words.password_hint()>
                    <input type="password" name="password" autocomplete="new-password" required
                        prop:value=text(|form| &form.password) on:input=typed!(password)/>
                </Field>
                <div class="field-row">
                    <Field name=Name::Language label=words.language_label() problem>
                        <select name="language" on:change=typed!(language)>
                            <LanguageOptions/>
                        </select>
                    </Field>
                    <Field name=Name::Currency label=words.currency() problem>
                        <input name="currency" size="4" list="currencies" required prop:value=text(|form| &form.currency) on:input=typed!(currency)/>
                    </Field>
                </div>
                <Field name=Name::Zone label=words.time_zone() problem>
                    <input name="zone" list="zones" required prop:value=text(|form| &form.zone) on:input=typed!(zone)/>
                </Field>
                <label class="check">
                    <input type="checkbox" name="examples" aria-describedby="examples-hint"
                        on:change=move |event| form.update(|form| form.examples = event_target_checked(&event))/>
                    {words.setup_examples()}
                </label>
                <small id="examples-hint">{words.setup_examples_hint()}</small>
                <Known id="currencies" of="currency"/>
                <Known id="zones" of="timeZone"/>
                <FormRefusal problem/>
                <button class="button filled" disabled=move || !ready.get() || set_up.pending().get()>{words.set_up()}</button>
            </form>
        </div>
    }
}

/// The zone that the browser's clock runs in, such as `Europe/Warsaw`.
fn browser_zone() -> String {
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default()
}
