//! Settings → My profile: name, time zone and notices, the password, where one is signed in, the second factor (A2, T3).

mod appearance;
mod password;
mod second_factor;
mod sessions;

use super::Settings;
use crate::{
    client::{Gesture, ask},
    error::Answer,
    initial_data::use_query,
    ui::{
        field::{Field, FormRefusal},
        known::Known,
        loaded,
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    words::t,
};
use appearance::Appearance;
use command::me::{ReadMe, SaveMe};
use domain::{
    me::{Me, MeForm},
    notices::News,
    refusal::Field as Name,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use password::ChangePassword;
use second_factor::SecondFactor;
use sessions::Sessions;

#[component]
pub fn MePage() -> impl IntoView {
    let me = use_query(|| Ok(ReadMe {}));
    let shown = RwSignal::new(None::<Me>);
    Effect::new(move |_| {
        if let Some(Ok(me)) = me.get() {
            shown.set(Some(me));
        }
    });
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(me) = ask(&ReadMe {}).await {
                shown.try_set(Some(me));
            }
        });
    });
    let page = loaded::page(me, move |me| {
        view! {
            {view! { <Facts me/> }.into_any()}
            {view! { <Appearance/> }.into_any()}
            {view! { <ChangePassword reload/> }.into_any()}
            {view! { <SecondFactor shown reload/> }.into_any()}
            {view! { <Sessions shown reload/> }.into_any()}
        }
        .into_any()
    });
    view! { <Settings title=t().my_profile()>{page}</Settings> }
}

/// Name, time zone, and which notices are wanted.
#[component]
fn Facts(me: Me) -> impl IntoView {
    let (words, toaster, gesture) = (t(), toasts(), Gesture::new());
    let (name, zone, unwanted) = (RwSignal::new(me.name), RwSignal::new(me.zone), RwSignal::new(me.unwanted));
    let (mails, by_mail) = (me.by_mail.is_some(), RwSignal::new(me.by_mail));
    let form = move || MeForm {
        name: name.get(),
        zone: zone.get(),
        unwanted: unwanted.get(),
        by_mail: by_mail.get(),
    };
    let saved = RwSignal::new(untrack(form));
    let changed = Memo::new(move |_| form() != saved.get());
    unsaved_guard(changed);
    let save = Action::new(move |_: &()| {
        let form = untrack(form);
        async move {
            gesture.send(&SaveMe { form: form.clone() }).await?;
            Ok(form)
        }
    });
    // Nothing is wrong with what is saved already.
    let answer = move || save.value().get().filter(|_| changed.get());
    let problem = Signal::derive(move || answer().and_then(|answer: Answer<MeForm>| answer.err()));
    Effect::new(move |_| {
        if let Some(Ok(form)) = save.value().get() {
            saved.set(form);
            toaster.show(words.saved());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    let wanted = move |news: News| {
        let turn = move |_| {
            // In one order, so that off and on again is no change.
            unwanted.update(|list| {
                let turned = |kind: &News| list.contains(kind) != (*kind == news);
                *list = News::ALL.into_iter().filter(turned).collect();
            });
        };
        let turn_mail = move |_| {
            by_mail.update(|list| {
                let chosen =
                    |kind: &News| list.as_ref().is_some_and(|list| list.contains(kind)) != (*kind == news);
                *list = Some(News::ALL.into_iter().filter(chosen).collect());
            });
        };
        let is_by_mail = move || by_mail.with(|list| list.as_ref().is_some_and(|list| list.contains(&news)));
        let is_unwanted = move || unwanted.with(|list| list.contains(&news));
        view! {
            <div class="wanted">
                <label class="check">
                    <input type="checkbox" prop:checked=move || !is_unwanted() on:change=turn/>
                    {named(news)}
                </label>
                {mails.then(|| view! {
                    <label class="check">
                        <input type="checkbox" aria-label=format!("{}: {}", named(news), words.also_by_mail())
                            prop:checked=is_by_mail disabled=is_unwanted on:change=turn_mail/>
                        {words.also_by_mail()}
                    </label>
                })}
            </div>
        }
    };
    view! {
        <form class="panel me" novalidate on:submit=submit>
            <p class="lead own-email">{me.email}</p>
            <div class="field-row">
                <Field name=Name::Name label=words.full_name() problem>
                    <input name="name" autocomplete="name" bind:value=name/>
                </Field>
                <Field name=Name::Zone label=words.time_zone() problem>
                    <input name="zone" list="zones" placeholder=words.zone_of_account(&me.zone_of_account) bind:value=zone/>
                </Field>
                <Known id="zones" of="timeZone"/>
            </div>
            <fieldset>
                <legend>{words.wanted_notices()}</legend>
                <div class="checks">{News::ALL.map(wanted).into_iter().collect_view()}</div>
            </fieldset>
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <button class="button filled" disabled=move || !changed.get() || save.pending().get()>{words.save()}</button>
            </footer>
        </form>
    }
}

fn named(news: News) -> &'static str {
    let words = t();
    match news {
        News::Action => words.wants_action(),
        News::Participant => words.wants_participant(),
        News::Task => words.wants_task(),
        News::HandedOver => words.wants_handed_over(),
        News::Won => words.wants_won(),
        News::Lost => words.wants_lost(),
        News::Stale => words.wants_stale(),
        News::AccessAsked => words.wants_access_asked(),
        News::AccessGiven => words.wants_access_given(),
    }
}
