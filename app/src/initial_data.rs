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
use leptos::{prelude::*, server::codee::string::JsonSerdeCodec, task::spawn_local};
use serde::{Deserialize, Serialize};

/// The answer to the first question of a page. It stays text until the page that asked reads it: nothing else has to
/// know its shape.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InitialData {
    pub question: String,
    pub answer: Answer<String>,
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
