//! The page of a person: what is known, their deals and notes (K1–K3).

use super::{
    book::{email_link, phone_link},
    deals::Deals,
    merge::{MergePersonsDialog, PersonTwins},
    notes::Notes,
    person_form::PersonDialog,
    reading::use_page,
};
use crate::{
    deal::adding::{Beginning, adding},
    ui::{icon::Icon, loaded},
    visitor::sees_everything,
    words::t,
};
use command::contact::ReadPerson;
use domain::{
    contact::{Client, Contact, Person, PersonForm, PersonPage},
    id::PersonId,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub(super) fn PersonScreen() -> impl IntoView {
    let (answer, reload) = use_page(|id| ReadPerson { person: PersonId(id) });
    loaded::page(answer, move |page| view! { <Screen page reload/> }.into_any())
}

/// What stands over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Edit,
    Merge(Option<PersonId>),
}

#[component]
fn Screen(page: PersonPage, reload: Callback<()>) -> impl IntoView {
    let (words, adding) = (t(), adding());
    let PersonPage { id, details, version, deals, notes, twins, now } = page;
    let (name, company) = (details.name(), details.company.clone());
    let form = StoredValue::new(PersonForm::of(&details));
    let open = RwSignal::new(None::<Open>);
    let close = Callback::new(move |()| open.set(None));
    let person = Some(Person { id, name: name.clone(), company: None });
    let client = Client { company: company.clone(), person };
    let add_deal =
        move |_| adding.open.set(Some(Beginning { client: client.clone(), ..Beginning::default() }));
    let over = move || {
        match open.get()? {
        Open::Edit => Some(
            view! { <PersonDialog known=Some((id, version)) form=form.get_value() on_close=close on_saved=reload/> }
                .into_any(),
        ),
        Open::Merge(other) => {
            Some(view! { <MergePersonsDialog keep=id other on_close=close reload/> }.into_any())
        }
    }
    };
    let twins = (!twins.is_empty()).then(|| {
        let merge = Callback::new(move |other| open.set(Some(Open::Merge(Some(other)))));
        view! { <PersonTwins twins merge/> }
    });
    let phones: Vec<_> =
        details.phones.iter().map(|phone| view! { <span>{phone_link(phone.to_string())}</span> }).collect();
    let emails: Vec<_> = details
        .emails
        .iter()
        .map(|email| view! { <span>{email_link(email.as_str().to_owned())}</span> })
        .collect();
    view! {
        <Title text=name.clone()/>
        <div class="contact-page">
            <p class="crumbs"><a href="/contacts?show=persons">{words.contacts()}</a>" › "{words.persons()}</p>
            <header class="contact-head">
                <h1 tabindex="-1">{name}</h1>
                {sees_everything().then(|| view! {
                    <button type="button" class="button quiet" on:click=move |_| open.set(Some(Open::Merge(None)))>{words.merge()}"…"</button>
                })}
                <button type="button" class="button" on:click=move |_| open.set(Some(Open::Edit))>{words.edit()}</button>
                <button type="button" class="button" on:click=add_deal><Icon name="plus"/>{words.deal_with_person()}</button>
            </header>
            <dl class="contact-facts">
                {company.map(|company| view! {
                    <div><dt>{words.company()}</dt><dd><a href=format!("/companies/{}", company.id)>{company.name}</a></dd></div>
                })}
                {(!phones.is_empty()).then(|| view! { <div><dt>{words.phones()}</dt><dd>{phones}</dd></div> })}
                {(!emails.is_empty()).then(|| view! { <div><dt>{words.emails()}</dt><dd>{emails}</dd></div> })}
            </dl>
            <div class="contact-columns">
                <div>
                    {view! { <Deals deals today=now.date()/> }.into_any()}
                    {view! { <Notes of=Contact::Person(id) notes today=now.date() reload/> }.into_any()}
                </div>
                <div>{twins}</div>
            </div>
            {over}
        </div>
    }
}
