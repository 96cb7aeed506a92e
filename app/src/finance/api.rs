//! What may be asked of finance.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::reader;
use domain::finance::{Finance, Query};
use leptos::prelude::*;
use server_fn::codec::Json;

/// A page of the amounts that match, and the sums of all of them (M6).
#[server(endpoint = "finance", input = Json, output = Json)]
pub async fn read_finance(query: Query) -> Answer<Finance> {
    Ok(reader().await?.finance(&query.checked()?).await?)
}
