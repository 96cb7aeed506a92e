//! The hand over the board: what it holds, where it is, and how the screen shows that. One transform a frame.

use super::{column::pitch, column_state::ColumnState, state::BoardState};
use crate::ui::drag::{AutoScroll, ColumnRect, Drag, DropTarget, HitMap, Point};
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
pub(super) struct DragView {
    pub drag: Drag<DealId>,
    pub hits: HitMap,
    /// The columns' scrolling boxes, left to right.
    pub boxes: Vec<SendWrapper<Element>>,
    pub image: Option<SendWrapper<HtmlElement>>,
    pub line: Option<SendWrapper<HtmlElement>>,
    /// From the card's corner to where it was gripped.
    pub grip: (f64, f64),
    pub at: Option<Point>,
    /// Where a drop would go, and where the line for it stands.
    pub aim: Option<(DropTarget, Point)>,
    /// When the last frame was drawn, in milliseconds.
    pub frame: Option<f64>,
    /// How the board and the column under the pointer scroll.
    pub scrolls: (AutoScroll, AutoScroll),
    /// The zones at the bottom, on which deals are closed: won, lost (W4).
    pub zones: Vec<SendWrapper<Element>>,
    /// How far the board was scrolled when it was measured.
    pub began: i32,
    /// A click follows each drag; it opens nothing.
    pub swallow: bool,
    /// What was touched, and what keeps the finger that holds it from scrolling the page.
    pub guard: Option<(SendWrapper<Element>, SendWrapper<Listener>)>,
}

impl DragView {
    /// Reads the columns once; from here on a drop is arithmetic.
    pub fn measure(&mut self, root: &HtmlElement, board: BoardState) {
        self.boxes = children(root, ".column-cards");
        self.began = root.scroll_left();
        self.zones = children(root, "[data-zone]");
        let columns = board.columns.get_untracked();
        let rect = |(scroller, column): (&SendWrapper<Element>, &ColumnState)| {
            let place = scroller.get_bounding_client_rect();
            let cards = column.ids.with_untracked(Vec::len);
            let scrolled = f64::from(scroller.scroll_top());
            ColumnRect { left: place.left(), right: place.right(), top: place.top(), scrolled, cards }
        };
        let columns = self.boxes.iter().zip(&columns).map(rect).collect();
        self.hits = HitMap { columns, shifted: 0.0, pitch: pitch() };
    }

    /// Brings the column under the pointer up to date: a wheel may have scrolled it, and cards may have been loaded.
    pub fn refresh(&mut self, root: &HtmlElement, board: BoardState) {
        self.hits.shifted = f64::from(root.scroll_left() - self.began);
        let Some(index) = self.at.and_then(|at| self.hits.column(at.x)) else { return };
        let (Some(scroller), Some(rect)) = (self.boxes.get(index), self.hits.columns.get_mut(index)) else {
            return;
        };
        rect.scrolled = f64::from(scroller.scroll_top());
        let column = board.columns.with_untracked(|columns| columns.get(index).copied());
        rect.cards = column.map_or(rect.cards, |column| column.ids.with_untracked(Vec::len));
    }

    /// The zone under the pointer, if there is one.
    pub fn zone(&self, at: Point) -> Option<usize> {
        let under = |zone: &SendWrapper<Element>| {
            let place = zone.get_bounding_client_rect();
            (place.left()..place.right()).contains(&at.x) && (place.top()..place.bottom()).contains(&at.y)
        };
        self.zones.iter().position(under)
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
        self.aim_at(self.hits.target(at));
    }

    pub fn aim_at(&mut self, aim: Option<DropTarget>) {
        let line = aim.map(|target| (target, self.hits.line(target)));
        if self.aim == line {
            return;
        }
        self.aim = line;
        let (Some(line), Some(target)) = (&self.line, aim) else { return };
        let Some(rect) = self.hits.columns.get(target.column) else { return };
        let style = line.style();
        let _ = style.set_property("width", &format!("{}px", rect.right - rect.left));
        let Point { x, y } = self.hits.line(target);
        let _ = style.set_property("transform", &format!("translate3d({x}px, {y}px, 0)"));
    }

    /// Scrolls the column under the pointer, else the board, when the pointer is near an edge.
    pub fn scroll(&mut self, root: &HtmlElement) {
        let Some(at) = self.at else { return };
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let seconds = (now - self.frame.replace(now).unwrap_or(now)) / 1000.0;
        let index = self.hits.column(at.x);
        let under = index.and_then(|index| self.boxes.get(index).zip(self.hits.columns.get(index)));
        let down = under.map_or(0, |(scroller, rect)| {
            let bottom = rect.top + f64::from(scroller.client_height());
            let by = (self.scrolls.1.speed(at.y, (rect.top, bottom), now) * seconds) as i32;
            let before = scroller.scroll_top();
            scroller.set_scroll_top(before + by);
            scroller.scroll_top() - before
        });
        let right = self.scrolls.0.speed(at.x, (0.0, f64::from(root.client_width())), now);
        if down == 0 {
            root.set_scroll_left(root.scroll_left() + (right * seconds) as i32);
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
