//! Made-up choices: the same seed gives the same company.

use fastrand::Rng;

/// One of several; there must be some.
pub(super) fn pick<'a, T>(dice: &mut Rng, from: &'a [T]) -> &'a T {
    &from[dice.usize(..from.len())]
}
