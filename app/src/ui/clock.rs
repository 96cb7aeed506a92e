//! The clock on the wall: the server's time when the page was read, and what has passed here since.

use chrono::{NaiveDateTime, TimeDelta};
use leptos::prelude::*;
use std::time::Duration;

/// Keeps this time going, so that dots turn when their time has come (B6).
pub fn keep_going(now: RwSignal<NaiveDateTime>) {
    Effect::new(move |_| {
        let last = StoredValue::new(js_sys::Date::now());
        let tick = move || {
            let (moment, before) = (js_sys::Date::now(), last.get_value());
            last.set_value(moment);
            now.try_update(|now| *now += TimeDelta::milliseconds((moment - before) as i64));
        };
        let timer = set_interval_with_handle(tick, Duration::from_secs(20));
        on_cleanup(move || timer.into_iter().for_each(|timer| timer.clear()));
    });
}
