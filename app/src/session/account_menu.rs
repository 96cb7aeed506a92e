//! Who is signed in, their language and appearance, and the way out.

use super::api;
use crate::{
    client::{client, line::Line},
    keys::Keys,
    ui::{draft::forget_drafts, language_options::LanguageOptions},
    visitor::{leave_for, visitor},
    words::t,
};
use domain::people::Language;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    let words = t();
    let person = visitor().user.map(|user| {
        view! {
            <p class="menu-person">
                <strong>{user.name}</strong>
                <span>{user.email}</span>
                <span>{words.role_name(user.role)}</span>
            </p>
        }
    });
    let Keys(sheet) = expect_context();
    let line = client().line();
    let sign_out = move |_| {
        // What is not sent yet goes with everything else that is kept here.
        let loses = line.with_untracked(Line::holds_something);
        if loses && !window().confirm_with_message(words.sign_out_loses()).unwrap_or(true) {
            return;
        }
        spawn_local(async move {
            let _ = api::sign_out().await;
            forget_drafts();
            leave_for("/sign-in");
        });
    };
    view! {
        {person}
        <a class="menu-link" href="/settings/profile">{words.my_profile()}</a>
        <a class="menu-link" href="/deleted">{words.deleted_deals()}</a>
        <LanguageChoice/>
        <ThemeChoice/>
        <button type="button" class="link" on:click=move |_| sheet.set(true)>{words.keys()}</button>
        <button type="button" class="button" on:click=sign_out>{words.sign_out()}</button>
    }
}

#[component]
pub(crate) fn LanguageChoice() -> impl IntoView {
    let words = t();
    let choose = move |event| {
        let Ok(language) = event_target_value(&event).parse::<Language>() else { return };
        spawn_local(async move {
            if api::choose_language(language).await.is_ok() {
                reload();
            }
        });
    };
    view! {
        <label class="field">
            <span class="field-label">{words.language_label()}</span>
            <select on:change=choose>
                <LanguageOptions/>
            </select>
        </label>
    }
}

#[component]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let words = t();
    let select = NodeRef::<leptos::html::Select>::new();
    Effect::new(move |_| {
        if let Some(select) = select.get() {
            select.set_value(&theme());
        }
    });
    view! {
        <label class="field">
            <span class="field-label">{words.theme()}</span>
            <select node_ref=select on:change=move |event| set_theme(&event_target_value(&event))>
                <option value="">{words.theme_system()}</option>
                <option value="light">{words.theme_light()}</option>
                <option value="dark">{words.theme_dark()}</option>
            </select>
        </label>
    }
}

fn theme() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-theme")).unwrap_or_default()
}

/// Sets the appearance now, and for the next page by a cookie that the server reads before the first paint.
fn set_theme(theme: &str) {
    let Some(root) = document().document_element() else { return };
    let _ = if theme.is_empty() {
        root.remove_attribute("data-theme")
    } else {
        root.set_attribute("data-theme", theme)
    };
    let document: web_sys::HtmlDocument = document().unchecked_into();
    let age = if theme.is_empty() { 0 } else { 31_536_000 };
    let _ = document.set_cookie(&format!("theme={theme}; Path=/; SameSite=Lax; Max-Age={age}"));
}

fn reload() {
    let _ = window().location().reload();
}
