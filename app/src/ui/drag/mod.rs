//! Dragging, by pointer and keyboard: one machine for whatever is dragged, cards of the board as well as stages and
//! actions of a process.
//!
//! `machine` says what a press, a move, a key mean; `hits` where a drop would go; `scroll` how fast an edge scrolls:
//! none of them knows a browser. `gesture` listens and does what the machine says, over a `surface`; `view` is what
//! the screen shows, `finger` what it shows of a swipe; `grip` is what is taken where a list is put in order.

mod finger;
mod gesture;
mod grip;
mod hits;
mod machine;
mod scroll;
mod surface;
mod view;

pub use gesture::DragGesture;
pub use grip::{Grip, Steps, bring_focus, column_of, element_of, focus_grip, focus_step, grip_key, grip_of};
pub use hits::{ColumnRect, DropTarget, HitMap, Slots, Way};
pub use surface::{Measured, Press, Surface, Thing};
pub use view::find_all;
