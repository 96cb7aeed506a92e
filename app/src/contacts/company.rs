//! The page of a company: what is known, its deals, notes and persons (K1–K3).

use super::{
    book::{email_link, phone_link, tax_number_view},
    company_form::CompanyDialog,
    deals::Deals,
    merge::{CompanyTwins, MergeCompaniesDialog},
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
use command::contact::ReadCompany;
use domain::{
    contact::{Client, Company, CompanyForm, CompanyPage, Contact, DealsOf, PersonForm, book::Listed, href},
    id::CompanyId,
    text::Name,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub(super) fn CompanyScreen() -> impl IntoView {
    let (answer, reload) = use_page(|id| ReadCompany { company: CompanyId(id) });
    loaded::page(answer, move |page| view! { <Screen page reload/> }.into_any())
}

/// What stands over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Edit,
    Person,
    Merge(Option<CompanyId>),
}

#[component]
fn Screen(page: CompanyPage, reload: Callback<()>) -> impl IntoView {
    let (words, adding) = (t(), adding());
    let CompanyPage { id, details, version, persons, persons_count, deals, notes, twins, now } = page;
    let name = details.name.to_string();
    let form = StoredValue::new(CompanyForm::of(&details));
    let open = RwSignal::new(None::<Open>);
    let close = Callback::new(move |()| open.set(None));
    let client = Client { company: Some(Company { id, name: name.clone() }), person: None };
    let add_deal =
        move |_| adding.open.set(Some(Beginning { client: client.clone(), ..Beginning::default() }));
    let over = move || {
        match open.get()? {
        Open::Edit => Some(
            view! { <CompanyDialog known=Some((id, version)) form=form.get_value() on_close=close on_saved=reload/> }
                .into_any(),
        ),
        Open::Person => {
            let company = form.with_value(|form| form.name.clone());
            let form = PersonForm { company, company_id: Some(id), ..PersonForm::default() };
            Some(view! { <PersonDialog known=None form on_close=close on_saved=reload/> }.into_any())
        }
        Open::Merge(other) => {
            Some(view! { <MergeCompaniesDialog keep=id other on_close=close reload/> }.into_any())
        }
    }
    };
    let text = move |label: &'static str, value: &Option<Name>| {
        value.as_ref().map(|value| view! { <div><dt>{label}</dt><dd>{value.to_string()}</dd></div> })
    };
    let place = [&details.postal_code, &details.city]
        .into_iter()
        .flatten()
        .map(Name::as_str)
        .collect::<Vec<_>>()
        .join(" ");
    let address: Vec<&str> = details
        .address
        .iter()
        .map(Name::as_str)
        .chain(Some(place.as_str()).filter(|place| !place.is_empty()))
        .collect();
    let address = Some(Name::known(address.join(", "))).filter(|address| !address.as_str().is_empty());
    let twins = (!twins.is_empty()).then(|| {
        let merge = Callback::new(move |other| open.set(Some(Open::Merge(Some(other)))));
        view! { <CompanyTwins twins merge/> }
    });
    let person = move |listed: Listed| view! { <PersonRow listed/> }.into_any();
    let hidden = persons_count > persons.len();
    view! {
        <Title text=name.clone()/>
        <div class="contact-page">
            <p class="crumbs"><a href="/contacts">{words.contacts()}</a>" › "{words.companies()}</p>
            <header class="contact-head">
                <h1 tabindex="-1">{name.clone()}</h1>
                {sees_everything().then(|| view! {
                    <button type="button" class="button quiet" on:click=move |_| open.set(Some(Open::Merge(None)))>{words.merge()}"…"</button>
                })}
                <button type="button" class="button" on:click=move |_| open.set(Some(Open::Edit))>{words.edit()}</button>
                <button type="button" class="button" on:click=add_deal><Icon name="plus"/>{words.deal_with_company()}</button>
            </header>
            <dl class="contact-facts">
                {details.tax_number.as_ref().map(|number| view! { <div><dt>{words.tax_number()}</dt><dd>{tax_number_view(number)}</dd></div> })}
                {details.phone.as_ref().map(|phone| view! { <div><dt>{words.phone()}</dt><dd>{phone_link(phone.to_string())}</dd></div> })}
                {details.email.as_ref().map(|email| view! { <div><dt>{words.email()}</dt><dd>{email_link(email.as_str().to_owned())}</dd></div> })}
                {details.website.as_ref().map(|site| view! {
                    <div><dt>{words.website()}</dt><dd><a href=href(site.as_str()) rel="external noopener noreferrer" target="_blank">{site.to_string()}</a></dd></div>
                })}
                {text(words.address(), &address)}
            </dl>
            <div class="contact-columns">
                <div>
                    {view! { <Deals deals today=now.date()/> }.into_any()}
                    {view! { <Notes of=Contact::Company(id) notes today=now.date() reload/> }.into_any()}
                </div>
                <div>
                    <section class="panel contact-persons">
                        <header>
                            <h2>{words.persons()}</h2>
                            <small>{persons_count}</small>
                            <button type="button" class="button small" on:click=move |_| open.set(Some(Open::Person))><Icon name="plus"/>{words.person()}</button>
                        </header>
                        <ul>{persons.into_iter().map(person).collect_view()}</ul>
                        {hidden.then(|| view! { <p class="lead">{words.latest_shown(DealsOf::MOST)}</p> })}
                    </section>
                    {twins}
                </div>
            </div>
            {over}
        </div>
    }
}

#[component]
fn PersonRow(listed: Listed) -> impl IntoView {
    let words = t();
    let Listed { contact, name, phone, email, open, .. } = listed;
    view! {
        <li>
            <p><strong><a href=contact.path()>{name}</a></strong>{(open > 0).then(|| view! { <small>{words.open_deals_count(open)}</small> })}</p>
            <p>{phone.map(phone_link)}{email.map(email_link)}</p>
        </li>
    }
}
