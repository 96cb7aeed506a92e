//! The filter that board and list share; it lives in the address (B10, L2).

use crate::{id::UserId, refusal::Refusal, task::Dot};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, str::FromStr};

/// Which deals are asked for. Empty, it asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Typed")]
pub struct Filter {
    /// Letters of the deal's, company's or person's name, compared without case and accents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Any of these owners; none means every owner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<UserId>,
    /// Any of these dots; none means every dot (B14).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dots: Vec<Dot>,
    /// What else is asked, as parameters of the address. Whoever answers takes them apart as [`crate::criteria::Criteria`],
    /// and refuses what they do not know; a browser that shows a board need not be able to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<(String, String)>,
}

/// A filter as it came, not yet looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    owners: Vec<UserId>,
    #[serde(default)]
    dots: Vec<Dot>,
    #[serde(default)]
    further: Vec<(String, String)>,
}

impl TryFrom<Typed> for Filter {
    type Error = String;

    fn try_from(typed: Typed) -> Result<Filter, String> {
        let Typed { text, owners, dots, further } = typed;
        let filter = Filter { text, owners, dots, further };
        filter.checked().map_err(|name| format!("the filter's {name} cannot be read"))
    }
}

impl Filter {
    /// The longest text to look for, in characters.
    pub const MAX_TEXT: usize = 200;
    /// The most owners to choose.
    pub const MAX_OWNERS: usize = 200;
    /// The most further parameters, and the most letters in all of them.
    pub const MAX_FURTHER: (usize, usize) = (40, 8_000);

    /// Reads the parameters of an address, already decoded. A malformed one is an error that names it; those that it does not
    /// know are asked further.
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Filter, Refusal> {
        let mut filter = Filter::default();
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            match name {
                "q" => filter.text = Some(value.trim().to_owned()).filter(|text| !text.is_empty()),
                "owner" => filter.owners = list(value).ok_or_else(malformed)?,
                "dot" => filter.dots = list(value).ok_or_else(malformed)?,
                _ => filter.further.push((name.to_owned(), value.to_owned())),
            }
        }
        filter.checked().map_err(|name| Refusal::MalformedParameter { name })
    }

    /// The filter, if it can be asked for; else the parameter that cannot.
    fn checked(self) -> Result<Filter, String> {
        let text = self.text.as_deref().unwrap_or_default();
        match text.chars().count() > Self::MAX_TEXT || text.chars().any(char::is_control) {
            true => Err("q".into()),
            false if self.owners.len() > Self::MAX_OWNERS => Err("owner".into()),
            false if self.dots.len() > Dot::ALL.len() => Err("dot".into()),
            false if self.further.len() > Self::MAX_FURTHER.0 => Err(self.longest()),
            false if self.further_letters() > Self::MAX_FURTHER.1 => Err(self.longest()),
            false => Ok(self),
        }
    }

    /// The name of the further parameter that has the most letters.
    fn longest(&self) -> String {
        let longest = self.further.iter().max_by_key(|(_, value)| value.len());
        longest.map(|(name, _)| name.chars().take(Self::MAX_TEXT).collect()).unwrap_or_default()
    }

    fn further_letters(&self) -> usize {
        self.further.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// The parameters of an address, not yet encoded: what [`Filter::read`] reads.
    pub fn write(&self) -> Vec<(Cow<'_, str>, String)> {
        let owners: Vec<String> = self.owners.iter().map(UserId::to_string).collect();
        let dots: Vec<&str> = self.dots.iter().map(|dot| dot.code()).collect();
        let text = self.text.clone().map(|text| ("q", text));
        let lists = [("owner", owners.join(",")), ("dot", dots.join(","))];
        let own = text.into_iter().chain(lists.into_iter().filter(|(_, list)| !list.is_empty()));
        let further = self.further.iter().map(|(name, value)| (Cow::from(name.as_str()), value.clone()));
        own.map(|(name, value)| (Cow::from(name), value)).chain(further).collect()
    }

    /// Asks for everything.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// The same filter with this owner chosen, or no longer.
    pub fn toggle_owner(mut self, owner: UserId) -> Filter {
        match self.owners.iter().position(|chosen| *chosen == owner) {
            Some(index) => drop(self.owners.remove(index)),
            None => self.owners.push(owner),
        }
        self
    }

    /// The same filter with this dot alone chosen; if it was, with every dot.
    pub fn toggle_dot(self, dot: Dot) -> Filter {
        let dots = if self.dots == [dot] { vec![] } else { vec![dot] };
        Filter { dots, ..self }
    }
}

fn list<T: FromStr>(list: &str) -> Option<Vec<T>> {
    list.split(',').filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parameters_are_read() {
        let filter = Filter::read([("q", " łódź "), ("owner", "3,5"), ("dot", "red,white")]).unwrap();
        let want = Filter {
            text: Some("łódź".into()),
            owners: vec![UserId(3), UserId(5)],
            dots: vec![Dot::Red, Dot::White],
            further: vec![],
        };
        assert_eq!(filter, want);
        let further = Filter::read([("stage", "3"), ("q", "x"), ("colour", "red")]).unwrap().further;
        assert_eq!(further, [("stage".into(), "3".into()), ("colour".into(), "red".into())]);
        assert_eq!(Filter::read([("q", " "), ("owner", "")]).unwrap(), Filter::default());
    }

    #[test]
    fn malformed_parameters_are_named() {
        let name = |name: &str| name.to_owned();
        for (parameter, want) in [
            (("owner", "x"), Refusal::MalformedParameter { name: name("owner") }),
            (("owner", "1;2"), Refusal::MalformedParameter { name: name("owner") }),
            (("owner", "99999999999999999999"), Refusal::MalformedParameter { name: name("owner") }),
            (("dot", "blue"), Refusal::MalformedParameter { name: name("dot") }),
            (("dot", "red,red,red,red,red"), Refusal::MalformedParameter { name: name("dot") }),
            (("q", "a\u{0}"), Refusal::MalformedParameter { name: name("q") }),
            (("owner", &"1,".repeat(201)), Refusal::MalformedParameter { name: name("owner") }),
            (("stage", &"1,".repeat(4_001)), Refusal::MalformedParameter { name: name("stage") }),
            (("q", &"x".repeat(201)), Refusal::MalformedParameter { name: name("q") }),
        ] {
            assert_eq!(Filter::read([parameter]), Err(want));
        }
    }

    #[test]
    fn a_dot_is_chosen_alone_and_again_no_longer() {
        let red = Filter::default().toggle_dot(Dot::Red);
        assert_eq!(red.clone().toggle_dot(Dot::White).dots, [Dot::White]);
        assert!(red.toggle_dot(Dot::Red).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in prop::option::of("[a-zł&= %]{1,20}"), owners in prop::collection::vec(0i64..99, 0..4), dots in prop::sample::subsequence(Dot::ALL.to_vec(), 0..=4), further in prop::collection::vec(("[a-z]{5,9}", "[a-z0-9, ]{0,9}"), 0..3)) {
            let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            let filter = Filter { text, owners: owners.into_iter().map(UserId).collect(), dots, further };
            let written = filter.write();
            prop_assert_eq!(Filter::read(written.iter().map(|(name, value)| (name.as_ref(), value.as_str()))), Ok(filter.clone()));
        }
    }
}
