//! The list of companies or persons: found as one types, a page at a time (K1).

use super::{company_form::CompanyDialog, person_form::PersonDialog};
use crate::{
    client::{Latest, ask, client},
    error::{Answer, Sentence},
    initial_data::use_query,
    parameters::{self, use_parameters},
    ui::{error_page::error_page, exports::exports, icon::Icon, search::SearchField, toast::toasts},
    words::t,
};
use command::contact::ReadBook;
use domain::{
    contact::{
        CompanyForm, PersonForm, TaxNumber,
        book::{Book, Listed, Query},
    },
    text::Name,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use words::format;

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Query> {
    Ok(Query::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

#[component]
pub(super) fn BookPage() -> impl IntoView {
    let (words, parameters) = (t(), use_parameters());
    let asked = Memo::new(move |_| parameters.with(|parameters| query_of(parameters)));
    let answer = use_query(move || asked.get().map(|query| ReadBook { query, below: None }));
    let (client, latest) = (client(), Latest::default());
    // What was taken back or merged elsewhere shows here.
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            let Ok(query) = asked.get_untracked() else { return };
            // A list that was unfolded stays as it is under the eye, whatever others do.
            let unfolded = answer.with_untracked(|answer| {
                answer
                    .as_ref()
                    .is_some_and(|answer| answer.as_ref().is_ok_and(|book| book.contacts.len() > Book::PAGE))
            });
            if unfolded && client.is_old_by_others() {
                return;
            }
            let number = latest.next();
            spawn_local(async move {
                match ask(&ReadBook { query: query.clone(), below: None }).await {
                    Ok(book) if latest.is(number) && asked.try_get_untracked() == Some(Ok(query)) => {
                        answer.try_set(Some(Ok(book)));
                    }
                    Ok(_) => {}
                    Err(problem) => client.not_read(&problem),
                }
            });
        },
        false,
    );
    let refused = Memo::new(move |_| answer.with(|answer| answer.as_ref()?.as_ref().err().cloned()));
    view! {
        <Title text=words.contacts()/>
        {move || match refused.get() {
            Some(problem) => error_page(&problem),
            None => view! { <Screen answer asked/> }.into_any(),
        }}
    }
}

#[component]
fn Screen(answer: RwSignal<Option<Answer<Book>>>, asked: Memo<Answer<Query>>) -> impl IntoView {
    let (words, navigate) = (t(), use_navigate());
    let go = StoredValue::new_local(move |change: &dyn Fn(&mut Query)| {
        let Ok(mut query) = asked.get_untracked() else { return };
        change(&mut query);
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&format!("/contacts{}", parameters::write(query.write())), options);
    });
    let is = move |test: fn(&Query) -> bool| asked.with(|asked| asked.as_ref().is_ok_and(test)).to_string();
    let text = Signal::derive(move || asked.with(|asked| asked.as_ref().ok()?.text.clone()));
    let persons = Memo::new(move |_| asked.with(|asked| asked.as_ref().is_ok_and(|query| query.persons)));
    let counted = move |of: fn(&Book) -> usize| {
        move || answer.with(|answer| answer.as_ref()?.as_ref().ok().map(|book| of(book).to_string()))
    };
    let (adding_company, adding_person) = (RwSignal::new(false), RwSignal::new(false));
    let on_rest = Callback::new(move |typed: Option<String>| {
        go.with_value(|go| go(&|query| query.text = typed.clone()))
    });
    view! {
        <div class="book">
            <header class="book-head">
                <h1>{words.contacts()}</h1>
                <div class="segments" role="group" aria-label=words.contacts()>
                    <button type="button" aria-pressed=move || is(|query| !query.persons)
                        on:click=move |_| go.with_value(|go| go(&|query| query.persons = false))>
                        {words.companies()}" "<small>{counted(|book| book.companies)}</small>
                    </button>
                    <button type="button" aria-pressed=move || is(|query| query.persons)
                        on:click=move |_| go.with_value(|go| go(&|query| { query.persons = true; query.without_person = false; }))>
                        {words.persons()}" "<small>{counted(|book| book.persons)}</small>
                    </button>
                </div>
                <SearchField label=words.search_contacts() asked=text max=Name::MAX on_rest/>
                <button type="button" class="chip" aria-pressed=move || is(|query| query.open)
                    on:click=move |_| go.with_value(|go| go(&|query| query.open = !query.open))>{words.with_open_deal()}</button>
                <Show when=move || !persons.get()>
                    <button type="button" class="chip" aria-pressed=move || is(|query| query.without_person)
                        on:click=move |_| go.with_value(|go| go(&|query| query.without_person = !query.without_person))>{words.without_person()}</button>
                </Show>
                <span class="book-verbs">
                    <button type="button" class="button" on:click=move |_| adding_person.set(true)><Icon name="plus"/>{words.person()}</button>
                    <button type="button" class="button" on:click=move |_| adding_company.set(true)><Icon name="plus"/>{words.company()}</button>
                </span>
            </header>
            {view! { <List answer asked/> }.into_any()}
            {exports("/contacts", parameters::asked_as(asked, Query::write))}
            <Show when=move || adding_company.get()>
                <CompanyDialog known=None form=CompanyForm::default() on_close=Callback::new(move |()| adding_company.set(false))/>
            </Show>
            <Show when=move || adding_person.get()>
                <PersonDialog known=None form=PersonForm::default() on_close=Callback::new(move |()| adding_person.set(false))/>
            </Show>
        </div>
    }
}

#[component]
fn List(answer: RwSignal<Option<Answer<Book>>>, asked: Memo<Answer<Query>>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let book = move || answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok().cloned()));
    let fetching = RwSignal::new(false);
    let further = move |_| {
        let Some((Ok(query), below)) = book().map(|book| (asked.get_untracked(), book.next)) else { return };
        fetching.set(true);
        spawn_local(async move {
            match ask(&ReadBook { query: query.clone(), below }).await {
                // What came late belongs to a list that is no longer shown.
                Ok(page) if asked.try_get_untracked() == Some(Ok(query)) => {
                    answer.try_update(|answer| {
                        if let Some(Ok(book)) = answer {
                            book.contacts.extend(page.contacts);
                            book.next = page.next;
                        }
                    });
                }
                Ok(_) => {}
                Err(problem) => toaster.show(problem.sentence()),
            }
            fetching.try_set(false);
        });
    };
    let persons = Memo::new(move |_| asked.with(|asked| asked.as_ref().is_ok_and(|query| query.persons)));
    let is_empty = move || book().is_some_and(|book| book.contacts.is_empty());
    let is_narrowed = move || {
        asked.with(|asked| {
            asked.as_ref().is_ok_and(|query| *query != Query { persons: query.persons, ..Query::default() })
        })
    };
    let more = move || book().is_some_and(|book| book.next.is_some());
    view! {
        <section class="panel contact-list">
            <div class="scrolled" tabindex="0"><table class="amounts">
                <thead><tr>
                    <th scope="col">{words.name()}</th>
                    {move || match persons.get() {
                        true => view! { <th scope="col">{words.company()}</th> }.into_any(),
                        false => view! { <th scope="col">{words.city()}</th><th scope="col">{words.tax_number()}</th> }.into_any(),
                    }}
                    <th scope="col">{words.phone()}</th>
                    <th scope="col">{words.email()}</th>
                    <th scope="col" class="number">{words.open_deals()}</th>
                    <th scope="col" class="number">{words.value()}</th>
                </tr></thead>
                <tbody>
                    <For each=move || book().map(|book| book.contacts).unwrap_or_default() key=looks let:listed>
                        <Row listed/>
                    </For>
                </tbody>
            </table></div>
            <Show when=is_empty>
                <p class="lead">{move || if is_narrowed() { words.no_contacts_found() } else { words.no_contacts() }}</p>
            </Show>
            <Show when=more>
                <p class="lead"><button type="button" class="button" disabled=move || fetching.get() on:click=further>{words.show_more()}</button></p>
            </Show>
            <p class="lead book-foot">{words.sums_of_seen()}</p>
        </section>
    }
}

/// What a row shows; one that shows something else is drawn anew.
fn looks(listed: &Listed) -> impl std::hash::Hash + Eq + use<> {
    let of = listed.clone();
    let value: Vec<_> = of.value.iter().map(|value| (value.currency, value.minor)).collect();
    (
        of.contact,
        of.name,
        of.company.map(|company| company.id),
        of.city,
        of.tax_number,
        of.phone,
        of.email,
        of.persons,
        of.open,
        value,
    )
}

#[component]
fn Row(listed: Listed) -> impl IntoView {
    let words = t();
    let Listed { contact, name, company, city, tax_number, phone, email, persons, open, value } = listed;
    let is_company = matches!(contact, domain::contact::Contact::Company(_));
    let beside = (is_company && persons > 0).then(|| words.persons_count(persons));
    let place = match is_company {
        true => view! { <td>{city}</td><td>{tax_number.map(|number| tax_number_view(&number))}</td> }.into_any(),
        false => view! {
            <td>{company.map(|company| view! { <a href=format!("/companies/{}", company.id)>{company.name}</a> })}</td>
        }.into_any(),
    };
    let value =
        value.into_iter().map(|value| view! { <span>{format::money(words, value)}</span> }).collect_view();
    view! {
        <tr>
            <th scope="row"><a href=contact.path()>{name}</a>{beside.map(|beside| view! { <small>{beside}</small> })}</th>
            {place}
            <td class="when">{phone.map(phone_link)}</td>
            <td>{email.map(email_link)}</td>
            <td class="number count">{(open > 0).then_some(open)}</td>
            <td class="number values">{value}</td>
        </tr>
    }
    .into_any()
}

/// A tax number, and whether its digits fit.
pub(super) fn tax_number_view(number: &TaxNumber) -> AnyView {
    let words = t();
    let said = match number.fits() {
        Some(true) => view! { <small class="fits" title=words.digits_fit()>"✓"</small> }.into_any(),
        Some(false) => {
            view! { <small class="doubtful" title=words.digits_do_not_fit()>"⚠ "{words.check_it()}</small> }
                .into_any()
        }
        None => ().into_any(),
    };
    view! { <span class="when">{number.to_string()}</span>{said} }.into_any()
}

/// A phone number that can be called.
pub(super) fn phone_link(phone: String) -> AnyView {
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    view! { <a href=format!("tel:{dialled}") rel="external">{phone}</a> }.into_any()
}

/// An address that can be written to.
pub(super) fn email_link(email: String) -> AnyView {
    view! { <a href=format!("mailto:{email}") rel="external">{email.clone()}</a> }.into_any()
}
