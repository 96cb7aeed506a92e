//! The users of the account, for administrators (V5).

use domain::{
    audit::Asked,
    id::{ProcessId, UserId},
    people::Role,
    users::{HandOver, Secret, UserForm},
};
use serde::{Deserialize, Serialize};

/// Everybody, and whether they can sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadUsers {}

/// Adds somebody who chooses a password by the link that ends in this secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InviteUser {
    pub form: UserForm,
    pub link: Secret,
}

/// Lets a user choose a password anew, by a link that takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewLink {
    pub user: UserId,
    pub link: Secret,
}

/// Gives a user another role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRole {
    pub user: UserId,
    pub role: Role,
}

/// Keeps a user from signing in, and ends their sessions at once; or lets them sign in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetActive {
    pub user: UserId,
    pub active: bool,
    /// Who goes on with what they have open, when they are kept from signing in.
    #[serde(default)]
    pub hand_over: HandOver,
}

/// Writes down that whoever asks looks at the board as this user sees it (V7); for an hour they may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowAs {
    pub user: UserId,
}

/// The board as this user sees it, to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadBoardAs {
    pub user: UserId,
    /// The default one, when none is named.
    #[serde(default)]
    pub process: Option<ProcessId>,
}

/// A page of the audit (V8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadAudit {
    #[serde(default)]
    pub asked: Asked,
}

#[cfg(feature = "ssr")]
pub(crate) use doing::invite;

#[cfg(feature = "ssr")]
mod doing {
    use super::{ChangeRole, InviteUser, ReadAudit, ReadBoardAs, ReadUsers, RenewLink, SetActive, ShowAs};
    use crate::{Answers, Perform, session::hash};
    use domain::{
        audit::Audit,
        board::{Board, Query},
        id::UserId,
        mail::Letter,
        users::{UserForm, Users},
    };
    use std::collections::HashMap;
    use store::{NewUser, Result, Tx};

    impl Answers for ReadUsers {
        async fn answer(&self, tx: &Tx) -> Result<Users> {
            tx.require_administrator()?;
            tx.everybody().await
        }
    }

    impl Answers for ReadAudit {
        async fn answer(&self, tx: &Tx) -> Result<Audit> {
            tx.require_administrator()?;
            tx.audit(&self.asked).await
        }
    }

    impl Answers for ReadBoardAs {
        async fn answer(&self, tx: &Tx) -> Result<Board> {
            tx.require_administrator()?;
            tx.look_as(tx.shown_as(self.user).await?)?;
            let query = Query { process: self.process, ..Query::default() };
            tx.board(&query, &HashMap::new()).await
        }
    }

    impl Perform for ShowAs {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            tx.show_as(self.user).await
        }
    }

    impl Perform for InviteUser {
        async fn perform(&self, tx: &Tx) -> Result<UserId> {
            tx.require_administrator()?;
            invite(tx, &self.form, self.link.as_str()).await
        }
    }

    /// Adds whoever this form is about, and sends them the link that ends in this secret.
    pub(crate) async fn invite(tx: &Tx, form: &UserForm, secret: &str) -> Result<UserId> {
        let (name, email) = form.parse()?;
        let (role, language) = (form.role, tx.account().language);
        let new = NewUser { name, email, role, language, password: None };
        let user = tx.invite(new, hash(secret)).await?;
        tx.post_link(user, Letter::Invitation, secret).await?;
        Ok(user)
    }

    impl Perform for RenewLink {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            tx.renew_link(self.user, hash(self.link.as_str())).await?;
            tx.post_link(self.user, Letter::NewLink, self.link.as_str()).await
        }
    }

    impl Perform for ChangeRole {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            tx.change_role(self.user, self.role).await
        }
    }

    impl Perform for SetActive {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            tx.set_active(self.user, self.active, &self.hand_over).await
        }
    }
}
