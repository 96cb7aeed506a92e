//! The page of tasks as a table (T1).

use super::table::{Cell, Table};
use app::{error::Problem, tasks::query_of};
use domain::tasks::Listed;
use store::Tx;
use words::{Words, format};

pub(super) async fn table(
    tx: &Tx,
    words: &'static Words,
    parameters: &[(String, String)],
) -> Result<(&'static str, Table), Problem> {
    let heads = [
        words.task(),
        words.kind(),
        words.due_date(),
        words.due_time(),
        words.assignee(),
        words.deal(),
        words.company(),
        words.person(),
        words.done_filter(),
    ];
    let people = tx.colleagues().await?;
    let row = move |Listed { task, deal, done_at }: Listed| {
        let assignee = people.iter().find(|person| person.id == task.assignee);
        let client = deal.as_ref().map(|deal| &deal.client);
        let time = task.due.and_then(|due| due.time).map(|time| time.format("%H:%M").to_string());
        vec![
            task.title.as_str().into(),
            format::kind_of_task(words, task.kind).into(),
            Cell::Day(task.due.map(|due| due.date)),
            Cell::Text(time.unwrap_or_default()),
            assignee.map(|person| person.name.as_str()).unwrap_or_default().into(),
            deal.as_ref().map(|deal| deal.name.as_str()).unwrap_or_default().into(),
            client.and_then(|client| client.company_name()).unwrap_or_default().into(),
            client.and_then(|client| client.person_name()).unwrap_or_default().into(),
            Cell::Day(done_at.map(|at| at.0.date())),
        ]
    };
    let rows = tx.whole_tasks(&query_of(parameters)?).await?.into_iter().map(row);
    Ok(("tasks", Table::of(words, words.tasks(), &heads, rows)))
}
