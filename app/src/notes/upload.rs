//! Sending files to the server, one by one, before the note that they belong to.

use crate::error::{Answer, Fault, Problem};
use domain::id::{DealId, FileId};
use leptos::{html::Input, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// Sends what was chosen in this field; gives the numbers of the files.
pub(crate) async fn upload_all(deal: DealId, field: NodeRef<Input>) -> Answer<Vec<FileId>> {
    let list = field.get_untracked().and_then(|field| field.files());
    let chosen = list.map(|list| (0..list.length()).filter_map(|index| list.item(index)).collect::<Vec<_>>());
    let mut ids = vec![];
    for file in chosen.unwrap_or_default() {
        ids.push(upload(deal, &file).await?);
    }
    Ok(ids)
}

async fn upload(deal: DealId, file: &web_sys::File) -> Answer<FileId> {
    let (status, text) = send(deal, file).await.map_err(|_| Problem::Fault(Fault::Unreachable))?;
    let unreadable = |_| Problem::Fault(Fault::Unreachable);
    match status {
        200 => serde_json::from_str(&text).map_err(unreadable),
        _ => Err(serde_json::from_str::<Problem>(&text).unwrap_or(Problem::Fault(Fault::Unreachable))),
    }
}

async fn send(deal: DealId, file: &web_sys::File) -> Result<(u16, String), JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(file);
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let address = format!("/files/{deal}?name={name}");
    let answer = JsFuture::from(window().fetch_with_str_and_init(&address, &init)).await?;
    let answer: Response = answer.dyn_into()?;
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.status(), text.as_string().unwrap_or_default()))
}
