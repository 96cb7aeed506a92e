//! Who sees a deal (V1). The store asks the same question in SQL; a test holds the two together.

use crate::{
    id::UserId,
    people::{Role, User},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

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

/// What everybody may do with deals that were marked public (V3), by the account's setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicDeals {
    /// They are as any other.
    #[default]
    Off,
    /// See them.
    See,
    /// See and change them, as who takes part.
    Edit,
}

impl PublicDeals {
    pub const ALL: [PublicDeals; 3] = [PublicDeals::Off, PublicDeals::See, PublicDeals::Edit];

    pub fn code(self) -> &'static str {
        match self {
            PublicDeals::Off => "off",
            PublicDeals::See => "see",
            PublicDeals::Edit => "edit",
        }
    }
}

impl FromStr for PublicDeals {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        PublicDeals::ALL.into_iter().find(|each| each.code() == text).ok_or("not a setting of public deals")
    }
}

/// The people through whom a deal is seen.
#[derive(Clone, Debug)]
pub struct Circle {
    pub creator: UserId,
    pub owner: UserId,
    pub participants: Vec<UserId>,
    /// Marked public, in an account that shows such deals to everybody.
    pub public: bool,
}

/// Whether a deal with this circle is seen (V1, V3).
pub fn sees(visibility: Visibility, circle: &Circle) -> bool {
    circle.public || belongs(visibility, circle)
}

/// Refuses who sees a deal only because it is public, in an account where that means to look (V3).
pub fn require_editor(visibility: Visibility, circle: &Circle, public: PublicDeals) -> Result<(), Refusal> {
    match public == PublicDeals::Edit || belongs(visibility, circle) {
        true => Ok(()),
        false => Err(Refusal::OnlyToSee),
    }
}

/// Whether somebody has to do with a deal, be it public or not.
fn belongs(visibility: Visibility, circle: &Circle) -> bool {
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
            let user = User {
                id: me,
                name,
                email,
                role,
                language,
                look: Default::default(),
                theme: Default::default(),
            };
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
            let circle = Circle { creator, owner, participants, public: false };
            assert_eq!(sees(Visibility::Own(me), &circle), want, "{circle:?}");
            assert!(sees(Visibility::Everything, &circle));
        }
    }

    #[test]
    fn a_public_deal_is_seen_by_everybody_and_changed_by_setting() {
        let (me, other) = (UserId(1), UserId(2));
        let circle = |owner, public| Circle { creator: other, owner, participants: vec![], public };
        let refused = Err(Refusal::OnlyToSee);
        for (owner, public, setting, seen, edited) in [
            (other, false, PublicDeals::See, false, refused.clone()),
            (other, true, PublicDeals::See, true, refused.clone()),
            (other, true, PublicDeals::Edit, true, Ok(())),
            (me, true, PublicDeals::See, true, Ok(())),
            (me, false, PublicDeals::Off, true, Ok(())),
        ] {
            let circle = circle(owner, public);
            assert_eq!(sees(Visibility::Own(me), &circle), seen, "{circle:?}");
            assert_eq!(
                require_editor(Visibility::Own(me), &circle, setting),
                edited,
                "{circle:?} {setting:?}"
            );
            assert_eq!(require_editor(Visibility::Everything, &circle, setting), Ok(()));
        }
    }
}
