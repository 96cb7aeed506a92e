//! Who is signed in, their language and appearance, and the way out.

use super::api;
use crate::{
    client::{client, line::Line},
    keys::Keys,
    ui::{draft::forget_drafts, language_options::LanguageOptions},
    visitor::{leave_for, visitor},
    words::t,
};
use domain::{look::Theme, people::Language};
use leptos::{html::Select, prelude::*, task::spawn_local};

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
    let names = [
        (Theme::System, words.theme_system()),
        (Theme::Light, words.theme_light()),
        (Theme::Dark, words.theme_dark()),
    ];
    let option = move |(theme, name): (Theme, &'static str)| {
        view! { <option value=theme.code()>{name}</option> }
    };
    let select = NodeRef::<Select>::new();
    // As the page is now: it may have been chosen here since it was read.
    Effect::new(move |_| {
        let shown = document().document_element().and_then(|root| root.get_attribute("data-theme"));
        select.get().into_iter().for_each(|select| select.set_value(shown.as_deref().unwrap_or_default()));
    });
    let choose = move |event| {
        let Ok(theme) = event_target_value(&event).parse::<Theme>() else { return };
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", theme.code());
        }
        // When it cannot be remembered, it holds for this visit.
        spawn_local(async move { drop(api::choose_theme(theme).await) });
    };
    view! {
        <label class="field">
            <span class="field-label">{words.theme()}</span>
            <select node_ref=select on:change=choose>{names.map(option).into_iter().collect_view()}</select>
        </label>
    }
}

fn reload() {
    let _ = window().location().reload();
}
