//! Passwords: Argon2id, one at a time, with equal work for users who do not exist.

use crate::problem::{Answer, broken};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use domain::refusal::{Field, Refusal};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{LazyLock, OnceLock, mpsc},
    thread,
};
use tokio::sync::oneshot;

/// Work for the thread that computes, with the memory that it keeps for it.
type Job = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// The thread that computes. One, and with one memory: each password takes 19 MiB, which the system's allocator does not
/// give back. Sixty wrong passwords at once took 670 MiB for good when each had its own.
static WORKER: LazyLock<mpsc::Sender<Job>> = LazyLock::new(|| {
    let (jobs, queue) = mpsc::channel::<Job>();
    let work = move || {
        let mut memory = vec![];
        for job in queue {
            let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
        }
    };
    // Without a thread the queue ends here, and every question is answered by a fault.
    let _ = thread::Builder::new().name("passwords".into()).spawn(work);
    jobs
});

/// What a password of nobody is compared with.
static NOBODY: OnceLock<String> = OnceLock::new();

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
    aside(move |memory| compute(&password, memory)).await?
}

/// Whether a password belongs to this Argon2 text; without one it takes as long to say no.
pub async fn matches(password: String, stored: Option<String>) -> Answer<bool> {
    aside(move |memory| {
        let nobody =
            || NOBODY.get_or_init(|| compute("nobody's password", memory).unwrap_or_default()).clone();
        let known = stored.is_some();
        let text = stored.unwrap_or_else(nobody);
        known & belongs(&password, &text, memory).unwrap_or(false)
    })
    .await
}

fn compute(password: &str, memory: &mut Vec<Block>) -> Answer<String> {
    let (argon, mut salt, mut out) = (Argon2::default(), [0; 16], [0; Params::DEFAULT_OUTPUT_LEN]);
    getrandom::fill(&mut salt).map_err(|error| broken(&error))?;
    fill(&argon, (password, &salt), &mut out, memory).map_err(|error| broken(&error))?;
    let text = || {
        Some(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(argon.params()).ok()?,
            salt: Some(Salt::new(&salt).ok()?),
            hash: Some(Output::new(&out).ok()?),
        })
    };
    text().map(|text| text.to_string()).ok_or_else(|| broken(&"a password cannot be written down"))
}

/// Whether the text is that of this password; compared in constant time. Nothing if it is no text of Argon2.
fn belongs(password: &str, text: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let known = PasswordHash::new(text).ok()?;
    let algorithm = Algorithm::try_from(known.algorithm.as_str()).ok()?;
    let version = known.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let argon = Argon2::new(algorithm, version, Params::try_from(&known).ok()?);
    let (salt, hash) = (known.salt?, known.hash?);
    let mut out = vec![0; hash.len()];
    fill(&argon, (password, salt.as_ref()), &mut out, memory).ok()?;
    Some(Output::new(&out).ok()? == hash)
}

fn fill(
    argon: &Argon2,
    (password, salt): (&str, &[u8]),
    out: &mut [u8],
    memory: &mut Vec<Block>,
) -> argon2::Result<()> {
    memory.resize(argon.params().block_count(), Block::new());
    argon.hash_password_into_with_memory(password.as_bytes(), salt, out, memory.as_mut_slice())
}

/// Has the worker do it. Whoever no longer waits is passed over.
async fn aside<T: Send + 'static>(work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static) -> Answer<T> {
    let (answer, answered) = oneshot::channel();
    let job = move |memory: &mut Vec<Block>| {
        if !answer.is_closed() {
            let _ = answer.send(work(memory));
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

    /// Such as were stored before the memory was kept.
    #[tokio::test]
    async fn the_crates_own_texts_open() {
        for broken in ["", "plain", "$argon2id$v=19$m=1$x$y"] {
            assert!(!matches("x".into(), Some(broken.into())).await.unwrap(), "{broken}");
        }
        use argon2::PasswordHasher;
        let theirs = Argon2::default().hash_password(b"correct horse").unwrap().to_string();
        assert!(matches("correct horse".into(), Some(theirs.clone())).await.unwrap());
        assert!(!matches("wrong horse".into(), Some(theirs)).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_opens_its_own_lock_only() {
        let stored = hash("correct horse".into()).await.unwrap();
        assert!(matches("correct horse".into(), Some(stored.clone())).await.unwrap());
        assert!(!matches("wrong horse".into(), Some(stored)).await.unwrap());
        assert!(!matches("nobody's password".into(), None).await.unwrap());
    }
}
