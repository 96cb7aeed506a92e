//! Who else looks at a deal: its page says that it is open as long as it is, and hears whose pages are, too (B11).

use crate::answers;
use app::{
    error::Answer,
    session::request::{AppState, Session},
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    id::{DealId, UserId},
    refusal::Refusal,
};
use serde::Deserialize;
use store::Look;

/// What a page of a deal says of itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    /// Drawn by it: a user may have several open.
    page: u32,
    open: bool,
}

/// A page of this deal is open, or is left. Gives who else looks at it.
pub(crate) async fn look(
    State(state): State<AppState>,
    Path(deal): Path<String>,
    session: Option<Extension<Session>>,
    headers: HeaderMap,
    Json(page): Json<Page>,
) -> Response {
    let session = session.map(|Extension(session)| session);
    let words = state.words(session.as_ref(), &headers);
    match others(&state, session, &deal, &page).await {
        Ok(others) => Json(others).into_response(),
        Err(problem) => answers::refuse(&problem, words),
    }
}

async fn others(state: &AppState, session: Option<Session>, deal: &str, page: &Page) -> Answer<Vec<UserId>> {
    let session = session.ok_or(Refusal::SignedOut)?;
    let deal: DealId = deal.parse().map_err(|_| Refusal::NotFound)?;
    let user = session.user.id;
    // Whoever may not see it learns nothing of who does; and whoever may not any more is seen to leave.
    if page.open {
        state.sessions.read(session).await?.deal(deal).await?;
    }
    let others = state.sessions.store.look(user, Look { deal, page: page.page, open: page.open }).await?;
    Ok(if page.open { others } else { vec![] })
}
