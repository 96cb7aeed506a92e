//! What may be asked of the board.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::reader;
use domain::{
    board::{Board, Page, Query},
    filter::Filter,
    id::StageId,
    place::Place,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// The board of one process, its first cards, and exact headers (B1, B2).
#[server(endpoint = "board", input = Json, output = Json)]
pub async fn read_board(query: Query) -> Answer<Board> {
    Ok(reader().await?.board(&query).await?)
}

/// Further cards of a column.
#[server(endpoint = "page", input = Json, output = Json)]
pub async fn read_page(stage: StageId, filter: Filter, next: Place) -> Answer<Page> {
    Ok(reader().await?.further(stage, &filter, &next).await?)
}
