//! The focus stays near: when what had it goes away with what was done to it, what stood around it gets it.

use leptos::{
    ev::{FocusEvent, PointerEvent},
    html::Div,
    prelude::*,
};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// What can have the focus.
const FOCUSABLE: &str = "input, textarea, select, button, summary, a[href]";

/// What had the focus last, and all that it stood in, from the inside out.
#[derive(Clone, Copy)]
pub(super) struct NearFocus(StoredValue<SendWrapper<Vec<HtmlElement>>>);

impl NearFocus {
    /// Looks again whenever this changes.
    pub fn new<T: Send + Sync + 'static>(shown: RwSignal<T>, root: NodeRef<Div>) -> Self {
        let near = NearFocus(StoredValue::new(SendWrapper::new(vec![])));
        Effect::watch(
            move || shown.track(),
            move |(), _, _| request_animation_frame(move || near.hold(root)),
            false,
        );
        near
    }

    /// Something got the focus.
    pub fn came(self, event: &FocusEvent) {
        let inner = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let outer = |element: &HtmlElement| element.parent_element()?.dyn_into().ok();
        let chain = std::iter::successors(inner, outer).take_while(|element| element.tag_name() != "MAIN");
        self.0.set_value(SendWrapper::new(chain.collect()));
    }

    /// Something was pressed: what cannot have the focus takes it from what has it, and then nothing is to have it again.
    pub fn pressed(self, event: &PointerEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let takes = format!("{FOCUSABLE}, label, [tabindex]");
        if target.is_some_and(|target| target.closest(&takes).is_ok_and(|found| found.is_none())) {
            self.0.set_value(SendWrapper::new(vec![]));
        }
    }

    /// Gives the focus to what is nearest to where it was, when it is nowhere.
    fn hold(self, root: NodeRef<Div>) {
        let nowhere = || document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if root.try_get_untracked().flatten().is_none() || !nowhere() {
            return;
        }
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let chain = self.0.try_get_value().map(SendWrapper::take).unwrap_or_default();
        for around in chain.into_iter().filter(|element| element.is_connected()) {
            let _ = around.focus_with_options(&options);
            let Ok(inside) = around.query_selector_all(FOCUSABLE) else { return };
            let inside =
                (0..inside.length()).filter_map(|at| inside.item(at)?.dyn_into::<HtmlElement>().ok());
            for element in inside.take_while(|_| nowhere()) {
                let _ = element.focus_with_options(&options);
            }
            if !nowhere() {
                return;
            }
        }
    }
}
