//! Reads on the server what a page begins with, before it is drawn.

use crate::{
    board, contacts, deals, finance,
    initial_data::InitialData,
    parameters::{self, require_known},
    review,
    session::request::{AppState, Before, Session},
    settings, tasks,
};
use axum::http::Uri;
use command::{
    Query, Question,
    board::ReadBoard,
    contact::{ReadBook, ReadCompany, ReadPerson},
    deal::ReadDeal,
    deals::ReadDeals,
    finance::ReadFinance,
    import::{ReadImport, ReadImports},
    notice::ReadNotices,
    review::ReadReview,
    task::ReadTasks,
    users::ReadAudit,
};
use domain::{
    id::{CompanyId, DealId, ImportId, PersonId},
    refusal::Refusal,
};

/// Reads what is known of whoever asks before the page is read. It is drawn without their notices, when those cannot be
/// had.
pub async fn read_before(state: &AppState, session: &Session) -> Before {
    let mark = state.sessions.store.live().mark(&session.user);
    let count = async { state.sessions.read(session.clone()).await?.unread().await };
    Before { unread: count.await.unwrap_or_default(), mark }
}

/// Reads what the page of this address begins with, on behalf of whoever asks.
pub async fn read_initial_data(state: &AppState, session: &Session, uri: &Uri) -> Option<InitialData> {
    let path: Vec<&str> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
    let parameters = parameters::read(uri.query().unwrap_or_default());
    let names = parameters.iter().map(|(name, _)| name.as_str());
    // Their page says which it does not know, and needs nothing else.
    require_known(uri.path(), names).ok()?;
    let (question, query) = match path.as_slice() {
        [] | ["board", _] => {
            let query = board::query_of(path.get(1).copied(), &parameters);
            (ReadBoard::NAME, query.map(|query| ReadBoard { query, ..ReadBoard::default() }.into()))
        }
        ["deals", id] => {
            let deal = id.parse::<DealId>().map_err(|_| Refusal::NotFound.into());
            (ReadDeal::NAME, deal.map(|deal| ReadDeal::of(deal).into()))
        }
        ["deals"] => {
            let query = deals::query_of(&parameters);
            (ReadDeals::NAME, query.map(|query| ReadDeals { query }.into()))
        }
        ["review"] => {
            let query = review::query_of(&parameters);
            (ReadReview::NAME, query.map(|query| ReadReview { query }.into()))
        }
        ["tasks"] => {
            let query = tasks::query_of(&parameters);
            (ReadTasks::NAME, query.map(|query| ReadTasks { query }.into()))
        }
        ["notices"] => (ReadNotices::NAME, Ok(ReadNotices::default().into())),
        ["contacts"] => {
            let query = contacts::query_of(&parameters);
            (ReadBook::NAME, query.map(|query| ReadBook { query, below: None }.into()))
        }
        ["companies", id] => {
            let company = id.parse::<CompanyId>().map_err(|_| Refusal::NotFound.into());
            (ReadCompany::NAME, company.map(|company| ReadCompany { company }.into()))
        }
        ["persons", id] => {
            let person = id.parse::<PersonId>().map_err(|_| Refusal::NotFound.into());
            (ReadPerson::NAME, person.map(|person| ReadPerson { person }.into()))
        }
        ["import"] => (ReadImports::NAME, Ok(ReadImports {}.into())),
        ["import", id] => {
            let import = id.parse::<ImportId>().map_err(|_| Refusal::NotFound.into());
            (ReadImport::NAME, import.map(|import| ReadImport { import, fate: None, from: 0 }.into()))
        }
        ["finance"] => {
            let query = finance::query_of(&parameters);
            (ReadFinance::NAME, query.map(|query| ReadFinance { query }.into()))
        }
        ["settings", "account", "audit"] => {
            let asked = settings::audit_of(&parameters);
            (ReadAudit::NAME, asked.map(|asked| ReadAudit { asked }.into()))
        }
        _ => return None,
    };
    let answer = async {
        let query: Query = query?;
        Ok(query.ask(&state.sessions.read(session.clone()).await?).await?)
    };
    Some(InitialData { question, answer: answer.await })
}
