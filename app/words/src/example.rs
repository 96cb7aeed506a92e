//! The deals that a new account may begin with (A1). Their names are the language's; where they stand is the same for all.

use crate::Words;
use domain::{
    example::{Example, ExampleTask},
    task::Kind,
};

/// Of a deal: the number of its client, its stage, the days there, the value, the actions done, in how many days it closes,
/// and its task: which, of what kind, due in how many days. Every colour of the dot is among them, and every stage.
type Plan = (usize, usize, u64, i64, usize, u64, Option<(usize, Kind, i64)>);

const PLAN: [Plan; 9] = [
    (0, 0, 1, 4_800, 0, 60, Some((0, Kind::Call, 0))),
    (1, 0, 3, 12_500, 1, 75, None),
    (2, 1, 2, 7_900, 3, 40, Some((1, Kind::Meeting, 3))),
    (3, 1, 26, 21_000, 2, 50, Some((0, Kind::Call, -4))),
    (4, 2, 4, 15_600, 5, 30, Some((2, Kind::Email, 0))),
    (0, 2, 6, 9_200, 5, 35, Some((2, Kind::Email, 6))),
    (5, 3, 5, 32_000, 6, 18, Some((1, Kind::Meeting, 2))),
    (2, 3, 8, 6_400, 6, 14, None),
    (1, 4, 2, 18_300, 7, 6, Some((3, Kind::Other, 1))),
];

impl Words {
    /// The deals that a new account may begin with, the oldest first in their stages.
    pub fn examples(&self) -> Vec<Example> {
        let texts = |items: crate::Items| items.map(str::to_owned).collect::<Vec<_>>();
        let (companies, cities) = (texts(self.example_companies()), texts(self.example_cities()));
        let (first, last) = (texts(self.example_first_names()), texts(self.example_last_names()));
        let tasks = texts(self.example_tasks());
        let text = |of: &[String], at: usize| of.get(at).cloned().unwrap_or_default();
        let example = |(name, plan): (&str, Plan)| {
            let (client, stage, days, value, done, closes_in, task) = plan;
            Example {
                name: name.to_owned(),
                description: self.example_description().to_owned(),
                company: text(&companies, client),
                city: text(&cities, client),
                person: (text(&first, client), text(&last, client)),
                stage,
                days,
                value,
                done,
                closes_in,
                task: task.map(|(at, kind, due_in)| ExampleTask { title: text(&tasks, at), kind, due_in }),
            }
        };
        self.example_deals().zip(PLAN).map(example).collect()
    }
}
