//! Where saving a draft was refused: those fields are framed, and the first has the focus.

use super::draft::{Key, Place, ProcessDraft};
use crate::ui::focus_first;
use domain::refusal::{Field, Refusal};
use leptos::prelude::*;

impl ProcessDraft {
    /// Frames what a save was refused for.
    pub fn frame(self, refusal: Option<&Refusal>) {
        let places = refusal.into_iter().flat_map(Refusal::each).filter_map(|each| self.place_of(each));
        self.refused.set(places.collect());
        focus_first(document().document_element(), "[aria-invalid], button[data-refused]");
    }

    /// Whether saving was refused at this field.
    pub fn is_refused(self, key: Option<Key>, field: Field) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.refused.with(|all| all.contains(&(key, Some(field)))).then_some("true"))
    }

    /// Whether saving was refused at a setting of this action, which is behind its cog.
    pub fn is_refused_inside(self, key: Key) -> Signal<bool> {
        let shown = [Field::Name, Field::Weight].map(Some);
        let inside = move |(place, field): &Place| *place == Some(key) && !shown.contains(field);
        Signal::derive(move || self.refused.with(|all| all.iter().any(inside)))
    }

    fn place_of(self, refusal: &Refusal) -> Option<Place> {
        let Refusal::Within { stage_index, action_index, refusal } = refusal else {
            return Some((None, refusal.field()));
        };
        let stage = self.stages.with_untracked(|stages| stages.get(*stage_index).copied())?;
        let key = match action_index {
            None => stage.key,
            Some(index) => stage.actions.with_untracked(|all| all.get(*index).map(|action| action.key))?,
        };
        Some((Some(key), refusal.field()))
    }
}
