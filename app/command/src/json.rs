//! How the browser reads what the server says. By a small reader: that of serde_json knows numbers with a point and explains
//! its errors, which weighs thirty kilobytes in the first download.

use serde::de::DeserializeOwned;

/// Reads a value from JSON; nothing when it is no such value.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    // Room for any one string without its escapes.
    let mut room = vec![0; text.len()];
    let (value, _) = serde_json_core::from_str_escaped(text, &mut room).ok()?;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::money::Currency;
    use std::collections::BTreeMap;

    #[test]
    fn what_serde_json_writes_is_read() {
        let text = "ł \u{1f980} \"a\" \\ / \n \t \u{1} \u{7f} <b>";
        let value = (
            text.to_owned(),
            Some(-7_i64),
            None::<u8>,
            vec![true, false],
            BTreeMap::from([(Currency::PLN, ())]),
        );
        let written = serde_json::to_string(&value).unwrap();
        assert_eq!(read(&written), Some(value.clone()));
        assert_eq!(read(&written.replace('<', "\\u003c")), Some(value));
        assert_eq!(read::<u8>("300"), None);
        assert_eq!(read::<String>("\"a"), None);
        assert_eq!(read::<()>(""), None);
    }
}
