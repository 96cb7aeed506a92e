//! Passwords: Argon2id, one at a time, with equal work for users who do not exist.

use crate::error::{Answer, broken};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use domain::refusal::{Field, Refusal};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{LazyLock, mpsc},
    thread,
};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// The thread that computes. One, since each password takes 19 MiB, which an allocator keeps for every thread that once
/// had them: sixty wrong passwords at once took 670 MiB for good when any thread of the pool computed.
static WORKER: LazyLock<mpsc::Sender<Job>> = LazyLock::new(|| {
    let (jobs, queue) = mpsc::channel::<Job>();
    let work = move || {
        for job in queue {
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    };
    // Without a thread the queue ends here, and every question is answered by a fault.
    let _ = thread::Builder::new().name("passwords".into()).spawn(work);
    jobs
});

/// What a password of nobody is compared with.
static NOBODY: LazyLock<String> = LazyLock::new(|| compute("nobody's password").unwrap_or_default());

/// Those that everybody tries first, of the length that we allow.
const COMMON: &str = "12345678 123456789 1234567890 password password1 password123 qwertyuiop qwerty123 qwerty1234 \
    iloveyou 11111111 00000000 88888888 87654321 abcd1234 abc12345 admin123 adminadmin administrator changeme letmein1 \
    welcome1 welcome123 passw0rd football baseball superman sunshine princess starwars trustno1 1q2w3e4r 1qaz2wsx \
    zaq12wsx zaq1@wsx qazwsxedc asdfghjkl asdfasdf haslo123 haslo1234 mojehaslo polska123 polska12 kochanie \
    misiaczek matrix12 lokomotywa tablica1 tablica123";

/// Refuses passwords that are too short, too long, or that everybody tries first.
pub fn require_good(password: &str) -> Result<(), Refusal> {
    let field = Field::Password;
    match password.chars().count() {
        0 => Err(Refusal::Empty { field }),
        1..8 => Err(Refusal::TooShort { field, min: 8 }),
        129.. => Err(Refusal::TooLong { field, max: 128 }),
        _ if COMMON.split_whitespace().any(|common| common == password.to_lowercase()) => {
            Err(Refusal::CommonPassword)
        }
        _ => Ok(()),
    }
}

/// The Argon2 text of a password.
pub async fn hash(password: String) -> Answer<String> {
    aside(move || compute(&password)).await?
}

/// Whether a password belongs to this Argon2 text; without one it takes as long to say no.
pub async fn matches(password: String, stored: Option<String>) -> Answer<bool> {
    aside(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.clone());
        let right = PasswordHash::new(&text)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        right && known
    })
    .await
}

fn compute(password: &str) -> Answer<String> {
    let text = Argon2::default().hash_password(password.as_bytes());
    text.map(|text| text.to_string()).map_err(|error| broken(&error))
}

/// Has the worker do it. Whoever no longer waits is passed over.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let (answer, answered) = oneshot::channel();
    let job = move || {
        if !answer.is_closed() {
            let _ = answer.send(work());
        }
    };
    WORKER.send(Box::new(job)).map_err(|error| broken(&error))?;
    answered.await.map_err(|error| broken(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused() {
        let field = Field::Password;
        for (password, want) in [
            ("", Err(Refusal::Empty { field })),
            ("short", Err(Refusal::TooShort { field, min: 8 })),
            ("Password1", Err(Refusal::CommonPassword)),
            (&"x".repeat(129), Err(Refusal::TooLong { field, max: 128 })),
            ("demo-tablica", Ok(())),
        ] {
            assert_eq!(require_good(password), want, "{password}");
        }
    }

    #[tokio::test]
    async fn a_password_opens_its_own_lock_only() {
        let stored = hash("correct horse".into()).await.unwrap();
        assert!(matches("correct horse".into(), Some(stored.clone())).await.unwrap());
        assert!(!matches("wrong horse".into(), Some(stored)).await.unwrap());
        assert!(!matches("nobody's password".into(), None).await.unwrap());
    }
}
