//! Settings → Deals → Closing reasons: the list that is offered when deals are closed (W2).

use super::{
    Settings,
    list::{About, Coming, ListForm, Settled},
};
use crate::{
    client::{Gesture, ask},
    initial_data::use_query,
    ui::{list_draft::Item, list_editor::RowLabels, loaded},
    words::t,
};
use command::settings::{ReadReasons, SaveReasons};
use domain::{
    id::ReasonId,
    reason::{Reason, ReasonForm, Reasons},
    refusal::Field,
};
use leptos::prelude::*;

#[component]
pub fn ReasonsPage() -> impl IntoView {
    let words = t();
    let about = About {
        title: words.reasons(),
        lead: words.reasons_hint(),
        switch: Some(words.reason_required()),
        rows: RowLabels {
            field: Field::Reason,
            name: words.reason(),
            add: words.add_reason(),
            offered: Some(words.offered()),
        },
        read,
        save,
        saved: Callback::new(|_| ()),
    };
    let reasons = use_query(|| Ok(ReadReasons {}));
    let page =
        loaded::page(reasons, move |reasons| view! { <ListForm now=settled(reasons) about/> }.into_any());
    view! { <Settings title=words.reasons()>{page}</Settings> }
}

fn settled(reasons: Reasons) -> Settled {
    let item =
        |reason: Reason| Item { id: Some(reason.id.0), name: reason.name.to_string(), active: reason.active };
    let items = reasons.list.into_iter().map(item).collect();
    Settled { version: reasons.version, switch: reasons.required, items }
}

fn read() -> Coming {
    Box::pin(async { ask(&ReadReasons {}).await.map(settled) })
}

fn save(gesture: Gesture, typed: Settled) -> Coming {
    let form = |item: Item| ReasonForm { id: item.id.map(ReasonId), name: item.name, active: item.active };
    let reasons = typed.items.into_iter().map(form).collect();
    let command = SaveReasons { version: typed.version, reasons, required: typed.switch };
    Box::pin(async move { gesture.send(&command).await.map(settled) })
}
