//! Settings → Deals → Sources: where deals come from (A4).

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
use command::settings::{ReadSources, SaveSources};
use domain::{
    id::SourceId,
    refusal::Field,
    source::{Source, SourceForm, Sources},
};
use leptos::prelude::*;

#[component]
pub fn SourcesPage() -> impl IntoView {
    let words = t();
    let about = About {
        title: words.sources(),
        lead: words.sources_hint(),
        switch: None,
        rows: RowLabels {
            field: Field::Source,
            name: words.source(),
            add: words.add_source(),
            offered: Some(words.offered()),
        },
        read,
        save,
        saved: Callback::new(|_| ()),
    };
    let sources = use_query(|| Ok(ReadSources {}));
    let page =
        loaded::page(sources, move |sources| view! { <ListForm now=settled(sources) about/> }.into_any());
    view! { <Settings title=words.sources()>{page}</Settings> }
}

fn settled(sources: Sources) -> Settled {
    let item =
        |source: Source| Item { id: Some(source.id.0), name: source.name.to_string(), active: source.active };
    let items = sources.list.into_iter().map(item).collect();
    Settled { version: sources.version, switch: false, items }
}

fn read() -> Coming {
    Box::pin(async { ask(&ReadSources {}).await.map(settled) })
}

fn save(gesture: Gesture, typed: Settled) -> Coming {
    let form = |item: Item| SourceForm { id: item.id.map(SourceId), name: item.name, active: item.active };
    let sources = typed.items.into_iter().map(form).collect();
    let command = SaveSources { version: typed.version, sources };
    Box::pin(async move { gesture.send(&command).await.map(settled) })
}
