//! The browser's side of the two lists: its store, and the one road to the server, where commands are sent and queries
//! asked by their names.

mod boards;
mod gesture;
mod latest;
pub mod line;
mod others;
mod store;
mod suggest;
mod undo;

pub use boards::{Boards, Pending, Reading};
pub use gesture::{Gesture, draw_secret, new_op};
pub use latest::Latest;
pub use store::{Client, Said, client, provide_client};
pub use suggest::{suggest_companies, suggest_persons};
pub use undo::done;
use undo::provide_undo;

use crate::error::{Answer, Fault, Problem};
use command::{Question, Verb, json, undo::Undo};
use domain::{id::Op, log::Seq};
use send_wrapper::SendWrapper;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit};

/// With the answer to a command that can be taken back: its number in the change log.
const CHANGE: &str = "tablica-change";

/// Sends a command under the name of its gesture. Sent again under the same name, it is done once. Gives what takes it
/// back, if anything does, beside its answer.
pub async fn send<C: Verb>(command: &C, op: &Op) -> Answer<(C::Answer, Option<Undo>)> {
    posted(C::NAME, request(command, Some(op))).await
}

/// Asks a query.
pub async fn ask<Q: Question>(query: &Q) -> Answer<Q::Answer> {
    post(Q::NAME, query).await
}

/// Posts fields to the address of this name.
pub(crate) async fn post<A: DeserializeOwned>(name: &'static str, fields: &impl Serialize) -> Answer<A> {
    Ok(posted(name, request(fields, None)).await?.0)
}

/// The fields as one object, a command's op among them.
fn request(of: &impl Serialize, op: Option<&Op>) -> String {
    let mut fields = serde_json::to_string(of).unwrap_or_default();
    if let Some(op) = op {
        let separator = if fields == "{}" { "" } else { "," };
        fields.insert_str(1, &format!("\"op\":\"{op}\"{separator}"));
    }
    fields
}

async fn posted<A: DeserializeOwned>(name: &'static str, body: String) -> Answer<(A, Option<Undo>)> {
    let (ok, text, undo) =
        fetch(&format!("/api/{name}"), JsValue::from(body), Some("application/json")).await?;
    Ok((read(ok, &text)?, undo))
}

/// Sends a file to be kept for a note or an action of a deal; gives its number.
pub async fn upload(deal: domain::id::DealId, file: &web_sys::File) -> Answer<domain::id::FileId> {
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let (ok, text, _) = fetch(&format!("/files/{deal}?name={name}"), file.into(), None).await?;
    read(ok, &text)
}

/// Says that a page of this deal is open, or is left, the page by the number that it drew; gives who else looks at it (B11).
pub async fn look(deal: domain::id::DealId, page: u32, open: bool) -> Answer<Vec<domain::id::UserId>> {
    let body = format!("{{\"page\":{page},\"open\":{open}}}").into();
    let (ok, text, _) = fetch(&format!("/live/deals/{deal}"), body, Some("application/json")).await?;
    read(ok, &text)
}

/// Posts a body; gives whether it went well, what was answered, and what takes back what was done.
async fn fetch(address: &str, body: JsValue, kind: Option<&str>) -> Answer<(bool, String, Option<Undo>)> {
    let sent = async {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&body);
        if let Some(kind) = kind {
            let headers = Headers::new()?;
            headers.set("content-type", kind)?;
            init.set_headers(&headers);
        }
        let answer = line::post(address, &init).await?;
        let text = JsFuture::from(answer.text()?).await?;
        let change = answer.headers().get(CHANGE)?.and_then(|number| number.parse().ok());
        let undo = change.map(|number| Undo { change: Seq(number) });
        Ok::<_, JsValue>((answer.ok(), text.as_string().unwrap_or_default(), undo))
    };
    SendWrapper::new(sent).await.map_err(|_| Problem::Fault(Fault::Unreachable))
}

fn read<A: DeserializeOwned>(ok: bool, text: &str) -> Answer<A> {
    let unreadable = Problem::Fault(Fault::Unreachable);
    match ok {
        true => json::read(text).ok_or(unreadable),
        false => Err(Problem::read(text).unwrap_or(unreadable)),
    }
}
