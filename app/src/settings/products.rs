//! Settings → Deals → Products: the catalogue (M3).

use super::Settings;
use crate::{
    client::{Gesture, ask},
    error::Answer,
    first::asked,
    ui::{dialog::FormDialog, field::Field, icon::Icon, loaded, toast::toasts},
    words::t,
};
use command::{
    deal::ReadOptions,
    settings::{ReadCatalogue, SaveProduct},
};
use domain::{
    product::{Catalogue, Product, ProductForm},
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

#[component]
pub fn ProductsPage() -> impl IntoView {
    let catalogue = asked(ReadCatalogue {});
    let reload = Callback::new(move |()| {
        spawn_local(async move { drop(catalogue.try_set(Some(ask(&ReadCatalogue {}).await))) });
    });
    let page = loaded::page(catalogue, move |catalogue| view! { <List catalogue reload/> }.into_any());
    view! { <Settings title=t().products()>{page}</Settings> }
}

#[component]
fn List(catalogue: Catalogue, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let open = RwSignal::new(None::<ProductForm>);
    let new = move |_| {
        open.set(Some(ProductForm {
            id: None,
            name: String::new(),
            code: String::new(),
            price: String::new(),
            currency: String::new(),
            active: true,
            language: None,
        }));
    };
    let empty = catalogue.products.is_empty();
    let row = move |product: Product| {
        let form = form_of(&product);
        view! {
            <tr data-inactive=(!product.active).then_some("")>
                <th scope="row">
                    <button type="button" class="link" on:click=move |_| open.set(Some(form.clone()))>{product.name.to_string()}</button>
                </th>
                <td>{product.code.map(|code| code.to_string())}</td>
                <td class="number">{format::exact(words, product.price)}</td>
                <td>{(!product.active).then_some(words.inactive())}</td>
            </tr>
        }
    };
    view! {
        <section class="panel catalogue">
            <p class="lead">{words.products_lead()}</p>
            {if empty {
                view! { <p class="lead">{words.no_products()}</p> }.into_any()
            } else {
                view! {
                    <div class="scrolled" tabindex="0"><table class="amounts">
                        <thead><tr>
                            <th scope="col">{words.product()}</th>
                            <th scope="col">{words.code()}</th>
                            <th scope="col" class="number">{words.default_price()}</th>
                            <td></td>
                        </tr></thead>
                        <tbody>{catalogue.products.into_iter().map(row).collect_view()}</tbody>
                    </table></div>
                }.into_any()
            }}
            <button type="button" class="button" on:click=new><Icon name="plus"/>{words.add_product()}</button>
        </section>
        {move || open.get().map(|form| view! { <Edit form on_close=Callback::new(move |()| open.set(None)) reload/> }.into_any())}
    }
}

fn form_of(product: &Product) -> ProductForm {
    ProductForm {
        id: Some(product.id),
        name: product.name.to_string(),
        code: product.code.as_ref().map(|code| code.to_string()).unwrap_or_default(),
        price: product.price.typed(&t().notation),
        currency: product.price.currency.code().into(),
        active: product.active,
        language: None,
    }
}

#[component]
fn Edit(form: ProductForm, on_close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let id = form.id;
    let (name, code) = (RwSignal::new(form.name), RwSignal::new(form.code));
    let (price, currency) = (RwSignal::new(form.price), RwSignal::new(form.currency));
    let active = RwSignal::new(form.active);
    if id.is_none() {
        // The account's own currency is what the form of a deal begins with, too.
        spawn_local(async move {
            if let Ok(offer) = ask(&ReadOptions {}).await {
                currency.try_update(|code| {
                    if code.is_empty() {
                        *code = offer.currency.code().into();
                    }
                });
            }
        });
    }
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let product = ProductForm {
            id,
            name: name.get_untracked(),
            code: code.get_untracked(),
            price: price.get_untracked(),
            currency: currency.get_untracked(),
            active: active.get_untracked(),
            language: Some(words.language),
        };
        async move { gesture.send(&SaveProduct { product }).await }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(_))) {
            toaster.show(words.saved());
            on_close.run(());
            reload.run(());
        }
    });
    let on_submit = Callback::new(move |()| drop(save.dispatch(())));
    let title = if id.is_some() { words.edit_product() } else { words.add_product() };
    view! {
        <FormDialog title submit=words.save() on_submit on_close problem pending=save.pending()>
                <Field name=Name::Name label=words.name() problem>
                    <input name="name" autocomplete="off" autofocus bind:value=name/>
                </Field>
                <div class="field-row">
                    <Field name=Name::Code label=words.code() problem>
                        <input name="code" autocomplete="off" bind:value=code/>
                    </Field>
                    <Field name=Name::Price label=words.default_price() problem>
                        <input class="number" name="price" inputmode="decimal" autocomplete="off" bind:value=price/>
                    </Field>
                    <Field name=Name::Currency label=words.currency() problem>
                        <input name="currency" maxlength="3" autocomplete="off" bind:value=currency/>
                    </Field>
                </div>
                <label class="check"><input type="checkbox" bind:checked=active/>{words.active()}</label>
        </FormDialog>
    }
}
