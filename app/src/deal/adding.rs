//! That a deal is being added, from wherever: the dialog itself is in a chunk.

use domain::{
    contact::Client,
    id::{DealId, StageId},
};
use leptos::prelude::*;

/// Where a deal begins that is being added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beginning {
    /// The first of its process, when nothing else was asked for.
    pub stage: Option<StageId>,
    /// With whom; nobody yet, when nobody was named.
    pub client: Client,
}

/// One for the whole app.
#[derive(Clone, Copy)]
pub struct Adding {
    /// Whether the dialog is open, and for what.
    pub open: RwSignal<Option<Beginning>>,
    /// The deal that was added last, until somebody has shown it.
    pub added: RwSignal<Option<DealId>>,
}

/// Makes adding possible below here.
pub fn provide_adding() -> Adding {
    let adding = Adding { open: RwSignal::new(None), added: RwSignal::new(None) };
    provide_context(adding);
    adding
}

/// Adds a deal.
pub fn adding() -> Adding {
    expect_context()
}
