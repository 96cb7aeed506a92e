//! Sorting stages and actions by hand: a grip starts at once, arrows do it by keyboard, Escape puts everything back.

use super::draft::{Key, ProcessDraft};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Div,
    prelude::*,
};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is held by its grip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Stage(Key),
    Action(Key),
}

/// What hand and keyboard hold over the draft.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    draft: ProcessDraft,
    root: NodeRef<Div>,
    held: RwSignal<Option<Thing>>,
    /// Where everything was when it was lifted, to put back.
    before: StoredValue<Option<domain::process::ProcessForm>>,
    line: StoredValue<Option<SendWrapper<HtmlElement>>>,
    goal: StoredValue<Option<(usize, usize)>>,
}

impl Sorting {
    pub fn new(draft: ProcessDraft, root: NodeRef<Div>) -> Self {
        Sorting {
            draft,
            root,
            held: RwSignal::new(None),
            before: StoredValue::new(None),
            line: StoredValue::new(None),
            goal: StoredValue::new(None),
        }
    }

    /// Whether this is in the hand.
    pub fn holds(self, thing: Thing) -> bool {
        self.held.get() == Some(thing)
    }

    /// A grip was pressed.
    pub fn pressed(self, event: &PointerEvent, thing: Thing) {
        let grip = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        if let Some(grip) = grip {
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
        self.lift(thing);
    }

    pub fn moved(self, event: &PointerEvent) {
        let (Some(thing), Some(root)) = (self.held.get_untracked(), self.root.get_untracked()) else {
            return;
        };
        if event.buttons() == 0 {
            return;
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let goal = match thing {
            Thing::Stage(key) => stage_goal(&root, self.draft.find_stage(key), x),
            Thing::Action(_) => action_goal(&root, x, y),
        };
        self.goal.set_value(goal.as_ref().map(|goal| goal.at));
        if let Some(goal) = goal {
            self.show(&root, &goal);
        }
    }

    pub fn released(self) {
        let (Some(thing), goal) = (self.held.get_untracked(), self.goal.get_value()) else { return };
        self.let_go();
        match (thing, goal) {
            (_, None) => {}
            (Thing::Stage(key), Some((slot, _))) => {
                let own = self.draft.find_stage(key).unwrap_or(0);
                self.draft.put_stage(key, slot - usize::from(own < slot));
            }
            (Thing::Action(key), Some((stage, slot))) => {
                let below = self.draft.find_action(key).is_some_and(|(own, at)| own == stage && at < slot);
                self.draft.put_action(key, stage, slot - usize::from(below));
            }
        }
    }

    /// Space lifts and drops, arrows carry, Escape puts back.
    pub fn key(self, event: &KeyboardEvent, thing: Thing) {
        let held = self.held.get_untracked() == Some(thing);
        match event.key().as_str() {
            " " | "Enter" if held => self.let_go(),
            " " | "Enter" => self.lift(thing),
            "Escape" if held => {
                let before = self.before.get_value();
                self.let_go();
                before.into_iter().for_each(|form| self.draft.fill(&form));
            }
            key if held && key.starts_with("Arrow") => self.step(thing, key),
            _ => return,
        }
        event.prevent_default();
    }

    /// One step of a stage or action, by arrow key or button.
    pub fn step(self, thing: Thing, way: &str) {
        match thing {
            Thing::Stage(key) => {
                let Some(at) = self.draft.find_stage(key) else { return };
                match way {
                    "ArrowLeft" => self.draft.put_stage(key, at.saturating_sub(1)),
                    "ArrowRight" => self.draft.put_stage(key, at + 1),
                    _ => {}
                }
            }
            Thing::Action(key) => {
                let Some((stage, at)) = self.draft.find_action(key) else { return };
                match way {
                    "ArrowUp" => self.draft.put_action(key, stage, at.saturating_sub(1)),
                    "ArrowDown" => self.draft.put_action(key, stage, at + 1),
                    "ArrowLeft" => self.draft.put_action(key, stage.saturating_sub(1), at),
                    "ArrowRight" if stage + 1 < self.draft.counts().len() => {
                        self.draft.put_action(key, stage + 1, at)
                    }
                    _ => {}
                }
            }
        }
        self.keep_focus(thing);
    }

    fn lift(self, thing: Thing) {
        self.before.set_value(Some(untrack(|| self.draft.form())));
        self.goal.set_value(None);
        self.held.set(Some(thing));
    }

    pub fn let_go(self) {
        self.held.set(None);
        self.line.update_value(|line| line.take().into_iter().for_each(|line| line.remove()));
    }

    /// The focus follows what the keyboard carries, which was drawn anew elsewhere.
    fn keep_focus(self, thing: Thing) {
        request_animation_frame(move || {
            let grip =
                document().query_selector(&format!("[data-grip=\"{}\"]", grip_name(thing))).ok().flatten();
            if let Some(grip) = grip.and_then(|grip| grip.dyn_into::<HtmlElement>().ok()) {
                let _ = grip.focus();
            }
        });
    }

    fn show(self, root: &HtmlElement, goal: &Goal) {
        if self.line.with_value(Option::is_none) {
            let line =
                document().create_element("div").ok().and_then(|line| line.dyn_into::<HtmlElement>().ok());
            if let Some(line) = line {
                line.set_class_name("sort-line");
                let _ = root.append_child(&line);
                self.line.set_value(Some(SendWrapper::new(line)));
            }
        }
        self.line.with_value(|line| {
            let Some(line) = line else { return };
            let style = line.style();
            let _ = style.set_property("transform", &format!("translate3d({}px, {}px, 0)", goal.x, goal.y));
            let _ = style.set_property("width", &format!("{}px", goal.width));
            let _ = style.set_property("height", &format!("{}px", goal.height));
        });
    }
}

/// What a grip is known by.
pub(super) fn grip_name(thing: Thing) -> String {
    match thing {
        Thing::Stage(key) => format!("stage-{key}"),
        Thing::Action(key) => format!("action-{key}"),
    }
}

/// Where something would go: stage and slot, and the line that shows it.
struct Goal {
    at: (usize, usize),
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

fn rects(root: &Element, selector: &str) -> Vec<web_sys::DomRect> {
    let Ok(found) = root.query_selector_all(selector) else { return vec![] };
    let rect =
        |index| found.item(index)?.dyn_into::<Element>().ok().map(|each| each.get_bounding_client_rect());
    (0..found.length()).filter_map(rect).collect()
}

/// Between which stages this abscissa is.
fn stage_goal(root: &Element, _own: Option<usize>, x: f64) -> Option<Goal> {
    let stages = rects(root, ".stage-draft");
    let slot = stages.iter().filter(|stage| stage.left() + stage.width() / 2.0 < x).count();
    let edge =
        stages.get(slot).map(|stage| stage.left()).or(stages.last().map(|last| last.right() + 12.0))?;
    let first = stages.first()?;
    Some(Goal { at: (slot, 0), x: edge - 7.0, y: first.top(), width: 2.0, height: first.height() })
}

/// In which stage and between which of its actions this point is.
fn action_goal(root: &Element, x: f64, y: f64) -> Option<Goal> {
    let stages = rects(root, ".stage-draft");
    let away = |stage: &web_sys::DomRect| (stage.left() - x).max(x - stage.right()).max(0.0);
    let nearest = stages.iter().enumerate().min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)));
    let (index, stage) = nearest?;
    let column = root.query_selector_all(".stage-draft").ok()?.item(u32::try_from(index).ok()?)?;
    let actions = rects(column.unchecked_ref(), ".action-draft");
    let slot = actions.iter().filter(|action| action.top() + action.height() / 2.0 < y).count();
    let top =
        actions.get(slot).map(|action| action.top() - 5.0).or(actions.last().map(|last| last.bottom() + 3.0));
    let y = top.unwrap_or(stage.top() + 44.0);
    Some(Goal { at: (index, slot), x: stage.left() + 10.0, y, width: stage.width() - 20.0, height: 2.0 })
}
