//! Who sees a deal (V1). The store asks the same question in SQL; a test holds the two together.

use crate::{
    id::UserId,
    people::{Role, User},
    refusal::Refusal,
};

/// How much of the pipeline somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Every deal: managers and administrators.
    Everything,
    /// The deals that this user created, owns or takes part in.
    Own(UserId),
}

/// What this user sees.
pub fn visibility(user: &User) -> Visibility {
    match user.role {
        Role::Administrator | Role::Manager => Visibility::Everything,
        Role::Salesperson => Visibility::Own(user.id),
    }
}

/// The people through whom a deal is seen.
#[derive(Clone, Debug)]
pub struct Circle {
    pub creator: UserId,
    pub owner: UserId,
    pub participants: Vec<UserId>,
}

/// Whether a deal with this circle is seen (V1).
pub fn sees(visibility: Visibility, circle: &Circle) -> bool {
    match visibility {
        Visibility::Everything => true,
        Visibility::Own(user) => {
            circle.creator == user || circle.owner == user || circle.participants.contains(&user)
        }
    }
}

/// Whether a task without a deal is seen: by whoever made it and whoever is to do it, and by those who see every deal.
pub fn sees_task(visibility: Visibility, creator: UserId, assignee: UserId) -> bool {
    match visibility {
        Visibility::Everything => true,
        Visibility::Own(user) => creator == user || assignee == user,
    }
}

/// Refuses who may not take others away from a deal, nor give it to another owner: that is for its creator, its owner
/// and those who see every deal (V2).
pub fn require_keeper(user: &User, creator: UserId, owner: UserId) -> Result<(), Refusal> {
    match visibility(user) {
        Visibility::Own(me) if me != creator && me != owner => Err(Refusal::NotYourDeal),
        Visibility::Everything | Visibility::Own(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Language;

    #[test]
    fn a_deal_is_kept_by_creator_owner_managers_and_administrators() {
        let (me, other) = (UserId(1), UserId(2));
        for (role, creator, owner, want) in [
            (Role::Salesperson, me, other, Ok(())),
            (Role::Salesperson, other, me, Ok(())),
            (Role::Salesperson, other, other, Err(Refusal::NotYourDeal)),
            (Role::Manager, other, other, Ok(())),
            (Role::Administrator, other, other, Ok(())),
        ] {
            let (name, email, language) = (String::new(), String::new(), Language::default());
            let user = User { id: me, name, email, role, language, look: Default::default() };
            assert_eq!(require_keeper(&user, creator, owner), want, "{role:?} {creator} {owner}");
        }
    }

    #[test]
    fn a_salesperson_sees_what_they_created_own_or_take_part_in() {
        let (me, other) = (UserId(1), UserId(2));
        for (creator, owner, participants, want) in [
            (me, other, vec![], true),
            (other, me, vec![], true),
            (other, other, vec![UserId(3), me], true),
            (other, other, vec![UserId(3)], false),
        ] {
            let circle = Circle { creator, owner, participants };
            assert_eq!(sees(Visibility::Own(me), &circle), want, "{circle:?}");
            assert!(sees(Visibility::Everything, &circle));
        }
    }
}
