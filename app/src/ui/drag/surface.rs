//! What is dragged over: what a board and the draft of a process have to say to be one.

use super::hits::{DropTarget, HitMap, Way};
use send_wrapper::SendWrapper;
use web_sys::{Element, HtmlElement};

/// What is dragged, by a number that its surface knows.
pub type Thing = i64;

/// What a press takes.
#[derive(Clone, Copy, Debug)]
pub struct Press {
    pub thing: Thing,
    /// Whether by its grip, which is there for nothing else.
    pub grip: bool,
}

/// What things are dragged over: a board, or the draft of a process.
pub trait Surface: Send + Sync {
    /// The thing that a press on this element takes, unless the press means something else.
    fn pressed(&self, target: &Element) -> Option<Press>;
    /// The element of a thing.
    fn element(&self, root: &HtmlElement, thing: Thing) -> Option<HtmlElement>;
    /// Where this thing could go, read once.
    fn measure(&self, root: &HtmlElement, thing: Thing) -> Measured;
    /// How many things a column of even ones has now.
    fn count(&self, column: usize) -> Option<usize>;
    /// Where a thing stands; nothing when it is gone, or others took it out of the hand.
    fn target_of(&self, thing: Thing) -> Option<DropTarget>;
    /// A thing comes into the hand, or out of it.
    fn held(&self, _thing: Option<Thing>) {}
    /// The last slot of each column for this thing, which does not count itself.
    fn last_slots(&self, thing: Thing) -> Vec<usize>;
    /// Puts a thing where it was dropped, says so and keeps the focus on it.
    fn place(&self, thing: Thing, target: DropTarget);
    /// A thing was dropped on a zone.
    fn drop_on_zone(&self, thing: Thing, zone: usize);
    /// What swiping a thing this way asks for, in a word; nothing where a finger scrolls sideways.
    fn swipe(&self, _way: Way) -> Option<&'static str> {
        None
    }
    /// A thing was swiped.
    fn swiped(&self, _thing: Thing, _way: Way) {}
    /// Brings a target into view.
    fn reveal(&self, thing: Thing, target: DropTarget);
    /// Says where the keyboard has brought a thing.
    fn say_lifted(&self, thing: Thing, target: DropTarget);
    /// Everything is as before: says so and keeps the focus on the thing.
    fn say_cancelled(&self, thing: Thing);
}

/// A surface as it was measured when a drag began.
#[derive(Default)]
pub struct Measured {
    pub hits: HitMap,
    /// The boxes in which the columns scroll, left to right; none where the page scrolls with all of them.
    pub boxes: Vec<SendWrapper<Element>>,
    /// Where something else than a move can be dropped.
    pub zones: Vec<SendWrapper<Element>>,
}
