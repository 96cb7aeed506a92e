//! The hand over the board: what it holds, where it is, and how the screen shows that. One transform a frame.

use super::{
    column::pitch,
    desk::{Desk, Lane},
};
use crate::ui::drag::{Drag, Floor, Point, Spot, Well, scroll_speed};
use domain::id::DealId;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement};

/// A listener that was made here and must outlive the gesture.
pub(super) type Listener = Closure<dyn FnMut(web_sys::Event)>;

/// What the hand holds, and what the screen shows of it. What is the browser's own is wrapped, since the server makes
/// hands too, empty ones, and drops them on any thread.
#[derive(Default)]
pub(super) struct Hand {
    pub drag: Drag<DealId>,
    pub floor: Floor,
    /// The columns' scrolling boxes, left to right.
    pub boxes: Vec<SendWrapper<Element>>,
    pub image: Option<SendWrapper<HtmlElement>>,
    pub line: Option<SendWrapper<HtmlElement>>,
    /// From the card's corner to where it was gripped.
    pub grip: (f64, f64),
    pub at: Option<Point>,
    pub aim: Option<Spot>,
    /// When the last frame was drawn, in milliseconds.
    pub frame: Option<f64>,
    /// A click follows each drag; it opens nothing.
    pub swallow: bool,
    /// Keeps a held finger from scrolling the page.
    pub stop_scroll: Option<SendWrapper<Listener>>,
}

impl Hand {
    /// Reads the columns once; from here on a drop is arithmetic.
    pub fn measure(&mut self, root: &HtmlElement, desk: Desk) {
        self.boxes = children(root, ".column-cards");
        let lanes = desk.lanes.get_untracked();
        let well = |(scroller, lane): (&SendWrapper<Element>, &Lane)| {
            let place = scroller.get_bounding_client_rect();
            let cards = lane.ids.with_untracked(Vec::len);
            let scrolled = f64::from(scroller.scroll_top());
            Well { left: place.left(), right: place.right(), top: place.top(), scrolled, cards }
        };
        self.floor = Floor { wells: self.boxes.iter().zip(&lanes).map(well).collect(), pitch: pitch() };
    }

    /// Moves the drag image to the pointer, and the line to where a drop would go.
    pub fn show(&mut self) {
        let Some(at) = self.at else { return };
        if let Some(image) = &self.image {
            let (x, y) = (at.x - self.grip.0, at.y - self.grip.1);
            let _ = image
                .style()
                .set_property("transform", &format!("translate3d({x}px, {y}px, 0) rotate(1.5deg)"));
        }
        self.aim_at(self.floor.spot(at));
    }

    pub fn aim_at(&mut self, aim: Option<Spot>) {
        if self.aim == aim {
            return;
        }
        self.aim = aim;
        let (Some(line), Some(spot)) = (&self.line, aim) else { return };
        let Some(well) = self.floor.wells.get(spot.column) else { return };
        let style = line.style();
        let _ = style.set_property("width", &format!("{}px", well.right - well.left));
        let y = self.floor.line(spot);
        let _ = style.set_property("transform", &format!("translate3d({}px, {y}px, 0)", well.left));
    }

    /// Scrolls the column under the pointer, else the board, when the pointer is near an edge.
    pub fn scroll(&mut self) {
        let Some(at) = self.at else { return };
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let seconds = (now - self.frame.replace(now).unwrap_or(now)) / 1000.0;
        let Some(column) = self.floor.column(at.x) else { return };
        let (Some(scroller), Some(well)) = (self.boxes.get(column), self.floor.wells.get_mut(column)) else {
            return;
        };
        let height = f64::from(scroller.client_height());
        let by = scroll_speed(at.y, well.top, well.top + height) * seconds;
        if by.abs() >= 1.0 {
            scroller.set_scroll_top(scroller.scroll_top() + by as i32);
            well.scrolled = f64::from(scroller.scroll_top());
            self.aim = None;
        }
    }
}

/// The mounted element of a card.
pub(super) fn mounted(root: &HtmlElement, deal: DealId) -> Option<HtmlElement> {
    root.query_selector(&format!("[data-deal-id=\"{deal}\"]")).ok().flatten()?.dyn_into().ok()
}

fn children(root: &HtmlElement, selector: &str) -> Vec<SendWrapper<Element>> {
    let Ok(found) = root.query_selector_all(selector) else { return vec![] };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).map(SendWrapper::new).collect()
}

/// The image that follows the pointer.
pub(super) fn drag_image(
    root: &HtmlElement,
    card: &HtmlElement,
    width: f64,
) -> Option<SendWrapper<HtmlElement>> {
    let image: HtmlElement = card.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    let _ = image.remove_attribute("data-deal-id");
    let _ = image.set_attribute("data-drag-ghost", "");
    let _ = image.set_attribute("aria-hidden", "true");
    let _ = image.style().set_property("width", &format!("{width}px"));
    root.append_child(&image).ok()?;
    Some(SendWrapper::new(image))
}

/// The line that shows where a drop would go.
pub(super) fn drop_line(root: &HtmlElement) -> Option<SendWrapper<HtmlElement>> {
    let line: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
    line.set_class_name("drop-line");
    root.append_child(&line).ok()?;
    Some(SendWrapper::new(line))
}
