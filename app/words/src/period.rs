//! How stretches of time are called.

use crate::Words;
use domain::period::Period;

impl Words {
    pub fn period_name(&self, period: Period) -> &'static str {
        match period {
            Period::Month => self.this_month(),
            Period::NextMonth => self.next_month(),
            Period::LastMonth => self.last_month(),
            Period::Quarter => self.this_quarter(),
            Period::NextQuarter => self.next_quarter(),
            Period::Year => self.this_year(),
            Period::Next30 => self.next_30(),
            Period::Last30 => self.last_30(),
            Period::Past => self.past_days(),
        }
    }
}
