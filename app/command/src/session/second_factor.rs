//! The second factor: codes by time (TOTP, RFC 6238) and codes that help once without the device (A2).

use super::sessions::hash;
use chrono::{DateTime, Utc};
use domain::{
    me::{NewSecondFactor, RECOVERY_CODES},
    refusal::Refusal,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{QrCode, render::svg};
use store::Error;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret, as the standard wants them.
const BYTES: usize = 20;

/// A secret that was just drawn, for this user.
pub fn draw(email: &str) -> store::Result<NewSecondFactor> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(undrawn)?;
    let secret = Secret::new_stack(bytes).to_base32();
    // What apps read: the issuer stands before the name, and again by itself.
    let name = utf8_percent_encode(email, NON_ALPHANUMERIC);
    let address = format!("otpauth://totp/Tablica:{name}?secret={secret}&issuer=Tablica");
    let picture = QrCode::new(address).map_err(undrawn)?;
    let picture = picture.render::<svg::Color>().min_dimensions(180, 180).build();
    let recovery_codes = (0..RECOVERY_CODES).map(|_| draw_code()).collect::<store::Result<_>>()?;
    Ok(NewSecondFactor { secret, picture, recovery_codes })
}

/// A recovery code: eighty bits, in two halves.
fn draw_code() -> store::Result<String> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).map_err(undrawn)?;
    let digits = hex::encode(bytes);
    let (first, last) = digits.split_at(digits.len() / 2);
    Ok(format!("{first}-{last}"))
}

fn undrawn(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(format!("a second factor could not be drawn: {error}"))
}

/// What the database knows a recovery code by: as it was written down, whatever its case and dashes.
pub fn hash_of(code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    hash(&digits.to_ascii_lowercase())
}

/// The step whose code this is: of now, or half a minute to either side, as clocks differ.
pub fn step_of(secret: &str, code: &str, now: DateTime<Utc>) -> Option<i64> {
    let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let now = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret).ok()?.check(&digits, now)?;
    i64::try_from(step).ok()
}

/// The secret, if it can be one.
pub fn require_secret(secret: &str) -> Result<(), Refusal> {
    totp(secret).map(drop)
}

fn totp(secret: &str) -> Result<Totp, Refusal> {
    let secret = Secret::try_from_base32(secret).map_err(|_| Refusal::MalformedRequest)?;
    if secret.as_bytes().len() < BYTES {
        return Err(Refusal::MalformedRequest);
    }
    Builder::new().with_secret(secret).build().map_err(|_| Refusal::MalformedRequest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: i64 = 30;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// By a library that is not the one under test.
    fn code(secret: &str, seconds: i64) -> String {
        let bytes = Secret::try_from_base32(secret).unwrap();
        totp_lite::totp_custom::<totp_lite::Sha1>(30, 6, bytes.as_bytes(), seconds.try_into().unwrap())
    }

    #[test]
    fn codes_of_another_library_are_right_for_a_minute_and_a_half() {
        for number in 0..50 {
            let secret = draw("anna@demo.test").unwrap().secret;
            let now = 1_790_000_000 + number * 7_919;
            for (shift, right) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
                let step = step_of(&secret, &code(&secret, now + shift * STEP), at(now));
                assert_eq!(step, right.then(|| now / STEP + shift), "{secret} {now} {shift}");
            }
            let typed = code(&secret, now);
            assert!(step_of(&secret, &format!("{} {}", &typed[..3], &typed[3..]), at(now)).is_some());
        }
    }

    #[test]
    fn the_vectors_of_the_standard_hold() {
        // RFC 6238, appendix B, for SHA-1: the last six of its eight digits.
        let secret = Secret::new(Box::from(*b"12345678901234567890")).to_base32();
        for (now, want) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(&secret, want, at(now)), Some(now / STEP), "{now}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        let secret = draw("anna@demo.test").unwrap().secret;
        for code in ["", "12345", "1234567", "abcdef", "\u{661}23456"] {
            assert_eq!(step_of(&secret, code, at(1_790_000_000)), None, "{code}");
        }
        for secret in ["", "AAAA", "not base 32!", "AAAAAAAAAAAAAAAA"] {
            assert_eq!(require_secret(secret), Err(Refusal::MalformedRequest), "{secret}");
        }
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let code = draw_code().unwrap();
        assert_eq!(code.len(), 21);
        assert_eq!(hash_of(&code), hash_of(&code.replace('-', " ").to_uppercase()));
        assert_ne!(hash_of(&code), hash_of(&draw_code().unwrap()));
    }
}
