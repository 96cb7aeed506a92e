//! What a new account begins with: its first process, the usual sources, the usual reasons for closing (P7). The names
//! are the language's; weights, and what is mandatory, are the same for all.

use crate::Words;
use domain::process::{ActionForm, ProcessForm, Rules};

/// Of each stage: after how many days its deals age, and the actions: weight, mandatory or not.
const PLAN: [(u16, &[(u32, bool)]); 5] = [
    (14, &[(5, false), (10, true)]),
    (21, &[(15, false), (10, false)]),
    (14, &[(10, false), (20, true)]),
    (14, &[(15, false)]),
    (10, &[(15, true)]),
];

impl Words {
    /// The default template of a process.
    pub fn template(&self) -> ProcessForm {
        let stages: Vec<&str> = self.template_stages().collect();
        let mut form = ProcessForm::plain(self.template_process(), &stages);
        let mut names = self.template_actions();
        for (stage, (days, plan)) in form.stages.iter_mut().zip(PLAN) {
            let action = |(name, (weight, mandatory)): (&str, &(u32, bool))| ActionForm {
                id: None,
                name: name.into(),
                hint: String::new(),
                weight: weight.to_string(),
                rules: Rules { mandatory: *mandatory, ..Rules::default() },
            };
            stage.ages_after = days.to_string();
            stage.actions = names.by_ref().take(plan.len()).zip(plan).map(action).collect();
        }
        form
    }
}
