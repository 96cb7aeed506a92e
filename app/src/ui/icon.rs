//! The few icons, drawn as strokes of the text's colour.

use leptos::prelude::*;

/// The strokes of an icon.
pub(super) fn path(name: &str) -> &'static str {
    match name {
        "close" => "M4 4l8 8M12 4l-8 8",
        "plus" => "M8 3v10M3 8h10",
        "more" => "M3.5 8h.01M8 8h.01M12.5 8h.01",
        "down" => "M4 6l4 4 4-4",
        "search" => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3 3",
        "trash" => "M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4",
        "cog" => {
            "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4"
        }
        "building" => "M3 14V2.5h6V14M9 6.5h4V14M2 14h12M5 5h2M5 8h2M5 11h2",
        "person" => {
            "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.75 13.5c.5-2.6 2.6-4 5.25-4s4.75 1.4 5.25 4"
        }
        "left" => "M10 4l-4 4 4 4",
        "right" => "M6 4l4 4-4 4",
        "calendar" => "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5M10.5 2.5V5",
        "pencil" => "M3 13l.6-2.6L10.8 3.2l2 2L5.6 12.4z",
        "clip" => {
            "M12.5 7.5l-5 5a3 3 0 0 1-4.2-4.2l5.4-5.4a2 2 0 0 1 2.8 2.8l-5.2 5.2a1 1 0 0 1-1.4-1.4l4.6-4.6"
        }
        "grip" => "M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01",
        "print" => "M4.5 6V2.5h7V6M4.5 11.5H3V6h10v5.5h-1.5M4.5 9.5h7v4h-7z",
        "rows" => "M2.5 4h11M2.5 8h11M2.5 12h11",
        "fold" => "M10 4l-4 4 4 4",
        "clock" => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.4 1.6",
        "bell" => "M4 7a4 4 0 0 1 8 0c0 3 1.2 4 1.2 4H2.8S4 10 4 7zM6.7 13.2a1.5 1.5 0 0 0 2.6 0",
        "check" => "M3 8.5l3.5 3.5L13 4.5",
        _ => "",
    }
}

/// An icon that stands beside or for a word; the word is said elsewhere.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d=path(name)/>
        </svg>
    }
}

/// The mark: three columns of a board.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <rect x="1" y="2" width="5" height="16" rx="1.5"/>
            <rect x="7.5" y="7" width="5" height="11" rx="1.5"/>
            <rect x="14" y="11" width="5" height="7" rx="1.5"/>
        </svg>
    }
}
