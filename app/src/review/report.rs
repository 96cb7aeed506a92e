//! The report of the review, written as HTML in one go: nothing in it but links answers to the hand.

use crate::{
    ui::html::{attribute, icon, text},
    words::t,
};
use domain::{
    id::UserId,
    money::{Money, Totals},
    people::{initials, tint},
    review::{Bridge, List, Review, Reviewed, Told},
};
use words::format;

/// How many deals of a list are seen before it is unfolded.
const FIRST: usize = 12;

/// The whole report.
pub(super) fn report(review: &Review) -> String {
    let page = Page { review };
    let column = |lists: &[(&str, &str, &str)]| {
        let lists: String = lists.iter().map(|list| page.list(*list)).collect();
        format!("<div class=\"panel\">{lists}</div>")
    };
    let words = t();
    format!(
        "{bridge}<div class=\"review-columns\">{moves}{outcomes}<div>{months}{ageing}</div></div>{owners}{foot}",
        bridge = page.bridge(),
        moves = column(&[
            ("forward", "right", words.moved_forward()),
            ("back", "left", words.moved_back()),
            ("slipped", "calendar", words.slipped())
        ]),
        outcomes = column(&[
            ("won", "check", words.won_ones()),
            ("lost", "close", words.lost_ones()),
            ("new", "plus", words.new_ones())
        ]),
        months = page.months(),
        ageing = column(&[("ageing", "clock", words.ageing_ones())]),
        owners = page.owners(),
        foot = page.foot(),
    )
}

pub(super) struct Page<'a> {
    pub(super) review: &'a Review,
}

impl Page<'_> {
    /// Of the account's own currency; what is in others stands at the foot.
    pub(super) fn own(&self, totals: &Totals) -> Money {
        let currency = self.review.currency;
        totals.iter().find(|sum| sum.currency == currency).unwrap_or(Money { minor: 0, currency })
    }

    fn minus(&self, totals: &Totals) -> Money {
        let own = self.own(totals);
        Money { minor: -own.minor, ..own }
    }

    fn bridge(&self) -> String {
        let (words, bridge) = (t(), &self.review.bridge);
        let since = format::day(words, self.review.since, self.review.today);
        let count = |code: &str| words.deals(self.list_of(code).count);
        let plain = |money| format::money(words, money);
        let change = |money| format::change(words, money);
        let growth = self.own(&bridge.end).minus(self.own(&bridge.begin));
        let cell = |name: String, figure: String, beside: String, what: &str, minor: i64| {
            format!(
                "<div><dt>{}</dt><dd data-{what}=\"{minor}\"><strong>{}</strong><small>{}</small></dd></div>",
                text(&name),
                text(&figure),
                text(&beside)
            )
        };
        let cells = [
            cell(
                words.forecast_on(&since),
                plain(self.own(&bridge.begin)),
                words.deals(bridge.begin_count),
                "begin",
                self.own(&bridge.begin).minor,
            ),
            cell(
                words.new_ones().into(),
                change(self.own(&bridge.new)),
                count("new"),
                "new",
                self.own(&bridge.new).minor,
            ),
            cell(
                words.value_changes().into(),
                change(self.own(&bridge.changed)),
                String::new(),
                "changed",
                self.own(&bridge.changed).minor,
            ),
            cell(
                words.won_ones().into(),
                change(self.minus(&bridge.won)),
                count("won"),
                "won",
                self.own(&bridge.won).minor,
            ),
            cell(
                words.lost_ones().into(),
                change(self.minus(&bridge.lost)),
                count("lost"),
                "lost",
                self.own(&bridge.lost).minor,
            ),
            cell(
                words.forecast_on(words.today()),
                plain(self.own(&bridge.end)),
                format!("{} · {}", words.deals(bridge.end_count), change(growth)),
                "end",
                self.own(&bridge.end).minor,
            ),
        ];
        format!("<dl class=\"panel bridge\">{}</dl>", cells.concat())
    }

    fn list_of(&self, code: &str) -> List {
        let found = self.review.lists.iter().find(|(of, _)| of == code);
        found.map(|(_, list)| list.clone()).unwrap_or_default()
    }

    fn list(&self, (code, drawn, name): (&str, &str, &str)) -> String {
        let words = t();
        let List { count, total, deals } = self.list_of(code);
        let rows = |deals: &[Reviewed]| deals.iter().map(|deal| self.row(deal)).collect::<String>();
        let (first, rest) = deals.split_at(deals.len().min(FIRST));
        let unknown = match count - deals.len() {
            0 => String::new(),
            more => format!("<p class=\"lead\">{}</p>", text(&words.and_more(more))),
        };
        let more = match count - first.len() {
            0 => String::new(),
            more => format!(
                "<details><summary>{}</summary><ul>{}</ul>{unknown}</details>",
                text(&words.and_more(more)),
                rows(rest)
            ),
        };
        let first = rows(first);
        format!(
            "<section class=\"moves\" data-list=\"{code}\"><h2>{}<span>{}</span><small>{}</small><b>{}</b></h2><ul>{first}</ul>{more}</section>",
            icon(drawn),
            text(name),
            count,
            text(&format::money(words, self.own(&total))),
        )
    }

    fn row(&self, deal: &Reviewed) -> String {
        let words = t();
        let day = |day| format::day(words, day, self.review.today);
        let beside = match &deal.told {
            Told::Forward { from, to } | Told::Back { from, to } => format!("{from} → {to}"),
            Told::Slipped { from, to, times } => {
                let later = format!("+{}", words.days((*to - *from).num_days()));
                let often = if *times > 1 { format!(", {}", words.nth_time(*times)) } else { String::new() };
                format!("{} → {} {later}{often}", day(*from), day(*to))
            }
            Told::Ageing { stage, days } => format!("{stage}, {}", words.days(*days)),
            Told::Won { days } => words.after_days(*days as u32),
            Told::Lost { reason } => reason.clone().unwrap_or_default(),
            Told::New { reopened } => {
                if *reopened {
                    words.opened_again().to_owned()
                } else {
                    String::new()
                }
            }
        };
        format!(
            "<li>{}<a href=\"/deals/{}\">{}</a><span>{}</span><small>{}</small><b>{}</b></li>",
            self.avatar(deal.owner),
            deal.deal,
            text(&deal.name),
            text(&deal.client),
            text(&beside),
            text(&format::money(words, deal.value))
        )
    }

    fn name(&self, user: UserId) -> &str {
        let person = self.review.people.iter().find(|person| person.id == user);
        person.map_or("", |person| &person.name)
    }

    fn avatar(&self, user: UserId) -> String {
        let name = self.name(user);
        format!(
            "<abbr class=\"avatar\" data-tint=\"{}\" title=\"{}\">{}</abbr>",
            tint(user),
            attribute(name),
            text(&initials(name))
        )
    }

    fn owners(&self) -> String {
        let words = t();
        let since = format::day(words, self.review.since, self.review.today);
        let head: String = [
            words.owner().to_owned(),
            words.forward_short().to_owned(),
            words.back_short().to_owned(),
            words.slipped_short().to_owned(),
            words.won_ones().to_owned(),
            words.lost_ones().to_owned(),
            words.new_ones().to_owned(),
            words.value_changes().to_owned(),
            words.forecast_on(&since),
            words.forecast_on(words.today()),
            words.difference().to_owned(),
        ]
        .iter()
        .enumerate()
        .map(|(index, name)| {
            format!(
                "<th scope=\"col\"{}>{}</th>",
                if index > 0 { " class=\"number\"" } else { "" },
                text(name)
            )
        })
        .collect();
        let row = |name: String, bridge: &Bridge| {
            let count = |count: usize| if count == 0 { "–".to_owned() } else { words.number(count) };
            let money = |totals: &Totals| match self.own(totals) {
                Money { minor: 0, .. } => "–".to_owned(),
                own => format::money(words, own),
            };
            let difference = self.own(&bridge.end).minus(self.own(&bridge.begin));
            let cells: String = [
                count(bridge.forward),
                count(bridge.back),
                count(bridge.slipped),
                money(&bridge.won),
                money(&bridge.lost),
                money(&bridge.new),
                money(&bridge.changed),
                money(&bridge.begin),
                money(&bridge.end),
                format::change(words, difference),
            ]
            .iter()
            .map(|cell| format!("<td class=\"number\">{}</td>", text(cell)))
            .collect();
            format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>")
        };
        let rows: String = self
            .review
            .owners
            .iter()
            .map(|(user, bridge)| row(format!("{}{}", self.avatar(*user), text(self.name(*user))), bridge))
            .collect();
        format!(
            "<div class=\"panel scrolled\" tabindex=\"0\"><table class=\"amounts\"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot>{}</tfoot></table></div>",
            row(text(words.total()).into_owned(), &self.review.bridge)
        )
    }

    /// Other currencies are never added: a line for what is open in them.
    fn foot(&self) -> String {
        let words = t();
        let others: Vec<String> = self
            .review
            .bridge
            .end
            .iter()
            .filter(|sum| sum.currency != self.review.currency)
            .map(|sum| format::money(words, sum))
            .collect();
        let others = match others.is_empty() {
            true => String::new(),
            false => text(&words.in_other_currencies(&others.join(", "))).into_owned(),
        };
        format!(
            "<p class=\"review-foot\"><span>{others}</span><span>{} · {}</span></p>",
            text(&self.review.name),
            text(&format::date(words, self.review.today))
        )
    }
}
