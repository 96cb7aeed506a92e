//! Settings → Deals → Products: the catalogue (M3).

use super::Settings;
use crate::{
    client::{Gesture, ask},
    error::Answer,
    initial_data::use_query,
    ui::{
        dialog::FormDialog, exports::exports, field::Field, icon::Icon, loaded, theirs::Theirs, toast::toasts,
    },
    visitor::account,
    words::t,
};
use command::settings::{ReadCatalogue, SaveProduct};
use domain::{
    id::ProductId,
    product::{Catalogue, Product, ProductForm},
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

#[component]
pub fn ProductsPage() -> impl IntoView {
    let catalogue = use_query(|| Ok(ReadCatalogue {}));
    let reload = Callback::new(move |()| {
        spawn_local(async move { drop(catalogue.try_set(Some(ask(&ReadCatalogue {}).await))) });
    });
    let page = loaded::page(catalogue, move |catalogue| view! { <List catalogue reload/> }.into_any());
    view! { <Settings title=t().products()>{page}</Settings> }
}

#[component]
fn List(catalogue: Catalogue, reload: Callback<()>) -> impl IntoView {
    let (words, account) = (t(), account());
    let open = RwSignal::new(None::<ProductForm>);
    let new = move |_| {
        open.set(Some(ProductForm {
            id: None,
            name: String::new(),
            code: String::new(),
            price: String::new(),
            currency: account.with_untracked(|account| account.currency.code().into()),
            active: true,
            version: 0,
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
            <div class="list-foot">
                <button type="button" class="button" on:click=new><Icon name="plus"/>{words.add_product()}</button>
                {(!empty).then(|| exports("/settings/deals/products", String::new))}
            </div>
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
        version: product.version,
        language: None,
    }
}

/// A product while it is edited.
#[derive(Clone, Copy)]
struct Draft {
    id: Option<ProductId>,
    version: RwSignal<i64>,
    name: RwSignal<String>,
    code: RwSignal<String>,
    price: RwSignal<String>,
    currency: RwSignal<String>,
    active: RwSignal<bool>,
}

impl Draft {
    fn new(form: ProductForm) -> Draft {
        Draft {
            id: form.id,
            version: RwSignal::new(form.version),
            name: RwSignal::new(form.name),
            code: RwSignal::new(form.code),
            price: RwSignal::new(form.price),
            currency: RwSignal::new(form.currency),
            active: RwSignal::new(form.active),
        }
    }

    /// Begins again with this version.
    fn fill(self, form: ProductForm) {
        self.version.set(form.version);
        self.name.set(form.name);
        self.code.set(form.code);
        self.price.set(form.price);
        self.currency.set(form.currency);
        self.active.set(form.active);
    }

    fn form(self) -> ProductForm {
        ProductForm {
            id: self.id,
            version: self.version.get_untracked(),
            name: self.name.get_untracked(),
            code: self.code.get_untracked(),
            price: self.price.get_untracked(),
            currency: self.currency.get_untracked(),
            active: self.active.get_untracked(),
            language: Some(t().language),
        }
    }
}

#[component]
fn Edit(form: ProductForm, on_close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let draft = Draft::new(form);
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let product = draft.form();
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
    let take = Callback::new(move |()| {
        spawn_local(async move {
            let catalogue = ask(&ReadCatalogue {}).await.unwrap_or_default();
            if let Some(theirs) = catalogue.products.into_iter().find(|known| Some(known.id) == draft.id) {
                draft.fill(form_of(&theirs));
                save.value().set(None);
            }
        });
    });
    let on_submit = Callback::new(move |()| drop(save.dispatch(())));
    let title = if draft.id.is_some() { words.edit_product() } else { words.add_product() };
    view! {
        <FormDialog title submit=words.save() on_submit on_close problem pending=save.pending()>
                <Field name=Name::Name label=words.name() problem>
                    <input name="name" autocomplete="off" autofocus bind:value=draft.name/>
                </Field>
                <div class="field-row">
                    <Field name=Name::Code label=words.code() problem>
                        <input name="code" autocomplete="off" bind:value=draft.code/>
                    </Field>
                    <Field name=Name::Price label=words.default_price() problem>
                        <input class="number" name="price" inputmode="decimal" autocomplete="off" bind:value=draft.price/>
                    </Field>
                    <Field name=Name::Currency label=words.currency() problem>
                        <input name="currency" maxlength="3" autocomplete="off" bind:value=draft.currency/>
                    </Field>
                </div>
                <label class="check"><input type="checkbox" bind:checked=draft.active/>{words.active()}</label>
                <Theirs problem take/>
        </FormDialog>
    }
}
