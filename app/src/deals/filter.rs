//! The filter of the list: letters, and a chip for each question, which opens what it can be answered with. All of it goes
//! into the address at once (L2).

use super::{
    chips::{Asked, checks, summary},
    ranges::{DaysChoice, ValueChoice},
    saved::Saved,
    state::ListState,
};
use crate::{
    ui::{focus_first, icon::Icon, search::SearchField},
    words::t,
};
use domain::{deals::Query, filter::Filter};
use leptos::{html::Details, prelude::*};

#[component]
pub(super) fn FilterBar(state: ListState) -> impl IntoView {
    let words = t();
    let text = Signal::derive(move || state.query.with(|query| query.filter.text.clone()));
    let on_rest = Callback::new(move |typed| state.type_text(typed));
    // Questions that were taken up here and are not answered yet.
    let taken_up = RwSignal::new(Vec::<Asked>::new());
    let shows = move |asked: Asked| {
        asked.stands_always() || asked.is_answered(state) || taken_up.with(|taken| taken.contains(&asked))
    };
    let chip = move |asked: Asked| {
        let shown = Memo::new(move |_| shows(asked));
        let drop = Callback::new(move |()| {
            taken_up.update(|taken| taken.retain(|taken| *taken != asked));
            asked.clear(state);
            // The button is gone with what it cleared.
            focus_first(document().body().map(Into::into), ".deals-bar input");
        });
        let new = move || taken_up.with_untracked(|taken| taken.contains(&asked));
        view! { <Show when=move || shown.get()>{view! { <Chip state asked new=new() drop/> }.into_any()}</Show> }
    };
    let others =
        Memo::new(move |_| Asked::ALL.into_iter().filter(|asked| !shows(*asked)).collect::<Vec<_>>());
    let take_up = move |asked: Asked| {
        taken_up.update(|taken| taken.push(asked));
        open(asked);
    };
    let cleared = move || state.query.with(|query| query.filter == Filter::default());
    view! {
        <div class="deals-bar" role="search" aria-label=words.filters()>
            <SearchField label=words.search_deals() asked=text max=Filter::MAX_TEXT on_rest/>
            {Asked::ALL.map(chip).into_iter().collect_view()}
            <details class="menu start" name="menu" hidden=move || others.with(Vec::is_empty)>
                <summary class="chip add-filter"><Icon name="plus"/>{words.add_filter()}</summary>
                <div class="menu-body links">
                    {move || others.get().into_iter().map(|asked| view! {
                        <button type="button" on:click=move |_| take_up(asked)>{asked.name()}</button>
                    }).collect_view()}
                </div>
            </details>
            <button type="button" class="button quiet" disabled=cleared
                on:click=move |_| {
                    taken_up.set(vec![]);
                    state.change(|query| Query { filter: Filter::default(), page: 0, ..query });
                }
            >
                {words.clear_filter()}
            </button>
            {view! { <Saved state/> }.into_any()}
        </div>
    }
}

/// Opens the chip of a question that was just taken up, once it is drawn.
fn open(asked: Asked) {
    request_animation_frame(move || {
        let chip = document().query_selector(&format!("details[data-asked={}]", asked.parameter()));
        if let Some(chip) = chip.ok().flatten() {
            let _ = chip.set_attribute("open", "");
            focus_first(Some(chip), "input, select");
        }
    });
}

/// A question: what it is, how it is answered, and what answers it.
#[component]
fn Chip(
    state: ListState,
    asked: Asked,
    /// It was just taken up, and is about to be opened.
    new: bool,
    drop: Callback<()>,
) -> impl IntoView {
    let words = t();
    // What it opens is drawn when it is opened first.
    let opened = RwSignal::new(new);
    let details = NodeRef::<Details>::new();
    let toggled = move |_| {
        let open = details.get_untracked().is_some_and(|details| details.has_attribute("open"));
        if open && !opened.get_untracked() {
            opened.set(true);
        }
    };
    let answered = Memo::new(move |_| asked.is_answered(state));
    let body = move || match asked {
        Asked::Close | Asked::Created => view! { <DaysChoice state asked/> }.into_any(),
        Asked::Value => view! { <ValueChoice state/> }.into_any(),
        _ => checks(state, asked),
    };
    let clear = move || {
        answered.get().then(|| {
            view! {
                <button type="button" class="icon-button chip-clear" aria-label=words.clear_named(asked.name()) on:click=move |_| drop.run(())>
                    <Icon name="close"/>
                </button>
            }
        })
    };
    view! {
        <span class="filter-chip">
            <details class="menu start" name="menu" node_ref=details data-asked=asked.parameter() on:toggle=toggled>
                <summary class="chip" data-active=move || answered.get().then_some("")>{move || summary(state, asked)}</summary>
                <div class="menu-body" role="group" aria-label=asked.name()>{move || opened.get().then(body)}</div>
            </details>
            {clear}
        </span>
    }
}
