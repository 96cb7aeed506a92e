//! Settings → Deals → Costs: whether they are counted, and their categories (M4).

use super::{
    Settings,
    list::{About, Coming, ListForm, Settled},
};
use crate::{
    client::{Gesture, ask},
    initial_data::use_query,
    ui::{list_draft::Item, list_editor::RowLabels, loaded},
    visitor::account,
    words::t,
};
use command::settings::{ReadCostSettings, SaveCostSettings};
use domain::{
    id::CategoryId,
    product::{Category, CategoryForm, CostSettings},
    refusal::Field,
};
use leptos::prelude::*;

#[component]
pub fn CostsPage() -> impl IntoView {
    let (words, account) = (t(), account());
    let about = About {
        title: words.costs(),
        lead: words.costs_lead(),
        switch: Some(words.count_costs()),
        rows: RowLabels {
            field: Field::Category,
            name: words.category(),
            add: words.add_category(),
            offered: None,
        },
        read,
        save,
        saved: Callback::new(move |saved: Settled| account.update(|account| account.costs = saved.switch)),
    };
    let settings = use_query(|| Ok(ReadCostSettings {}));
    let page =
        loaded::page(settings, move |settings| view! { <ListForm now=settled(settings) about/> }.into_any());
    view! { <Settings title=words.costs()>{page}</Settings> }
}

fn settled(settings: CostSettings) -> Settled {
    let item =
        |category: Category| Item { id: Some(category.id.0), name: category.name.to_string(), active: true };
    let items = settings.categories.into_iter().map(item).collect();
    Settled { version: settings.version, switch: settings.costs, items }
}

fn read() -> Coming {
    Box::pin(async { ask(&ReadCostSettings {}).await.map(settled) })
}

fn save(gesture: Gesture, typed: Settled) -> Coming {
    let form = |item: Item| CategoryForm { id: item.id.map(CategoryId), name: item.name };
    let categories = typed.items.into_iter().map(form).collect();
    let command = SaveCostSettings { version: typed.version, categories, costs: typed.switch };
    Box::pin(async move { gesture.send(&command).await.map(settled) })
}
