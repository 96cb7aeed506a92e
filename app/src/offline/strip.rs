//! The strip under the bar: how things are, and what waits to be sent, in its order.

use super::conflict::Conflict;
use crate::{
    client::{
        client,
        line::{Line, Waiting, as_of, give_up, probe},
    },
    ui::icon::Icon,
    words::t,
};
use domain::id::Op;
use leptos::prelude::*;

/// How many letters of what waits name the button that takes it back.
const NAMED: usize = 80;

#[component]
pub(super) fn Strip() -> impl IntoView {
    let (words, line) = (t(), client().line());
    let off = Memo::new(move |_| line.with(|line| line.off));
    let all = Memo::new(move |_| line.with(Line::waiting));
    let waiting = Memo::new(move |_| all.with(Vec::len));
    let undecided =
        Memo::new(move |_| all.with(|all| all.iter().filter(|each| each.refused.is_some()).count()));
    let state = move || match (off.get(), undecided.get()) {
        (true, _) => view! {
            <strong>{words.offline()}</strong>
            " "
            <span>{line.with(|_| words.shown_as_of(&as_of()))}</span>
        }
        .into_any(),
        (false, 0) => view! { <strong>{words.sending_what_waited()}</strong> }.into_any(),
        (false, count) => view! { <strong>{words.undecided(count)}</strong> }.into_any(),
    };
    let deciding = RwSignal::new(None::<Op>);
    let first =
        move || all.with(|all| all.iter().find(|each| each.refused.is_some()).map(|each| each.op.clone()));
    let decide = move |_| deciding.set(first());
    let decided = Memo::new(move |_| {
        let op = deciding.get()?;
        all.with(|all| all.iter().find(|each| each.op == op && each.refused.is_some()).cloned())
    });
    view! {
        <section
            class="offline-strip" aria-label=words.offline_state() data-offline=move || off.get().then_some("")
            data-pending=move || waiting.get().to_string()
        >
            <Icon name="clock"/>
            <p role="status">{state}</p>
            <Show when=move || { waiting.get() > 0 }>
                <details class="menu start" name="menu">
                    <summary class="button small">{move || words.changes_wait(waiting.get())}<Icon name="down"/></summary>
                    <div class="menu-body outbox">
                        <p><strong>{words.wait_for_line()}</strong>" "<small>{words.sent_by_themselves()}</small></p>
                        <ol>{move || all.with(|all| all.iter().map(row).collect_view())}</ol>
                    </div>
                </details>
            </Show>
            <Show when=move || off.get()>
                <small class="offline-can">{words.offline_can()}</small>
                <button type="button" class="button small" on:click=move |_| probe()>{words.connect_now()}</button>
            </Show>
            <Show when=move || !off.get() && { undecided.get() > 0 }>
                <button type="button" class="button small" on:click=decide>{words.decide()}</button>
            </Show>
        </section>
        {move || decided.get().map(|waiting| view! {
            <Conflict waiting on_close=Callback::new(move |()| deciding.set(None))/>
        })}
    }
}

/// One that waits, and the way to take it back.
fn row(waiting: &Waiting) -> AnyView {
    let (words, op, text) = (t(), waiting.op.clone(), in_words(waiting));
    let (at, refused) = (waiting.at.clone(), waiting.refused.is_some());
    let named = words.take_back_named(&text.chars().take(NAMED).collect::<String>());
    view! {
        <li>
            <span>{text}</span>
            {refused.then(|| view! { <em>{words.waits_for_decision()}</em> })}
            <small>{at}</small>
            <button type="button" class="button small" aria-label=named on:click=move |_| give_up(&op)>{words.undo()}</button>
        </li>
    }
    .into_any()
}

/// What was done, for whoever did it.
pub(super) fn in_words(waiting: &Waiting) -> String {
    let about = if waiting.about.is_empty() { t().some_change() } else { &waiting.about };
    match waiting.fields().text {
        text if text.is_empty() => about.to_owned(),
        text => format!("{about}: {text}"),
    }
}
