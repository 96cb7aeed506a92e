//! What may be asked of the address book.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::reader;
use domain::contact::{Company, Person};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Companies whose name contains these letters, from the second letter on.
#[server(endpoint = "suggest_companies", input = Json, output = Json)]
pub async fn suggest_companies(letters: String) -> Answer<Vec<Company>> {
    Ok(reader().await?.suggest_companies(&letters).await?)
}

/// Persons whose name contains these letters, from the second letter on.
#[server(endpoint = "suggest_persons", input = Json, output = Json)]
pub async fn suggest_persons(letters: String) -> Answer<Vec<Person>> {
    Ok(reader().await?.suggest_persons(&letters).await?)
}
