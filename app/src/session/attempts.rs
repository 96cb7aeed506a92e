//! Limits on failed attempts to sign in, for each account and each address.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long a failure counts.
const WINDOW: Duration = Duration::from_secs(5 * 60);
/// Failures of one account from one address.
const PAIR: usize = 6;
/// Failures of one account, or from one address. Higher, so that a stranger cannot lock somebody out with a few tries.
const EACH: usize = 60;

/// The failed attempts of the last minutes.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<String, Vec<Instant>>>);

impl Attempts {
    /// How many seconds to wait before this account may be tried from this address again, if at all.
    pub fn wait(&self, account: &str, address: &str, now: Instant) -> Option<u64> {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = |(key, most): (String, usize)| {
            let recent: Vec<&Instant> =
                failures.get(&key)?.iter().filter(|at| now.duration_since(**at) < WINDOW).collect();
            let oldest = recent.len().checked_sub(most).and_then(|index| recent.get(index))?;
            Some((WINDOW - now.duration_since(**oldest)).as_secs().max(1))
        };
        keys(account, address).into_iter().filter_map(wait).max()
    }

    /// Remembers a failure.
    pub fn failed(&self, account: &str, address: &str, now: Instant) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, at| at.last().is_some_and(|last| now.duration_since(*last) < WINDOW));
        for (key, most) in keys(account, address) {
            let at = failures.entry(key).or_default();
            at.push(now);
            let surplus = at.len().saturating_sub(most);
            at.drain(..surplus);
        }
    }
}

fn keys(account: &str, address: &str) -> [(String, usize); 3] {
    [(format!("{account} {address}"), PAIR), (format!("{account} *"), EACH), (format!("* {address}"), EACH)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_close_the_door_for_a_while() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        for number in 0..PAIR {
            assert_eq!(attempts.wait("zofia", "::1", start), None, "{number}");
            attempts.failed("zofia", "::1", start);
        }
        assert_eq!(attempts.wait("zofia", "::1", start), Some(300));
        assert_eq!(attempts.wait("zofia", "::1", start + Duration::from_secs(200)), Some(100));
        assert_eq!(attempts.wait("zofia", "::1", start + WINDOW), None);
        assert_eq!(attempts.wait("zofia", "::2", start), None, "from elsewhere she may");
        assert_eq!(attempts.wait("piotr", "::1", start), None, "and others from here");
    }

    #[test]
    fn many_addresses_and_many_accounts_are_limited_too() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for number in 0..EACH {
            attempts.failed("zofia", &number.to_string(), now);
            attempts.failed(&number.to_string(), "::9", now);
        }
        assert!(attempts.wait("zofia", "fresh", now).is_some());
        assert!(attempts.wait("fresh", "::9", now).is_some());
        assert_eq!(attempts.wait("fresh", "fresh", now), None);
    }
}
