//! Sending a file, with how far it is.

use crate::error::{Answer, Fault, Problem};
use command::json;
use domain::{id::ImportId, import::Kind};
use js_sys::{Promise, encode_uri_component};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// How far a file is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upload {
    /// In percent.
    Sending(u64),
    /// It is there, and read.
    Reading,
}

/// Sends a file; gives the number of its import.
pub(super) async fn upload(kind: Kind, file: &File, told: RwSignal<Option<Upload>>) -> Answer<ImportId> {
    let name = String::from(encode_uri_component(&file.name()));
    let address = format!("/imports?kind={}&name={name}", kind.code());
    let (status, text) =
        SendWrapper::new(sent(&address, file, told)).await.map_err(|_| Problem::Fault(Fault::Unreachable))?;
    let unreadable = Problem::Fault(Fault::Unreachable);
    match status {
        200 => json::read(&text).ok_or(unreadable),
        _ => Err(Problem::read(&text).unwrap_or(unreadable)),
    }
}

/// Only this way of asking tells how much was sent.
async fn sent(address: &str, file: &File, told: RwSignal<Option<Upload>>) -> Result<(u16, String), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", address)?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        let all = event.loaded() >= event.total();
        let percent = (event.loaded() / event.total().max(1.0) * 100.0) as u64;
        told.try_set(Some(if all { Upload::Reading } else { Upload::Sending(percent) }));
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onload(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_ontimeout(Some(&reject));
    });
    request.send_with_opt_blob(Some(file))?;
    JsFuture::from(ended).await?;
    Ok((request.status()?, request.response_text()?.unwrap_or_default()))
}
