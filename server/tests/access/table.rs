//! The table: everything that can be done, asked or fetched, with a call that is right, and what each actor gets.

use crate::house::{addition, completion, form, op, step};
use domain::id::UserId;
use serde_json::{Value, json};

/// Who asks, and as which user; nobody is who has no session. The deactivated user has one that outlived them.
pub const ACTORS: [(&str, &str); 8] = [
    ("nobody", ""),
    ("a stranger", "ewa"),
    ("a participant", "pawel"),
    ("the creator", "karol"),
    ("the owner", "zofia"),
    ("a manager", "marek"),
    ("an administrator", "anna"),
    ("a deactivated participant", "dawid"),
];

/// The status for each actor, a line for each of [`Row::ids`].
pub type Rule = &'static [[u16; ACTORS.len()]];

// In the order of the actors:
//                               nobody stranger participant creator owner manager administrator deactivated
const EVERYBODY: Rule = &[[401, 200, 200, 200, 200, 200, 200, 401]];
const EVERYBODY_WHAT_IS_THERE: Rule = &[
    [401, 200, 200, 200, 200, 200, 200, 401], // there
    [401, 404, 404, 404, 404, 404, 404, 401], // absent
];
const ADMINISTRATORS: Rule = &[[401, 403, 403, 403, 403, 403, 200, 401]];
const ADMINISTRATORS_WHAT_IS_THERE: Rule = &[
    [401, 403, 403, 403, 403, 403, 200, 401], // there
    [401, 403, 403, 403, 403, 403, 404, 401], // absent
];
/// V1: creator, owner, participants, managers and administrators.
const WHO_SEES_THE_DEAL: Rule = &[
    [401, 404, 200, 200, 200, 200, 200, 401], // of the circle
    [401, 404, 404, 404, 404, 200, 200, 401], // of others
    [401, 404, 404, 404, 404, 404, 404, 401], // absent
];
/// K3: those who see every deal.
const MANAGERS_WHAT_IS_THERE: Rule = &[
    [401, 403, 403, 403, 403, 200, 200, 401], // there
    [401, 403, 403, 403, 403, 404, 404, 401], // absent
];
/// K1: the owner of the circle's deal wrote the note about the company.
const THE_AUTHOR_OF_WHAT_IS_THERE: Rule = &[
    [401, 403, 403, 403, 200, 403, 403, 401],
    [401, 404, 404, 404, 404, 404, 404, 401], // absent
];
/// V2: who takes others away from a deal, and gives it to another owner.
const WHO_KEEPS_THE_DEAL: Rule = &[
    [401, 404, 403, 200, 200, 200, 200, 401],
    [401, 404, 404, 404, 404, 200, 200, 401],
    [401, 404, 404, 404, 404, 404, 404, 401],
];
/// L4: administrators, whosever the deal was.
const WHO_EMPTIES_DELETED: Rule = &[
    [401, 403, 403, 403, 403, 403, 200, 401],
    [401, 403, 403, 403, 403, 403, 200, 401],
    [401, 403, 403, 403, 403, 403, 404, 401],
];
/// V2: anyone can leave.
const THE_PARTICIPANT_TOO: Rule = &[
    [401, 404, 200, 200, 200, 200, 200, 401], // of the circle
    [401, 404, 404, 404, 404, 404, 404, 401], // absent
];
/// P4: an action that managers do.
const MANAGERS_WHO_SEE_THE_DEAL: Rule = &[
    [401, 404, 403, 403, 403, 200, 200, 401],
    [401, 404, 404, 404, 404, 200, 200, 401],
    [401, 404, 404, 404, 404, 404, 404, 401],
];
/// T2: the owner of the circle's deal wrote its note.
const THE_AUTHOR: Rule = &[
    [401, 404, 403, 403, 200, 403, 403, 401],
    [401, 404, 404, 404, 404, 403, 403, 401],
    [401, 404, 404, 404, 404, 404, 404, 401],
];
/// T2: the note that an action required stays.
const NOBODY_NOT_EVEN_THE_AUTHOR: Rule = &[
    [401, 404, 403, 403, 403, 403, 403, 401],
    [401, 404, 404, 404, 404, 403, 403, 401],
    [401, 404, 404, 404, 404, 404, 404, 401],
];
/// H2: one's own change. The owner of the circle's deal wrote the last one of it.
const WHO_DID_IT: Rule = &[
    [401, 404, 404, 404, 200, 404, 404, 401],
    [401, 404, 404, 404, 404, 404, 404, 401],
    [401, 404, 404, 404, 404, 404, 404, 401],
];
/// T1: a task without a deal. The owner of the circle's deal made it, the participant is to do it.
const WHO_DOES_IT: Rule = &[
    [401, 404, 200, 404, 200, 200, 200, 401],
    [401, 404, 404, 404, 404, 404, 404, 401], // absent
];
/// V2: whoever asks learns nothing of what there is.
const ALIKE: Rule = &[
    [401, 200, 200, 200, 200, 200, 200, 401], // of the circle
    [401, 200, 200, 200, 200, 200, 200, 401], // of others
    [401, 200, 200, 200, 200, 200, 200, 401], // absent
];
/// T3: the owner of the circle's deal, who was told.
const WHO_WAS_TOLD: Rule = &[
    [401, 404, 404, 404, 200, 404, 404, 401],
    [401, 404, 404, 404, 404, 404, 404, 401], // absent
];
/// L3: the owner of the circle's deal keeps a filter.
const WHO_KEEPS_IT: Rule = WHO_WAS_TOLD;
/// Functions that answer alike to everybody, signed in or not.
const WRONG_SECOND_CODE: Rule = &[[401; ACTORS.len()]];
const WRONG_PASSWORD: Rule = &[[401; ACTORS.len()]];
const WRONG_OWN_PASSWORD: Rule = &[[401, 403, 403, 403, 403, 403, 403, 401]];
const WRONG_CODE: Rule = &[[403; ACTORS.len()]];
const LINK_TO_NOWHERE: Rule = &[[409; ACTORS.len()]];
const NO_MAIL: Rule = &[[409; ACTORS.len()]];
const LEADS_NOWHERE: Rule = &[[404; ACTORS.len()]];
const ANYBODY: Rule = &[[200; ACTORS.len()]];

/// What a row calls, given the number of what it addresses.
#[derive(Clone, Copy)]
pub enum Call {
    /// By its name behind `/api`, with this body.
    Api(fn(i64) -> Value),
    Get(fn(i64) -> String),
    /// The head of an answer that has no end.
    Head(&'static str),
    /// A page of this deal is open.
    Look,
    /// A file for a note on this deal.
    Upload,
    /// A file that is to be brought in.
    Import,
}

/// A line of the table.
pub struct Row {
    pub name: &'static str,
    pub rule: Rule,
    /// What it addresses, in the order of the rule's lines.
    pub ids: &'static [i64],
    pub call: Call,
}

/// It addresses nothing.
const NOTHING: &[i64] = &[0];
/// Each of the circle, of others, absent.
const DEALS: &[i64] = &[1, 2, 999];
const DEAL_OF_THE_CIRCLE: &[i64] = &[1, 999];
const CLOSED_DEALS: &[i64] = &[3, 4, 999];
/// A file that was not approved, and one that is brought in.
const DRAFTS: &[i64] = &[1, 999];
const IMPORTED: &[i64] = &[2, 999];
/// As the first two, deleted; absent.
const DELETED_DEALS: &[i64] = &[5, 6, 999];
const TASKS: &[i64] = &[1, 2, 999];
const TASK_WITHOUT_DEAL: &[i64] = &[3, 999];
/// There, absent: companies, persons, and the note about one of them.
const CONTACTS: &[i64] = &[1, 999];
/// There beside the first one, absent.
const OTHER_CONTACTS: &[i64] = &[2, 999];
/// Ewa's, for the deal of the circle and that of others; absent.
const REQUESTS: &[i64] = &[1, 2, 999];
/// The owner's of the circle's deal: Ewa asks for access.
const NOTICES: &[i64] = &[10, 999];
/// The owner's of the circle's deal, absent.
const FILTERS: &[i64] = &[1, 999];
const KEPT_NOTES: &[i64] = &[1, 2, 999];
const NOTES: &[i64] = &[3, 4, 999];
const FILES: &[i64] = &[1, 2, 999];
/// In the change log: the notes that were added last.
const CHANGES: &[i64] = &[15, 16, 999];
/// There, absent.
const PROCESSES: &[i64] = &[2, 999];
const PRODUCTS: &[i64] = &[1, 999];
/// Wera, who is no actor; absent.
pub const USERS: &[i64] = &[9, 999];

/// The manager, who owns no deal; the owner of the circle's, and the participant in it.
const MAREK: i64 = 2;
pub const ZOFIA: i64 = 3;
pub const PAWEL: i64 = 6;
/// Those who are no actors: the owner of the deals of others, and who takes part in theirs and the circle's.
pub const PIOTR: i64 = 4;
pub const WERA: i64 = 9;

/// Everything, with one row at least for each command, query and function of the app.
pub fn rows() -> Vec<Row> {
    [functions(), deals(), work(), settings(), address_book(), questions(), routes()]
        .into_iter()
        .flatten()
        .collect()
}

fn api(name: &'static str, rule: Rule, ids: &'static [i64], body: fn(i64) -> Value) -> Row {
    Row { name, rule, ids, call: Call::Api(body) }
}

fn functions() -> Vec<Row> {
    vec![
        api("sign_in", WRONG_PASSWORD, NOTHING, |_| json!({"email": "nobody@demo.test", "password": "x"})),
        // Where no mail is sent.
        api("forgot_password", NO_MAIL, NOTHING, |_| json!({"email": "nobody@demo.test"})),
        api("sign_out", ANYBODY, NOTHING, |_| json!({})),
        api(
            "set_up",
            WRONG_CODE,
            NOTHING,
            |_| json!({"form": {"code": "wrong", "name": "", "email": "", "password": "", "language": "", "currency": "", "zone": ""}}),
        ),
        api("join", LINK_TO_NOWHERE, NOTHING, |_| json!({"link": "00", "password": "x"})),
        api("choose_language", EVERYBODY, NOTHING, |_| json!({"language": "en"})),
        api(
            "report_crash",
            EVERYBODY,
            NOTHING,
            |_| json!({"at": "app/src/board/state.rs:12:5", "ticket": "00c0ffee"}),
        ),
        api(
            "change_password",
            WRONG_OWN_PASSWORD,
            NOTHING,
            |_| json!({"old": "wrong", "new": "a-better-password"}),
        ),
        api("disable_second_factor", WRONG_OWN_PASSWORD, NOTHING, |_| json!({"password": "wrong"})),
        api("sign_out_elsewhere", EVERYBODY, NOTHING, |_| json!({})),
        api("choose_theme", EVERYBODY, NOTHING, |_| json!({"theme": "dark"})),
        api("choose_look", EVERYBODY, NOTHING, |_| json!({"look": {"figure": "weighted", "folded": [1]}})),
    ]
}

fn deals() -> Vec<Row> {
    let of = |name, body| api(name, WHO_SEES_THE_DEAL, DEALS, body);
    let of_keepers = |name, body| api(name, WHO_KEEPS_THE_DEAL, DEALS, body);
    vec![
        api("add_deal", EVERYBODY, NOTHING, |_| addition(UserId(PIOTR), "New", "1")),
        of("save_deal", |id| saved(id, if id == 2 { PIOTR } else { ZOFIA })),
        of_keepers("save_deal", |id| saved(id, MAREK)),
        of("move_deal", |id| step(id, 1, 2, &op())),
        of_keepers("delete_deal", |id| json!({"deal": id})),
        api("restore_deal", WHO_KEEPS_THE_DEAL, DELETED_DEALS, |id| json!({"deal": id})),
        api("purge_deals", WHO_EMPTIES_DELETED, DELETED_DEALS, |id| json!({"deals": [id]})),
        of("duplicate_deal", |id| json!({"deal": id})),
        of("change_deals", |id| json!({"deals": [id], "change": {"close": "2030-01-01"}})),
        of_keepers("change_deals", |id| json!({"deals": [id], "change": "delete"})),
        of("add_participant", |id| json!({"deal": id, "user": MAREK})),
        of_keepers("make_public", |id| json!({"deal": id, "public": true})),
        of_keepers("remove_participant", |id| json!({"deal": id, "user": WERA})),
        api(
            "remove_participant",
            THE_PARTICIPANT_TOO,
            DEAL_OF_THE_CIRCLE,
            |id| json!({"deal": id, "user": PAWEL}),
        ),
        of("change_process", |id| json!({"deal": id, "process": 2, "stage": 4})),
        of("win_deal", |id| json!({"deal": id})),
        of("close_deal", |id| json!({"deal": id, "outcome": "lost", "reason": null, "note": ""})),
        api("reopen_deal", WHO_SEES_THE_DEAL, CLOSED_DEALS, |id| json!({"deal": id})),
        of("save_lines", |id| json!({"deal": id, "version": 1, "kind": "forecast", "lines": []})),
        of("save_costs", |id| json!({"deal": id, "version": 1, "kind": "forecast", "costs": []})),
    ]
}

/// What a link may end in.
fn secret(digit: &str) -> String {
    digit.repeat(64)
}

/// The form of a deal as it was opened, with this owner.
fn saved(deal: i64, owner: i64) -> Value {
    json!({"deal": deal, "version": 1, "form": form(UserId(owner), "Changed", "5")})
}

fn work() -> Vec<Row> {
    let of = |name, body| api(name, WHO_SEES_THE_DEAL, DEALS, body);
    let of_managers = |name, body| api(name, MANAGERS_WHO_SEE_THE_DEAL, DEALS, body);
    vec![
        of("complete_action", |id| completion(id, 1, "")),
        of("uncomplete_action", |id| json!({"deal": id, "action": 2})),
        of_managers("complete_action", |id| completion(id, 3, "")),
        of_managers("uncomplete_action", |id| json!({"deal": id, "action": 4})),
        of("add_task", |id| json!({"deal": id, "form": {"title": "Call"}})),
        api("add_task", EVERYBODY, NOTHING, |_| json!({"form": {"title": "Call"}})),
        api("check_task", WHO_DOES_IT, TASK_WITHOUT_DEAL, |id| json!({"task": id, "done": true})),
        api(
            "edit_task",
            WHO_DOES_IT,
            TASK_WITHOUT_DEAL,
            |id| json!({"task": id, "form": {"title": "Other"}}),
        ),
        api("delete_task", WHO_DOES_IT, TASK_WITHOUT_DEAL, |id| json!({"task": id})),
        api("renew_calendar", EVERYBODY, NOTHING, |_| json!({"secret": secret("c")})),
        api("check_task", WHO_SEES_THE_DEAL, TASKS, |id| json!({"task": id, "done": true})),
        api("edit_task", WHO_SEES_THE_DEAL, TASKS, |id| json!({"task": id, "form": {"title": "Other"}})),
        api("delete_task", WHO_SEES_THE_DEAL, TASKS, |id| json!({"task": id})),
        of("add_note", |id| json!({"deal": id, "text": "Hm", "files": []})),
        api("edit_note", THE_AUTHOR, NOTES, |id| json!({"note": id, "text": "Changed"})),
        api("delete_note", THE_AUTHOR, NOTES, |id| json!({"note": id})),
        api(
            "save_me",
            EVERYBODY,
            NOTHING,
            |_| json!({"form": {"name": "Another", "zone": "", "unwanted": ["won"]}}),
        ),
        api(
            "enable_second_factor",
            WRONG_SECOND_CODE,
            NOTHING,
            |_| json!({"secret": "A".repeat(32), "code": "0", "recovery_codes": []}),
        ),
        api("ask_access", ALIKE, DEALS, |id| json!({"deal": id, "text": "Please"})),
        api("answer_access", WHO_SEES_THE_DEAL, REQUESTS, |id| json!({"request": id, "grant": true})),
        api("fit_import", ADMINISTRATORS_WHAT_IS_THERE, DRAFTS, |id| json!({"import": id, "fit": fit()})),
        api(
            "correct_import",
            ADMINISTRATORS_WHAT_IS_THERE,
            DRAFTS,
            |id| json!({"import": id, "line": 2, "column": 0, "text": "Other"}),
        ),
        api("skip_import_row", ADMINISTRATORS_WHAT_IS_THERE, DRAFTS, |id| json!({"import": id, "line": 2})),
        api("approve_import", ADMINISTRATORS_WHAT_IS_THERE, DRAFTS, |id| json!({"import": id})),
        api("drop_import", ADMINISTRATORS_WHAT_IS_THERE, DRAFTS, |id| json!({"import": id})),
        api("undo_import", ADMINISTRATORS_WHAT_IS_THERE, IMPORTED, |id| json!({"import": id})),
        api("save_filter", EVERYBODY, NOTHING, |_| json!({"name": "Mine", "query": {}})),
        api("delete_filter", WHO_KEEPS_IT, FILTERS, |id| json!({"filter": id})),
        api("mark_read", WHO_WAS_TOLD, NOTICES, |id| json!({"notice": id})),
        api("undo", WHO_DID_IT, CHANGES, |id| json!({"change": id})),
        api("delete_note", NOBODY_NOT_EVEN_THE_AUTHOR, KEPT_NOTES, |id| json!({"note": id})),
    ]
}

fn settings() -> Vec<Row> {
    let of = |name, body| api(name, ADMINISTRATORS_WHAT_IS_THERE, PROCESSES, body);
    let of_user = |name, body| api(name, ADMINISTRATORS_WHAT_IS_THERE, USERS, body);
    vec![
        api("add_process", ADMINISTRATORS, NOTHING, |_| json!({"form": plan("Another")})),
        of("save_process", |id| json!({"process": id, "version": 1, "form": second()})),
        api(
            "save_reasons",
            ADMINISTRATORS,
            NOTHING,
            |_| json!({"version": 1, "reasons": [{"id": 1, "name": "Dear", "active": true}], "required": false}),
        ),
        api("save_product", ADMINISTRATORS, NOTHING, |_| product(Value::Null, "New")),
        api("save_product", ADMINISTRATORS_WHAT_IS_THERE, PRODUCTS, |id| product(id.into(), "Changed")),
        api(
            "save_cost_settings",
            ADMINISTRATORS,
            NOTHING,
            |_| json!({"version": 1, "categories": [{"id": null, "name": "Travel"}], "costs": true}),
        ),
        api("save_sources", ADMINISTRATORS, NOTHING, |_| json!({"version": 1, "sources": []})),
        api("save_account", ADMINISTRATORS, NOTHING, |_| account(2)),
        api("remove_examples", ADMINISTRATORS, NOTHING, |_| json!({})),
        api(
            "invite_user",
            ADMINISTRATORS,
            NOTHING,
            |_| json!({"form": {"name": "Nina", "email": "nina@demo.test", "role": "manager"}, "link": secret("a")}),
        ),
        of_user("renew_link", |id| json!({"user": id, "link": secret("b")})),
        of_user("change_role", |id| json!({"user": id, "role": "manager"})),
        of_user("show_as", |id| json!({"user": id})),
        of_user("set_active", |id| json!({"user": id, "active": false})),
    ]
}

fn address_book() -> Vec<Row> {
    let there = |name, body| api(name, EVERYBODY_WHAT_IS_THERE, CONTACTS, body);
    let written = |name, body| api(name, THE_AUTHOR_OF_WHAT_IS_THERE, CONTACTS, body);
    let other = |name, body| api(name, MANAGERS_WHAT_IS_THERE, OTHER_CONTACTS, body);
    vec![
        api("save_company", EVERYBODY, NOTHING, |_| json!({"form": {"name": "New"}})),
        there("save_company", |id| json!({"company": id, "version": 1, "form": {"name": "Changed"}})),
        api("save_person", EVERYBODY, NOTHING, |_| json!({"form": {"last_name": "New"}})),
        there("save_person", |id| json!({"person": id, "version": 1, "form": {"last_name": "Changed"}})),
        other(
            "merge_companies",
            |id| json!({"keep": 1, "gone": id, "version": 1, "gone_version": 1, "form": {"name": "Both"}}),
        ),
        other(
            "merge_persons",
            |id| json!({"keep": 1, "gone": id, "version": 1, "gone_version": 1, "form": {"last_name": "Both"}}),
        ),
        there("add_contact_note", |id| json!({"of": {"company": id}, "text": "Noted"})),
        written("edit_contact_note", |id| json!({"note": id, "text": "Changed"})),
        written("delete_contact_note", |id| json!({"note": id})),
        api("contacts", EVERYBODY, NOTHING, |_| json!({"query": {"persons": true, "text": "a"}})),
        there("company", |id| json!({"company": id})),
        there("person", |id| json!({"person": id})),
    ]
}

fn questions() -> Vec<Row> {
    let of_process = |name, body| api(name, ADMINISTRATORS_WHAT_IS_THERE, PROCESSES, body);
    vec![
        api("board", EVERYBODY_WHAT_IS_THERE, PROCESSES, |id| json!({"query": {"process": id}})),
        api("page", EVERYBODY, NOTHING, |_| json!({"stage": 1, "filter": {}, "next": "00"})),
        api("deal", WHO_SEES_THE_DEAL, DEALS, |id| json!({"deal": id})),
        api("history", WHO_SEES_THE_DEAL, DEALS, |id| json!({"deal": id, "before": 9})),
        api("offer", EVERYBODY, NOTHING, |_| json!({})),
        api("review", EVERYBODY, NOTHING, |_| json!({"query": {"since": "2020-01-01"}})),
        api("open_deals", EVERYBODY, NOTHING, |_| json!({"company": 1})),
        api("suggest_companies", EVERYBODY, NOTHING, |_| json!({"letters": "acme"})),
        api("suggest_persons", EVERYBODY, NOTHING, |_| json!({"letters": "anna"})),
        api("deleted", EVERYBODY, NOTHING, |_| json!({})),
        api("deal_list", EVERYBODY, NOTHING, |_| json!({"query": {}})),
        api("saved_filters", EVERYBODY, NOTHING, |_| json!({})),
        api("imports", ADMINISTRATORS, NOTHING, |_| json!({})),
        api("import", ADMINISTRATORS_WHAT_IS_THERE, DRAFTS, |id| json!({"import": id})),
        api("deal_ids", EVERYBODY, NOTHING, |_| json!({"query": {}})),
        api("finance", EVERYBODY, NOTHING, |_| json!({"query": {}})),
        api("processes", ADMINISTRATORS, NOTHING, |_| json!({})),
        of_process("process", |id| json!({"process": id})),
        of_process("preview_process", |id| json!({"process": id, "form": second()})),
        api("reasons", EVERYBODY, NOTHING, |_| json!({})),
        api("catalogue", EVERYBODY, NOTHING, |_| json!({})),
        api("sources", ADMINISTRATORS, NOTHING, |_| json!({})),
        api("account", ADMINISTRATORS, NOTHING, |_| json!({})),
        api("cost_settings", ADMINISTRATORS, NOTHING, |_| json!({})),
        api("tasks", EVERYBODY, NOTHING, |_| json!({"query": {"everybody": true}})),
        api("me", EVERYBODY, NOTHING, |_| json!({})),
        api("draw_second_factor", EVERYBODY, NOTHING, |_| json!({})),
        api("notices", EVERYBODY, NOTHING, |_| json!({})),
        api("unread", EVERYBODY, NOTHING, |_| json!({})),
        api("search", EVERYBODY, NOTHING, |_| json!({"text": "acme"})),
        api("suggest_deals", EVERYBODY, NOTHING, |_| json!({"letters": "acme"})),
        api("task", WHO_SEES_THE_DEAL, TASKS, |id| json!({"task": id})),
        api("task", WHO_DOES_IT, TASK_WITHOUT_DEAL, |id| json!({"task": id})),
        api("audit", ADMINISTRATORS, NOTHING, |_| json!({})),
        api("board_as", ADMINISTRATORS_WHAT_IS_THERE, USERS, |id| json!({"user": id})),
        api("users", ADMINISTRATORS, NOTHING, |_| json!({})),
    ]
}

/// The plain routes.
fn routes() -> Vec<Row> {
    let get = |name, rule, ids, path| Row { name, rule, ids, call: Call::Get(path) };
    vec![
        Row { name: "POST /files", rule: WHO_SEES_THE_DEAL, ids: DEALS, call: Call::Upload },
        Row { name: "POST /imports", rule: ADMINISTRATORS, ids: NOTHING, call: Call::Import },
        get("GET /imports", ADMINISTRATORS_WHAT_IS_THERE, DRAFTS, |id| format!("/imports/{id}/errors.csv")),
        get("GET /files", WHO_SEES_THE_DEAL, FILES, |id| format!("/files/{id}")),
        get("GET /calendar", LEADS_NOWHERE, NOTHING, |_| format!("/calendar/{}.ics", secret("d"))),
        get("GET /finance/export.csv", EVERYBODY, NOTHING, |_| "/finance/export.csv".into()),
        get("GET /finance/export.xlsx", EVERYBODY, NOTHING, |_| "/finance/export.xlsx".into()),
        Row { name: "POST /live/deals", rule: WHO_SEES_THE_DEAL, ids: DEALS, call: Call::Look },
        Row { name: "HEAD /live", rule: EVERYBODY, ids: NOTHING, call: Call::Head("/live") },
        get("GET /tablica.tar", ADMINISTRATORS, NOTHING, |_| "/settings/account/tablica.tar".into()),
        get("GET /deals/export.csv", EVERYBODY, NOTHING, |_| "/deals/export.csv".into()),
        get("GET /contacts/export.csv", EVERYBODY, NOTHING, |_| "/contacts/export.csv".into()),
        get("GET /tasks/export.csv", EVERYBODY, NOTHING, |_| "/tasks/export.csv".into()),
        get("GET /products/export.csv", ADMINISTRATORS, NOTHING, |_| {
            "/settings/deals/products/export.csv".into()
        }),
        get("GET /users/export.csv", ADMINISTRATORS, NOTHING, |_| {
            "/settings/account/users/export.csv".into()
        }),
    ]
}

/// How the draft is read.
fn fit() -> Value {
    json!({"encoding": "utf8", "separator": "semicolon", "numbers": "point", "dates": "day_first",
        "columns": ["name", "city"]})
}

/// The account's settings, as they are saved over this version.
pub fn account(version: i64) -> Value {
    json!({"version": version, "form": {"name": "ACME", "language": "en", "currency": "PLN", "zone": "Europe/Warsaw",
        "own_contacts": false, "public_deals": "see"}})
}

fn action(id: Option<i64>, name: &str, who: &str) -> Value {
    json!({"id": id, "name": name, "hint": "", "weight": "10", "rules": {"who": who}})
}

fn stage(id: Option<i64>, name: &str, actions: &[Value]) -> Value {
    json!({"id": id, "name": name, "hint": "", "actions": actions})
}

fn process(name: &str, default: bool, stages: &[Value]) -> Value {
    json!({"name": name, "active": true, "default": default, "guarded": false, "relocations": [], "stages": stages})
}

/// The first process: the last two of its actions are for managers.
pub fn first() -> Value {
    let actions = [
        action(None, "Contact", "everyone"),
        action(None, "Qualify", "everyone"),
        action(None, "Approve", "managers"),
        action(None, "Review", "managers"),
    ];
    let stages =
        [stage(Some(1), "Talk", &actions), stage(Some(2), "Offer", &[]), stage(Some(3), "Contract", &[])];
    process("Sales", true, &stages)
}

/// A process of two stages with one action, that is not the default.
pub fn plan(name: &str) -> Value {
    let actions = [action(None, "Ask", "everyone")];
    process(name, false, &[stage(None, "Talk", &actions), stage(None, "End", &[])])
}

/// The second process as it is, to be saved again.
fn second() -> Value {
    let actions = [action(Some(5), "Ask", "everyone")];
    process("Second", false, &[stage(Some(4), "Talk", &actions), stage(Some(5), "End", &[])])
}

pub fn product(id: Value, name: &str) -> Value {
    json!({"product": {"id": id, "name": name, "code": "", "price": "5", "currency": "PLN", "active": true, "version": 1}})
}
