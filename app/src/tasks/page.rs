//! The page of tasks: mine or all that I see, by when they are to be done (T1).

use super::{days::DayZones, feed::FeedDialog, quick::QuickAdd, row::Row, state::TasksState};
use crate::{
    client::{Latest, ask, client, line::Waiting},
    error::Answer,
    initial_data::use_query,
    parameters::{self, use_parameters},
    ui::{
        clock,
        drag::{DragGesture, find_all},
        error_page::error_page,
        exports::exports,
        icon::Icon,
        loaded, tell,
    },
    words::t,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use command::task::{CheckTask, ReadTasks};
use domain::tasks::{Group, Query, Tasks};
use leptos::{ev::KeyboardEvent, html::Div, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::format;

#[component]
pub fn TasksPage() -> impl IntoView {
    let parameters = use_parameters();
    let asked = Memo::new(move |_| parameters.with(|parameters| query_of(parameters)));
    let answer = use_query(move || asked.get().map(|query| ReadTasks { query }));
    // What is typed stays while the tasks change.
    let state = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|a| a.as_ref().err().cloned())));
    move || match state.get() {
        None => view! { <Title text=t().tasks()/> {loaded::waiting()} }.into_any(),
        Some(Some(problem)) => error_page(&problem),
        Some(None) => match answer.get_untracked() {
            Some(Ok(tasks)) => view! { <Screen tasks answer asked/> }.into_any(),
            _ => ().into_any(),
        },
    }
}

/// The tasks without those that were checked here and are not sent yet (B13).
fn without(mut tasks: Tasks, waiting: &[Waiting]) -> Tasks {
    let checks = waiting.iter().filter(|each| each.refused.is_none() && each.is::<CheckTask>());
    let checked = checks.map(Waiting::fields).filter(|check| check.done).filter_map(|check| check.task);
    let checked: Vec<_> = checked.collect();
    let parts = tasks.parts.iter_mut();
    parts.for_each(|part| part.tasks.retain(|listed| !checked.contains(&listed.task.id)));
    tasks
}

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Query> {
    Ok(Query::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

#[component]
fn Screen(
    tasks: Tasks,
    answer: RwSignal<Option<Answer<Tasks>>>,
    asked: Memo<Answer<Query>>,
) -> impl IntoView {
    let (words, client, latest) = (t(), client(), Latest::default());
    let reload = Callback::new(move |()| {
        let Some(Ok(query)) = asked.try_get_untracked() else { return };
        let number = latest.next();
        spawn_local(async move {
            match ask(&ReadTasks { query }).await {
                Ok(tasks) if latest.is(number) => drop(answer.try_set(Some(Ok(tasks)))),
                Ok(_) => {}
                Err(problem) => client.not_read(&problem),
            }
        });
    });
    let tasks = client.line().with_untracked(|line| without(tasks, &line.waiting()));
    let state = TasksState::new(tasks, reload);
    Effect::watch(
        move || answer.get(),
        move |answer, _, _| {
            if let Some(Ok(tasks)) = answer {
                state.now.set(tasks.now);
                state.tasks.set(client.line().with_untracked(|line| without(tasks.clone(), &line.waiting())));
                state.bring_focus();
            }
        },
        false,
    );
    Effect::watch(
        move || client.line().get(),
        move |line, _, _| {
            if let (Some(Ok(tasks)), 0) = (answer.get_untracked(), state.editors.get_value()) {
                state.tasks.set(without(tasks, &line.waiting()));
            }
        },
        false,
    );
    clock::keep_going(state.now);
    // A task whose time has come changes its group.
    Effect::watch(
        move || state.now.get(),
        move |now, _, _| {
            if state.editors.get_value() == 0 && state.tasks.with_untracked(|tasks| has_moved_on(tasks, *now))
            {
                tell(reload);
            }
        },
        false,
    );
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            if state.editors.get_value() == 0 {
                tell(reload);
            }
        },
        false,
    );
    let root = NodeRef::<Div>::new();
    let drag = DragGesture::new(Arc::new(state), root);
    let feed = RwSignal::new(false);
    let empty = Memo::new(move |_| state.tasks.with(|tasks| tasks.parts.iter().all(|part| part.count == 0)));
    view! {
        <Title text=words.tasks()/>
        <div
            class="task-page" node_ref=root on:keydown=walk
            on:pointerdown=move |event| drag.pressed(&event) on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.released(&event) on:pointercancel=move |_| drag.cancel()
            on:contextmenu=move |event| drag.menu(&event)
        >
            <header class="task-page-head">
                <h1>{words.tasks()}</h1>
                <Choices asked/>
                <button type="button" class="button quiet" aria-label=words.calendar_feed() on:click=move |_| feed.set(true)>
                    <Icon name="calendar"/><span>{words.calendar_feed()}</span>
                </button>
            </header>
            {view! { <QuickAdd state/> }.into_any()}
            <Show when=move || empty.get()><p class="panel lead task-page-none">{words.no_tasks_here()}</p></Show>
            {Group::ALL.into_iter().enumerate().map(|(index, group)| view! { <Part state asked index group/> }.into_any()).collect_view()}
            <Show when=move || !empty.get()>{exports("/tasks", parameters::asked_as(asked, Query::write))}</Show>
            {view! { <DayZones state/> }.into_any()}
            <Show when=move || feed.get()>
                <FeedDialog state on_close=Callback::new(move |()| feed.set(false))/>
            </Show>
        </div>
    }
}

/// Whether a task that is shown belongs to another group by now.
fn has_moved_on(tasks: &Tasks, now: NaiveDateTime) -> bool {
    let mut parts = Group::ALL.into_iter().zip(&tasks.parts);
    parts.any(|(group, part)| part.tasks.iter().any(|listed| Group::of(&listed.task, now) != group))
}

/// Up and down go from row to row, to the same control.
fn walk(event: KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let kinds = [".task-row > input", ".task-row > .task-title", ".task-row > .task-due", ".task-row > a"];
    let Some(kind) = kinds.into_iter().find(|kind| target.matches(kind).unwrap_or(false)) else { return };
    let Some(page) = target.closest(".task-page").ok().flatten() else { return };
    let all = find_all(&page, kind);
    let Some(at) = all.iter().position(|one| **one == target) else { return };
    let next = if down { all.get(at + 1) } else { at.checked_sub(1).and_then(|at| all.get(at)) };
    event.prevent_default();
    next.and_then(|next| next.dyn_ref::<HtmlElement>()).into_iter().for_each(|next| drop(next.focus()));
}

/// Puts what is asked for into the address; the page follows it.
fn ask_for(asked: Memo<Answer<Query>>) -> impl Fn(&dyn Fn(&mut Query)) + Clone {
    let navigate = use_navigate();
    move |change| {
        let mut query = asked.get_untracked().unwrap_or_default();
        change(&mut query);
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&format!("/tasks{}", parameters::write(query.write())), options);
    }
}

/// Whose tasks, and with a deal or without.
#[component]
fn Choices(asked: Memo<Answer<Query>>) -> impl IntoView {
    let words = t();
    let go = StoredValue::new_local(ask_for(asked));
    let is =
        move |test: &dyn Fn(&Query) -> bool| asked.with(|asked| asked.as_ref().is_ok_and(test)).to_string();
    let whose = move |everybody: bool, name: &'static str| {
        view! {
            <button type="button" aria-pressed=move || is(&|query| query.everybody == everybody)
                on:click=move |_| go.with_value(|go| go(&|query| query.everybody = everybody))>{name}</button>
        }
    };
    let with = move |with_deal: Option<bool>, name: &'static str| {
        view! {
            <button type="button" aria-pressed=move || is(&|query| query.with_deal == with_deal)
                on:click=move |_| go.with_value(|go| go(&|query| query.with_deal = with_deal))>{name}</button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=words.whose_tasks()>
            {whose(false, words.my_tasks())}{whose(true, words.all_tasks())}
        </div>
        <div class="segments" role="group" aria-label=words.of_which_deal()>
            {with(None, words.any_task())}{with(Some(true), words.with_deal())}{with(Some(false), words.without_deal())}
        </div>
    }
}

/// The tasks of one group; nothing while there are none.
#[component]
fn Part(state: TasksState, asked: Memo<Answer<Query>>, index: usize, group: Group) -> impl IntoView {
    let words = t();
    let count =
        Memo::new(move |_| state.tasks.with(|tasks| tasks.parts.get(index).map_or(0, |part| part.count)));
    let ids = move || {
        let ids = |tasks: &Tasks| {
            let part = tasks.parts.get(index)?;
            Some(part.tasks.iter().map(|listed| listed.task.id).collect::<Vec<_>>())
        };
        state.tasks.with(ids).unwrap_or_default()
    };
    let ids = Memo::new(move |_| ids());
    let there = Memo::new(move |_| count.get() > 0);
    let unfolded =
        move || asked.with(|asked| asked.as_ref().is_ok_and(|query| query.unfolded.contains(&group)));
    let more = Memo::new(move |_| count.get() > ids.with(Vec::len) && !unfolded());
    // What is done is looked at seldom.
    let open = RwSignal::new(group != Group::Done);
    let name = match group {
        Group::Overdue => words.tasks_overdue(),
        Group::Today => words.tasks_today(),
        Group::Later => words.tasks_later(),
        Group::Undated => words.tasks_undated(),
        Group::Done => words.tasks_done(),
    };
    let counted = move || match count.get() {
        Tasks::MOST.. => words.more_than(&words.number(Tasks::MOST - 1)),
        count => words.number(count),
    };
    let beside = move || (group == Group::Today).then(|| in_words(state.now.get().date()));
    let go = StoredValue::new_local(ask_for(asked));
    let unfold = move |_| go.with_value(|go| go(&|query: &mut Query| query.unfolded.push(group)));
    view! {
        <Show when=move || there.get()>
            <section class="task-group" data-group=group.code()>
                <h2>
                    <button type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                        <Icon name="down"/>{name}<small>{counted}</small>
                    </button>
                    <small>{beside}</small>
                </h2>
                <Show when=move || open.get()>
                    <ul>
                        <For each=move || ids.get() key=|id| *id let:id><Row state id group=index/></For>
                    </ul>
                    <Show when=move || more.get()>
                        <p class="task-more"><button type="button" class="button small" on:click=unfold>{move || words.show_all_tasks(count.get())}</button></p>
                    </Show>
                </Show>
            </section>
        </Show>
    }
}

/// `Tue 24 Nov`.
fn in_words(today: NaiveDate) -> String {
    let words = t();
    let weekday = words.weekdays().nth(today.weekday().num_days_from_monday() as usize).unwrap_or_default();
    format!("{weekday} {}", words.date_short(&today.day().to_string(), format::month(words, today)))
}
