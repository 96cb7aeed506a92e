//! Which form of a noun a number takes: the rules of the common families of languages, as Unicode's CLDR has them for
//! whole numbers. `build.rs` reads this file too.

/// How a language chooses among its plural forms. A language file names its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// One form for all numbers: Japanese, Vietnamese, Turkish nouns after a number.
    Other,
    /// 1, and the others: English, German, Swedish, Italian, Spanish, Hungarian.
    OneOther,
    /// 0 and 1, and the others: French, Portuguese of Brazil.
    ZeroOneOther,
    /// 1; 2 to 4, 22 to 24 …; the others: Polish.
    Polish,
    /// 1; 2 to 4; the others: Czech, Slovak.
    Czech,
    /// 1, 21 …; 2 to 4, 22 to 24 …; the others: Ukrainian, Russian, Belarusian.
    Ukrainian,
    /// 1, 21 …; 2 to 4, 22 to 24 …; the others, which have the name `other`: Croatian, Serbian, Bosnian.
    Croatian,
    /// 1, 101 …; 2, 102 …; 3, 4, 103 …; the others: Slovene.
    Slovene,
    /// 1, 21 …; 2 to 9, 22 to 29 …; the others: Lithuanian.
    Lithuanian,
    /// 0, 10 to 20, 30 …; 1, 21 …; the others: Latvian.
    Latvian,
    /// 1; 0, 2 to 19, 101 to 119 …; the others: Romanian.
    Romanian,
    /// 0; 1; 2; 3 to 10, 103 …; 11 to 99, 111 …; the others: Arabic.
    Arabic,
}

impl Plural {
    /// The rule of this name.
    pub fn named(name: &str) -> Option<Plural> {
        Some(match name {
            "other" => Plural::Other,
            "one-other" => Plural::OneOther,
            "zero-one-other" => Plural::ZeroOneOther,
            "polish" => Plural::Polish,
            "czech" => Plural::Czech,
            "ukrainian" => Plural::Ukrainian,
            "croatian" => Plural::Croatian,
            "slovene" => Plural::Slovene,
            "lithuanian" => Plural::Lithuanian,
            "latvian" => Plural::Latvian,
            "romanian" => Plural::Romanian,
            "arabic" => Plural::Arabic,
            _ => return None,
        })
    }

    /// The names of the forms that a language of this rule has, in the order in which they are kept.
    #[cfg_attr(not(feature = "files"), allow(dead_code, reason = "browsers get forms that were checked"))]
    pub fn forms(self) -> &'static [&'static str] {
        match self {
            Plural::Other => &["other"],
            Plural::OneOther | Plural::ZeroOneOther => &["one", "other"],
            Plural::Polish | Plural::Ukrainian => &["one", "few", "many"],
            Plural::Czech | Plural::Croatian | Plural::Lithuanian | Plural::Romanian => {
                &["one", "few", "other"]
            }
            Plural::Slovene => &["one", "two", "few", "other"],
            Plural::Latvian => &["zero", "one", "other"],
            Plural::Arabic => &["zero", "one", "two", "few", "many", "other"],
        }
    }

    /// Which of [`Plural::forms`] a number takes.
    pub fn form(self, number: u64) -> usize {
        let (ten, hundred) = (number % 10, number % 100);
        let teen = (11..=19).contains(&hundred);
        let few = (2..=4).contains(&ten) && !teen;
        let first =
            |conditions: &[bool]| conditions.iter().position(|holds| *holds).unwrap_or(conditions.len());
        match self {
            Plural::Other => 0,
            Plural::OneOther => first(&[number == 1]),
            Plural::ZeroOneOther => first(&[number <= 1]),
            Plural::Polish => first(&[number == 1, few]),
            Plural::Czech => first(&[number == 1, (2..=4).contains(&number)]),
            Plural::Ukrainian | Plural::Croatian => first(&[ten == 1 && !teen, few]),
            Plural::Slovene => first(&[hundred == 1, hundred == 2, hundred == 3 || hundred == 4]),
            Plural::Lithuanian => first(&[ten == 1 && !teen, ten >= 2 && !teen]),
            Plural::Latvian => first(&[ten == 0 || teen, ten == 1]),
            Plural::Romanian => first(&[number == 1, number == 0 || (1..=19).contains(&hundred)]),
            Plural::Arabic => {
                first(&[number == 0, number == 1, number == 2, (3..=10).contains(&hundred), hundred >= 11])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_form_of_their_language() {
        for (rule, rows) in [
            ("other", &[(0, "other"), (1, "other"), (7, "other")][..]),
            ("one-other", &[(0, "other"), (1, "one"), (2, "other"), (21, "other")]),
            ("zero-one-other", &[(0, "one"), (1, "one"), (2, "other")]),
            (
                "polish",
                &[
                    (0, "many"),
                    (1, "one"),
                    (2, "few"),
                    (4, "few"),
                    (5, "many"),
                    (11, "many"),
                    (12, "many"),
                    (14, "many"),
                    (21, "many"),
                    (22, "few"),
                    (25, "many"),
                    (101, "many"),
                    (112, "many"),
                    (122, "few"),
                ],
            ),
            ("czech", &[(0, "other"), (1, "one"), (4, "few"), (5, "other"), (22, "other")]),
            ("ukrainian", &[(1, "one"), (11, "many"), (21, "one"), (22, "few"), (12, "many"), (20, "many")]),
            ("croatian", &[(1, "one"), (11, "other"), (101, "one"), (23, "few"), (13, "other")]),
            ("slovene", &[(1, "one"), (101, "one"), (2, "two"), (104, "few"), (5, "other"), (0, "other")]),
            (
                "lithuanian",
                &[(1, "one"), (21, "one"), (11, "other"), (9, "few"), (10, "other"), (19, "other")],
            ),
            ("latvian", &[(0, "zero"), (1, "one"), (11, "zero"), (21, "one"), (30, "zero"), (5, "other")]),
            ("romanian", &[(0, "few"), (1, "one"), (19, "few"), (20, "other"), (101, "few"), (120, "other")]),
            (
                "arabic",
                &[
                    (0, "zero"),
                    (1, "one"),
                    (2, "two"),
                    (3, "few"),
                    (10, "few"),
                    (11, "many"),
                    (99, "many"),
                    (100, "other"),
                    (102, "other"),
                    (103, "few"),
                ],
            ),
        ] {
            let plural = Plural::named(rule).unwrap();
            for (number, form) in rows {
                assert_eq!(plural.forms()[plural.form(*number)], *form, "{rule}: {number}");
            }
        }
        assert_eq!(Plural::named("klingon"), None);
    }
}
