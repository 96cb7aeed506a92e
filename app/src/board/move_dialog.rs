//! The Move… dialog: stage and position, the equal of a drag for whoever does not drag (B9).

use super::desk::Desk;
use crate::{ui::dialog::Dialog, words::t};
use domain::id::{DealId, StageId};
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub(super) fn MoveDialog(desk: Desk, deal: DealId) -> impl IntoView {
    let words = t();
    let view = desk.view();
    let (name, stage, own) = match view.find(deal) {
        Some((column, index)) => (column.page.cards[index].name.clone(), column.stage.id, index),
        None => (String::new(), StageId(0), 0),
    };
    // Nothing chosen is the end of the column.
    let (to, slot) = (RwSignal::new(stage), RwSignal::new(Some(own)));
    let stages = view.columns.iter().map(|column| (column.stage.id, column.stage.name.to_string()));
    let stages = stages.collect::<Vec<_>>();
    let close = move || desk.moving.set(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        close();
        match slot.get_untracked() {
            Some(slot) => desk.drop_at(deal, to.get_untracked(), slot),
            None => desk.drop_last(deal, to.get_untracked()),
        }
        desk.say_spot(deal);
        desk.bring_focus(deal);
    };
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            to.set(id);
            slot.set(Some(0));
        }
    };
    view! {
        <Dialog title=words.move_title() on_close=close>
            <form class="dialog-form" on:submit=submit>
                <p class="lead">{name}</p>
                <label class="field">
                    <span class="field-label">{words.stage()}</span>
                    <select on:change=choose>
                        {stages.into_iter().map(|(id, name)| view! {
                            <option value=id.to_string() selected=id == stage>{name}</option>
                        }).collect_view()}
                    </select>
                </label>
                <label class="field">
                    <span class="field-label">{words.position()}</span>
                    <select on:change=move |event| slot.set(event_target_value(&event).parse().ok())>
                        {move || positions(desk, deal, to.get()).into_iter().enumerate().map(|(at, name)| view! {
                            <option value=at.to_string() selected=slot.get_untracked() == Some(at)>{name}</option>
                        }).collect_view()}
                        <option value="">{words.at_end()}</option>
                    </select>
                </label>
                <footer class="dialog-foot">
                    <button type="button" class="button" on:click=move |_| close()>{words.cancel()}</button>
                    <button class="button filled">{words.move_here()}</button>
                </footer>
            </form>
        </Dialog>
    }
}

/// The slots of a stage in words: at the top, after each of its loaded cards.
fn positions(desk: Desk, deal: DealId, stage: StageId) -> Vec<String> {
    let words = t();
    let view = desk.view();
    let others =
        view.column(stage).into_iter().flat_map(|column| &column.page.cards).filter(|card| card.id != deal);
    let after = others.map(|card| words.after_card(&card.name));
    std::iter::once(words.at_top().to_owned()).chain(after).collect()
}
