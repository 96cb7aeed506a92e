//! Scrolling while something is dragged near an edge. No browser in here.

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
