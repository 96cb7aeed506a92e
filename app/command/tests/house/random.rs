//! Random commands: mostly such as fit what the company has at the moment, some that mean what is not there.

use super::House;
use command::{Command, undo::Undo};
use domain::{
    contact::{Contact, book::Query},
    deal::Status,
    id::{DealId, FileId, UserId},
    ledger::Kind,
    line::{CostForm, LineForm},
    people::Who,
    process::{ActionForm, NoteRule, Process, ProcessForm, Relocation, Rules, StageForm},
    product::{Catalogue, CostSettings},
    profile::Profile,
    reason::Reasons,
};
use fastrand::Rng;
use serde_json::{Value, json};

/// What there is to do something with, as an administrator sees it.
pub struct Now {
    pub deals: Vec<DealId>,
    /// The one of them that something is done with now.
    pub deal: Option<Profile>,
    /// A file for a note on it that nobody has used, and who sent it.
    pub file: Option<(UserId, FileId)>,
    /// What takes back what was done last, and who did it.
    pub undo: Option<(UserId, Undo)>,
    /// Companies and persons, each with its version.
    companies: Vec<(i64, i64)>,
    persons: Vec<(i64, i64)>,
    /// Deals that are in Deleted.
    deleted: Vec<i64>,
    /// The filters of the administrator.
    filters: Vec<i64>,
    /// Notes about contacts, each with who wrote it.
    contact_notes: Vec<(i64, UserId)>,
    /// Requests for access that wait for an answer.
    requests: Vec<i64>,
    people: Vec<UserId>,
    /// Imports that were not approved, and those that are written.
    drafts: Vec<i64>,
    imported: Vec<i64>,
    processes: Vec<Process>,
    catalogue: Catalogue,
    costs: CostSettings,
    reasons: Reasons,
}

impl Now {
    pub async fn of(house: &House, deals: &[DealId], deal: Option<DealId>) -> Now {
        let tx = house.read(&house.anna).await;
        let (mut companies, mut persons) = (vec![], vec![]);
        for kind in [false, true] {
            let query = Query { persons: kind, ..Query::default() };
            for listed in tx.book(&query, None).await.unwrap().contacts {
                let version = tx.contact_version(listed.contact).await.unwrap();
                match listed.contact {
                    Contact::Company(id) => companies.push((id.0, version)),
                    Contact::Person(id) => persons.push((id.0, version)),
                }
            }
        }
        let imports = async |state: &str| -> Vec<i64> {
            let rows = house.look(&format!("SELECT id FROM import WHERE state = '{state}'")).await;
            rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
        };
        let requests = house.look("SELECT id FROM access_request WHERE answered_at IS NULL").await;
        let filters = tx.saved_filters().await.unwrap().into_iter().filter(|filter| filter.by.is_none());
        let filters = filters.map(|filter| filter.id.0).collect();
        let deleted = tx.deleted("").await.unwrap().deals.into_iter().map(|deal| deal.id.0).collect();
        let notes = house.look("SELECT id, author_id FROM contact_note").await;
        let note = |row: &sea_orm::QueryResult| {
            let number = |at| row.try_get_by_index(at).unwrap();
            (number(0), UserId(number(1)))
        };
        Now {
            drafts: imports("draft").await,
            imported: imports("done").await,
            contact_notes: notes.iter().map(note).collect(),
            deleted,
            filters,
            companies,
            persons,
            requests: requests.iter().map(|row| row.try_get_by_index(0).unwrap()).collect(),
            deals: deals.to_vec(),
            deal: match deal {
                Some(id) => Some(tx.profile(id, None).await.unwrap()),
                None => None,
            },
            file: None,
            undo: None,
            people: [&house.anna, &house.marek, &house.zofia, &house.piotr].map(|user| user.id).to_vec(),
            processes: tx.processes().await.unwrap(),
            catalogue: tx.catalogue().await.unwrap(),
            costs: tx.cost_settings().await.unwrap(),
            reasons: tx.reasons().await.unwrap(),
        }
    }
}

/// A command and who sends it.
pub type Sent = (UserId, Command);

/// A command of this name; nothing when there is nothing that it fits.
pub fn command(rng: &mut Rng, name: &str, now: &Now) -> Option<Sent> {
    let (by, mut fields) = of_the_company(rng, name, now).or_else(|| {
        let deal = now.deal.as_ref()?;
        let by = *rng.choice(&[now.people[0], now.people[1], deal.owner])?;
        through_the_process(rng, name, now, deal)
            .or_else(|| with_the_deal(rng, name, now, deal))
            .map(|(other, fields)| (other.unwrap_or(by), fields))
    })?;
    let by = if rng.u8(..10) == 0 { *rng.choice(&now.people)? } else { by };
    if rng.u8(..10) == 0 {
        spoil(rng, &mut fields);
    }
    Some((by, Command::read(name, fields).ok()?))
}

/// Makes one of the fields mean what is not there or cannot be.
fn spoil(rng: &mut Rng, fields: &mut Value) {
    match fields {
        Value::Object(object) => {
            if let Some(field) = rng.choice(object.values_mut().collect::<Vec<_>>()) {
                spoil(rng, field);
            }
        }
        Value::Number(_) => *fields = 999_999.into(),
        Value::String(text) => *text = "x".repeat(30_000),
        Value::Null | Value::Bool(_) | Value::Array(_) => {}
    }
}

fn word(rng: &mut Rng) -> String {
    std::iter::repeat_with(|| rng.lowercase()).take(6).collect()
}

/// What administrators keep, and deals that begin.
fn of_the_company(rng: &mut Rng, name: &str, now: &Now) -> Option<(UserId, Value)> {
    let anna = *now.people.first()?;
    let fields = match name {
        "add_deal" => return Some((*rng.choice(&now.people)?, add_deal(rng, now)?)),
        "undo" => return now.undo.map(|(by, undo)| (by, json!(undo))),
        "add_process" if now.processes.len() < 4 => {
            let mut form = ProcessForm::of(rng.choice(&now.processes)?).copied();
            form.name = word(rng);
            json!({"form": form})
        }
        "save_process" => {
            let process = rng.choice(&now.processes)?;
            json!({"process": process.id, "version": process.version, "form": edited(rng, process)})
        }
        "save_reasons" => {
            let mut list: Vec<Value> = now.reasons.list.iter().map(|reason| json!(reason)).collect();
            rng.choice(&mut list)?["name"] = word(rng).into();
            if list.len() < 5 {
                list.push(json!({"id": null, "name": word(rng), "active": true}));
            }
            rng.shuffle(&mut list);
            json!({"version": now.reasons.version, "reasons": list, "required": rng.u8(..4) == 0})
        }
        "save_product" => {
            let known = rng.choice(&now.catalogue.products).filter(|_| now.catalogue.products.len() >= 4);
            let (id, version) = known.map(|product| (product.id, product.version)).unzip();
            json!({"product": {
                "id": id, "version": version.unwrap_or(0), "name": word(rng), "code": "",
                "price": rng.u32(1..500).to_string(), "currency": "PLN", "active": true,
            }})
        }
        "save_cost_settings" => {
            let mut categories: Vec<Value> =
                now.costs.categories.iter().map(|category| json!(category)).collect();
            if categories.len() < 4 {
                categories.push(json!({"id": null, "name": word(rng)}));
            }
            json!({"version": now.costs.version, "categories": categories, "costs": rng.u8(..6) > 0})
        }
        "invite_user" => {
            let email = format!("{}@demo.test", rng.u64(..));
            let role = *rng.choice(&["manager", "salesperson"])?;
            json!({"form": {"name": word(rng), "email": email, "role": role}, "link": secret(rng)})
        }
        "renew_calendar" => {
            return Some((*rng.choice(&now.people)?, json!({"secret": secret(rng)})));
        }
        "save_me" => {
            let form = json!({"name": word(rng), "zone": "Europe/London", "unwanted": ["won"]});
            return Some((*rng.choice(&now.people)?, json!({"form": form})));
        }
        "enable_second_factor" => return Some((*rng.choice(&now.people)?, second_factor(rng))),
        "show_as" => json!({"user": rng.choice(&now.people)?}),
        "save_sources" => {
            let list = json!([{"id": 1, "name": word(rng), "active": rng.bool()}, {"id": null, "name": word(rng), "active": true}]);
            json!({"version": rng.i64(1..4), "sources": list})
        }
        "remove_examples" => json!({}),
        "save_filter" => {
            let query = json!({"filter": {"further": [["close", "month"]]}});
            json!({"name": rng.choice(["Mine", "Ours", "This month"])?, "query": query, "shared": rng.bool()})
        }
        "fit_import" => {
            let fit = json!({"encoding": "utf8", "separator": "semicolon", "numbers": "comma", "dates": "day_first",
                "columns": ["name", if rng.bool() { json!("city") } else { Value::Null }]});
            json!({"import": rng.choice(&now.drafts)?, "fit": fit})
        }
        "correct_import" => {
            json!({"import": rng.choice(&now.drafts)?, "line": 2, "column": rng.u8(..2), "text": word(rng)})
        }
        "skip_import_row" => json!({"import": rng.choice(&now.drafts)?, "line": 2}),
        "approve_import" => json!({"import": rng.choice(&now.drafts)?, "good_only": true}),
        "drop_import" => json!({"import": rng.choice(&now.drafts)?}),
        "undo_import" => json!({"import": rng.choice(&now.imported)?}),
        "purge_deals" => json!({"deals": [rng.choice(&now.deleted)?]}),
        "delete_filter" => json!({"filter": rng.choice(&now.filters)?}),
        "save_account" => {
            let form = json!({"name": word(rng), "language": "pl", "currency": "PLN", "zone": "Europe/Warsaw",
                "own_contacts": rng.bool(), "public_deals": rng.choice(["see", "edit"])});
            json!({"version": rng.i64(1..4), "form": form})
        }
        "save_company" => {
            let (company, version) = new_or_one(rng, &now.companies);
            json!({"company": company, "version": version, "form": {"name": word(rng), "city": word(rng)}})
        }
        "save_person" => {
            let (person, version) = new_or_one(rng, &now.persons);
            let form = json!({"last_name": word(rng), "company": rng.choice(["", "Acme"]), "phones": "1, 2"});
            json!({"person": person, "version": version, "form": form})
        }
        "merge_companies" => {
            let form = json!({"name": word(rng)});
            merge(rng, &now.companies, &form)?
        }
        "merge_persons" => {
            let form = json!({"last_name": word(rng)});
            merge(rng, &now.persons, &form)?
        }
        "add_contact_note" => json!({"of": {"company": rng.i64(1..4)}, "text": word(rng)}),
        "edit_contact_note" | "delete_contact_note" => {
            let (note, author) = rng.choice(&now.contact_notes)?;
            let text = (name == "edit_contact_note").then(|| word(rng));
            let fields =
                text.map_or_else(|| json!({"note": note}), |text| json!({"note": note, "text": text}));
            return Some((*author, fields));
        }
        // Whichever was deleted, if any.
        "restore_deal" => json!({"deal": rng.i64(1..8)}),
        "mark_read" => return Some((*rng.choice(&now.people)?, json!({"notice": null}))),
        "ask_access" => {
            return Some((*rng.choice(&now.people)?, json!({"deal": rng.choice(&now.deals)?, "text": ""})));
        }
        "answer_access" => json!({"request": rng.choice(&now.requests)?, "grant": rng.bool()}),
        "renew_link" => json!({"user": rng.choice(&now.people)?, "link": secret(rng)}),
        // Those who act go on doing so.
        "change_role" => json!({"user": now.people[0], "role": "administrator"}),
        "set_active" => json!({"user": rng.choice(&now.people)?, "active": true}),
        _ => return None,
    };
    Some((anna, fields))
}

/// Something new, or one of these in its version.
fn new_or_one(rng: &mut Rng, all: &[(i64, i64)]) -> (Option<i64>, i64) {
    let one = rng.choice(all).filter(|_| rng.bool() || all.len() > 12);
    one.map_or((None, 0), |(id, version)| (Some(*id), *version))
}

/// Two of these become one.
fn merge(rng: &mut Rng, all: &[(i64, i64)], form: &Value) -> Option<Value> {
    let ((keep, version), (gone, gone_version)) = (rng.choice(all)?, rng.choice(all)?);
    Some(json!({"keep": keep, "gone": gone, "version": version, "gone_version": gone_version, "form": form}))
}

/// With the code of now.
fn second_factor(rng: &mut Rng) -> Value {
    let secret = rng.u128(..).to_be_bytes().into_iter().chain([7; 4]).collect::<Vec<u8>>();
    let now = u64::try_from(store::now().timestamp()).unwrap();
    let code = totp_lite::totp_custom::<totp_lite::Sha1>(30, 6, &secret, now);
    let codes: Vec<String> = (0..8).map(|_| word(rng)).collect();
    let secret = totp_rs::Secret::new(secret.into()).to_base32();
    json!({"secret": secret, "code": code, "recovery_codes": codes})
}

fn secret(rng: &mut Rng) -> String {
    (0..4).map(|_| format!("{:016x}", rng.u64(..))).collect()
}

fn add_deal(rng: &mut Rng, now: &Now) -> Option<Value> {
    let active: Vec<&Process> = now.processes.iter().filter(|process| process.active).collect();
    let process = *rng.choice(&active)?;
    let outcome = *rng.choice(&["won", "lost"])?;
    let closed = (rng.u8(..4) == 0).then(|| json!([outcome, "2025-05-14"]));
    let lines: Vec<Value> = (0..rng.usize(..3)).map(|_| line(rng, now)).collect();
    let value = if lines.is_empty() { rng.u32(..10_000).to_string() } else { String::new() };
    Some(json!({
        "form": form(rng, now, value),
        "process": process.id,
        "stage": rng.choice(&process.stages)?.id,
        "participants": [rng.choice(&now.people)?],
        "closed": closed,
        "reason": rng.choice(&now.reasons.list).map(|reason| reason.id),
        "lines": lines,
    }))
}

fn form(rng: &mut Rng, now: &Now, value: String) -> Value {
    json!({
        "company": rng.choice(["Łódź Logistyka", "Acme", "Inna Firma"]),
        "person": rng.choice(["", "Anna Nowak", "Jan Kos"]),
        "name": word(rng),
        "source": rng.choice([None, Some(1)]),
        "expected_close": rng.choice(["", "2027-05-14"]),
        "value": value,
        "currency": "PLN",
        "owner": rng.choice(&now.people),
        "description": rng.choice(["", "Said to be urgent"]),
    })
}

fn line(rng: &mut Rng, now: &Now) -> Value {
    let product = rng.choice(&now.catalogue.products).map(|product| product.id);
    json!({
        "id": null, "product": product, "name": word(rng), "quantity": rng.u8(1..9).to_string(),
        "price": rng.u16(..900).to_string(), "discount": rng.u8(..50).to_string(), "date": "2026-05-14",
    })
}

/// The process with something about it changed.
fn edited(rng: &mut Rng, process: &Process) -> ProcessForm {
    let mut form = ProcessForm::of(process);
    let (stages, at) = (form.stages.len(), rng.usize(..form.stages.len()));
    match rng.u8(..8) {
        0 => form.name = word(rng),
        1 => form.guarded = !form.guarded,
        2 => form.stages.rotate_left(1),
        3 if stages < 6 => {
            form.stages.push(StageForm { name: word(rng), ..StageForm::default() });
        }
        4 if stages > 3 => {
            let gone = form.stages.remove(at);
            form.relocations.extend(gone.id.map(|from| Relocation { from, to: rng.usize(..stages - 1) }));
        }
        5 if process.actions().count() > 6 => drop(form.stages[at].actions.pop()),
        6 if process.actions().count() < 12 => form.stages[at].actions.push(ActionForm {
            id: None,
            name: word(rng),
            hint: String::new(),
            weight: "5".into(),
            rules: Rules::default(),
        }),
        _ => {
            let actions = form.stages.iter_mut().flat_map(|stage| &mut stage.actions);
            actions.for_each(|action| action.weight = rng.u8(..20).to_string());
        }
    }
    form
}

/// What is done with a deal on its way through the process; and who does it, where not anybody may.
fn through_the_process(
    rng: &mut Rng,
    name: &str,
    now: &Now,
    deal: &Profile,
) -> Option<(Option<UserId>, Value)> {
    let (id, open) = (deal.id, deal.status == Status::Open);
    let done: Vec<_> = deal.checks.iter().map(|check| check.action).collect();
    let fields = match name {
        "move_deal" if open => {
            let gap = json!({"after": rng.choice(&now.deals), "before": null});
            json!({"deal": id, "from": deal.stage, "to": rng.choice(&deal.process.stages)?.id, "gap": gap})
        }
        "complete_action" if open => {
            let left: Vec<_> = deal
                .process
                .actions()
                .map(|(_, action)| action)
                .filter(|it| !done.contains(&it.id))
                .collect();
            let action = *rng.choice(&left)?;
            let file = now.file.filter(|_| action.rules.note == NoteRule::File);
            let note = if action.rules.note == NoteRule::No { "" } else { "As agreed" };
            let files: Vec<FileId> = file.iter().map(|(_, file)| *file).collect();
            let by = match (&action.rules.who, file) {
                (_, Some((sender, _))) => Some(sender),
                (Who::Everyone, None) => None,
                (Who::Managers, None) => Some(now.people[1]),
                (Who::Administrators, None) => Some(now.people[0]),
                (Who::People(people), None) => Some(*rng.choice(people)?),
            };
            return Some((by, json!({"deal": id, "action": action.id, "note": note, "files": files})));
        }
        "uncomplete_action" if open => json!({"deal": id, "action": rng.choice(&done)?}),
        "change_process" if open => {
            let other: Vec<_> =
                now.processes.iter().filter(|it| it.active && it.id != deal.process.id).collect();
            let process = *rng.choice(&other)?;
            json!({"deal": id, "process": process.id, "stage": rng.choice(&process.stages)?.id})
        }
        "win_deal" if open && deal.process.missing(&done).is_empty() => json!({"deal": id}),
        "close_deal" if open => {
            let reason = rng.choice(&now.reasons.list).map(|reason| reason.id);
            json!({"deal": id, "outcome": rng.choice(["lost", "stale"]), "reason": reason, "note": word(rng)})
        }
        "reopen_deal" if !open => json!({"deal": id}),
        _ => return None,
    };
    Some((None, fields))
}

/// What else is done with a deal; and who does it, where not anybody may.
fn with_the_deal(rng: &mut Rng, name: &str, now: &Now, deal: &Profile) -> Option<(Option<UserId>, Value)> {
    let id = deal.id;
    let fields = match name {
        "save_deal" => {
            let itemised = deal.ledger.is_itemised();
            let minor = if itemised { deal.value.minor } else { rng.i64(..1_000_000) };
            let value = format!("{}.{:02}", minor / 100, minor % 100);
            json!({"deal": id, "version": deal.version, "form": form(rng, now, value)})
        }
        "delete_deal" => json!({"deal": id}),
        "change_deals" => {
            let stage = rng.choice(&deal.process.stages)?.id;
            let changes = [
                json!({"owner": rng.choice(&now.people)?}),
                json!({"stage": stage}),
                json!("no_source"),
                json!({"close": "2030-01-01"}),
                json!({"value": word(rng)}),
                json!({"close_as": {"outcome": "stale", "reason": null, "note": ""}}),
                json!("reopen"),
                json!({"participant": rng.choice(&now.people)?}),
            ];
            json!({"deals": [id.0 + 1, id], "change": rng.choice(&changes)?})
        }
        "duplicate_deal" => json!({"deal": id}),
        "make_public" => json!({"deal": id, "public": rng.bool()}),
        "add_participant" => json!({"deal": id, "user": rng.choice(&now.people)?}),
        "remove_participant" => json!({"deal": id, "user": rng.choice(&deal.participants)?}),
        "save_lines" | "save_costs" => return Some((None, amounts(rng, name, now, deal)?)),
        "add_task" => {
            let (date, time) = due(rng);
            let form =
                json!({"title": word(rng), "date": date, "time": time, "assignee": rng.choice(&now.people)?});
            json!({"deal": id, "form": form})
        }
        "check_task" => {
            let task = rng.choice(&deal.tasks)?;
            json!({"task": task.id, "done": !task.done})
        }
        "edit_task" => {
            let (date, time) = due(rng);
            json!({"task": rng.choice(&deal.tasks)?.id, "form": {"title": word(rng), "date": date, "time": time}})
        }
        "delete_task" => json!({"task": rng.choice(&deal.tasks)?.id}),
        "add_note" => {
            let (by, file) = now.file.unzip();
            return Some((by, json!({"deal": id, "text": word(rng), "files": file.as_slice()})));
        }
        "edit_note" => {
            let note = rng.choice(&deal.notes)?;
            return Some((Some(note.author), json!({"note": note.id, "text": word(rng)})));
        }
        "delete_note" => {
            let note = rng.choice(&deal.notes)?;
            return Some((Some(note.author), json!({"note": note.id})));
        }
        _ => return None,
    };
    Some((None, fields))
}

/// Some of the lines or costs that there are, and perhaps a new one.
fn amounts(rng: &mut Rng, name: &str, now: &Now, deal: &Profile) -> Option<Value> {
    let kind = if deal.status == Status::Won && rng.bool() { Kind::Realised } else { Kind::Forecast };
    let (side, notation) = (deal.ledger.side(kind), Default::default());
    let (field, mut rows): (_, Vec<Value>) = match name {
        "save_lines" => {
            ("lines", side.lines.iter().map(|line| json!(LineForm::of(line, &notation))).collect())
        }
        _ => ("costs", side.costs.iter().map(|cost| json!(CostForm::of(cost, &notation))).collect()),
    };
    rows.retain(|_| rng.u8(..3) > 0);
    if rows.len() < 4 && name == "save_lines" {
        rows.push(line(rng, now));
    } else if rows.len() < 4 {
        let category = rng.choice(&now.catalogue.categories)?.id;
        let amount = rng.u16(..900).to_string();
        rows.push(
            json!({"id": null, "category": category, "amount": amount, "date": "2026-05-14", "note": ""}),
        );
    }
    Some(json!({"deal": deal.id, "version": deal.version, "kind": kind, field: rows}))
}

/// When a task is due: never, or some day around today, at some time or without one.
fn due(rng: &mut Rng) -> (String, &'static str) {
    if rng.u8(..4) == 0 {
        return (String::new(), "");
    }
    let day = chrono::Utc::now().date_naive() + chrono::Days::new(3) - chrono::Days::new(rng.u64(..6));
    (day.to_string(), rng.choice(["", "00:00", "12:30", "23:59"]).unwrap_or_default())
}
