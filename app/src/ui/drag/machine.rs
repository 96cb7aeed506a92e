//! A drag as a machine: what was pressed and moved goes in, what to do comes out. No browser in here.

use super::hits::{DropTarget, Point, Way};

/// What presses: a mouse drags once it has moved, a finger or pen only after it was held, since it may mean to scroll.
/// A grip is there for nothing else, so it is dragged at once by any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    Mouse,
    Finger,
    /// A finger on what can be swiped: sideways it does not scroll.
    Thumb,
    Grip,
}

/// How far a mouse goes before it drags.
pub const MOUSE_SLOP: f64 = 5.0;
/// How far a finger may tremble while it holds.
pub const FINGER_SLOP: f64 = 8.0;
/// How long a finger holds before it drags, in milliseconds.
pub const HOLD: u64 = 250;
/// How far a finger swipes a thing before letting go means something.
pub const SWIPE: f64 = 88.0;

/// Where a drag of a thing `K` stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Drag<K> {
    #[default]
    Idle,
    /// Pressed, and perhaps meant as a click or a scroll.
    Pending { pointer: i32, by: Pointer, from: Point, thing: K },
    /// Swiped so far: to the right, or below zero to the left.
    Swiping { pointer: i32, from: Point, by: f64, thing: K },
    /// In the hand of a pointer, which is at `at`.
    Dragging { pointer: i32, at: Point, thing: K },
    /// In the hand of the keyboard, which has brought it to `target`.
    Lifted { thing: K, target: DropTarget },
}

/// What happens to a drag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input<K> {
    Down {
        pointer: i32,
        by: Pointer,
        at: Point,
        thing: K,
    },
    Move {
        pointer: i32,
        at: Point,
    },
    /// The finger was held long enough.
    Held {
        pointer: i32,
    },
    Up {
        pointer: i32,
        at: Point,
    },
    /// Escape, a lost pointer, a hidden page, a thing that went away.
    Cancel,
    Lift {
        thing: K,
        target: DropTarget,
    },
    Walk {
        target: DropTarget,
    },
    Drop,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect<K> {
    /// Say [`Input::Held`] after [`HOLD`] milliseconds.
    AwaitHold { pointer: i32 },
    /// Take the thing into the hand: capture the pointer, measure the columns, show the drag image.
    Take { pointer: i32, from: Point, thing: K },
    /// Move the drag image, at the next frame.
    Follow { at: Point },
    /// Show and say where the keyboard has brought it.
    Indicate { thing: K, target: DropTarget },
    /// The pointer let go here.
    Release { thing: K, at: Point },
    /// The keyboard let go here.
    Place { thing: K, target: DropTarget },
    /// Everything as before.
    Abort { thing: K },
    /// Show how far it is swiped; by nothing, that it is not any more.
    Swipe { thing: K, by: f64 },
    /// It was swiped this way, and let go.
    Swiped { thing: K, way: Way },
}

impl<K: Copy> Drag<K> {
    /// What is in the hand.
    pub fn thing(self) -> Option<K> {
        match self {
            Drag::Dragging { thing, .. } | Drag::Lifted { thing, .. } => Some(thing),
            Drag::Idle | Drag::Pending { .. } | Drag::Swiping { .. } => None,
        }
    }

    /// The next state, and what to do.
    pub fn next(self, input: Input<K>) -> (Drag<K>, Option<Effect<K>>) {
        use Drag::{Dragging, Idle, Lifted, Pending, Swiping};
        match (self, input) {
            (Idle | Pending { .. }, Input::Down { pointer, by: Pointer::Grip, at, thing }) => {
                (Dragging { pointer, at, thing }, Some(Effect::Take { pointer, from: at, thing }))
            }
            (Idle | Pending { .. }, Input::Down { pointer, by, at, thing }) => {
                let hold = (by != Pointer::Mouse).then_some(Effect::AwaitHold { pointer });
                (Pending { pointer, by, from: at, thing }, hold)
            }
            (Pending { pointer, by, from, thing }, Input::Move { pointer: moved, at })
                if pointer == moved =>
            {
                match (by, from.distance(at)) {
                    (Pointer::Mouse, far) if far >= MOUSE_SLOP => {
                        (Dragging { pointer, at, thing }, Some(Effect::Take { pointer, from, thing }))
                    }
                    (Pointer::Thumb, far) if far > FINGER_SLOP && from.is_beside(at) => {
                        let by = at.x - from.x;
                        (Swiping { pointer, from, by, thing }, Some(Effect::Swipe { thing, by }))
                    }
                    (Pointer::Finger | Pointer::Thumb, far) if far > FINGER_SLOP => (Idle, None),
                    _ => (self, None),
                }
            }
            (Pending { pointer, from, thing, .. }, Input::Held { pointer: held }) if pointer == held => {
                (Dragging { pointer, at: from, thing }, Some(Effect::Take { pointer, from, thing }))
            }
            (Pending { .. }, Input::Up { .. } | Input::Cancel) => (Idle, None),
            (Swiping { pointer, from, thing, .. }, Input::Move { pointer: moved, at })
                if pointer == moved =>
            {
                let by = at.x - from.x;
                (Swiping { pointer, from, by, thing }, Some(Effect::Swipe { thing, by }))
            }
            (Swiping { pointer, by, thing, .. }, Input::Up { pointer: lifted, .. })
                if pointer == lifted && by.abs() >= SWIPE =>
            {
                let way = if by < 0.0 { Way::Left } else { Way::Right };
                (Idle, Some(Effect::Swiped { thing, way }))
            }
            (Swiping { thing, .. }, Input::Up { .. } | Input::Cancel) => {
                (Idle, Some(Effect::Swipe { thing, by: 0.0 }))
            }
            (Dragging { pointer, thing, .. }, Input::Move { pointer: moved, at }) if pointer == moved => {
                (Dragging { pointer, at, thing }, Some(Effect::Follow { at }))
            }
            (Dragging { pointer, thing, .. }, Input::Up { pointer: lifted, at }) if pointer == lifted => {
                (Idle, Some(Effect::Release { thing, at }))
            }
            (Idle, Input::Lift { thing, target }) => {
                (Lifted { thing, target }, Some(Effect::Indicate { thing, target }))
            }
            (Lifted { thing, .. }, Input::Walk { target }) => {
                (Lifted { thing, target }, Some(Effect::Indicate { thing, target }))
            }
            (Lifted { thing, target }, Input::Drop) => (Idle, Some(Effect::Place { thing, target })),
            (Dragging { thing, .. } | Lifted { thing, .. }, Input::Cancel) => {
                (Idle, Some(Effect::Abort { thing }))
            }
            (state, _) => (state, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: Point = Point { x: 100.0, y: 100.0 };

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn down(by: Pointer) -> Input<u32> {
        Input::Down { pointer: 1, by, at: ORIGIN, thing: 7 }
    }

    fn run(inputs: &[Input<u32>]) -> (Drag<u32>, Vec<Effect<u32>>) {
        let mut effects = vec![];
        let state = inputs.iter().fold(Drag::Idle, |state, input| {
            let (state, effect) = state.next(*input);
            effects.extend(effect);
            state
        });
        (state, effects)
    }

    #[test]
    fn a_mouse_drags_from_five_pixels_on() {
        let near = Input::Move { pointer: 1, at: at(104.0, 100.0) };
        let far = Input::Move { pointer: 1, at: at(105.0, 100.0) };
        let up = Input::Up { pointer: 1, at: at(300.0, 50.0) };
        assert_eq!(run(&[down(Pointer::Mouse), near, up]), (Drag::Idle, vec![]), "a click stays a click");
        let (state, effects) =
            run(&[down(Pointer::Mouse), near, far, Input::Move { pointer: 1, at: at(300.0, 50.0) }, up]);
        assert_eq!(state, Drag::Idle);
        assert_eq!(
            effects,
            [
                Effect::Take { pointer: 1, from: ORIGIN, thing: 7 },
                Effect::Follow { at: at(300.0, 50.0) },
                Effect::Release { thing: 7, at: at(300.0, 50.0) },
            ]
        );
    }

    #[test]
    fn a_finger_drags_when_held_and_scrolls_when_it_moves() {
        let held = Input::Held { pointer: 1 };
        let tremble = Input::Move { pointer: 1, at: at(100.0, 108.0) };
        let scroll = Input::Move { pointer: 1, at: at(100.0, 109.0) };
        let await_hold = Effect::AwaitHold { pointer: 1 };
        let (state, effects) = run(&[down(Pointer::Finger), tremble, held]);
        assert_eq!(state, Drag::Dragging { pointer: 1, at: ORIGIN, thing: 7 });
        assert_eq!(effects, [await_hold, Effect::Take { pointer: 1, from: ORIGIN, thing: 7 }]);
        assert_eq!(run(&[down(Pointer::Finger), scroll, held]), (Drag::Idle, vec![await_hold]));
    }

    #[test]
    fn a_thumb_swipes_sideways_and_scrolls_down() {
        let to = |x, y| Input::Move { pointer: 1, at: at(x, y) };
        let up = Input::Up { pointer: 1, at: ORIGIN };
        let swipe = |by| Effect::Swipe { thing: 7, by };
        let await_hold = Effect::AwaitHold { pointer: 1 };
        let done = |inputs: &[Input<u32>]| {
            let (state, effects) = run(&[&[down(Pointer::Thumb)], inputs].concat());
            assert_eq!((state, effects[0]), (Drag::Idle, await_hold));
            effects[1..].to_vec()
        };
        let right = Effect::Swiped { thing: 7, way: Way::Right };
        assert_eq!(done(&[to(120.0, 103.0), to(190.0, 110.0), up]), [swipe(20.0), swipe(90.0), right]);
        let left = Effect::Swiped { thing: 7, way: Way::Left };
        assert_eq!(done(&[to(12.0, 100.0), up]), [swipe(-88.0), left]);
        assert_eq!(done(&[to(40.0, 100.0), to(90.0, 100.0), up]), [swipe(-60.0), swipe(-10.0), swipe(0.0)]);
        // What the hold says while it is swiped comes too late.
        let held = Input::Held { pointer: 1 };
        assert_eq!(done(&[to(200.0, 100.0), held, Input::Cancel]), [swipe(100.0), swipe(0.0)]);
        assert_eq!(done(&[to(110.0, 120.0), to(200.0, 100.0), up]), []);
        let (state, _) = run(&[down(Pointer::Thumb), held]);
        assert_eq!(state, Drag::Dragging { pointer: 1, at: ORIGIN, thing: 7 });
    }

    #[test]
    fn a_grip_drags_at_once() {
        let up = Input::Up { pointer: 1, at: ORIGIN };
        let (state, effects) = run(&[down(Pointer::Grip), up]);
        assert_eq!(state, Drag::Idle);
        assert_eq!(
            effects,
            [Effect::Take { pointer: 1, from: ORIGIN, thing: 7 }, Effect::Release { thing: 7, at: ORIGIN },]
        );
    }

    #[test]
    fn another_pointer_changes_nothing() {
        let other = Input::Move { pointer: 2, at: at(500.0, 500.0) };
        let (state, effects) = run(&[down(Pointer::Mouse), other, Input::Held { pointer: 2 }]);
        assert!(matches!(state, Drag::Pending { .. }) && effects.is_empty());
    }

    #[test]
    fn cancelling_commits_nothing() {
        let far = Input::Move { pointer: 1, at: at(200.0, 100.0) };
        let up = Input::Up { pointer: 1, at: at(200.0, 100.0) };
        let (state, effects) = run(&[down(Pointer::Mouse), far, Input::Cancel, up]);
        assert_eq!(state, Drag::Idle);
        assert_eq!(effects.last(), Some(&Effect::Abort { thing: 7 }));
        let target = DropTarget { column: 0, slot: 0 };
        let (_, effects) =
            run(&[Input::Lift { thing: 7, target }, Input::Walk { target }, Input::Cancel, Input::Drop]);
        assert_eq!(effects.last(), Some(&Effect::Abort { thing: 7 }));
    }

    #[test]
    fn the_keyboard_lifts_walks_and_drops() {
        let [start, end] = [DropTarget { column: 0, slot: 2 }, DropTarget { column: 1, slot: 1 }];
        let (state, effects) =
            run(&[Input::Lift { thing: 7, target: start }, Input::Walk { target: end }, Input::Drop]);
        assert_eq!(state, Drag::Idle);
        assert_eq!(effects.last(), Some(&Effect::Place { thing: 7, target: end }));
    }
}
