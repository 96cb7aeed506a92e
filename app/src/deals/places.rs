//! Where the cells of the list are on the page.

use super::{cell::Cell, state::ListState};
use domain::{deals::Row, id::DealId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// Gives the keys back to the row of a deal.
pub(super) fn focus_row(deal: DealId) {
    if let Some(link) = element(&format!(".deals-table [data-deal-id=\"{deal}\"] th a")) {
        let _ = link.unchecked_into::<HtmlElement>().focus();
    }
}

fn element(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// A cell, if its column is shown.
pub(super) fn cell_of(deal: DealId, cell: Cell) -> Option<Element> {
    let shown = |cell: &Element| cell.get_bounding_client_rect().width() > 0.0;
    element(&format!(".deals-table [data-deal-id=\"{deal}\"] td[data-column={}]", cell.column().code()))
        .filter(shown)
}

/// The cell after this one that is shown and can be edited, or the one before it; in the rows around, too.
pub(super) fn next(state: ListState, deal: DealId, cell: Option<Cell>, back: bool) -> Option<(DealId, Cell)> {
    state.deals.with_untracked(|deals| {
        let cells = |row: &Row| Cell::ALL.map(|cell| cell.is_in(row).then_some((row.id, cell)));
        let mut cells: Vec<(DealId, Cell)> = deals.rows.iter().flat_map(cells).flatten().collect();
        if back {
            cells.reverse();
        }
        let mut cells = cells.into_iter().filter(|(of, _)| cell.is_some() || *of == deal);
        if let Some(cell) = cell {
            cells.by_ref().find(|at| *at == (deal, cell))?;
        }
        cells.find(|(deal, cell)| cell_of(*deal, *cell).is_some())
    })
}

/// Lays the field over a cell, within the part of the page that holds both.
pub(super) fn lay(form: &HtmlFormElement, cell: &Element) {
    let Some(around) = form.offset_parent() else { return };
    let (at, around) = (cell.get_bounding_client_rect(), around.get_bounding_client_rect());
    let style = HtmlElement::style(form);
    let set = |name: &str, pixels: f64| drop(style.set_property(name, &format!("{pixels:.1}px")));
    set("min-inline-size", at.width());
    let room = around.width() - form.get_bounding_client_rect().width();
    set("left", (at.left() - around.left()).min(room).max(0.0));
    set("top", at.top() - around.top());
    set("block-size", at.height());
}
