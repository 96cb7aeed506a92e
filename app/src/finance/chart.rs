//! What each month brings, drawn: forecast hatched, realised solid, costs below the line; and the same as a table.

use super::{
    state::FinanceState,
    sums::{currencies, figures, of},
};
use crate::{visitor::account, words::t};
use chrono::{Datelike, Months, NaiveDate};
use domain::{
    finance::{ByMonth, Sums, axis},
    ledger::Kind,
    money::{Currency, Money},
};
use leptos::prelude::*;
use words::format;

/// The most months that are drawn; the table has all.
const MONTHS: u32 = 36;
/// How far ahead the drawing looks.
const AHEAD: u32 = 18;
/// The most currencies that are drawn; the sums have all.
const CHARTS: usize = 4;

/// How wide a month is: as narrow as many need, as wide as few may be.
const STEP: (f64, f64) = (36.0, 140.0);
/// How wide a drawing of few months is.
const WIDE: f64 = 480.0;
const BAR: f64 = 14.0;
/// Room for the amounts that lines are drawn for, which end there.
const LEFT: f64 = 92.0;
/// Room for what a month comes to, in two lines.
const TOP: f64 = 42.0;
const HEIGHT: f64 = 170.0;
/// How wide these words are at most.
const SAID: f64 = 340.0;
const FOOT: f64 = 34.0;

#[component]
pub(super) fn Charts(state: FinanceState) -> impl IntoView {
    let account = account();
    let charts = move || {
        state.finance.with(|finance| {
            let shown = currencies(&finance.sums, account.get().currency).into_iter().take(CHARTS);
            let chart = |currency| {
                let months = &finance.months;
                view! { <Chart currency months=months.clone() costs=account.get().costs today=finance.today/> }
                    .into_any()
            };
            (!finance.months.is_empty()).then(|| shown.map(chart).collect_view())
        })
    };
    view! { <div class="charts">{charts}</div> }
}

#[component]
fn Chart(currency: Currency, months: ByMonth, costs: bool, today: NaiveDate) -> impl IntoView {
    let words = t();
    let months: ByMonth =
        months.into_iter().filter(|(_, sums)| sums.currencies().contains(&currency)).collect();
    let until = today.checked_add_months(Months::new(AHEAD)).unwrap_or(today);
    let axis = axis(&months, MONTHS, until);
    if axis.is_empty() {
        return ().into_any();
    }
    let title = format!("{} · {}", words.by_month(), currency.code());
    let said = title.clone();
    let scale = Scale::of(&months, &axis, currency);
    let width = LEFT + 8.0 + scale.step * axis.len() as f64;
    let bars = axis.iter().enumerate().map(|(index, month)| {
        let sums = months.get(month).cloned().unwrap_or_default();
        view! { <Bars index month=*month sums currency scale width/> }.into_any()
    });
    let id = format!("hatch-{}", currency.code());
    let guide = |minor: i64| {
        let y = scale.base() - scale.height(minor);
        view! {
            <line class="guide" x1=LEFT x2=width y1=y y2=y/>
            <text class="amount" x=LEFT - 8.0 y=y + 4.0>{format::money(words, Money { minor, currency })}</text>
        }
    };
    let guides = scale.guides().map(guide).collect_view();
    let this_month = |month: &NaiveDate| (month.year(), month.month()) == (today.year(), today.month());
    let now = axis.iter().position(this_month);
    let now = now.map(|index| LEFT + scale.step * (index as f64 + f64::from(today.day0()) / 31.0));
    view! {
        <figure class="panel chart">
            <figcaption>
                <h2>{said}</h2>
                <p class="legend">
                    <span class="swatch forecast"></span>{words.forecast()}
                    <span class="swatch realised"></span>{words.realised()}
                    {costs.then(|| view! { <span class="below">{words.costs_below()}</span> })}
                </p>
            </figcaption>
            <div class="scrolled" tabindex="0" role="group" aria-label=title.clone()>
                <svg width=width height=TOP + HEIGHT + FOOT role="group" aria-label=title.clone()>
                    <defs>
                        <pattern id=id width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                            <rect class="hatch-ground" width="5" height="5"/>
                            <rect class="hatch" width="2" height="5"/>
                        </pattern>
                    </defs>
                    {guides}
                    {bars.collect_view()}
                    {now.map(|x| view! {
                        <line class="now" x1=x x2=x y1=TOP y2=TOP + HEIGHT><title>{words.today()}</title></line>
                    })}
                    <line class="base" x1=LEFT x2=width y1=scale.base() y2=scale.base()/>
                </svg>
            </div>
            {view! { <Table currency months costs/> }.into_any()}
        </figure>
    }
    .into_any()
}

/// How amounts become heights: the largest of what comes in above the line, of what goes out below it.
#[derive(Clone, Copy)]
struct Scale {
    top: i64,
    bottom: i64,
    /// How wide a month is.
    step: f64,
}

impl Scale {
    fn of(months: &ByMonth, axis: &[NaiveDate], currency: Currency) -> Scale {
        let largest = |cost: bool| {
            let drawn = months.iter().filter(|(month, _)| axis.contains(month));
            let amounts =
                drawn.flat_map(|(_, sums)| Kind::ALL.map(|kind| of(sums.of(kind, cost), currency).minor));
            amounts.max().unwrap_or(0)
        };
        let step = (WIDE / axis.len() as f64).clamp(STEP.0, STEP.1);
        Scale { top: largest(false), bottom: largest(true), step }
    }

    fn height(self, minor: i64) -> f64 {
        let whole = (self.top + self.bottom).max(1);
        HEIGHT * minor as f64 / whole as f64
    }

    /// The amounts that lines are drawn for: round ones, at most five.
    fn guides(self) -> impl Iterator<Item = i64> {
        let mut step = 1;
        for factor in [2, 5, 10].into_iter().cycle() {
            if self.top / step <= 5 {
                break;
            }
            step = match factor {
                5 => step / 2 * 5,
                _ => step * 2,
            };
        }
        (1..=self.top / step).map(move |number| number * step)
    }

    /// Where the line stands between what comes in and what goes out.
    fn base(self) -> f64 {
        TOP + self.height(self.top)
    }
}

/// The bars of a month: two above the line, and two below it where there are costs. What they come to is said above them
/// while the month is pointed at or has the focus.
#[component]
fn Bars(
    index: usize,
    month: NaiveDate,
    sums: Sums,
    currency: Currency,
    scale: Scale,
    width: f64,
) -> impl IntoView {
    let words = t();
    let left = LEFT + scale.step * index as f64;
    let middle = left + scale.step / 2.0;
    let parts =
        [(Kind::Forecast, false), (Kind::Realised, false), (Kind::Forecast, true), (Kind::Realised, true)];
    let amounts = parts.map(|(kind, cost)| (kind, cost, of(sums.of(kind, cost), currency)));
    let bar = |(kind, cost, amount): (Kind, bool, Money)| {
        let height = scale.height(amount.minor);
        let y = if cost { scale.base() } else { scale.base() - height };
        let x = if kind == Kind::Forecast { middle - BAR - 1.0 } else { middle + 1.0 };
        let fill = (kind == Kind::Forecast).then(|| format!("url(#hatch-{})", currency.code()));
        (amount.minor > 0).then(|| {
            view! { <rect class="month-bar" data-kind=kind.code() x=x y=y width=BAR height=height.max(1.0) fill=fill/> }
        })
    };
    let name = format::month(words, month);
    let year = (index == 0 || month.month() == 1).then(|| month.year().to_string());
    let line = |lead: String, cost: bool| {
        let said = amounts.into_iter().filter(|(_, of_cost, amount)| *of_cost == cost && amount.minor > 0);
        let said =
            said.map(|(kind, _, amount)| format!("{} {}", words.kind_of(kind), format::money(words, amount)));
        [lead].into_iter().chain(said).collect::<Vec<_>>().join(" · ")
    };
    let of_costs = amounts.iter().any(|(_, cost, amount)| *cost && amount.minor > 0);
    let lines = [
        line(format!("{name} {}", month.year()), false),
        if of_costs { line(words.costs().to_owned(), true) } else { String::new() },
    ];
    // Beside the month, as far as there is room for the words.
    let beginning = left.min(width - SAID).max(0.0);
    let named = lines.join(" ");
    let [amounts_said, costs_said] = lines;
    view! {
        <g class="month" tabindex="0" role="img" aria-label=named>
            <rect class="month-ground" x=left y=TOP width=scale.step height=HEIGHT/>
            {amounts.map(bar).into_iter().collect_view()}
            <text class="month-said" x=beginning y="14">{amounts_said}</text>
            <text class="month-said" x=beginning y="30">{costs_said}</text>
        </g>
        <text class="tick" x=middle y=TOP + HEIGHT + 15.0>{name}</text>
        <text class="tick" x=middle y=TOP + HEIGHT + 29.0>{year}</text>
    }
}

/// The same figures to read.
#[component]
fn Table(currency: Currency, months: ByMonth, costs: bool) -> impl IntoView {
    let words = t();
    let heads = figures(&Sums::default(), costs).into_iter().map(|(head, ..)| {
        view! { <th scope="col" class="number">{head}</th> }
    });
    let row = |(month, sums): (NaiveDate, Sums)| {
        let cells = figures(&sums, costs).into_iter().map(|(_, name, totals)| {
            let sum = of(&totals, currency);
            view! { <td class="number" data-sum=name data-minor=sum.minor.to_string()>{format::exact(words, sum)}</td> }
        });
        let month = month.format("%Y-%m").to_string();
        let named = month.clone();
        view! { <tr data-month=named><th scope="row">{month}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <details>
            <summary>{words.as_table()}</summary>
            <div class="scrolled" tabindex="0"><table class="amounts">
                <thead><tr><th scope="col">{words.month()}</th>{heads.collect_view()}</tr></thead>
                <tbody>{months.into_iter().rev().map(row).collect_view()}</tbody>
            </table></div>
        </details>
    }
}
