//! The filter above a list: letters, and a chip for each question, which opens what it can be answered with. All of it goes
//! into the address at once (L2).

use super::{focus_first, icon::Icon};
use crate::words::t;
use leptos::{html::Details, prelude::*};

/// A question of a filter, which its page asks, and answers.
pub trait Question: Copy + PartialEq + Send + Sync + 'static {
    /// What the page shares.
    type State: Copy + Send + Sync + 'static;

    /// What styles and tests find it by: in most cases its parameter of the address.
    fn parameter(self) -> &'static str;
    fn name(self) -> &'static str;
    /// Whether its chip stands there whatever is asked.
    fn stands_always(self) -> bool;
    /// Whether it is asked.
    fn is_answered(self, state: Self::State) -> bool;
    /// What its chip says: its name, and what was answered.
    fn summary(self, state: Self::State) -> String;
    /// Asks it no longer.
    fn clear(self, state: Self::State);
    /// What it can be answered with.
    fn choice(self, state: Self::State) -> AnyView;
}

#[component]
pub fn FilterBar<Q: Question>(
    /// In the order of their chips.
    all: &'static [Q],
    state: Q::State,
    /// The field for letters.
    search: AnyView,
    #[prop(into)] cleared: Signal<bool>,
    on_clear: Callback<()>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = t();
    // Questions that were taken up here and are not answered yet.
    let taken_up = RwSignal::new(Vec::<Q>::new());
    let shows = move |asked: Q| {
        asked.stands_always() || asked.is_answered(state) || taken_up.with(|taken| taken.contains(&asked))
    };
    let chip = move |asked: Q| {
        let shown = Memo::new(move |_| shows(asked));
        let drop = Callback::new(move |()| {
            taken_up.update(|taken| taken.retain(|taken| *taken != asked));
            asked.clear(state);
            // The button is gone with what it cleared.
            focus_first(document().body().map(Into::into), ".filter-bar input");
        });
        let new = move || taken_up.with_untracked(|taken| taken.contains(&asked));
        view! { <Show when=move || shown.get()>{view! { <Chip state asked new=new() drop/> }.into_any()}</Show> }
    };
    let others = Memo::new(move |_| all.iter().copied().filter(|asked| !shows(*asked)).collect::<Vec<_>>());
    let take_up = move |asked: Q| {
        taken_up.update(|taken| taken.push(asked));
        open(asked.parameter());
    };
    view! {
        <div class="filter-bar" role="search" aria-label=words.filters()>
            {search}
            {all.iter().copied().map(chip).collect_view()}
            <details class="menu start" name="menu" hidden=move || others.with(Vec::is_empty)>
                <summary class="chip add-filter"><Icon name="plus"/>{words.add_filter()}</summary>
                <div class="menu-body links">
                    {move || others.get().into_iter().map(|asked| view! {
                        <button type="button" on:click=move |_| take_up(asked)>{asked.name()}</button>
                    }).collect_view()}
                </div>
            </details>
            <button type="button" class="button quiet" disabled=move || cleared.get()
                on:click=move |_| {
                    taken_up.set(vec![]);
                    on_clear.run(());
                }
            >
                {words.clear_filter()}
            </button>
            {children.map(|children| children())}
        </div>
    }
}

/// Opens the chip of a question that was just taken up, once it is drawn.
fn open(parameter: &'static str) {
    request_animation_frame(move || {
        let chip = document().query_selector(&format!("details[data-filter={parameter}]"));
        if let Some(chip) = chip.ok().flatten() {
            let _ = chip.set_attribute("open", "");
            focus_first(Some(chip), "input, select");
        }
    });
}

/// A question: what it is, how it is answered, and what answers it.
#[component]
fn Chip<Q: Question>(
    state: Q::State,
    asked: Q,
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
    let body = move || asked.choice(state);
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
            <details class="menu start" name="menu" node_ref=details data-filter=asked.parameter() on:toggle=toggled>
                <summary class="chip" data-active=move || answered.get().then_some("")>{move || asked.summary(state)}</summary>
                <div class="menu-body" role="group" aria-label=asked.name()>{move || opened.get().then(body)}</div>
            </details>
            {clear}
        </span>
    }
}

/// What a chip says of a question: its name, and what was answered, if something was.
pub fn said_of(name: &str, answer: &str) -> String {
    if answer.is_empty() { name.to_owned() } else { format!("{name}: {answer}") }
}
