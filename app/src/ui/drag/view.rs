//! What the screen shows of a drag: the image in the hand, the line where a drop would go, edges that scroll. One
//! transform a frame; nothing is looked up while the pointer moves.

use super::{
    hits::{DropTarget, Point, Slots},
    machine::Drag,
    scroll::AutoScroll,
    surface::{Measured, Surface, Thing},
};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// How long an image flies: as `--quick` in the styles.
const SETTLING: Duration = Duration::from_millis(120);

/// A listener that was made here and must outlive the gesture.
pub(super) type Listener = Closure<dyn FnMut(web_sys::Event)>;

/// What is dragged, and what the screen shows of it. What is the browser's own is wrapped, since the server makes views
/// too, empty ones, and drops them on any thread.
#[derive(Default)]
pub(super) struct DragView {
    pub drag: Drag<Thing>,
    pub measured: Measured,
    pub image: Option<SendWrapper<HtmlElement>>,
    pub line: Option<SendWrapper<HtmlElement>>,
    /// From the image's corner to where it was gripped.
    pub grip: (f64, f64),
    pub at: Option<Point>,
    /// The gap where a drop would go, and where the line for it stands.
    aim: Option<(DropTarget, Point)>,
    /// When the last frame was drawn, in milliseconds.
    frame: Option<f64>,
    /// How the surface scrolls, and the column under the pointer or the page.
    scrolls: (AutoScroll, AutoScroll),
    /// How far surface and page were scrolled when they were measured.
    began: (i32, f64),
    /// A click follows each drag; it opens nothing.
    pub swallow: bool,
    /// What was touched, and what keeps the finger that holds it from scrolling the page.
    pub guard: Option<(SendWrapper<Element>, SendWrapper<Listener>)>,
}

impl DragView {
    /// Reads the surface once; from here on a drop is arithmetic.
    pub fn measure(&mut self, root: &HtmlElement, surface: &dyn Surface, thing: Thing) {
        self.measured = surface.measure(root, thing);
        self.began = (root.scroll_left(), page_scroll());
        (self.aim, self.frame, self.scrolls) = (None, None, Default::default());
    }

    /// Brings the column under the pointer up to date: a wheel may have scrolled it, and things may have been loaded.
    pub fn refresh(&mut self, root: &HtmlElement, surface: &dyn Surface) {
        let Measured { hits, boxes, .. } = &mut self.measured;
        hits.shifted = Point {
            x: f64::from(root.scroll_left() - self.began.0),
            y: if boxes.is_empty() { page_scroll() - self.began.1 } else { 0.0 },
        };
        let Some(index) = self.at.and_then(|at| hits.column(at)) else { return };
        let (Some(scroller), Some(rect)) = (boxes.get(index), hits.columns.get_mut(index)) else { return };
        rect.scrolled = f64::from(scroller.scroll_top());
        if let (Slots::Even { count, .. }, Some(now)) = (&mut rect.slots, surface.count(index)) {
            *count = now;
        }
    }

    /// The zone at this point, if there is one.
    pub fn zone(&self, at: Point) -> Option<usize> {
        let under = |zone: &SendWrapper<Element>| {
            let place = zone.get_bounding_client_rect();
            (place.left()..place.right()).contains(&at.x) && (place.top()..place.bottom()).contains(&at.y)
        };
        self.measured.zones.iter().position(under)
    }

    /// Moves the image to the pointer, and the line to where a drop would go; a drop on a zone goes to no gap.
    pub fn show(&mut self) {
        let Some(at) = self.at else { return };
        if let Some(image) = &self.image {
            let (x, y) = ((at.x - self.grip.0) as i32, (at.y - self.grip.1) as i32);
            let transform = format!("translate3d({x}px, {y}px, 0) rotate(1.5deg)");
            let _ = image.style().set_property("transform", &transform);
        }
        let (gap, over) = (self.measured.hits.target(at), self.zone(at));
        for (index, zone) in self.measured.zones.iter().enumerate() {
            let _ = zone.toggle_attribute_with_force("data-aimed", over == Some(index));
        }
        self.aim_at(gap.filter(|_| over.is_none()));
    }

    /// Shows the line in a gap; none hides it.
    pub fn aim_at(&mut self, gap: Option<DropTarget>) {
        let line = gap.and_then(|gap| Some((gap, self.measured.hits.line(gap)?)));
        let aim = line.map(|(gap, (begin, _))| (gap, begin));
        if self.aim == aim {
            return;
        }
        self.aim = aim;
        let Some(shown) = &self.line else { return };
        shown.set_hidden(line.is_none());
        let Some((_, (begin, length))) = line else { return };
        let style = shown.style();
        let side = if self.measured.hits.across { "height" } else { "width" };
        let _ = style.set_property(side, &format!("{}px", length as i32));
        let transform = format!("translate3d({}px, {}px, 0)", begin.x as i32, begin.y as i32);
        let _ = style.set_property("transform", &transform);
    }

    /// Scrolls the column under the pointer, or the page, else the surface, when the pointer is near an edge. A zone
    /// lies over an edge: who aims at it does not want to see further cards.
    pub fn scroll(&mut self, root: &HtmlElement) {
        let Some(at) = self.at.filter(|at| self.zone(*at).is_none()) else { return self.frame = None };
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let seconds = (now - self.frame.replace(now).unwrap_or(now)) / 1000.0;
        let Measured { hits, boxes, .. } = &self.measured;
        let column = hits.column(at).and_then(|index| boxes.get(index).zip(hits.columns.get(index)));
        let down = &mut self.scrolls.1;
        let scrolled = match column {
            Some((scroller, rect)) => {
                let bottom = rect.top + f64::from(scroller.client_height());
                let (before, speed) = (scroller.scroll_top(), down.speed(at.y, (rect.top, bottom), now));
                scroller.set_scroll_top(before + (speed * seconds) as i32);
                scroller.scroll_top() != before
            }
            None if hits.across => false,
            None => {
                let (before, speed) = (page_scroll(), down.speed(at.y, (0.0, window_height()), now));
                window().scroll_by_with_x_and_y(0.0, speed * seconds);
                page_scroll() != before
            }
        };
        let place = (0.0, f64::from(root.client_width()) + root.get_bounding_client_rect().left().max(0.0));
        let right = self.scrolls.0.speed(at.x, place, now);
        if !scrolled {
            root.set_scroll_left(root.scroll_left() + (right * seconds) as i32);
        }
    }

    /// Lets the image fly to where it was dropped; there it is taken away. Without motion it is gone at once.
    pub fn settle(&mut self) {
        let Some((image, (_, to))) = self.image.take().zip(self.aim) else { return };
        let _ = image.set_attribute("data-settling", "");
        let transform = format!("translate3d({}px, {}px, 0)", to.x as i32, to.y as i32);
        let _ = image.style().set_property("transform", &transform);
        spawn_local(async move {
            sleep(SETTLING).await;
            image.remove();
        });
    }

    /// Takes image and line away.
    pub fn clear(&mut self) {
        self.image.take().into_iter().chain(self.line.take()).for_each(|shown| shown.remove());
        (self.at, self.frame) = (None, None);
    }

    /// Shows the line from now on.
    pub fn draw_line(&mut self, root: &HtmlElement) {
        if self.line.is_some() {
            return;
        }
        let line = document().create_element("div").ok().and_then(|line| line.dyn_into::<HtmlElement>().ok());
        let Some(line) = line else { return };
        line.set_class_name(if self.measured.hits.across { "drop-line across" } else { "drop-line" });
        if root.append_child(&line).is_ok() {
            self.line = Some(SendWrapper::new(line));
        }
    }
}

/// The elements below a root that a selector finds, in order.
pub fn find_all(root: &Element, selector: &str) -> Vec<SendWrapper<Element>> {
    let Ok(found) = root.query_selector_all(selector) else { return vec![] };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).map(SendWrapper::new).collect()
}

/// The image that follows the pointer: a copy of what is dragged, with what was typed into it.
pub(super) fn drag_image(
    root: &HtmlElement,
    thing: &HtmlElement,
    width: f64,
) -> Option<SendWrapper<HtmlElement>> {
    let image: HtmlElement = thing.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    let _ = image.remove_attribute("data-deal-id");
    for name in ["data-drag-ghost", "inert"] {
        let _ = image.set_attribute(name, "");
    }
    let _ = image.set_attribute("aria-hidden", "true");
    let _ = image.style().set_property("width", &format!("{}px", width as i32));
    let typed = "input, textarea";
    for (from, to) in find_all(thing, typed).into_iter().zip(find_all(&image, typed)) {
        // What is typed into either has the same name in the browser.
        to.unchecked_ref::<HtmlInputElement>().set_value(&from.unchecked_ref::<HtmlInputElement>().value());
    }
    root.append_child(&image).ok()?;
    Some(SendWrapper::new(image))
}

fn page_scroll() -> f64 {
    window().scroll_y().unwrap_or_default()
}

fn window_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}
