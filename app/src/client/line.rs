//! The line to the server, and what is there without one (B13): `offline` keeps what was read lately and what waits to be
//! sent, and says so here. Where it keeps nothing, there is only the line.

use super::{Client, boards::Pending, new_op};
use command::{Verb, json};
use domain::{
    board::{Move, Query},
    id::{ActionId, DealId, Op, StageId, TaskId},
    place::Gap,
};
use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    /// What `offline/main.js` does for this page.
    type Script;
    #[wasm_bindgen(method)]
    fn post(this: &Script, address: &str, init: &RequestInit) -> Promise;
    #[wasm_bindgen(method)]
    fn again(this: &Script, op: &str, anew: &str) -> Promise;
    #[wasm_bindgen(method, js_name = giveUp)]
    fn give_up(this: &Script, op: &str) -> Promise;
    #[wasm_bindgen(method, js_name = giveUpLast)]
    fn give_up_last(this: &Script) -> Promise;
    #[wasm_bindgen(method)]
    fn describe(this: &Script, op: &str, about: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn probe(this: &Script) -> Promise;
    #[wasm_bindgen(method, js_name = asOf)]
    fn as_of(this: &Script) -> String;
}

fn script() -> Option<Script> {
    let script = Reflect::get(&window(), &JsValue::from_str("line")).ok()?;
    (!script.is_undefined()).then(|| script.unchecked_into())
}

/// How the line is, as far as every page has to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Whether there is none.
    pub off: bool,
    /// The deals of what waits to be sent.
    deals: Vec<DealId>,
    /// What waits, as `offline/main.js` tells it, read by whoever shows it.
    told: String,
}

impl Line {
    /// Whether something about this deal waits.
    pub fn holds(&self, deal: DealId) -> bool {
        self.deals.contains(&deal)
    }

    /// Whether something waits.
    pub fn holds_something(&self) -> bool {
        !self.told.is_empty()
    }

    /// Whether there is something to say of it.
    pub fn is_worth_a_word(&self) -> bool {
        self.off || self.holds_something()
    }

    /// What waits, in its order.
    pub fn waiting(&self) -> Vec<Waiting> {
        json::read(&self.told).unwrap_or_default()
    }
}

/// A command that waits for a line, or for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Waiting {
    pub op: Op,
    name: String,
    /// As JSON.
    fields: String,
    /// How it is said.
    #[serde(default)]
    pub about: String,
    /// When it was given, on the clock of the browser.
    pub at: String,
    /// Why the server did not do it, as JSON; whoever gave it decides what becomes of it.
    #[serde(default)]
    pub refused: Option<String>,
}

impl Waiting {
    /// Whether it is a command of this kind.
    pub fn is<C: Verb>(&self) -> bool {
        self.name == C::NAME
    }

    /// What it says.
    pub fn fields(&self) -> Fields {
        json::read(&self.fields).unwrap_or_default()
    }
}

/// What commands that can wait say: each a part of it. One shape for all of them, since each weighs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Fields {
    pub deal: Option<DealId>,
    pub from: Option<StageId>,
    pub to: Option<StageId>,
    pub action: Option<ActionId>,
    pub task: Option<TaskId>,
    pub done: bool,
    /// Of a note, and of the note with an action.
    #[serde(alias = "note")]
    pub text: String,
}

/// Posts to the server; without a line it may be answered from what is kept, or kept to be sent.
pub(super) async fn post(address: &str, init: &RequestInit) -> Result<Response, JsValue> {
    let answer = match script() {
        Some(script) => script.post(address, init),
        None => window().fetch_with_str_and_init(address, init),
    };
    JsFuture::from(answer).await?.dyn_into()
}

/// Of when what is shown is, on the clock of the browser.
pub fn as_of() -> String {
    script().map(|script| script.as_of()).unwrap_or_default()
}

/// Looks at once whether there is a line again.
pub fn probe() {
    let _ = script().map(|script| script.probe());
}

/// Gives up what waits.
pub fn give_up(op: &Op) {
    let _ = script().map(|script| script.give_up(&op.to_string()));
}

/// How what waits is said to whoever gave it.
pub(super) fn describe(op: &Op, about: &str) {
    let _ = script().map(|script| script.describe(&op.to_string(), about));
}

/// Sends what was refused again.
pub fn send_again(op: &Op) {
    let _ = script().map(|script| script.again(&op.to_string(), "{}"));
}

/// Sends this instead of what was refused.
pub fn send_instead(op: &Op, command: &impl Serialize) {
    #[derive(Serialize)]
    struct Anew {
        op: Op,
        fields: String,
    }
    let anew = Anew { op: new_op(), fields: serde_json::to_string(command).unwrap_or_default() };
    let anew = serde_json::to_string(&anew).unwrap_or_default();
    let _ = script().map(|script| script.again(&op.to_string(), &anew));
}

impl Client {
    /// How the line to the server is (B13).
    pub fn line(self) -> RwSignal<Line> {
        self.line
    }

    /// Whether there is none.
    pub fn is_off(self) -> bool {
        self.line.with_untracked(|line| line.off)
    }

    /// Whether a board is here and there is no line: what is kept for pages that begin without one is no newer.
    pub(super) fn is_as_new_as_can_be(self, query: &Query) -> bool {
        self.is_off() && self.board(query).is_some()
    }

    /// Gives up what waits last, where there is no line: whether it did. What waits for a decision only goes by one.
    pub(super) fn gives_up_last(self) -> bool {
        let waits = self.line.with_untracked(|line| line.off && line.holds_something());
        let _ = script().filter(|_| waits).map(|script| script.give_up_last());
        waits
    }

    /// Commands that wait for a line are these, and those that waited were sent.
    fn hold(self, waiting: Vec<(Op, Pending)>, sent: &[Op]) {
        if self.boards.try_update_value(|boards| boards.hold(waiting, sent)) == Some(true) {
            self.changed.notify();
        }
    }
}

/// Listens for how the line is. It is told in lines: whether there is none, the deals of what waits, what was sent just now,
/// all that waits, and the moves that are laid over the boards.
pub(super) fn hear_line(client: Client) {
    let told = leptos::ev::Custom::<CustomEvent>::new("line");
    let listener = window_event_listener(told, move |event| {
        let text = event.detail().as_string().unwrap_or_default();
        let mut lines = text.lines();
        let [off, deals, sent, told] = [(); 4].map(|()| lines.next().unwrap_or_default());
        let sent: Vec<Op> = sent.split_whitespace().filter_map(|op| op.parse().ok()).collect();
        client.hold(lines.filter_map(step).collect(), &sent);
        let line = Line {
            off: off == "off",
            deals: deals.split_whitespace().filter_map(|deal| deal.parse().ok()).collect(),
            told: told.to_owned(),
        };
        let news = (client.is_off() && !line.off) || !sent.is_empty();
        if client.line.with_untracked(|before| *before != line) {
            client.line.set(line);
        }
        if news {
            client.outdate();
        }
    });
    on_cleanup(move || listener.remove());
}

/// A move and its name: `op deal from to after before`.
fn step(line: &str) -> Option<(Op, Pending)> {
    let mut parts = line.split(' ');
    let op = parts.next()?.parse().ok()?;
    let mut number = || parts.next().and_then(|number| number.parse::<i64>().ok());
    let (deal, from, to) = (DealId(number()?), StageId(number()?), StageId(number()?));
    let gap = Gap { after: number().map(DealId), before: number().map(DealId) };
    Some((op, Pending::Move(Move { deal, from, to, gap })))
}
