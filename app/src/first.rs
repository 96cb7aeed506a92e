//! What a page begins with: read by the server before it draws the page, sent along as it is, and taken up by the
//! browser.
//!
//! Drawing itself waits for nothing. That makes it one straight pass, and leptos' waiting parts have been seen to lose
//! their place when a page was drawn by several threads.

use crate::{
    client::ask,
    error::{Answer, Fault, Problem},
};
use command::Question;
#[cfg(feature = "ssr")]
use command::{Query, board::ReadBoard, deal::ReadDeal, finance::ReadFinance};
#[cfg(feature = "ssr")]
use domain::{id::DealId, refusal::Refusal};
use leptos::{prelude::*, server::codee::string::JsonSerdeCodec, task::spawn_local};
use serde::{Deserialize, Serialize};

/// The answer to the first question of a page. It stays text until the page that asked reads it: nothing else has to
/// know its shape.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InitialData {
    question: String,
    answer: Answer<String>,
}

#[derive(Clone, Copy)]
struct Initial(StoredValue<Option<InitialData>>);

/// Takes what came with the page; whatever is asked later is asked of the server.
pub fn provide_initial_data() {
    let data = SharedValue::<Option<InitialData>, JsonSerdeCodec>::new(sent_along).into_inner();
    provide_context(Initial(StoredValue::new(data)));
}

fn sent_along() -> Option<InitialData> {
    #[cfg(feature = "ssr")]
    return use_context::<axum::http::request::Parts>()?.extensions.remove::<InitialData>();
    #[cfg(not(feature = "ssr"))]
    None
}

/// The answer that came with the page, once, if it was to this question.
pub fn initial_answer<Q: Question>() -> Option<Answer<Q::Answer>> {
    let taken = |data: &mut Option<InitialData>| data.take_if(|data| data.question == Q::NAME);
    let data = use_context::<Initial>()?.0.try_update_value(taken).flatten()?;
    let read = |text: String| serde_json::from_slice(text.as_bytes()).ok();
    Some(data.answer.and_then(|text| read(text).ok_or(Problem::Fault(Fault::Unreachable))))
}

/// The answer to a question: the one that came with the page, or else the server's, as soon as it is there, and again
/// whenever the question changes.
pub fn use_query<Q>(
    question: impl Fn() -> Answer<Q> + Send + Sync + 'static,
) -> RwSignal<Option<Answer<Q::Answer>>>
where
    Q: Question + Clone + PartialEq + Send + Sync + 'static,
    Q::Answer: Send + Sync,
{
    let initial = initial_answer::<Q>();
    let came = initial.is_some();
    let answer = RwSignal::new(initial);
    let latest = StoredValue::new(None);
    Effect::new(move |before: Option<()>| {
        let asked = question();
        latest.set_value(Some(asked.clone()));
        if before.is_none() && came {
            return;
        }
        spawn_local(async move {
            let got = match &asked {
                Ok(query) => ask(query).await,
                Err(problem) => Err(problem.clone()),
            };
            if latest.try_get_value().flatten() == Some(asked) {
                answer.set(Some(got));
            }
        });
    });
    answer
}

/// The answer to a question that does not change.
pub fn asked<Q>(query: Q) -> RwSignal<Option<Answer<Q::Answer>>>
where
    Q: Question + Send + Sync + 'static,
    Q::Answer: Send + Sync,
{
    let answer = RwSignal::new(None);
    let query = StoredValue::new(Some(query));
    Effect::new(move |_| {
        if let Some(query) = query.try_update_value(Option::take).flatten() {
            spawn_local(async move { drop(answer.try_set(Some(ask(&query).await))) });
        }
    });
    answer
}

/// Reads what the page of this address begins with, on behalf of whoever asks.
#[cfg(feature = "ssr")]
pub async fn read_initial_data(
    state: &crate::session::request::AppState,
    session: &crate::session::request::Session,
    uri: &axum::http::Uri,
) -> Option<InitialData> {
    let path: Vec<&str> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
    let parameters = parameters(uri);
    let names = parameters.iter().map(|(name, _)| name.as_str());
    // Their page says which it does not know, and needs nothing else.
    crate::parameters::require_known(uri.path(), names).ok()?;
    let (question, query) = match path.as_slice() {
        [] | ["board", _] => {
            let query = crate::board::query_of(path.get(1).copied(), &parameters);
            (ReadBoard::NAME, query.map(|query| ReadBoard { query, ..ReadBoard::default() }.into()))
        }
        ["deals", id] => {
            let deal = id.parse::<DealId>().map_err(|_| Refusal::NotFound.into());
            (ReadDeal::NAME, deal.map(|deal| ReadDeal { deal }.into()))
        }
        ["finance"] => {
            let query = crate::finance::query_of(&parameters);
            (ReadFinance::NAME, query.map(|query| ReadFinance { query }.into()))
        }
        _ => return None,
    };
    let answer = async {
        let query: Query = query?;
        Ok(query.ask(&state.sessions.read(session.clone()).await?).await?)
    };
    Some(InitialData { question: question.to_owned(), answer: answer.await })
}

#[cfg(feature = "ssr")]
fn parameters(uri: &axum::http::Uri) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(uri).map(|query| query.0).unwrap_or_default()
}
