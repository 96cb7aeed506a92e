//! A drag as a machine: what was pressed and moved goes in, what to do comes out. No browser in here.

/// A point of the window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    fn distance(self, other: Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// What presses: a mouse drags at once, a finger or pen only after it was held, since it may mean to scroll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    Mouse,
    Finger,
}

/// How far a mouse goes before it drags.
pub const MOUSE_SLOP: f64 = 5.0;
/// How far a finger may tremble while it holds.
pub const FINGER_SLOP: f64 = 8.0;
/// How long a finger holds before it drags, in milliseconds.
pub const HOLD: u64 = 250;

/// Where a drag of a thing `K` stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Drag<K> {
    #[default]
    Idle,
    /// Pressed, and perhaps meant as a click or a scroll.
    Pending { pointer: i32, by: Pointer, from: Point, thing: K },
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
}

impl<K: Copy> Drag<K> {
    /// The next state, and what to do.
    pub fn next(self, input: Input<K>) -> (Drag<K>, Option<Effect<K>>) {
        use Drag::{Dragging, Idle, Lifted, Pending};
        match (self, input) {
            (Idle | Pending { .. }, Input::Down { pointer, by, at, thing }) => {
                let hold = (by == Pointer::Finger).then_some(Effect::AwaitHold { pointer });
                (Pending { pointer, by, from: at, thing }, hold)
            }
            (Pending { pointer, by, from, thing }, Input::Move { pointer: moved, at })
                if pointer == moved =>
            {
                match (by, from.distance(at)) {
                    (Pointer::Mouse, far) if far >= MOUSE_SLOP => {
                        (Dragging { pointer, at, thing }, Some(Effect::Take { pointer, from, thing }))
                    }
                    (Pointer::Finger, far) if far > FINGER_SLOP => (Idle, None),
                    _ => (self, None),
                }
            }
            (Pending { pointer, from, thing, .. }, Input::Held { pointer: held }) if pointer == held => {
                (Dragging { pointer, at: from, thing }, Some(Effect::Take { pointer, from, thing }))
            }
            (Pending { .. }, Input::Up { .. } | Input::Cancel) => (Idle, None),
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

/// A place between things: the column, and how many of its things are above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropTarget {
    pub column: usize,
    pub slot: usize,
}

/// A way to walk by arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
    Left,
    Right,
}

impl DropTarget {
    /// The next target that way; `most` is the last slot of each column. At an edge it stays.
    pub fn walk(self, way: Way, most: &[usize]) -> DropTarget {
        let column = match way {
            Way::Left => self.column.saturating_sub(1),
            Way::Right => (self.column + 1).min(most.len().saturating_sub(1)),
            Way::Up | Way::Down => self.column,
        };
        let slot = match way {
            Way::Up => self.slot.saturating_sub(1),
            Way::Down => self.slot + 1,
            Way::Left | Way::Right => self.slot,
        };
        DropTarget { column, slot: slot.min(most.get(column).copied().unwrap_or(0)) }
    }
}

/// The columns as measured once when the drag began; from then on hitting one is arithmetic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HitMap {
    pub columns: Vec<ColumnRect>,
    /// How far the columns have moved to the left since it was measured.
    pub shifted: f64,
    /// From the top of one card to the top of the next.
    pub pitch: f64,
}

/// A column, where it was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnRect {
    pub left: f64,
    pub right: f64,
    /// Where its first card is while nothing is scrolled.
    pub top: f64,
    /// How far it is scrolled.
    pub scrolled: f64,
    /// How many cards it shows.
    pub cards: usize,
}

impl HitMap {
    /// The column at this abscissa, else the nearest one, so that a drop beside a column still lands.
    pub fn column(&self, x: f64) -> Option<usize> {
        let x = x + self.shifted;
        let away = |rect: &ColumnRect| (rect.left - x).max(x - rect.right).max(0.0);
        let nearest = self.columns.iter().enumerate().min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)));
        nearest.map(|(index, _)| index)
    }

    /// Where a drop at this point would go.
    pub fn target(&self, at: Point) -> Option<DropTarget> {
        let column = self.column(at.x)?;
        let rect = self.columns.get(column)?;
        let above = ((at.y - rect.top + rect.scrolled) / self.pitch).round().max(0.0);
        Some(DropTarget { column, slot: (above as usize).min(rect.cards) })
    }

    /// Where the line begins that shows a target.
    pub fn line(&self, target: DropTarget) -> Point {
        let rect = self.columns.get(target.column);
        rect.map_or(Point { x: 0.0, y: 0.0 }, |rect| Point {
            x: rect.left - self.shifted,
            y: rect.top - rect.scrolled + target.slot as f64 * self.pitch,
        })
    }
}

/// Scrolling along one axis: it begins gently, and only once the pointer has moved that way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AutoScroll {
    /// Where the drag began.
    from: Option<f64>,
    /// When the pointer came near the edge, in milliseconds.
    since: Option<f64>,
}

impl AutoScroll {
    /// The speed, in pixels a second, at `now` in milliseconds, with the pointer at `at` between `start` and `end`.
    pub fn speed(&mut self, at: f64, (start, end): (f64, f64), now: f64) -> f64 {
        const GENTLY: f64 = 400.0;
        let from = *self.from.get_or_insert(at);
        let full = scroll_speed(at, start, end);
        if full == 0.0 || full * (at - from) <= 0.0 {
            self.since = None;
            return 0.0;
        }
        let since = *self.since.get_or_insert(now);
        full * ((now - since) / GENTLY).min(1.0)
    }
}

/// How fast to scroll, in pixels a second, when the pointer is at `at` between `start` and `end`: nothing in the
/// middle, up to 900 at the edges.
pub fn scroll_speed(at: f64, start: f64, end: f64) -> f64 {
    const FASTEST: f64 = 900.0;
    let zone = ((end - start) * 0.25).min(180.0);
    let into = |distance: f64| (1.0 - distance.max(0.0) / zone).max(0.0);
    if zone <= 0.0 { 0.0 } else { FASTEST * (into(end - at).powi(2) - into(at - start).powi(2)) }
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

    #[test]
    fn walking_stops_at_the_edges() {
        let most = [3, 0, 1];
        for (from, way, want) in [
            ((0, 3), Way::Down, (0, 3)),
            ((0, 0), Way::Up, (0, 0)),
            ((0, 3), Way::Right, (1, 0)),
            ((0, 1), Way::Left, (0, 1)),
            ((1, 0), Way::Right, (2, 0)),
            ((2, 1), Way::Right, (2, 1)),
        ] {
            let target = |(column, slot)| DropTarget { column, slot };
            assert_eq!(target(from).walk(way, &most), target(want), "{from:?} {way:?}");
        }
    }

    #[test]
    fn hitting_is_arithmetic() {
        let rect =
            |left, cards, scrolled| ColumnRect { left, right: left + 200.0, top: 100.0, scrolled, cards };
        let hits =
            HitMap { columns: vec![rect(0.0, 3, 0.0), rect(210.0, 50, 800.0)], shifted: 0.0, pitch: 80.0 };
        for (x, y, want) in [
            (50.0, 100.0, (0, 0)),
            (50.0, 139.0, (0, 0)),
            (50.0, 141.0, (0, 1)),
            (50.0, 900.0, (0, 3)),
            (-40.0, 0.0, (0, 0)),
            (204.0, 100.0, (0, 0)),
            (207.0, 100.0, (1, 10)),
            (900.0, 180.0, (1, 11)),
        ] {
            let target = hits.target(at(x, y)).unwrap();
            assert_eq!((target.column, target.slot), want, "{x} {y}");
        }
        assert_eq!(hits.line(DropTarget { column: 1, slot: 11 }), at(210.0, 180.0));
        let shifted = HitMap { shifted: 200.0, ..hits };
        assert_eq!(shifted.target(at(10.0, 180.0)), Some(DropTarget { column: 1, slot: 11 }));
        assert_eq!(shifted.line(DropTarget { column: 1, slot: 11 }), at(10.0, 180.0));
        assert_eq!(HitMap::default().target(ORIGIN), None);
    }

    #[test]
    fn scrolling_begins_gently_and_only_where_the_pointer_went() {
        let (mut scroll, window) = (AutoScroll::default(), (0.0, 1000.0));
        assert_eq!(scroll.speed(950.0, window, 0.0), 0.0, "lifted near the edge");
        assert_eq!(scroll.speed(940.0, window, 16.0), 0.0, "moving away from it");
        let speeds = [32.0, 232.0, 432.0, 900.0].map(|now| scroll.speed(1000.0, window, now));
        assert_eq!(speeds, [0.0, 450.0, 900.0, 900.0]);
        assert_eq!(scroll.speed(500.0, window, 916.0), 0.0);
        assert_eq!(scroll.speed(1000.0, window, 932.0), 0.0, "and gently again");
    }

    #[test]
    fn scrolling_grows_towards_the_edges() {
        assert_eq!(scroll_speed(500.0, 0.0, 1000.0), 0.0);
        assert_eq!(scroll_speed(1000.0, 0.0, 1000.0), 900.0);
        assert_eq!(scroll_speed(-50.0, 0.0, 1000.0), -900.0);
        let speeds: Vec<f64> = [850.0, 900.0, 950.0].map(|at| scroll_speed(at, 0.0, 1000.0)).to_vec();
        assert!(speeds.windows(2).all(|pair| 0.0 < pair[0] && pair[0] < pair[1]));
    }
}
