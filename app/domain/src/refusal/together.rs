//! What is wrong with several fields of a form, told at once: one correction, not one after another.

use super::Refusal;

/// Reads the parts of a form: all values, or everything that was refused about them.
///
/// ```
/// # use domain::{refusal::{Field, Refusal}, text::{Email, Name}, together};
/// # fn read(name: &str, email: &str) -> Result<(Name, Email), Refusal> {
/// together!(name: Name::parse(Field::Name, name), email: Email::parse(email))
/// # }
/// ```
#[macro_export]
macro_rules! together {
    ($($name:ident: $part:expr),+ $(,)?) => {
        match ($($part,)+) {
            ($(Ok($name),)+) => Ok(($($name,)+)),
            ($($name,)+) => Err($crate::refusal::Refusal::of_all([$($name.err().map($crate::refusal::Refusal::from)),+])),
        }
    };
}

impl Refusal {
    /// What was refused, as one refusal; what was refused twice is told once. There is at least one.
    pub fn of_all(refusals: impl IntoIterator<Item = Option<Refusal>>) -> Refusal {
        let each = |refusal| match refusal {
            Refusal::Several { refusals } => refusals,
            refusal => vec![refusal],
        };
        let mut told: Vec<Refusal> = vec![];
        for refusal in refusals.into_iter().flatten().flat_map(each) {
            if !told.contains(&refusal) {
                told.push(refusal);
            }
        }
        match <[Refusal; 1]>::try_from(told) {
            Ok([only]) => only,
            Err(refusals) => Refusal::Several { refusals },
        }
    }

    /// Each by itself.
    pub fn each(&self) -> &[Refusal] {
        match self {
            Refusal::Several { refusals } => refusals,
            one => std::slice::from_ref(one),
        }
    }

    /// What is chosen of it, if anything is.
    pub fn only(&self, chosen: impl Fn(&Refusal) -> Option<&Refusal>) -> Option<Refusal> {
        let refusals: Vec<_> = self.each().iter().filter_map(chosen).cloned().collect();
        (!refusals.is_empty()).then_some(Refusal::Several { refusals })
    }

    /// What it says of a line of a list.
    pub fn of_line(&self, index: usize) -> Option<Refusal> {
        self.only(|each| match each {
            Refusal::InLine { line, refusal } if *line == index => Some(refusal),
            _ => None,
        })
    }

    /// At this line of a list, counted from 0.
    pub fn in_line(self, line: usize) -> Refusal {
        self.placed(|refusal| Refusal::InLine { line, refusal })
    }

    /// At this stage of the process's form, or at this action of it; counted from 0.
    pub fn within(self, stage_index: usize, action_index: Option<usize>) -> Refusal {
        self.placed(|refusal| Refusal::Within { stage_index, action_index, refusal })
    }

    fn placed(self, place: impl Fn(Box<Refusal>) -> Refusal) -> Refusal {
        match self {
            Refusal::Several { refusals } => Refusal::Several {
                refusals: refusals.into_iter().map(|refusal| place(Box::new(refusal))).collect(),
            },
            one => place(Box::new(one)),
        }
    }
}

/// All values, or everything that was refused about them.
pub fn all<T>(results: impl IntoIterator<Item = Result<T, Refusal>>) -> Result<Vec<T>, Refusal> {
    let (mut values, mut refusals) = (vec![], vec![]);
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(refusal) => refusals.push(Some(refusal)),
        }
    }
    if refusals.is_empty() { Ok(values) } else { Err(Refusal::of_all(refusals)) }
}

impl From<crate::people::NoLanguage> for Refusal {
    fn from(_: crate::people::NoLanguage) -> Refusal {
        Refusal::Malformed { field: super::Field::Language }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        refusal::Field,
        text::{Email, Name},
    };

    fn empty(field: Field) -> Refusal {
        Refusal::Empty { field }
    }

    #[test]
    fn what_is_wrong_is_told_at_once() {
        let read = |name, email| together!(name: Name::parse(Field::Name, name), email: Email::parse(email));
        let (name, email) = read("Anna", "anna@demo.test").unwrap();
        assert_eq!((name.as_str(), email.as_str()), ("Anna", "anna@demo.test"));
        assert_eq!(read("", "anna@demo.test"), Err(empty(Field::Name)));
        let both = vec![empty(Field::Name), Refusal::Malformed { field: Field::Email }];
        assert_eq!(read("", "anna"), Err(Refusal::Several { refusals: both }));
    }

    #[test]
    fn several_stay_one_list_wherever_they_are() {
        let several = Refusal::of_all([Some(empty(Field::Name)), None, Some(empty(Field::Price))]);
        let more = Refusal::of_all([Some(several), Some(Refusal::NoClient)]).in_line(2);
        let at = |refusal| Refusal::InLine { line: 2, refusal: Box::new(refusal) };
        assert_eq!(more.each(), [empty(Field::Name), empty(Field::Price), Refusal::NoClient].map(at));
        assert_eq!(
            more.only(|each| (each.field() == Some(Field::Price)).then_some(each)),
            Some(Refusal::Several { refusals: vec![at(empty(Field::Price))] })
        );
        assert_eq!(more.of_line(1), None);
        assert_eq!(more.of_line(2).unwrap().each().len(), 3);
        assert_eq!(Refusal::NoClient.each(), [Refusal::NoClient]);
        assert_eq!(all([Ok(1), Err(more.clone()), Ok(2)]), Err::<Vec<i32>, _>(more));
        assert_eq!(all([Ok(1), Ok(2)]), Ok(vec![1, 2]));
    }
}
