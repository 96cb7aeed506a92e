//! Where a card stands in its column: a key between the keys of its neighbours, so that one move changes one row.
//!
//! A key is a fraction between 0 and 1, written as hex digits after the point, two to a byte, the last byte not zero.
//! Keys of any length compare as texts do. (`fractional_index` would be the crate for it, but its 2.0.2 fails on keys
//! with a zero byte, which a hundred drops on top of a column make.)

use crate::id::DealId;
use serde::{Deserialize, Serialize};

/// An order key as hex text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Place(String);

impl TryFrom<String> for Place {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase());
        if hex && text.len() <= 2 * Place::LONGEST {
            Ok(Place(text))
        } else {
            Err("an order key is hex digits")
        }
    }
}

impl Place {
    /// Above this many hex digits a column is numbered anew.
    pub const LONGEST: usize = 64;

    /// A key that was read from our own database.
    pub fn known(key: impl Into<String>) -> Self {
        Place(key.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key between two neighbours, either of which may be missing. `None` when there is no room: the two are
    /// not in order, one is no key, or the new key would be too long. Then [`Place::spread`] numbers anew.
    pub fn between(after: Option<&Place>, before: Option<&Place>) -> Option<Place> {
        if after.zip(before).is_some_and(|(after, before)| after >= before) {
            return None;
        }
        let low = after.map_or(Some(vec![]), Place::bytes)?;
        let high = before.map(|place| place.bytes().ok_or(())).transpose().ok()?;
        let key = hex::encode(middle(&low, high.as_deref()));
        (key.len() <= Self::LONGEST).then_some(Place(key))
    }

    /// `count` keys in order, short and evenly spread.
    pub fn spread(count: usize) -> Vec<Place> {
        const BYTES: usize = 4;
        const END: &str = "80";
        let step = (1u64 << (8 * BYTES)) / (count as u64 + 1);
        (1..=count as u64).map(|n| Place(format!("{:0width$x}{END}", n * step, width = 2 * BYTES))).collect()
    }

    /// `count` keys in order, all after this one, with room for as many again and again: they take a small part of what
    /// is left above it. `None` when nothing is left; then the column is to be numbered anew.
    pub fn spread_after(last: Option<&Place>, count: usize) -> Option<Vec<Place>> {
        const BYTES: usize = 5;
        const SPACE: u64 = 1 << (8 * BYTES);
        let Some(last) = last else { return Some(Self::spread(count)) };
        let low = last.bytes()?;
        let floor =
            (0..BYTES).fold(0, |number, at| number << 8 | u64::from(low.get(at).copied().unwrap_or(0)));
        let step = ((SPACE - 1 - floor) / (8 * (count as u64 + 1))).min(1 << 16);
        let key = |n: u64| Place(format!("{:0width$x}80", floor + n * step, width = 2 * BYTES));
        (step > 0).then(|| (1..=count as u64).map(key).collect())
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        hex::decode(&self.0).ok().filter(|bytes| bytes.last().is_some_and(|last| *last > 0))
    }
}

/// A short fraction above `low` and below `high` (1 when missing). Next to an open end it goes one step only, so that
/// thousands of drops on top of a column, or at its end, fit.
fn middle(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut key = Vec::new();
    let mut ceiling = high;
    loop {
        let floor = u16::from(low.get(key.len()).copied().unwrap_or(0));
        let top = ceiling.map_or(256, |high| u16::from(high.get(key.len()).copied().unwrap_or(0)));
        let next = match (low.is_empty(), high.is_none()) {
            _ if top - floor < 2 => floor,
            (false, true) => floor + 1,
            (true, false) => top - 1,
            _ => (floor + top) / 2,
        };
        key.push(next as u8);
        if next > floor {
            return key;
        }
        if top > floor {
            ceiling = None;
        }
    }
}

/// Where a card was dropped, named by the cards beside it: never an index, never a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The card just above, if any.
    pub after: Option<DealId>,
    /// The card just below, if any.
    pub before: Option<DealId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spread_keys_are_in_order_and_short() {
        for count in [0, 1, 2, 7, 20_000] {
            let keys = Place::spread(count);
            assert_eq!(keys.len(), count);
            assert!(keys.windows(2).all(|pair| Place::between(Some(&pair[0]), Some(&pair[1])).is_some()));
            assert!(keys.iter().all(|key| key.as_str().len() <= 10), "{count}");
        }
    }

    #[test]
    fn more_keys_go_after_the_last() {
        let last = Place::known("ff80");
        let keys = Place::spread_after(Some(&last), 100).unwrap();
        assert!(last < keys[0] && keys.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn keys_stay_short_however_often_more_are_appended() {
        for (each, times) in [(1, 5_000), (2, 5_000), (700, 200), (20_000, 20)] {
            let mut last = Place::spread(24).pop().unwrap();
            let mut again = 0;
            for _ in 0..times {
                let keys = Place::spread_after(Some(&last), each).unwrap_or_else(|| {
                    again += 1;
                    Place::spread(each)
                });
                assert!(keys.iter().all(|key| key.as_str().len() <= Place::LONGEST));
                assert!(again > 0 || last < keys[0]);
                last = keys.last().unwrap().clone();
                assert!(Place::try_from(last.0.clone()).is_ok());
            }
            assert!(again <= 1, "numbered anew {again} times for {times} appends of {each}");
        }
    }

    #[test]
    fn between_neighbours_out_of_order_there_is_no_room() {
        let keys = Place::spread(2);
        assert_eq!(Place::between(Some(&keys[1]), Some(&keys[0])), None);
        for key in ["zz", "8", "8000", "", "8ł"] {
            assert_eq!(Place::between(Some(&Place::known(key)), None), None, "{key}");
        }
    }

    #[test]
    fn thousands_of_drops_on_one_end_fit_and_hundreds_into_one_gap() {
        let count = |drop: fn(&Place, &Place) -> Option<Place>| {
            let [first, mut last] = Place::spread(2).try_into().unwrap();
            std::iter::from_fn(|| {
                last = drop(&first, &last)?;
                Some(())
            })
            .take(100_000)
            .count()
        };
        assert!(count(|_, last| Place::between(None, Some(last))) > 5_000);
        assert!(count(|_, last| Place::between(Some(last), None)) > 5_000);
        let gap = count(|first, last| Place::between(Some(first), Some(last)));
        assert!((150..100_000).contains(&gap), "the gap fills up some day: {gap}");
    }

    proptest! {
        #[test]
        fn a_card_lands_where_it_was_dropped(drops in prop::collection::vec(prop_oneof![Just(0), 0usize..1_000], 1..300)) {
            let mut column: Vec<(Place, usize)> = Vec::new();
            for (card, drop) in drops.into_iter().enumerate() {
                let slot = drop % (column.len() + 1);
                let after = slot.checked_sub(1).map(|i| column[i].0.clone());
                let before = column.get(slot).map(|(place, _)| place.clone());
                let place = Place::between(after.as_ref(), before.as_ref()).unwrap();
                column.insert(slot, (place, card));
                prop_assert!(column.windows(2).all(|pair| pair[0].0 < pair[1].0));
            }
        }
    }
}
