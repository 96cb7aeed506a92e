//! Where something dragged would go: columns and what stands in them, measured once. No browser in here.

/// A point of the window, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    /// How far another point is.
    pub fn distance(self, other: Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Whether another point is more to a side than above or below.
    pub fn is_beside(self, other: Point) -> bool {
        (self.x - other.x).abs() > 2.0 * (self.y - other.y).abs()
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

impl Way {
    /// The way of an arrow key.
    pub fn of(key: &str) -> Option<Way> {
        match key {
            "ArrowUp" => Some(Way::Up),
            "ArrowDown" => Some(Way::Down),
            "ArrowLeft" => Some(Way::Left),
            "ArrowRight" => Some(Way::Right),
            _ => None,
        }
    }

    /// The same way where things stand beside one another and not one below the other.
    pub fn across(self) -> Way {
        match self {
            Way::Up => Way::Left,
            Way::Down => Way::Right,
            Way::Left => Way::Up,
            Way::Right => Way::Down,
        }
    }
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

    /// A gap on the screen as a target among the others. What is dragged from `own` stands there still, faded; below it
    /// the gaps count one too many.
    pub fn among_others(self, own: Option<DropTarget>) -> DropTarget {
        let below = own.is_some_and(|own| own.column == self.column && own.slot < self.slot);
        DropTarget { slot: self.slot - usize::from(below), ..self }
    }

    /// The gap on the screen of a target among the others.
    pub fn on_screen(self, own: Option<DropTarget>) -> DropTarget {
        let below = own.is_some_and(|own| own.column == self.column && own.slot < self.slot);
        DropTarget { slot: self.slot + usize::from(below), ..self }
    }
}

/// The columns as measured once when the drag began; from then on hitting one is arithmetic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HitMap {
    pub columns: Vec<ColumnRect>,
    /// How far the columns have moved since they were measured, to the left and up.
    pub shifted: Point,
    /// Things stand beside one another: the one "column" is a row, its `left` and `right` are its top and bottom, and
    /// its `top` is where the row begins.
    pub across: bool,
}

/// A column, where it was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnRect {
    pub left: f64,
    pub right: f64,
    /// Where its first thing is while nothing is scrolled.
    pub top: f64,
    /// How far it is scrolled by itself.
    pub scrolled: f64,
    pub slots: Slots,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Slots {
    /// So many things of one height; `pitch` is from the top of one to the top of the next.
    Even { pitch: f64, count: usize },
    /// Where each thing begins and ends, counted from the top of the column.
    Uneven(Vec<(f64, f64)>),
}

impl Slots {
    /// How many things are above this height.
    fn above(&self, y: f64) -> usize {
        match self {
            Slots::Even { pitch, count } => ((y / pitch).round().max(0.0) as usize).min(*count),
            Slots::Uneven(things) => things.iter().filter(|(start, end)| (start + end) / 2.0 < y).count(),
        }
    }

    /// Where the line is that shows a slot: between the things, at the height of the gap's middle.
    fn line(&self, slot: usize) -> f64 {
        /// Half of the gap between things.
        const HALF: f64 = 4.0;
        match self {
            Slots::Even { pitch, .. } => slot as f64 * pitch - HALF,
            Slots::Uneven(things) => {
                match (slot.checked_sub(1).and_then(|at| things.get(at)), things.get(slot)) {
                    (Some((_, end)), Some((start, _))) => (end + start) / 2.0,
                    (Some((_, end)), None) => end + HALF,
                    (None, Some((start, _))) => start - HALF,
                    (None, None) => 0.0,
                }
            }
        }
    }
}

impl HitMap {
    /// The column at this point, else the nearest one, so that a drop beside a column still lands.
    pub fn column(&self, at: Point) -> Option<usize> {
        let x = self.turned(at).x;
        let away = |rect: &ColumnRect| (rect.left - x).max(x - rect.right).max(0.0);
        let nearest = self.columns.iter().enumerate().min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)));
        nearest.map(|(index, _)| index)
    }

    /// The gap in which a drop at this point would go.
    pub fn target(&self, at: Point) -> Option<DropTarget> {
        let column = self.column(at)?;
        let rect = self.columns.get(column)?;
        Some(DropTarget { column, slot: rect.slots.above(self.turned(at).y - rect.top + rect.scrolled) })
    }

    /// The line that shows a gap: where it begins, and how long it is.
    pub fn line(&self, target: DropTarget) -> Option<(Point, f64)> {
        let rect = self.columns.get(target.column)?;
        let (along, down) = (rect.left, rect.top - rect.scrolled + rect.slots.line(target.slot));
        let begin = if self.across { Point { x: down, y: along } } else { Point { x: along, y: down } };
        let begin = Point { x: begin.x - self.shifted.x, y: begin.y - self.shifted.y };
        Some((begin, rect.right - rect.left))
    }

    fn turned(&self, at: Point) -> Point {
        let at = Point { x: at.x + self.shifted.x, y: at.y + self.shifted.y };
        if self.across { Point { x: at.y, y: at.x } } else { at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn target(column: usize, slot: usize) -> DropTarget {
        DropTarget { column, slot }
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
        assert_eq!(target(0, 1).walk(Way::Right.across(), &[3]), target(0, 2), "beside one another");
    }

    #[test]
    fn what_is_dragged_does_not_count_itself() {
        let own = Some(target(0, 1));
        for (gap, want) in [((0, 0), 0), ((0, 1), 1), ((0, 2), 1), ((0, 3), 2), ((1, 3), 3)] {
            let among = target(gap.0, gap.1).among_others(own);
            assert_eq!(among, target(gap.0, want), "{gap:?}");
        }
        for slot in [0, 1, 2, 5] {
            let among = target(0, slot);
            assert_eq!(among.on_screen(own).among_others(own), among, "{slot}");
        }
        assert_eq!(target(0, 2).among_others(None), target(0, 2));
    }

    #[test]
    fn hitting_is_arithmetic() {
        let rect = |left, count, scrolled| ColumnRect {
            left,
            right: left + 200.0,
            top: 100.0,
            scrolled,
            slots: Slots::Even { pitch: 80.0, count },
        };
        let hits = HitMap { columns: vec![rect(0.0, 3, 0.0), rect(210.0, 50, 800.0)], ..HitMap::default() };
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
            assert_eq!(hits.target(at(x, y)), Some(target(want.0, want.1)), "{x} {y}");
        }
        assert_eq!(hits.line(target(1, 11)), Some((at(210.0, 176.0), 200.0)));
        let shifted = HitMap { shifted: at(200.0, 30.0), ..hits };
        assert_eq!(shifted.target(at(10.0, 150.0)), Some(target(1, 11)));
        assert_eq!(shifted.line(target(1, 11)), Some((at(10.0, 146.0), 200.0)));
        assert_eq!(HitMap::default().target(at(1.0, 1.0)), None);
    }

    #[test]
    fn things_of_any_height_are_hit_by_their_middles() {
        let slots = Slots::Uneven(vec![(0.0, 40.0), (48.0, 148.0)]);
        let rect = ColumnRect { left: 0.0, right: 200.0, top: 100.0, scrolled: 0.0, slots };
        let hits = HitMap { columns: vec![rect], ..HitMap::default() };
        for (y, slot) in [(90.0, 0), (119.0, 0), (121.0, 1), (190.0, 1), (210.0, 2), (900.0, 2)] {
            assert_eq!(hits.target(at(50.0, y)), Some(target(0, slot)), "{y}");
        }
        let line = |slot| hits.line(target(0, slot)).map(|(begin, _)| begin.y);
        assert_eq!([0, 1, 2].map(line), [Some(96.0), Some(144.0), Some(252.0)]);
    }

    #[test]
    fn a_row_is_a_column_on_its_side() {
        let slots = Slots::Uneven(vec![(0.0, 240.0), (252.0, 492.0)]);
        let rect = ColumnRect { left: 300.0, right: 800.0, top: 20.0, scrolled: 0.0, slots };
        let hits = HitMap { columns: vec![rect], across: true, shifted: at(0.0, 0.0) };
        for (x, slot) in [(0.0, 0), (139.0, 0), (141.0, 1), (391.0, 1), (393.0, 2)] {
            assert_eq!(hits.target(at(x, 500.0)), Some(target(0, slot)), "{x}");
        }
        assert_eq!(
            hits.line(target(0, 1)),
            Some((at(266.0, 300.0), 500.0)),
            "upright, as long as the row is high"
        );
    }
}
