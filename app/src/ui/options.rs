//! What a question can be answered with: boxes for several answers, or a choice of one.

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

#[component]
pub fn Options(
    /// Code and name of each.
    #[prop(into)]
    options: Memo<Vec<(String, String)>>,
    /// The codes of what was chosen.
    chosen: Memo<Vec<String>>,
    /// What the choice of one is called among other fields; without it several can be chosen.
    #[prop(optional)]
    one: Option<&'static str>,
    /// What is chosen from now on; false when that cannot be.
    on_choose: Callback<Vec<String>, bool>,
) -> impl IntoView {
    let option = move |(code, name): (String, String)| {
        let (own, turned) = (code.clone(), code);
        let turn = move |event: Event| {
            let mut now = chosen.get_untracked();
            match now.iter().position(|code| *code == turned) {
                _ if one.is_some() => now = vec![turned.clone()],
                Some(at) => drop(now.remove(at)),
                None => now.push(turned.clone()),
            }
            if !on_choose.run(now) {
                let input = event_target::<HtmlInputElement>(&event);
                input.set_checked(!input.checked());
            }
        };
        view! {
            <label class="check">
                <input type=if one.is_some() { "radio" } else { "checkbox" } name=one value=own.clone()
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&own)) on:change=turn/>
                {name}
            </label>
        }
    };
    move || options.get().into_iter().map(option).collect_view()
}
