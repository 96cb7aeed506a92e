//! Product lines while they are edited: on the page of a deal, and in the dialog that adds one.

use crate::{
    error::Problem,
    ui::{
        date_field::DateField,
        field::{Field, at_line},
        icon::Icon,
    },
    words::t,
};
use chrono::NaiveDate;
use domain::{
    id::{LineId, ProductId},
    line::{LineForm, LineParser},
    money::{Currency, Money},
    product::Catalogue,
    refusal::Field as Name,
};
use leptos::{
    html::{ElementType, Input},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::format;

/// The lines of a form, each field its own signal.
#[derive(Clone, Copy)]
pub(in crate::deal) struct LinesDraft(RwSignal<Vec<LineDraft>>);

#[derive(Clone, Copy)]
struct LineDraft {
    number: usize,
    id: Option<LineId>,
    product: RwSignal<Option<ProductId>>,
    name: RwSignal<String>,
    quantity: RwSignal<String>,
    price: RwSignal<String>,
    discount: RwSignal<String>,
    date: RwSignal<String>,
    /// The product that it came with, which it may keep whatever the catalogue says.
    came_with: StoredValue<Option<(ProductId, String)>>,
    /// The price that the catalogue brought: another product may replace it.
    suggested: StoredValue<String>,
    /// Whoever added it, or came to the first one, goes on in it.
    fresh: bool,
}

impl LineDraft {
    fn new(number: usize, form: LineForm) -> Self {
        LineDraft {
            number,
            id: form.id,
            came_with: StoredValue::new(form.product.map(|product| (product, form.name.clone()))),
            suggested: StoredValue::new(String::new()),
            fresh: number == 0 || form.id.is_none(),
            product: RwSignal::new(form.product),
            name: RwSignal::new(form.name),
            quantity: RwSignal::new(form.quantity),
            price: RwSignal::new(form.price),
            discount: RwSignal::new(form.discount),
            date: RwSignal::new(form.date),
        }
    }

    /// The form as it stands; whoever calls this in an effect follows it.
    fn form(self) -> LineForm {
        LineForm {
            id: self.id,
            product: self.product.get(),
            name: self.name.get(),
            quantity: self.quantity.get(),
            price: self.price.get(),
            discount: self.discount.get(),
            date: self.date.get(),
        }
    }
}

impl LinesDraft {
    pub fn new(forms: Vec<LineForm>) -> Self {
        let lines = forms.into_iter().enumerate().map(|(number, form)| LineDraft::new(number, form));
        LinesDraft(RwSignal::new(lines.collect()))
    }

    /// The forms as they stand.
    pub fn forms(self) -> Vec<LineForm> {
        untrack(|| self.0.get().into_iter().map(LineDraft::form).collect())
    }

    pub fn is_empty(self) -> bool {
        self.0.with(Vec::is_empty)
    }

    /// A line more: one piece of something.
    pub fn add(self) {
        let form = LineForm { quantity: "1".into(), ..LineForm::default() };
        self.0.update(|lines| {
            let number = lines.iter().map(|line| line.number + 1).max().unwrap_or(0);
            lines.push(LineDraft::new(number, form));
        });
    }

    pub fn clear(self) {
        self.0.set(vec![]);
    }

    fn remove(self, number: usize) {
        self.0.update(|lines| lines.retain(|line| line.number != number));
    }

    fn index(self, number: usize) -> usize {
        self.0.with(|lines| lines.iter().position(|line| line.number == number).unwrap_or(0))
    }
}

/// Whoever added a line, or opened the form, goes on in its first field.
pub(super) fn focus_when_fresh<E>(first: NodeRef<E>, fresh: bool)
where
    E: ElementType,
    E::Output: Clone + JsCast + 'static,
{
    Effect::new(move |_| {
        if let Some(field) = first.get().filter(|_| fresh) {
            let _ = field.unchecked_ref::<HtmlElement>().focus();
        }
    });
}

/// The lines, what each comes to as one types, and their sum.
#[component]
pub(in crate::deal) fn LinesEditor(
    draft: LinesDraft,
    /// The list of product names: more than one editor may be open.
    products: &'static str,
    catalogue: Catalogue,
    /// The deal's currency, as its code.
    #[prop(into)]
    currency: Signal<String>,
    today: NaiveDate,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let catalogue = StoredValue::new(catalogue);
    let currency = Memo::new(move |_| currency.with(|code| code.parse::<Currency>().ok()));
    let net = move |line: LineDraft| -> Option<Money> {
        let currency = currency.get()?;
        catalogue.with_value(|catalogue| {
            let parser = LineParser { currency, notation: &words.notation, catalogue };
            // A product that is no longer offered may stand there already; its price is all that counts here.
            let form = LineForm { product: None, ..line.form() };
            let form = if form.name.is_empty() { LineForm { name: "?".into(), ..form } } else { form };
            Some(parser.line(&form, None).ok()?.net)
        })
    };
    let total = move || {
        let sum = Money::sum(Name::Price, currency.get()?, draft.0.get().into_iter().filter_map(net)).ok()?;
        Some(format::exact(words, sum))
    };
    let names = catalogue.with_value(|all| {
        let offered = all.products.iter().filter(|product| product.active);
        offered.map(|product| view! { <option value=product.name.to_string()></option> }).collect_view()
    });
    view! {
        <div class="lines">
            <datalist id=products>{names}</datalist>
            <For each=move || draft.0.get() key=|line| line.number let:line>
                {
                    let index = Signal::derive(move || draft.index(line.number));
                    let problem = at_line(problem, index);
                    view! { <Row draft products line catalogue currency today problem net=Signal::derive(move || net(line))/> }.into_any()
                }
            </For>
            <p class="lines-foot">
                <button type="button" class="button" on:click=move |_| draft.add()>
                    <Icon name="plus"/>{words.add_line()}
                </button>
                <span>{words.total()}" "<strong>{total}</strong></span>
            </p>
        </div>
    }
}

#[component]
fn Row(
    draft: LinesDraft,
    products: &'static str,
    line: LineDraft,
    catalogue: StoredValue<Catalogue>,
    currency: Memo<Option<Currency>>,
    today: NaiveDate,
    problem: Signal<Option<Problem>>,
    net: Signal<Option<Money>>,
) -> impl IntoView {
    let words = t();
    let named = move |event| {
        let typed = event_target_value(&event);
        let kept = line.came_with.get_value().filter(|(_, name)| *name == typed).map(|(id, _)| id);
        let found = catalogue.with_value(|all| all.named(&typed).map(|product| (product.id, product.price)));
        line.product.set(kept.or(found.map(|(id, _)| id)));
        if let Some((_, price)) = found.filter(|(_, price)| currency.get_untracked() == Some(price.currency))
        {
            // A price that was typed stays.
            let now = line.price.get_untracked();
            if now.is_empty() || now == line.suggested.get_value() {
                line.price.set(price.typed(&words.notation));
                line.suggested.set_value(price.typed(&words.notation));
            }
        }
        line.name.set(typed);
    };
    let first = NodeRef::<Input>::new();
    focus_when_fresh(first, line.fresh);
    let remove = move || format!("{}: {}", words.remove(), line.name.get());
    view! {
        <div class="line" role="group" aria-label=move || line.name.get()>
            <Field name=Name::Product label=words.product() problem>
                <input node_ref=first list=products autocomplete="off" placeholder=words.product_hint() prop:value=line.name value=line.name.get_untracked() on:input=named/>
            </Field>
            <Field name=Name::Quantity label=words.quantity() problem>
                <input class="number" inputmode="decimal" autocomplete="off" bind:value=line.quantity/>
            </Field>
            <Field name=Name::Price label=words.price() problem>
                <input class="number" inputmode="decimal" autocomplete="off" bind:value=line.price/>
            </Field>
            <Field name=Name::Discount label=words.discount() problem>
                <input class="number" inputmode="decimal" autocomplete="off" bind:value=line.discount/>
            </Field>
            <Field name=Name::Date label=words.date() problem>
                <DateField name="date" label=words.date() value=line.date today/>
            </Field>
            <output class="line-net">{move || net.get().map_or_else(|| "—".to_owned(), |net| format::exact(words, net))}</output>
            <button type="button" class="icon-button" aria-label=remove on:click=move |_| draft.remove(line.number)>
                <Icon name="close"/>
            </button>
        </div>
    }
}
