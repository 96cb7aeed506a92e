//! Limits on failed attempts to sign in, for each account and each address.

use domain::refusal::Refusal;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long a failure counts.
const WINDOW: Duration = Duration::from_secs(5 * 60);
/// Failures of one account from one address.
const PAIR: usize = 6;
/// Failures of one account, or from one address. Higher, so that a stranger cannot lock somebody out with a few tries.
const EACH: usize = 60;

/// From how many places it is remembered that somebody signed in there.
const PLACES: usize = 10_000;

/// The failed attempts of the last minutes, and from where accounts signed in since the server began.
#[derive(Default)]
pub struct Attempts(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    failures: HashMap<String, Vec<Instant>>,
    /// Account and address; the oldest make room.
    known: VecDeque<String>,
}

impl Attempts {
    /// Counts an attempt of this account from this address as a failure until it is forgiven: before the password is
    /// looked at, so that many at once are not looked at together. Refused when there were too many.
    pub fn count(&self, account: &str, address: &str, now: Instant) -> Result<(), Refusal> {
        let mut counted = self.counted();
        let Counted { failures, known } = &mut *counted;
        failures.retain(|_, at| at.last().is_some_and(|last| now.duration_since(*last) < WINDOW));
        let mut keys = keys(account, address);
        // What strangers fail at elsewhere locks nobody out from where they signed in before.
        if known.contains(&keys[0].0) {
            keys[1].1 = usize::MAX;
        }
        if let Some(seconds) =
            keys.iter().filter_map(|(key, most)| wait(failures.get(key)?, *most, now)).max()
        {
            return Err(Refusal::TooManyAttempts { seconds });
        }
        for (key, most) in keys {
            let at = failures.entry(key).or_default();
            at.push(now);
            let surplus = at.len().saturating_sub(most.min(EACH));
            at.drain(..surplus);
        }
        Ok(())
    }

    /// The attempt was no failure, and no success either.
    pub fn take_back(&self, account: &str, address: &str) {
        let mut counted = self.counted();
        for (key, _) in keys(account, address) {
            if let Some(at) = counted.failures.get_mut(&key) {
                at.pop();
            }
        }
    }

    /// The attempt was right after all; from this address the account is known from now on.
    pub fn forgive(&self, account: &str, address: &str) {
        self.take_back(account, address);
        let mut counted = self.counted();
        let [(place, _), ..] = keys(account, address);
        if !counted.known.contains(&place) {
            counted.known.push_back(place);
            let surplus = counted.known.len().saturating_sub(PLACES);
            counted.known.drain(..surplus);
        }
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many seconds until one more is allowed, if not now.
fn wait(failures: &[Instant], most: usize, now: Instant) -> Option<u64> {
    let recent: Vec<_> = failures.iter().filter(|at| now.duration_since(**at) < WINDOW).collect();
    let oldest = recent.len().checked_sub(most).and_then(|index| recent.get(index))?;
    Some((WINDOW - now.duration_since(**oldest)).as_secs().max(1))
}

fn keys(account: &str, address: &str) -> [(String, usize); 3] {
    [(format!("{account} {address}"), PAIR), (format!("{account} *"), EACH), (format!("* {address}"), EACH)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(attempts: &Attempts, account: &str, address: &str, now: Instant) -> Option<u64> {
        match attempts.count(account, address, now) {
            Ok(()) => {
                attempts.forgive(account, address);
                None
            }
            Err(Refusal::TooManyAttempts { seconds }) => Some(seconds),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn failures_close_the_door_for_a_while() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        for number in 0..PAIR {
            assert_eq!(attempts.count("zofia", "::1", start), Ok(()), "{number}");
        }
        assert_eq!(seconds(&attempts, "zofia", "::1", start), Some(300));
        assert_eq!(seconds(&attempts, "zofia", "::1", start + Duration::from_secs(200)), Some(100));
        assert_eq!(seconds(&attempts, "zofia", "::2", start), None, "from elsewhere she may");
        assert_eq!(seconds(&attempts, "piotr", "::1", start), None, "and others from here");
        assert_eq!(seconds(&attempts, "zofia", "::1", start + WINDOW), None);
    }

    #[test]
    fn what_was_right_does_not_count() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..2 * EACH {
            assert_eq!(seconds(&attempts, "zofia", "::1", now), None);
        }
    }

    #[test]
    fn strangers_lock_nobody_out_from_where_they_signed_in_before() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        attempts.count("zofia", "::1", now).unwrap();
        attempts.forgive("zofia", "::1");
        for number in 0..2 * EACH {
            let _ = attempts.count("zofia", &format!("stranger {number}"), now);
        }
        assert!(seconds(&attempts, "zofia", "elsewhere", now).is_some());
        assert_eq!(seconds(&attempts, "zofia", "::1", now), None);
        for _ in 0..PAIR {
            attempts.count("zofia", "::1", now).unwrap();
        }
        assert!(
            seconds(&attempts, "zofia", "::1", now).is_some(),
            "but there, too, a few failures are enough"
        );
    }

    #[test]
    fn what_was_taken_back_makes_no_place_known() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..2 * PAIR {
            attempts.count("anna", "home", now).unwrap();
            attempts.take_back("anna", "home");
        }
        // Whoever knows the password alone is a stranger: what is guessed from many addresses counts here, too.
        for address in 0..EACH {
            attempts.count("anna", &address.to_string(), now).unwrap();
        }
        assert!(seconds(&attempts, "anna", "home", now).is_some());
    }

    #[test]
    fn many_addresses_and_many_accounts_are_limited_too() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for number in 0..EACH {
            attempts.count("zofia", &number.to_string(), now).unwrap();
            attempts.count(&number.to_string(), "::9", now).unwrap();
        }
        assert!(seconds(&attempts, "zofia", "fresh", now).is_some());
        assert!(seconds(&attempts, "fresh", "::9", now).is_some());
        assert_eq!(seconds(&attempts, "fresh", "fresh", now), None);
    }
}
