//! Two contacts that turn out to be one (K3): which other it is, what remains of both, and what moves.

use crate::{
    client::{Gesture, ask, suggest_companies, suggest_persons},
    error::{Answer, Problem, Sentence},
    ui::{
        dialog::{Dialog, DialogForm, typed_was_sent},
        field::Field,
        suggest::{Ask, Suggest},
        tell,
    },
    words::t,
};
use command::contact::{MergeCompanies, MergePersons, ReadCompany, ReadPerson};
use domain::{
    contact::{
        CompanyForm, CompanyPage, Person, PersonForm, PersonPage, SuggestedCompany, merged_company,
        merged_person,
    },
    id::{CompanyId, PersonId},
    refusal::{Field as Name, Refusal},
};
use leptos::{prelude::*, task::spawn_local};

/// Companies that may be the same, each with the way to merge it.
#[component]
pub(super) fn CompanyTwins(twins: Vec<SuggestedCompany>, merge: Callback<CompanyId>) -> impl IntoView {
    let row = move |twin: SuggestedCompany| {
        let id = twin.id;
        let beside = [twin.tax_number.map(|number| number.to_string()), twin.city];
        let beside = beside.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        twin_row(format!("/companies/{id}"), twin.name, beside, Callback::new(move |()| merge.run(id)))
    };
    twins_panel(t().perhaps_same_company(), twins.into_iter().map(row).collect())
}

/// Persons who may be the same, each with the way to merge them.
#[component]
pub(super) fn PersonTwins(twins: Vec<Person>, merge: Callback<PersonId>) -> impl IntoView {
    let row = move |twin: Person| {
        let id = twin.id;
        let beside = twin.company.map(|company| company.name).unwrap_or_default();
        twin_row(format!("/persons/{id}"), twin.name, beside, Callback::new(move |()| merge.run(id)))
    };
    twins_panel(t().perhaps_same_person(), twins.into_iter().map(row).collect())
}

fn twins_panel(title: &'static str, rows: Vec<AnyView>) -> AnyView {
    let words = t();
    view! {
        <section class="panel contact-twins">
            <h2>{title}</h2>
            <ul>{rows}</ul>
            <p class="lead">{words.merge_can_be_undone()}</p>
        </section>
    }
    .into_any()
}

fn twin_row(address: String, name: String, beside: String, merge: Callback<()>) -> AnyView {
    view! {
        <li>
            <p><a href=address>{name}</a>" "<small>{beside}</small></p>
            <button type="button" class="button small" on:click=move |_| merge.run(())>{t().compare_and_merge()}"…"</button>
        </li>
    }
    .into_any()
}

/// A field in which the two may differ: its label, what each says, and what was chosen.
#[derive(Clone)]
struct Choice {
    label: &'static str,
    each: [String; 2],
    chosen: RwSignal<String>,
}

impl Choice {
    fn new(label: &'static str, keep: &str, gone: &str, merged: &str) -> Choice {
        Choice { label, each: [keep.to_owned(), gone.to_owned()], chosen: RwSignal::new(merged.to_owned()) }
    }

    fn is_open(&self) -> bool {
        let [keep, gone] = &self.each;
        !keep.is_empty() && !gone.is_empty() && keep != gone
    }
}

/// What remains: where the two differ, one of both is chosen.
#[component]
fn Choices(choices: Vec<Choice>) -> impl IntoView {
    let row = |(index, choice): (usize, Choice)| {
        let open = choice.is_open();
        let Choice { label, each, chosen } = choice;
        if chosen.with_untracked(String::is_empty) {
            return None;
        }
        let option = move |text: String| {
            let own = text.clone();
            view! {
                <label class="check">
                    <input type="radio" name=format!("merge-{index}") checked=chosen.get_untracked() == text on:change=move |_| chosen.set(own.clone())/>
                    " "<span>{text}</span>
                </label>
            }
        };
        let shown = match open {
            true => each.into_iter().map(option).collect_view().into_any(),
            false => chosen.get_untracked().into_any(),
        };
        Some(view! { <div role="group" aria-label=label><dt>{label}</dt><dd>{shown}</dd></div> })
    };
    view! { <dl class="merge-fields">{choices.into_iter().enumerate().filter_map(row).collect_view()}</dl> }
}

#[component]
pub(super) fn MergeCompaniesDialog(
    keep: CompanyId,
    other: Option<CompanyId>,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let read = move |id: i64| async move { ask(&ReadCompany { company: CompanyId(id) }).await };
    let draw = move |(kept, gone): (CompanyPage, CompanyPage)| {
        let words = t();
        let (a, b) = (CompanyForm::of(&kept.details), CompanyForm::of(&gone.details));
        let merged = merged_company(&a, &b);
        let choice = |label, of: fn(&CompanyForm) -> &String| Choice::new(label, of(&a), of(&b), of(&merged));
        let choices = vec![
            choice(words.name(), |form| &form.name),
            choice(words.tax_number(), |form| &form.tax_number),
            choice(words.phone(), |form| &form.phone),
            choice(words.email(), |form| &form.email),
            choice(words.website(), |form| &form.website),
            choice(words.address(), |form| &form.address),
            choice(words.postal_code(), |form| &form.postal_code),
            choice(words.city(), |form| &form.city),
        ];
        let moves = words.merge_moves(
            &gone.details.name.to_string(),
            &[
                words.persons_count(gone.persons_count),
                words.deals(gone.deals.count),
                words.notes_count(gone.notes.len()),
            ]
            .join(", "),
        );
        let chosen = choices.iter().map(|choice| choice.chosen).collect::<Vec<_>>();
        let (gone, version, gone_version) = (gone.id, kept.version, gone.version);
        let command = Callback::new(move |()| {
            let mut texts = chosen.iter().map(|chosen| chosen.get_untracked());
            let mut next = || texts.next().unwrap_or_default();
            let form = CompanyForm {
                name: next(),
                tax_number: next(),
                phone: next(),
                email: next(),
                website: next(),
                address: next(),
                postal_code: next(),
                city: next(),
                // Both numbers were there before.
                doubtful: true,
            };
            MergeCompanies { keep, gone, version, gone_version, form }
        });
        let gesture = Gesture::new();
        let merge = Action::new(move |_: &()| {
            let merge = command.run(());
            let said = words.merged_said(merge.form.name.trim());
            async move { gesture.send_saying(said, &merge).await }
        });
        view! { <Compared choices moves merge on_close reload/> }.into_any()
    };
    view! { <MergeDialog keep=keep.0 other=other.map(|other| other.0) label=t().company() suggest=suggest_companies read draw on_close/> }
}

#[component]
pub(super) fn MergePersonsDialog(
    keep: PersonId,
    other: Option<PersonId>,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let read = move |id: i64| async move { ask(&ReadPerson { person: PersonId(id) }).await };
    let draw = move |(kept, gone): (PersonPage, PersonPage)| {
        let words = t();
        let (a, b) = (PersonForm::of(&kept.details), PersonForm::of(&gone.details));
        let merged = merged_person(&a, &b);
        let choice = |label, of: fn(&PersonForm) -> &String| Choice::new(label, of(&a), of(&b), of(&merged));
        let choices = vec![
            choice(words.first_name(), |form| &form.first_name),
            choice(words.last_name(), |form| &form.last_name),
            choice(words.company(), |form| &form.company),
        ];
        let moves = words.merge_moves(
            &gone.details.name(),
            &[words.deals(gone.deals.count), words.notes_count(gone.notes.len())].join(", "),
        );
        let chosen = choices.iter().map(|choice| choice.chosen).collect::<Vec<_>>();
        let (gone, version, gone_version) = (gone.id, kept.version, gone.version);
        let companies = [a, b].map(|form| (form.company, form.company_id));
        let command = Callback::new(move |()| {
            let mut texts = chosen.iter().map(|chosen| chosen.get_untracked());
            let mut next = || texts.next().unwrap_or_default();
            let (first_name, last_name, company) = (next(), next(), next());
            let company_id = companies.iter().find(|(name, _)| *name == company).and_then(|(_, id)| *id);
            let form = PersonForm { first_name, last_name, company, company_id, ..merged.clone() };
            MergePersons { keep, gone, version, gone_version, form }
        });
        let gesture = Gesture::new();
        let merge = Action::new(move |_: &()| {
            let merge = command.run(());
            let said =
                words.merged_said(format!("{} {}", merge.form.first_name, merge.form.last_name).trim());
            async move { gesture.send_saying(said, &merge).await }
        });
        view! { <Compared choices moves merge on_close reload/> }.into_any()
    };
    view! { <MergeDialog keep=keep.0 other=other.map(|other| other.0) label=t().person() suggest=suggest_persons read draw on_close/> }
}

/// The dialog: with which other, then what becomes of both.
#[component]
fn MergeDialog<Page, Reading>(
    keep: i64,
    other: Option<i64>,
    label: &'static str,
    suggest: Ask,
    read: impl Fn(i64) -> Reading + Copy + Send + Sync + 'static,
    draw: impl Fn((Page, Page)) -> AnyView + Copy + Send + Sync + 'static,
    on_close: Callback<()>,
) -> impl IntoView
where
    Page: Clone + Send + Sync + 'static,
    Reading: Future<Output = Answer<Page>> + 'static,
{
    let words = t();
    let both = RwSignal::new(None::<(Page, Page)>);
    let problem = RwSignal::new(None::<Problem>);
    let compare = move |other: i64| {
        spawn_local(async move {
            match (read(keep).await, read(other).await) {
                (Ok(kept), Ok(gone)) => drop(both.try_set(Some((kept, gone)))),
                (Err(refused), _) | (_, Err(refused)) => drop(problem.try_set(Some(refused))),
            }
        });
    };
    other.into_iter().for_each(compare);
    let (name, picked) = (RwSignal::new(String::new()), RwSignal::new(None::<i64>));
    let next = Callback::new(move |()| match picked.get_untracked() {
        Some(other) => compare(other),
        None => problem.set(Some(Refusal::Unknown { field: Name::Client }.into())),
    });
    let body = move || {
        match both.get() {
        Some(both) => draw(both),
        None if other.is_some() => view! { <p class="form-refusal" role="alert">{move || problem.get().map(|problem| problem.sentence())}</p> }.into_any(),
        None => view! {
            <DialogForm submit=words.compare() on_submit=next on_close problem pending=false>
                <Field name=Name::Client label problem>
                    <Suggest id="merge-with" value=name picked ask=suggest except=keep/>
                </Field>
            </DialogForm>
        }
        .into_any(),
    }
    };
    view! { <Dialog title=words.merge_title() on_close>{body}</Dialog> }
}

/// What remains, what moves, and the button.
#[component]
fn Compared(
    choices: Vec<Choice>,
    moves: String,
    merge: Action<(), Answer<()>>,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let problem = Signal::derive(move || merge.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        if let Some(Ok(())) = merge.value().get() {
            typed_was_sent();
            on_close.run(());
            tell(reload);
        }
    });
    let submit = Callback::new(move |()| drop(merge.dispatch(())));
    view! {
        <DialogForm submit=words.merge() on_submit=submit on_close problem pending=merge.pending()>
            <p>{words.merge_lead()}</p>
            <Choices choices/>
            <p>{moves}</p>
            <p class="lead">{words.merge_can_be_undone()}</p>
        </DialogForm>
    }
}
