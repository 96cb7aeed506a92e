//! Mail that waits to be sent: what it is about, and when it is tried again.

use crate::id::{NoticeId, UserId};
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// Somebody was invited, and chooses a password by a link (A2).
    Invitation,
    /// A link to choose another password.
    NewLink,
    /// What somebody wants to be told by mail (T3).
    Notice(NoticeId),
}

impl Letter {
    pub fn code(self) -> &'static str {
        match self {
            Letter::Invitation => "invitation",
            Letter::NewLink => "new_link",
            Letter::Notice(_) => "notice",
        }
    }
}

/// A mail that is to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub id: i64,
    pub to: UserId,
    pub letter: Letter,
    /// What the link ends in; empty without one.
    pub secret: String,
    /// Who invites.
    pub by: Option<UserId>,
    /// How often it was tried before.
    pub attempts: i64,
}

/// How it stands with mail, for administrators.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// How many wait to be sent.
    pub waiting: usize,
    /// How many could not be sent, and are not tried any more.
    pub given_up: usize,
    /// Why the last one could not be sent that was tried in vain.
    pub error: Option<String>,
}

/// How long to wait after this many attempts in vain; nothing when it is given up. A link lasts a week, and is tried for
/// two days.
pub fn pause(attempts: i64) -> Option<Duration> {
    const MINUTES: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1_440];
    let at = usize::try_from(attempts - 1).ok()?;
    MINUTES.get(at).map(|minutes| Duration::minutes(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_and_end_before_a_link_does() {
        let pauses: Vec<Duration> = (1..).map_while(pause).collect();
        assert_eq!(pauses.len(), 8);
        assert!(pauses.is_sorted());
        let all: Duration = pauses.iter().sum();
        assert!(Duration::days(1) < all && all < crate::users::Secret::LASTS);
        assert_eq!((pause(0), pause(9)), (None, None));
    }
}
