//! The dialog that asks where the deals of a deleted stage go (P5).

use super::sheet::{Key, Sheet, StageDraft};
use crate::{ui::dialog::Dialog, words::t};
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub(super) fn Parting(
    sheet: Sheet,
    stage: StageDraft,
    on_close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = t();
    let others = sheet.stages.get_untracked().into_iter().filter(|other| other.key != stage.key);
    let others: Vec<(Key, String)> = others.map(|other| (other.key, other.name.get_untracked())).collect();
    let goal = RwSignal::new(others.first().map(|(key, _)| *key));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(id), Some(goal)) = (stage.id, goal.get_untracked()) {
            sheet.relocations.update(|relocations| {
                // Whoever was to come here goes on to where this stage's own deals go.
                relocations.iter_mut().filter(|(_, to)| *to == stage.key).for_each(|(_, to)| *to = goal);
                relocations.push((id, goal));
            });
            on_close();
            sheet.delete_stage(stage.key);
        }
    };
    view! {
        <Dialog title=words.delete_stage() on_close>
            <form class="dialog-form" on:submit=submit>
                <label class="field">
                    <span class="field-label">{words.where_to()}</span>
                    <select on:change=move |event| goal.set(event_target_value(&event).parse().ok())>
                        {others.into_iter().map(|(key, name)| view! { <option value=key.to_string()>{name}</option> }).collect_view()}
                    </select>
                </label>
                <footer class="dialog-foot">
                    <button type="button" class="button" on:click=move |_| on_close()>{words.cancel()}</button>
                    <button class="button filled">{words.delete_stage()}</button>
                </footer>
            </form>
        </Dialog>
    }
}
