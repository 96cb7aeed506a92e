//! What a page begins with: read by the server before it draws the page, sent along, and taken up by the browser.
//!
//! Drawing itself waits for nothing. That makes it one straight pass, and leptos' waiting parts have been seen to lose
//! their place when a page was drawn by several threads.

use crate::{client::ask, error::Answer};
use command::Question;
#[cfg(feature = "ssr")]
use command::{board::ReadBoard, deal::ReadDeal, finance::ReadFinance};
#[cfg(feature = "ssr")]
use domain::id::DealId;
use domain::{
    board::{Board, Query},
    finance::{self, Finance},
    profile::Profile,
};
use leptos::{prelude::*, server::codee::string::JsonSerdeCodec, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::{future::Future, pin::Pin};

/// The answer to the first question of a page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub enum First {
    #[default]
    Nothing,
    Board(Box<Answer<(Board, Query)>>),
    Deal(Box<Answer<Profile>>),
    Finance(Box<Answer<(Finance, finance::Query)>>),
}

#[derive(Clone, Copy)]
struct Begun(StoredValue<First>);

/// Takes what came with the page; whatever is asked later is asked of the server.
pub fn provide_first() {
    let first = SharedValue::<First, JsonSerdeCodec>::new(along).into_inner();
    provide_context(Begun(StoredValue::new(first)));
}

fn along() -> First {
    #[cfg(feature = "ssr")]
    let first = use_context::<axum::http::request::Parts>()
        .and_then(|mut parts| parts.extensions.remove::<First>())
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let first = First::Nothing;
    first
}

/// An answer on its way.
pub type Coming<A> = Pin<Box<dyn Future<Output = Answer<A>>>>;

/// The answer to a question: the one that came with the page, or else the server's, as soon as it is there, and again
/// whenever the question changes.
pub fn answered<Q, A>(
    question: impl Fn() -> Q + Send + Sync + 'static,
    first: fn(First) -> Option<Answer<A>>,
    ask: fn(Q) -> Coming<A>,
) -> RwSignal<Option<Answer<A>>>
where
    Q: Clone + PartialEq + Send + Sync + 'static,
    A: Send + Sync + 'static,
{
    let begun =
        use_context::<Begun>().and_then(|begun| begun.0.try_update_value(std::mem::take)).and_then(first);
    let came = begun.is_some();
    let answer = RwSignal::new(begun);
    let latest = StoredValue::new(None::<Q>);
    Effect::new(move |before: Option<()>| {
        let asked = question();
        latest.set_value(Some(asked.clone()));
        if before.is_none() && came {
            return;
        }
        spawn_local(async move {
            let got = ask(asked.clone()).await;
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
pub async fn read_first(
    gate: &crate::session::gate::AppState,
    session: &crate::session::gate::Session,
    uri: &axum::http::Uri,
) -> First {
    let path: Vec<&str> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
    let parameters = parameters(uri);
    let names = parameters.iter().map(|(name, _)| name.as_str());
    if crate::parameters::require_known(uri.path(), names).is_err() {
        return First::Nothing;
    }
    let tx = || gate.store.read(session.user.clone(), session.account.clone());
    match path.as_slice() {
        [] | ["board", _] => {
            let board = async {
                let query = crate::board::query_of(path.get(1).copied(), &parameters)?;
                Ok((command::ask(&tx().await?, &ReadBoard { query: query.clone() }).await?, query))
            };
            First::Board(Box::new(board.await))
        }
        ["deals", id] => {
            let deal = async {
                let deal = id.parse::<DealId>().map_err(|_| domain::refusal::Refusal::NotFound)?;
                Ok(command::ask(&tx().await?, &ReadDeal { deal }).await?)
            };
            First::Deal(Box::new(deal.await))
        }
        ["finance"] => {
            let finance = async {
                let query = crate::finance::query_of(&parameters)?;
                Ok((command::ask(&tx().await?, &ReadFinance { query: query.clone() }).await?, query))
            };
            First::Finance(Box::new(finance.await))
        }
        _ => First::Nothing,
    }
}

#[cfg(feature = "ssr")]
fn parameters(uri: &axum::http::Uri) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(uri).map(|query| query.0).unwrap_or_default()
}
