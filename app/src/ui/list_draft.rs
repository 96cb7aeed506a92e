//! A list while it is edited: a draft in the browser, whose rows are renamed, put in order, retired or deleted, and added.

use super::{
    bring_into_view,
    drag::{
        DropTarget, HitMap, Measured, Press, Surface, Thing, Way, bring_focus, column_of, element_of,
        focus_grip, focus_step, grip_of,
    },
};
use crate::words::t;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

/// A row as it is read and saved; a new one has no id yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: Option<i64>,
    pub name: String,
    /// Offered; where rows are deleted instead, always.
    pub active: bool,
}

/// A row while it is edited.
#[derive(Clone, Copy, PartialEq)]
pub struct Row {
    pub key: Thing,
    pub id: RwSignal<Option<i64>>,
    pub name: RwSignal<String>,
    pub active: RwSignal<bool>,
}

/// A list while it is edited.
#[derive(Clone, Copy)]
pub struct ListDraft {
    /// What is made later belongs to the draft, not to the row or button that made it.
    owner: StoredValue<Owner>,
    /// What the list is called, for whoever hears where a row went.
    title: &'static str,
    pub rows: RwSignal<Vec<Row>>,
    /// Said by screen readers.
    pub announcement: RwSignal<String>,
    keys: StoredValue<Thing>,
}

impl ListDraft {
    pub fn new(title: &'static str, items: &[Item]) -> ListDraft {
        let draft = ListDraft {
            owner: StoredValue::new(Owner::new()),
            title,
            rows: RwSignal::new(vec![]),
            announcement: RwSignal::new(String::new()),
            keys: StoredValue::new(0),
        };
        draft.fill(items);
        draft
    }

    /// Begins again with these rows.
    pub fn fill(self, items: &[Item]) {
        self.rows.set(items.iter().map(|item| self.make(item)).collect());
    }

    /// The list as it stands. Reading it follows every change.
    pub fn items(self) -> Vec<Item> {
        let item = |row: &Row| Item {
            id: row.id.get(),
            name: row.name.with(|name| name.trim().to_owned()),
            active: row.active.get(),
        };
        self.rows.with(|rows| rows.iter().map(item).collect())
    }

    /// The keys of its rows, in order.
    pub fn keys(self) -> Vec<Thing> {
        self.rows.with_untracked(|rows| rows.iter().map(|row| row.key).collect())
    }

    /// Gives the rows of these keys the ids under which they were saved. What was typed since stays.
    pub fn saved_as(self, keys: &[Thing], saved: &[Item]) {
        self.rows.with_untracked(|rows| {
            for (key, item) in keys.iter().zip(saved) {
                rows.iter().filter(|row| row.key == *key).for_each(|row| row.id.set(item.id));
            }
        });
    }

    /// Adds an empty row at the end; the caret goes there.
    pub fn add(self) {
        let row = self.make(&Item { id: None, name: String::new(), active: true });
        self.rows.update(|rows| rows.push(row));
        bring_focus(format!("[data-key=\"{}\"] input", row.key));
    }

    /// Takes a row away; the caret goes to the next one, else to the one before, else to the button that adds.
    pub fn delete(self, key: Thing) {
        let next = self.rows.try_update(|rows| {
            let at = rows.iter().position(|row| row.key == key)?;
            rows.remove(at);
            rows.get(at).or(rows.last()).map(|row| row.key)
        });
        bring_focus(match next.flatten() {
            Some(next) => format!("[data-key=\"{next}\"] input"),
            None => ".list-editor > .button".to_owned(),
        });
    }

    /// One step of a row, by a button that keeps the focus.
    pub fn step(self, key: Thing, way: Way) {
        let Some(own) = self.find(key) else { return };
        self.put(key, own.walk(way, &self.last_slots(key)));
        self.say_where(key);
        focus_step(key, way);
    }

    fn put(self, key: Thing, to: DropTarget) {
        self.rows.update(|rows| {
            if let Some(from) = rows.iter().position(|row| row.key == key) {
                let row = rows.remove(from);
                rows.insert(to.slot.min(rows.len()), row);
            }
        });
    }

    fn find(self, key: Thing) -> Option<DropTarget> {
        let slot = self.rows.with_untracked(|rows| rows.iter().position(|row| row.key == key));
        slot.map(|slot| DropTarget { column: 0, slot })
    }

    fn say_where(self, key: Thing) {
        if let Some(target) = self.find(key) {
            self.announcement.set(t().dropped(&self.in_words(target)));
        }
    }

    /// A target as people count: "Closing reasons, 2 of 3".
    fn in_words(self, target: DropTarget) -> String {
        t().spot(self.title, target.slot + 1, self.rows.with_untracked(Vec::len))
    }

    fn make(self, item: &Item) -> Row {
        self.keys.update_value(|key| *key += 1);
        let key = self.keys.get_value();
        self.owner.get_value().with(|| Row {
            key,
            id: RwSignal::new(item.id),
            name: RwSignal::new(item.name.clone()),
            active: RwSignal::new(item.active),
        })
    }
}

impl Surface for ListDraft {
    fn pressed(&self, target: &Element) -> Option<Press> {
        grip_of(target).map(|thing| Press { thing, grip: true })
    }

    fn element(&self, root: &HtmlElement, thing: Thing) -> Option<HtmlElement> {
        element_of(root, thing)
    }

    fn measure(&self, root: &HtmlElement, _: Thing) -> Measured {
        let hits = HitMap { columns: vec![column_of(root, "[data-key]")], ..HitMap::default() };
        Measured { hits, ..Measured::default() }
    }

    fn count(&self, _: usize) -> Option<usize> {
        None
    }

    fn target_of(&self, thing: Thing) -> Option<DropTarget> {
        self.find(thing)
    }

    fn last_slots(&self, _: Thing) -> Vec<usize> {
        vec![self.rows.with_untracked(|rows| rows.len().saturating_sub(1))]
    }

    fn place(&self, thing: Thing, target: DropTarget) {
        self.put(thing, target);
        self.say_where(thing);
        focus_grip(thing);
    }

    fn drop_on_zone(&self, _: Thing, _: usize) {}

    fn reveal(&self, _: Thing, target: DropTarget) {
        let key = self.rows.with_untracked(|rows| rows.get(target.slot).map(|row| row.key));
        let found = key.and_then(|key| document().query_selector(&format!("[data-key=\"{key}\"]")).ok());
        found.flatten().iter().for_each(bring_into_view);
    }

    fn say_lifted(&self, thing: Thing, target: DropTarget) {
        let text = self.in_words(target);
        let name = self.rows.with_untracked(|rows| rows.iter().find(|row| row.key == thing).copied());
        let name = name.map(|row| row.name.get_untracked()).unwrap_or_default();
        self.announcement.set(match self.find(thing) == Some(target) {
            true => t().lifted(&name, &text),
            false => text,
        });
    }

    fn say_cancelled(&self, thing: Thing) {
        self.announcement.set(t().put_back().to_owned());
        focus_grip(thing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ListDraft {
        let item = |id, name: &str| Item { id: Some(id), name: name.into(), active: true };
        ListDraft::new("Reasons", &[item(1, "Price"), item(2, "Time")])
    }

    fn names(draft: ListDraft) -> Vec<(Option<i64>, String)> {
        untrack(|| draft.items()).into_iter().map(|item| (item.id, item.name)).collect()
    }

    #[test]
    fn rows_go_where_they_are_put() {
        Owner::new().with(|| {
            let draft = draft();
            let [price, time] = *draft.keys() else { panic!("two rows") };
            draft.put(time, DropTarget { column: 0, slot: 0 });
            assert_eq!(draft.keys(), [time, price]);
            draft.put(time, DropTarget { column: 0, slot: 9 });
            assert_eq!(draft.keys(), [price, time]);
        });
    }

    #[test]
    fn ids_come_to_the_rows_that_were_sent() {
        Owner::new().with(|| {
            let draft = draft();
            draft
                .rows
                .update(|rows| rows.push(draft.make(&Item { id: None, name: "New".into(), active: true })));
            let sent = draft.keys();
            // While the answer is on its way, the new row goes up and one more is typed.
            draft.put(sent[2], DropTarget { column: 0, slot: 0 });
            draft
                .rows
                .update(|rows| rows.push(draft.make(&Item { id: None, name: "Later".into(), active: true })));
            let saved = [1, 2, 3].map(|id| Item { id: Some(id), name: String::new(), active: true });
            draft.saved_as(&sent, &saved);
            let want = [(Some(3), "New"), (Some(1), "Price"), (Some(2), "Time"), (None, "Later")];
            assert_eq!(names(draft), want.map(|(id, name)| (id, name.to_owned())));
        });
    }
}
