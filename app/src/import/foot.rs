//! What will be written, and the one button that does it; then how far it is, and the way back.

use super::{
    said::{meaning_name, state_name},
    state::State,
    undo::UndoDialog,
};
use crate::{client::Gesture, error::Sentence, ui::toast::toasts, words::t};
use command::import::{ApproveImport, DropImport};
use domain::import::{Import, ImportState, Kind, Undone};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

#[component]
pub(super) fn Foot(state: State) -> impl IntoView {
    let now = Memo::new(move |_| state.import.with(|import| import.state));
    view! {
        <footer class="panel import-foot">
            {move || match now.get() {
                ImportState::Reading => view! { <Progress state/> }.into_any(),
                ImportState::Draft => view! { <Approve state/> }.into_any(),
                ImportState::Running | ImportState::Undoing => view! { <Progress state/> }.into_any(),
                ImportState::Done | ImportState::Undone => view! { <Over state/> }.into_any(),
            }}
        </footer>
    }
}

#[component]
fn Approve(state: State) -> impl IntoView {
    let (words, navigate, gesture, toaster) = (t(), use_navigate(), Gesture::new(), toasts());
    let good_only = RwSignal::new(false);
    let counts = Memo::new(move |_| state.import.with(|import| import.counts));
    let missing = move || {
        state.import.with(|import| {
            let group = |group: &&[_]| {
                let names: Vec<_> = group.iter().map(|meaning| meaning_name(import.kind, *meaning)).collect();
                names.join(" / ")
            };
            let missing: Vec<String> = import.fit.missing(import.kind).iter().map(group).collect();
            (!missing.is_empty()).then(|| words.import_missing(&missing.join(", ")))
        })
    };
    let can = move || {
        let counts = counts.get();
        counts.written() > 0
            && (counts.error == 0 || good_only.get())
            && missing().is_none()
            && !state.busy.get()
    };
    let approve = move |_| {
        let approve = ApproveImport { import: state.id, good_only: good_only.get_untracked() };
        let pending = state.pending();
        spawn_local(async move {
            // What was just typed belongs to it.
            let written = match pending {
                Some(pending) => pending.await.is_ok(),
                None => true,
            };
            if written {
                let _ = state.send(approve).await;
            }
        });
    };
    let discard = move |_| {
        let navigate = navigate.clone();
        state.busy.set(true);
        spawn_local(async move {
            match gesture.send(&DropImport { import: state.id }).await {
                Ok(()) => navigate("/import", Default::default()),
                Err(problem) => toaster.show(problem.sentence()),
            }
            state.busy.try_set(false);
        });
    };
    let summary = move || {
        let counts = counts.get();
        words.import_summary(counts.create, counts.update, counts.skip)
    };
    let nothing = move || {
        (counts.get().all() > 0 && counts.get().written() + counts.get().error == 0)
            .then(|| words.import_nothing())
    };
    view! {
        <p class="import-summary">{summary}</p>
        <p role="status">{nothing}</p>
        <p class="field-refusal" role="alert">{missing}</p>
        <Show when=move || { counts.get().error > 0 }>
            <label class="choice">
                <input type="checkbox" prop:checked=move || good_only.get() on:change=move |event| good_only.set(event_target_checked(&event))/>
                {move || words.import_good_only(counts.get().error)}
            </label>
        </Show>
        <span class="import-gap"></span>
        <small>{words.import_can_be_undone()}</small>
        <button type="button" class="button" disabled=move || state.busy.get() on:click=discard>{words.import_drop_draft()}</button>
        <button type="button" class="button filled" disabled=move || !can() on:click=approve>
            {move || words.import_go(counts.get().written())}
        </button>
    }
}

#[component]
fn Progress(state: State) -> impl IntoView {
    let words = t();
    let far = move || {
        state.import.with(|import| match import.state {
            ImportState::Reading => (import.counts.all(), import.size),
            ImportState::Undoing => {
                (import.undone.as_ref().map_or(0, |undone| undone.back), import.counts.written())
            }
            _ => (import.written, import.counts.written()),
        })
    };
    let name = move || state_name(state.import.with(|import| import.state));
    view! {
        <p role="status">{name}</p>
        <progress max=move || far().1.to_string() value=move || far().0.to_string()></progress>
        <span>{move || words.import_progress(far().0, far().1)}</span>
    }
}

#[component]
fn Over(state: State) -> impl IntoView {
    let words = t();
    let undoing = RwSignal::new(false);
    let Import { id, kind, file, counts, undone, state: now, .. } = state.import.get_untracked();
    let is_done = now == ImportState::Done;
    let said = match is_done {
        true => words.import_done_said(counts.create, counts.update),
        false => words.import_undone(undone.as_ref().map_or(0, |undone| undone.back)),
    };
    let kept = undone.filter(|undone| !is_done && undone.kept_count > 0).map(
        |Undone { kept, kept_count, .. }| {
            let more = kept_count.saturating_sub(kept.len() as u64);
            let others = (more > 0).then(|| view! { <li>{words.and_others(more as usize)}</li> });
            view! {
                <div class="import-kept">
                    <p>{words.import_kept(kept_count)}</p>
                    <ul>{kept.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}{others}</ul>
                </div>
            }
        },
    );
    let show = match kind {
        Kind::Deals => "/deals",
        Kind::Products => "/settings/deals/products",
        Kind::Companies | Kind::Persons => "/contacts",
        Kind::Users => "/settings/account/users",
    };
    view! {
        <p role="status"><strong>{is_done.then(|| words.import_done())}</strong>" "{said}</p>
        {kept}
        <span class="import-gap"></span>
        {is_done.then(|| view! {
            <button type="button" class="button" on:click=move |_| undoing.set(true)>{words.import_undo()}</button>
            <a class="button" href=show>{words.import_show()}</a>
        })}
        <a class="button filled" href="/import">{words.import_another()}</a>
        {move || undoing.get().then(|| {
            let on_close = Callback::new(move |()| undoing.set(false));
            let on_undo = Callback::new(move |()| state.look());
            view! { <UndoDialog import=id file=file.clone() on_close on_undo/> }.into_any()
        })}
    }
}
