//! Nudges: after a commit, whoever sees what was changed hears that something was, never what. They ask for it by the
//! ways on which access is checked.

use crate::looking::{Look, Looking};
use domain::{
    access::{Visibility, visibility},
    id::{DealId, Op, UserId},
    people::User,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap, hash_map::RandomState},
    hash::BuildHasher,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

/// How many nudges may wait for a listener; whoever is slower hears that there were some.
const WAITING: usize = 256;

/// That something was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// The gesture that did it, by which the browser where it was made knows it again.
    pub op: Option<Op>,
    /// Who did it.
    pub by: Option<UserId>,
    /// The deal, if it was one and nothing else.
    pub deal: Option<DealId>,
    /// Nothing was changed: somebody looks at a deal now, or no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// Who hears of it.
    pub audience: Audience,
    /// Who may have been signed out by it, or sees more or less than before.
    pub access: Audience,
}

impl Nudge {
    /// That there may have been anything.
    pub(crate) fn of_anything() -> Nudge {
        Nudge { audience: Audience::everybody(), access: Audience::everybody(), ..Nudge::default() }
    }

    /// That sessions of this user ended; nobody has anything to ask for.
    pub(crate) fn of_sessions(user: UserId) -> Nudge {
        Nudge { access: Audience { users: [user].into(), ..Audience::default() }, ..Nudge::default() }
    }
}

/// Who sees what was changed, or saw it before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    pub everybody: bool,
    /// Those who see every deal (V1).
    pub managers: bool,
    pub users: BTreeSet<UserId>,
}

impl Audience {
    pub(crate) fn everybody() -> Audience {
        Audience { everybody: true, ..Audience::default() }
    }

    /// Whether this user is among them.
    pub fn includes(&self, user: &User) -> bool {
        let manages = visibility(user) == Visibility::Everything;
        self.everybody || (self.managers && manages) || self.users.contains(&user.id)
    }
}

/// What a listener hears.
#[derive(Clone, Debug)]
pub enum Heard {
    /// With the mark of whoever has heard it.
    Nudge(Arc<Nudge>, String),
    /// There was more than could be told one by one.
    TooMuch,
    /// Nothing more will come: the server stops.
    Over,
}

/// The nudges of a server, and its listeners.
#[derive(Clone)]
pub struct Live {
    shared: Arc<Shared>,
    /// By which other servers on the same database know this one's nudges from their own.
    pub(crate) origin: u64,
}

struct Shared {
    course: Mutex<Course>,
    looking: Mutex<Looking>,
    listeners: Sender<Option<Numbered>>,
    /// Makes marks of numbers, so that nobody reads from theirs how much others do.
    marks: RandomState,
}

/// A nudge, and how many there were up to it.
type Numbered = (Arc<Nudge>, u64);

/// How many nudges there were, and which was the last for whom.
#[derive(Default)]
struct Course {
    count: u64,
    for_everybody: u64,
    for_managers: u64,
    for_users: HashMap<UserId, u64>,
}

/// Somebody who listens, from when they began.
pub struct Listening {
    nudges: Receiver<Option<Numbered>>,
    live: Live,
    /// Where they began.
    pub mark: String,
    /// Whether there was something for them between the mark they brought and that.
    pub missed: bool,
}

impl Default for Live {
    fn default() -> Self {
        let marks = RandomState::new();
        let origin = marks.hash_one("origin");
        let shared = Shared {
            course: Mutex::default(),
            looking: Mutex::default(),
            listeners: broadcast::channel(WAITING).0,
            marks,
        };
        Live { shared: Arc::new(shared), origin }
    }
}

impl Live {
    /// Tells it to whom it concerns.
    pub(crate) fn tell(&self, nudge: Nudge) {
        let mut course = self.course();
        if nudge.look.is_none() {
            course.go_on(&nudge.audience);
        }
        // Nobody may be listening.
        let _ = self.shared.listeners.send(Some((Arc::new(nudge), course.count)));
    }

    /// Notes that somebody looks at a deal, or does so no more, and tells those who look at the same; gives who they are.
    pub(crate) fn look(&self, by: UserId, look: Look) -> BTreeSet<UserId> {
        let looking = || self.shared.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let (others, news) = looking().note(by, look, Instant::now());
        if news && !others.is_empty() {
            let audience = Audience { users: others.clone(), ..Audience::default() };
            self.tell(Nudge { by: Some(by), look: Some(look), audience, ..Nudge::default() });
        }
        others
    }

    /// Where this user is in the course of things: what they read from now on is not older than this.
    pub fn mark(&self, user: &User) -> String {
        self.mark_of(self.course().last_for(user))
    }

    /// Listens from now on. Whoever brings a mark learns whether they missed something since; of a mark that is unknown they
    /// did.
    pub fn listen(&self, user: &User, since: Option<&str>) -> Listening {
        // Under the lock nothing is told between the two.
        let course = self.course();
        let (nudges, mark) = (self.shared.listeners.subscribe(), self.mark_of(course.last_for(user)));
        Listening { nudges, live: self.clone(), missed: since.is_some_and(|since| since != mark), mark }
    }

    /// Ends every listening.
    pub fn close(&self) {
        let _ = self.shared.listeners.send(None);
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.shared.listeners.receiver_count()
    }

    fn mark_of(&self, number: u64) -> String {
        format!("{:016x}", self.shared.marks.hash_one(number))
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.shared.course.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Course {
    fn go_on(&mut self, Audience { everybody, managers, users }: &Audience) {
        self.count += 1;
        if *everybody {
            self.for_everybody = self.count;
        }
        if *managers {
            self.for_managers = self.count;
        }
        self.for_users.extend(users.iter().map(|user| (*user, self.count)));
    }

    fn last_for(&self, user: &User) -> u64 {
        let managed = if visibility(user) == Visibility::Everything { self.for_managers } else { 0 };
        let own = self.for_users.get(&user.id).copied().unwrap_or_default();
        own.max(managed).max(self.for_everybody)
    }
}

impl Listening {
    /// The next thing that is heard, whoever it concerns.
    pub async fn next(&mut self) -> Heard {
        match self.nudges.recv().await {
            Ok(Some((nudge, number))) => Heard::Nudge(nudge, self.live.mark_of(number)),
            Err(RecvError::Lagged(_)) => Heard::TooMuch,
            Ok(None) | Err(RecvError::Closed) => Heard::Over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::people::{Language, Role};

    fn user(id: i64, role: Role) -> User {
        User {
            id: UserId(id),
            name: String::new(),
            email: String::new(),
            role,
            language: Language::default(),
            look: Default::default(),
            theme: Default::default(),
        }
    }

    fn for_users(users: &[i64]) -> Nudge {
        let users = users.iter().copied().map(UserId).collect();
        Nudge { audience: Audience { users, managers: true, everybody: false }, ..Nudge::default() }
    }

    #[test]
    fn only_whoever_sees_it_is_told() {
        let (manager, seller) = (user(1, Role::Manager), user(2, Role::Salesperson));
        for (audience, of_manager, of_seller) in [
            (Audience::default(), false, false),
            (Audience { everybody: true, ..Audience::default() }, true, true),
            (Audience { managers: true, ..Audience::default() }, true, false),
            (Audience { users: [UserId(2)].into(), ..Audience::default() }, false, true),
        ] {
            let told = (audience.includes(&manager), audience.includes(&seller));
            assert_eq!(told, (of_manager, of_seller), "{audience:?}");
        }
    }

    #[test]
    fn whoever_comes_back_learns_whether_they_missed_something() {
        let (live, seller, other) = (Live::default(), user(2, Role::Salesperson), user(3, Role::Salesperson));
        let missed = |user: &User, since: &str| live.listen(user, Some(since)).missed;
        let begun = live.mark(&seller);
        assert!(!missed(&seller, &begun));
        live.tell(for_users(&[3]));
        assert_eq!(live.mark(&seller), begun, "what others do changes nothing for them");
        assert!(!missed(&seller, &begun) && missed(&other, &begun));
        live.tell(for_users(&[2]));
        assert!(missed(&seller, &begun));
        let later = live.mark(&seller);
        assert!(!missed(&seller, &later));
        // However much others do, and for however long.
        for _ in 0..5_000 {
            live.tell(for_users(&[3]));
        }
        assert!(missed(&seller, &begun) && !missed(&seller, &later));
        assert_eq!(live.mark(&seller), later);
        assert!(missed(&other, &live.mark(&seller)));
        for foreign in ["", "0", "ffffffffffffffff", "18446744073709551615", "'; --"] {
            assert!(missed(&seller, foreign), "{foreign}");
        }
        assert!(!live.listen(&seller, None).missed);
    }

    #[tokio::test]
    async fn a_slow_listener_hears_that_there_was_more() {
        let (live, seller) = (Live::default(), user(2, Role::Salesperson));
        let mut slow = live.listen(&seller, None);
        for _ in 0..=WAITING {
            live.tell(for_users(&[2]));
        }
        assert!(matches!(slow.next().await, Heard::TooMuch));
        assert!(matches!(slow.next().await, Heard::Nudge(..)));
        let mut last = live.listen(&seller, None);
        live.close();
        assert!(matches!(last.next().await, Heard::Over));
    }
}
