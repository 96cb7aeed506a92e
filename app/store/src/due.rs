//! Which deals need somebody, by the dots of their cards (B6, B14). The database keeps for each deal by when its most
//! urgent open task must be done (`deal.due`); what a dot says of the tasks is a range of that.

use crate::{
    Result, Tx,
    criteria::Asked,
    entity::deal,
    own::{among, of_others},
    search::count_to,
};
use chrono::{Days, NaiveDateTime};
use domain::{
    access::{Visibility, visibility},
    board::Dots,
    filter::Filter,
    id::ProcessId,
    task::Dot,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, Select,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

impl Tx {
    /// The deals whose card shows one of these dots now; all, when none is named.
    pub(crate) fn with_dots(&self, dots: &[Dot]) -> Condition {
        let now = self.wall_clock();
        match dots {
            [] => Condition::all(),
            dots => dots.iter().fold(Condition::any(), |any, dot| any.add(shows(*dot, now))),
        }
    }

    /// How many deals of a process match and show each dot that asks for somebody, whatever dots the filter asks for.
    pub(crate) async fn dots(&self, process: ProcessId, asked: &Asked) -> Result<Dots> {
        let filter = Filter { dots: vec![], ..asked.filter.clone() };
        let asked = &Asked { filter, ..asked.clone() };
        Ok(Dots {
            red: self.showing(Dot::Red, process, asked).await?,
            green: self.showing(Dot::Green, process, asked).await?,
            white: self.showing(Dot::White, process, asked).await?,
        })
    }

    async fn showing(&self, dot: Dot, process: ProcessId, asked: &Asked) -> Result<usize> {
        let all = || self.on_board(asked).filter(shows(dot, self.wall_clock()));
        let of_process = || all().filter(deal::Column::ProcessId.eq(process.0));
        let Visibility::Own(user) = visibility(self.user()) else {
            return self.up_to_most(of_process()).await;
        };
        let own = of_process().filter(deal::Column::OwnerId.eq(user.0));
        let theirs = all()
            .filter(among(of_others(user, self.shows_public()), deal::Column::ProcessId, process.0))
            .filter(deal::Column::OwnerId.ne(user.0));
        Ok((self.up_to_most(own).await? + self.up_to_most(theirs).await?).min(Dots::MOST))
    }

    async fn up_to_most(&self, deals: Select<deal::Entity>) -> Result<usize> {
        count_to(self.db(), deals, deal::Column::Id, Dots::MOST).await
    }
}

/// The dot of a deal with this `due`, at this moment.
pub(crate) fn dot_of(due: Option<&str>, now: NaiveDateTime) -> Dot {
    let (now, tomorrow) = bounds(now);
    match due {
        None => Dot::White,
        Some(due) if due <= now.as_str() => Dot::Red,
        Some(due) if due < tomorrow.as_str() => Dot::Green,
        Some(_) => Dot::Grey,
    }
}

/// This moment and the next midnight, as `deal.due` writes them.
fn bounds(now: NaiveDateTime) -> (String, String) {
    let tomorrow = now.date().checked_add_days(Days::new(1)).unwrap_or(now.date()).to_string();
    (now.format("%Y-%m-%dT%H:%M").to_string(), tomorrow)
}

/// That a deal's card shows this dot at this moment.
fn shows(dot: Dot, now: NaiveDateTime) -> SimpleExpr {
    let due = || Expr::cust(r#""deal"."due""#);
    let (now, tomorrow) = bounds(now);
    match dot {
        Dot::White => due().is_null(),
        Dot::Grey => due().gte(tomorrow),
        Dot::Green => due().gt(now).and(due().lt(tomorrow)),
        Dot::Red => due().lte(now),
    }
}
