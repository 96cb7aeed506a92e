//! What somebody keeps of themselves: profile, notices, second factor. Changing the password and ending sessions belong to the
//! session (`session.rs`), whose cookie they know.

use domain::me::MeForm;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Oneself, with one's sessions (A2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadMe {}

/// A secret and recovery codes to begin a second factor with; each time others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawSecondFactor {}

/// Saves one's name, time zone, and which notices one does not want.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveMe {
    pub form: MeForm,
}

/// Wants a code at every signing in from now on. Refused unless `code` proves that the secret has arrived.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnableSecondFactor {
    pub secret: String,
    pub code: String,
    pub recovery_codes: Vec<String>,
}

/// Never written where somebody may read it.
impl fmt::Debug for EnableSecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnableSecondFactor")
    }
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{DrawSecondFactor, EnableSecondFactor, ReadMe, SaveMe};
    use crate::{Answers, Perform, session::second_factor};
    use domain::{
        me::{Me, NewSecondFactor, RECOVERY_CODES},
        refusal::Refusal,
    };
    use store::{Result, Tx};

    impl Answers for ReadMe {
        async fn answer(&self, tx: &Tx) -> Result<Me> {
            tx.me().await
        }
    }

    impl Answers for DrawSecondFactor {
        async fn answer(&self, tx: &Tx) -> Result<NewSecondFactor> {
            second_factor::draw(&tx.user().email)
        }
    }

    impl Perform for SaveMe {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let (name, zone) = self.form.parse(|zone| zone.parse().ok())?;
            tx.save_me(&name, zone, &self.form.unwanted, self.form.by_mail.as_deref()).await
        }
    }

    impl Perform for EnableSecondFactor {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            second_factor::require_secret(&self.secret)?;
            let step = second_factor::step_of(&self.secret, &self.code, tx.now());
            let step = step.ok_or(Refusal::WrongSecondCode)?;
            let mut codes: Vec<String> =
                self.recovery_codes.iter().map(|code| second_factor::hash_of(code)).collect();
            codes.sort();
            codes.dedup();
            if codes.len() != RECOVERY_CODES {
                return Err(Refusal::MalformedRequest.into());
            }
            tx.set_second_factor(self.secret.clone(), step, codes).await
        }
    }
}
