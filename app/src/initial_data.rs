//! What a page begins with: read by the server before it draws the page, sent along as it is, and taken up by the
//! browser.
//!
//! Drawing itself waits for nothing. That makes it one straight pass, and leptos' waiting parts have been seen to lose
//! their place when a page was drawn by several threads.

use crate::{
    client::{Client, Latest, ask, client},
    error::{Answer, Fault, Problem},
};
use command::{Question, json};
use leptos::{prelude::*, task::spawn_local};

/// The element of the page that holds the answer to its first question.
pub const ANSWER: &str = "answer";

/// The answer to the first question of a page. It stays text until the page that asked reads it: nothing else has to
/// know its shape.
#[derive(Clone, Debug)]
pub struct InitialData {
    pub question: &'static str,
    /// As JSON.
    pub answer: Answer<String>,
}

#[derive(Clone, Copy)]
struct Initial(StoredValue<Option<(String, Answer<String>)>>);

/// Takes what came with the page; whatever is asked later is asked of the server.
pub fn provide_initial_data() {
    provide_context(Initial(StoredValue::new(sent_along())));
}

#[cfg(feature = "ssr")]
fn sent_along() -> Option<(String, Answer<String>)> {
    let data = use_context::<axum::http::request::Parts>()?.extensions.remove::<InitialData>()?;
    Some((data.question.to_owned(), data.answer))
}

#[cfg(not(feature = "ssr"))]
fn sent_along() -> Option<(String, Answer<String>)> {
    let element = document().get_element_by_id(ANSWER)?;
    let text = element.text_content().unwrap_or_default();
    let refused = element.get_attribute("data-refused").is_some();
    let answer = if refused { Err(Problem::read(&text)?) } else { Ok(text) };
    Some((element.get_attribute("data-question")?, answer))
}

/// The answer as an element of the document.
#[cfg(feature = "ssr")]
pub(crate) fn element() -> Option<AnyView> {
    let data = use_context::<axum::http::request::Parts>()?.extensions.get::<InitialData>().cloned()?;
    let refused = data.answer.is_err().then_some("");
    let text = data.answer.unwrap_or_else(|problem| serde_json::to_string(&problem).unwrap_or_default());
    let view = view! {
        <script type="application/json" id=ANSWER data-question=data.question data-refused=refused inner_html=in_script(&text)></script>
    };
    Some(view.into_any())
}

/// JSON that can stand in a script: nothing in it ends the element.
#[cfg(feature = "ssr")]
pub(crate) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// The answer that came with the page, once, if it was to this question.
pub fn initial_answer<Q: Question>(asked: &Answer<Q>) -> Option<Answer<Q::Answer>> {
    let initial = use_context::<Initial>()?.0;
    let (_, answer) =
        initial.try_update_value(|data| data.take_if(|(question, _)| question == Q::NAME)).flatten()?;
    #[cfg(not(feature = "ssr"))]
    say_what_was_asked(asked);
    #[cfg(feature = "ssr")]
    let _ = asked;
    Some(answer.and_then(|text| json::read(&text).ok_or(Problem::Fault(Fault::Unreachable))))
}

/// For whoever keeps the answer (`offline/main.js`), which takes the element away.
#[cfg(not(feature = "ssr"))]
fn say_what_was_asked<Q: Question>(asked: &Answer<Q>) {
    if let (Some(element), Ok(asked)) = (document().get_element_by_id(ANSWER), asked) {
        let _ = element.set_attribute("data-asked", &serde_json::to_string(asked).unwrap_or_default());
    }
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
    asked_again_with(|_| (), question)
}

/// As [`use_query`], and again whenever the answer turns out to be old: when others changed something (B11). What was
/// answered before stays, where it cannot be asked again.
pub fn use_live_query<Q>(
    question: impl Fn() -> Answer<Q> + Send + Sync + 'static,
) -> RwSignal<Option<Answer<Q::Answer>>>
where
    Q: Question + Clone + PartialEq + Send + Sync + 'static,
    Q::Answer: Send + Sync,
{
    asked_again_with(|client| _ = client.outdated(), question)
}

fn asked_again_with<Q>(
    follow: fn(Client),
    question: impl Fn() -> Answer<Q> + Send + Sync + 'static,
) -> RwSignal<Option<Answer<Q::Answer>>>
where
    Q: Question + Clone + PartialEq + Send + Sync + 'static,
    Q::Answer: Send + Sync,
{
    let initial = initial_answer(&untrack(&question));
    let came = initial.is_some();
    let (answer, latest, client) = (RwSignal::new(initial), Latest::default(), client());
    Effect::new(move |before: Option<Answer<Q>>| {
        let asked = question();
        follow(client);
        if before.is_none() && came {
            return asked;
        }
        let (again, number, asking) = (before.as_ref() == Some(&asked), latest.next(), asked.clone());
        spawn_local(async move {
            let get = async || match &asking {
                Ok(query) => ask(query).await,
                Err(problem) => Err(problem.clone()),
            };
            let times = untrack(move || client.outdated());
            let mut got = get().await;
            // Nobody else hears that it is old before it is shown. Once: where others are busy it would never be shown.
            if !again && got.is_ok() && times != untrack(move || client.outdated()) {
                got = get().await;
            }
            if !latest.is(number) {
                return;
            }
            match got {
                Err(problem @ Problem::Fault(_)) if again => client.not_read(&problem),
                got => answer.set(Some(got)),
            }
        });
        asked
    });
    answer
}
