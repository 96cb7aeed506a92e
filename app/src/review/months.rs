//! The forecast of a review by months, drawn.

use super::report::Page;
use crate::{
    ui::html::{attribute, text},
    words::t,
};
use domain::review::Month;
use words::format;

impl Page<'_> {
    /// The forecast by months: what it was as a line, what it is as a bar, the weighted part of it solid.
    pub(super) fn months(&self) -> String {
        const HEIGHT: i64 = 150;
        const WIDTH: i64 = 56;
        /// Room for the amounts above the bars, and for names and changes below them.
        const TOP: i64 = 28;
        const FOOT: i64 = 42;
        let words = t();
        let months: Vec<&(String, Month)> = self.review.months.iter().collect();
        let most = months
            .iter()
            .flat_map(|(_, month)| [self.own(&month.begin).minor, self.own(&month.end).minor])
            .max()
            .unwrap_or(0)
            .max(1);
        let thousand = 1_000 * 10_i64.pow(self.review.currency.exponent());
        let height = |minor: i64| (i128::from(minor.max(0)) * i128::from(HEIGHT) / i128::from(most)) as i64;
        let bar = |(index, (month, of)): (usize, &&(String, Month))| {
            let [begin, end, weighted] = [&of.begin, &of.end, &of.weighted].map(|totals| self.own(totals));
            let (x, name) = (index as i64 * WIDTH, self.month_name(month));
            let title = format!(
                "{name}: {} · {} {}",
                format::money(words, end),
                words.weighted(),
                format::money(words, weighted)
            );
            let rect = |class: &str, minor: i64| {
                let tall = height(minor);
                format!(
                    "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"32\" height=\"{tall}\"/>",
                    x + 12,
                    HEIGHT - tall + TOP
                )
            };
            let word = |class: &str, y: i64, said: &str| {
                format!("<text class=\"{class}\" x=\"{}\" y=\"{y}\">{}</text>", x + WIDTH / 2, text(said))
            };
            let thousands = |minor: i64| words.number((minor + thousand / 2) / thousand);
            let top = HEIGHT + TOP - height(end.minor.max(begin.minor)) - 6;
            let change = end.minor - begin.minor;
            let (grows, sign) = match change {
                0 => ("", ""),
                1.. => ("grows", "+"),
                _ => ("shrinks", "−"),
            };
            let change = format!("{sign}{}", thousands(change.abs()));
            format!(
                "<g><title>{}</title>{}{}<path class=\"was\" d=\"M{} {}h40\"/>{}{}{}</g>",
                text(&title),
                rect("is", end.minor),
                rect("weighted", weighted.minor),
                x + 8,
                HEIGHT - height(begin.minor) + TOP,
                word("amount", top, &thousands(end.minor)),
                word("", HEIGHT + TOP + 16, &name),
                word(grows, HEIGHT + TOP + 32, &change),
            )
        };
        let bars: String = months.iter().enumerate().map(bar).collect();
        let wide = (months.len() as i64 * WIDTH).max(WIDTH);
        let legend = [("is", words.forecast()), ("weighted", words.weighted()), ("was", words.week_ago())];
        let legend: String = legend
            .iter()
            .map(|(class, name)| format!("<span class=\"key {class}\">{}</span>", text(name)))
            .collect();
        format!(
            "<div class=\"panel months\"><h2>{} <small>{}</small></h2><p>{legend}</p><div class=\"scrolled\" tabindex=\"0\">\
             <svg viewBox=\"0 0 {wide} {}\" width=\"{wide}\" height=\"{}\" role=\"img\" aria-label=\"{}\">\
             <path class=\"axis\" d=\"M0 {}h{wide}\"/>{bars}</svg></div></div>",
            text(words.forecast_by_months()),
            text(&words.in_thousands(self.review.currency.code())),
            HEIGHT + TOP + FOOT,
            HEIGHT + TOP + FOOT,
            attribute(words.forecast_by_months()),
            HEIGHT + TOP,
        )
    }

    /// `2026-12-01` as its month; with the year when it is another.
    fn month_name(&self, month: &str) -> String {
        let words = t();
        let Ok(day) = domain::day::parse(domain::refusal::Field::Date, month) else {
            return words.undated_tasks().to_owned();
        };
        let same_year = month.get(..4) == self.review.today.to_string().get(..4);
        let year =
            if same_year { String::new() } else { format!(" {}", month.get(2..4).unwrap_or_default()) };
        format!("{}{year}", format::month(words, day))
    }
}
