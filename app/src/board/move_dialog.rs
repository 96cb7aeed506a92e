//! The Move… dialog: stage and position, the equal of a drag for whoever does not drag (B9).

use super::state::BoardState;
use crate::{
    client::Gesture,
    error::Sentence,
    lazy::lazy_view,
    ui::{dialog::FormDialog, toast::toasts},
    words::t,
};
use command::deleted::DeleteDeal;
use domain::id::{DealId, StageId};
use leptos::{prelude::*, task::spawn_local};

lazy_view! {
    /// The dialog. It is seldom asked for, so it lives with the other dialogs.
    deal fetched by fetch_move_dialog, move_dialog(board: BoardState, deal: DealId) =>
    view! { <MoveDialog board deal/> }
}

#[component]
fn MoveDialog(board: BoardState, deal: DealId) -> impl IntoView {
    let words = t();
    let view = board.view();
    let (name, stage, own) = match view.find(deal) {
        Some((column, index)) => (column.page.cards[index].name.clone(), column.stage.id, index),
        None => (String::new(), StageId(0), 0),
    };
    // Nothing chosen is the end of the column.
    let (to, slot) = (RwSignal::new(stage), RwSignal::new(Some(own)));
    let stages = view.columns.iter().map(|column| (column.stage.id, column.stage.name.to_string()));
    let stages = stages.collect::<Vec<_>>();
    let on_close = Callback::new(move |()| board.moving.set(None));
    let on_submit = Callback::new(move |()| {
        on_close.run(());
        match slot.get_untracked() {
            Some(slot) => board.drop_at(deal, to.get_untracked(), slot),
            None => board.drop_last(deal, to.get_untracked()),
        }
        board.bring_focus(deal);
    });
    let (gesture, toaster, said) = (Gesture::new(), toasts(), words.deleted_named(&name));
    let delete = move |_| {
        let said = said.clone();
        on_close.run(());
        spawn_local(async move {
            match gesture.send_saying(said, &DeleteDeal { deal }).await {
                Ok(()) => board.client.outdate(),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            to.set(id);
            slot.set(Some(0));
        }
    };
    view! {
        <FormDialog title=words.move_title(&name) submit=words.move_here() on_submit on_close>
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
                        {move || positions(board, deal, to.get()).into_iter().enumerate().map(|(at, name)| view! {
                            <option value=at.to_string() selected=slot.get_untracked() == Some(at)>{name}</option>
                        }).collect_view()}
                        <option value="">{words.at_end()}</option>
                    </select>
                </label>
                <button type="button" class="button quiet danger" on:click=delete>{words.delete_deal()}</button>
        </FormDialog>
    }
}

/// The slots of a stage in words: at the top, after each of its loaded cards.
fn positions(board: BoardState, deal: DealId, stage: StageId) -> Vec<String> {
    let words = t();
    let view = board.view();
    let others =
        view.column(stage).into_iter().flat_map(|column| &column.page.cards).filter(|card| card.id != deal);
    let after = others.map(|card| words.after_card(&card.name));
    std::iter::once(words.at_top().to_owned()).chain(after).collect()
}
