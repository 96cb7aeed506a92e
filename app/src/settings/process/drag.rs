//! The draft of a process as something to drag over: stages among one another, actions within and between stages (P1).

use super::draft::{Key, ProcessDraft};
use crate::{
    ui::{
        bring_into_view,
        drag::{
            ColumnRect, DropTarget, HitMap, Measured, Press, Slots, Surface, Thing, Way, column_of,
            element_of, find_all, focus_grip, focus_step, grip_of,
        },
    },
    words::t,
};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::{DomRect, Element, HtmlElement};

impl ProcessDraft {
    /// One step of a stage or action, by a button that keeps the focus.
    pub fn step(self, key: Key, way: Way) {
        let Some(own) = self.find(key) else { return };
        let along = if self.is_stage(key) { way.across() } else { way };
        self.put(key, own.walk(along, &self.last_slots_of(key)));
        self.say_where(key);
        focus_step(key, way);
    }

    /// The last slot of each column for this stage or action, which does not count itself.
    fn last_slots_of(self, key: Key) -> Vec<usize> {
        self.stages.with_untracked(|stages| {
            if stages.iter().any(|stage| stage.key == key) {
                return vec![stages.len().saturating_sub(1)];
            }
            let others = |stage: &super::draft::StageDraft| {
                stage.actions.with_untracked(|all| all.iter().filter(|action| action.key != key).count())
            };
            stages.iter().map(others).collect()
        })
    }

    /// Says where something stands now.
    fn say_where(self, key: Key) {
        if let Some(target) = self.find(key) {
            self.announcement.set(t().dropped(&self.in_words(key, target)));
        }
    }

    /// A target as people count: "Offer, 2 of 3", or "stage 2 of 5".
    fn in_words(self, key: Key, target: DropTarget) -> String {
        let count = self.last_slots_of(key).get(target.column).map_or(0, |last| last + 1);
        if self.is_stage(key) {
            return t().stage_spot(target.slot + 1, count);
        }
        let name = self.stages.with_untracked(|stages| stages.get(target.column).map(|stage| stage.name));
        let name = name.map(|name| name.get_untracked()).unwrap_or_default();
        t().spot(&name, target.slot + 1, count)
    }
}

impl Surface for ProcessDraft {
    fn pressed(&self, target: &Element) -> Option<Press> {
        grip_of(target).map(|thing| Press { thing, grip: true })
    }

    fn element(&self, root: &HtmlElement, thing: Thing) -> Option<HtmlElement> {
        element_of(root, thing)
    }

    fn measure(&self, root: &HtmlElement, thing: Thing) -> Measured {
        let hits = if self.is_stage(thing) { row_of_stages(root) } else { columns_of_actions(root) };
        Measured { hits, ..Measured::default() }
    }

    fn count(&self, _: usize) -> Option<usize> {
        None
    }

    fn target_of(&self, thing: Thing) -> Option<DropTarget> {
        self.find(thing)
    }

    fn last_slots(&self, thing: Thing) -> Vec<usize> {
        self.last_slots_of(thing)
    }

    fn place(&self, thing: Thing, target: DropTarget) {
        self.put(thing, target);
        self.say_where(thing);
        focus_grip(thing);
    }

    fn drop_on_zone(&self, _: Thing, _: usize) {}

    fn reveal(&self, thing: Thing, target: DropTarget) {
        let stage = if self.is_stage(thing) { target.slot } else { target.column };
        let Some(stage) = all_stages().into_iter().nth(stage) else { return };
        bring_into_view(&stage);
        if !self.is_stage(thing)
            && let Some(action) = find_all(&stage, ".action-draft").into_iter().nth(target.slot)
        {
            bring_into_view(&action);
        }
    }

    fn say_lifted(&self, thing: Thing, target: DropTarget) {
        let text = self.in_words(thing, target);
        self.announcement.set(match self.find(thing) == Some(target) {
            true => t().lifted(&self.name_of(thing), &text),
            false => text,
        });
    }

    fn say_cancelled(&self, thing: Thing) {
        self.announcement.set(t().put_back().to_owned());
        focus_grip(thing);
    }
}

fn all_stages() -> Vec<SendWrapper<Element>> {
    document().document_element().map(|page| find_all(&page, ".stage-draft")).unwrap_or_default()
}

/// The stages stand beside one another: between which of them something is.
fn row_of_stages(root: &HtmlElement) -> HitMap {
    let row = root.get_bounding_client_rect();
    let span = |stage: DomRect| (stage.left() - row.left(), stage.right() - row.left());
    let stages = find_all(root, ".stage-draft");
    let things = stages.iter().map(|stage| span(stage.get_bounding_client_rect())).collect();
    let rect = ColumnRect {
        left: row.top(),
        right: row.bottom(),
        top: row.left(),
        scrolled: 0.0,
        slots: Slots::Uneven(things),
    };
    HitMap { columns: vec![rect], across: true, ..HitMap::default() }
}

/// Each stage is a column of actions, of as many lines as their settings need.
fn columns_of_actions(root: &HtmlElement) -> HitMap {
    let column = |stage: &Element| {
        stage.query_selector("ul").ok().flatten().map(|list| column_of(&list, ".action-draft"))
    };
    let stages = find_all(root, ".stage-draft");
    HitMap { columns: stages.iter().filter_map(|stage| column(stage)).collect(), ..HitMap::default() }
}
