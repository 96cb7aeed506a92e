//! Bursts of all kinds of writes, and what is promised once a server has acknowledged them.

use fastrand::Rng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

pub const EMAIL: &str = "anna@x.test";
pub const PASSWORD: &str = "a-good-password";

/// A value that was asked for, and when it was acknowledged.
pub type Told = (String, Option<f64>);

/// What was asked for, and what came of it.
#[derive(Default)]
pub struct Promises {
    /// What is there once: a kind with a name, and when it was acknowledged.
    pub once: HashMap<(&'static str, String), Option<f64>>,
    /// What has a value: the values it may have, from the last acknowledged one on, each with its moment.
    pub values: HashMap<(&'static str, i64), Vec<Told>>,
    /// The digest of the file of each note.
    pub files: HashMap<String, String>,
    /// Requests that got no answer, to be sent again: an operation happens once.
    pub unanswered: Vec<(String, Value)>,
    /// How many answers there were of each status.
    pub statuses: HashMap<u16, u64>,
}

impl Promises {
    /// Those of the acknowledgements that had come by this moment; what came later may or may not be there.
    pub fn until(&self, moment: f64) -> Promises {
        let before = |at: &Option<f64>| at.filter(|at| *at <= moment);
        Promises {
            once: self.once.iter().map(|(what, at)| (what.clone(), before(at))).collect(),
            values: self
                .values
                .iter()
                .map(|(what, values)| {
                    (*what, values.iter().map(|(value, at)| (value.clone(), before(at))).collect())
                })
                .collect(),
            files: self.files.clone(),
            ..Promises::default()
        }
    }

    pub fn acknowledged(&self) -> usize {
        self.once.values().flatten().count()
            + self.values.values().flatten().filter(|(_, at)| at.is_some()).count()
    }
}

/// Somebody who is signed in at a server and makes gestures with deals of their own.
pub struct Hand {
    agent: ureq::Agent,
    address: String,
    cookie: String,
    pub promises: Arc<Mutex<Promises>>,
    chance: Rng,
    ground: Ground,
    deals: Vec<Mine>,
}

/// Where gestures are made: a process of three stages, each with an action.
#[derive(Clone, Debug)]
pub struct Ground {
    pub process: i64,
    pub stages: Vec<i64>,
    pub actions: Vec<i64>,
    pub user: i64,
}

/// A deal of this hand, as far as it is known to stand.
#[derive(Clone)]
struct Mine {
    id: i64,
    name: String,
    stage: usize,
    done: Vec<bool>,
    open: bool,
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A name that nothing else has.
fn fresh(what: &str) -> String {
    format!("{what} {}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn moment() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

/// What a server answered, if it did.
type Answer = Option<(u16, Value)>;

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .proxy(None)
        .build()
        .into()
}

impl Hand {
    /// Signs in. Nothing when the server does not answer any more.
    pub fn at(address: &str, promises: Arc<Mutex<Promises>>, ground: &Ground, seed: u64) -> Option<Hand> {
        let mut hand = Hand {
            agent: agent(),
            address: address.to_owned(),
            cookie: String::new(),
            promises,
            chance: Rng::with_seed(seed),
            ground: ground.clone(),
            deals: vec![],
        };
        let request = hand.agent.post(format!("http://{address}/api/sign_in"));
        let request = request.header("sec-fetch-site", "same-origin");
        let answer = request.send_json(json!({"email": EMAIL, "password": PASSWORD}));
        let answer = answer.ok()?;
        hand.cookie = answer.headers().get("set-cookie")?.to_str().ok()?.split(';').next()?.to_owned();
        Some(hand)
    }

    /// Asks, and must be answered.
    pub fn ask(&self, name: &str, request: &Value) -> Value {
        let (status, body) = self.post(name, request).expect("an answer");
        assert_eq!(status, 200, "{name}: {body}");
        body
    }

    /// The status of `/readyz`.
    pub fn ready(&self) -> Option<u16> {
        Some(self.agent.get(format!("http://{}/readyz", self.address)).call().ok()?.status().as_u16())
    }

    /// Makes gestures until it is told to stop, or nobody answers.
    pub fn work(&mut self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) && self.gesture().is_some() {}
    }

    /// Makes one gesture. Nothing when the server did not answer.
    pub fn gesture(&mut self) -> Option<u16> {
        if self.deals.len() < 3 {
            return self.add_deal();
        }
        let mine = self.chance.usize(..self.deals.len());
        match self.chance.u32(..20) {
            0..=2 => self.add_deal(),
            3..=7 => self.move_deal(mine),
            8..=9 => self.check(mine),
            10..=11 => self.note(mine, None),
            12..=13 => {
                let bytes: Vec<u8> = (0..self.chance.usize(1..40_000)).map(|_| self.chance.u8(..)).collect();
                self.note(mine, Some(bytes))
            }
            14..=15 => self.task(mine),
            16 => self.close(mine),
            17 => self.named("product", "add_product"),
            18 => self.named("process", "add_process"),
            _ => self.revalue(mine),
        }
    }

    /// Sends what got no answer again; each must be answered now, as it was or as it would have been.
    pub fn repeat(&mut self) -> usize {
        let unanswered = std::mem::take(&mut self.promises.lock().unwrap().unanswered);
        for (name, request) in &unanswered {
            let (status, body) = self.post(name, request).expect("the server answers");
            assert!(status == 200 || status == 409, "{name} {request}: {status} {body}");
        }
        unanswered.len()
    }

    fn post(&self, name: &str, request: &Value) -> Answer {
        let sent = self
            .agent
            .post(format!("http://{}/api/{name}", self.address))
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .send_json(request);
        let mut answer = sent.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.body_mut().read_json().ok()?))
    }

    /// Counts an answer. What is neither done nor storage that fails has no place here.
    fn counted(&self, what: &str, answer: &Answer) -> Option<u16> {
        let (status, body) = answer.as_ref()?;
        *self.promises.lock().unwrap().statuses.entry(*status).or_default() += 1;
        assert!(matches!(status, 200 | 503 | 507), "{what}: {status} {body}");
        assert!(*status == 200 || body["ticket"].is_string(), "{what}: {body}");
        Some(*status)
    }

    /// Asks for something that is to be there once, by a request that may be repeated.
    fn once(&self, kind: &'static str, name: &str, endpoint: &str, request: &Value) -> Answer {
        self.promises.lock().unwrap().once.insert((kind, name.to_owned()), None);
        let answer = self.post(endpoint, request);
        self.counted(endpoint, &answer);
        let mut promises = self.promises.lock().unwrap();
        match &answer {
            Some((200, _)) => drop(promises.once.insert((kind, name.to_owned()), Some(moment()))),
            _ => promises.unanswered.push((endpoint.to_owned(), request.clone())),
        }
        answer
    }

    /// Gives something a value. Unless that is acknowledged, either value may be found from then on, and the deal is
    /// left alone.
    fn value(
        &mut self,
        of: (&'static str, usize),
        value: String,
        endpoint: &str,
        request: &Value,
    ) -> Option<u16> {
        let (kind, mine) = of;
        let key = (kind, self.deals[mine].id);
        let answer = {
            self.promises.lock().unwrap().values.entry(key).or_default().push((value, None));
            self.post(endpoint, request)
        };
        let status = self.counted(endpoint, &answer);
        match status {
            Some(200) => {
                let mut promises = self.promises.lock().unwrap();
                promises.values.get_mut(&key).unwrap().last_mut().unwrap().1 = Some(moment());
            }
            _ => drop(self.deals.remove(mine)),
        }
        status
    }

    fn add_deal(&mut self) -> Option<u16> {
        let (name, op) = (fresh("Deal"), self.op());
        let form = json!({
            "company": "Acme", "person": "", "name": name, "source": null, "expected_close": "", "value": "100",
            "currency": "PLN", "owner": self.ground.user, "description": "",
        });
        let request = json!({
            "form": form, "process": self.ground.process, "stage": self.ground.stages[0], "participants": [], "op": op,
        });
        let (status, body) = self.once("deal", &name, "add_deal", &request)?;
        if let Some(id) = body.as_i64().filter(|_| status == 200) {
            self.deals.push(Mine { id, name, stage: 0, done: vec![false; 3], open: true });
        }
        Some(status)
    }

    fn move_deal(&mut self, mine: usize) -> Option<u16> {
        let deal = self.deals[mine].clone();
        if !deal.open {
            return self.close(mine);
        }
        let to = (deal.stage + 1 + self.chance.usize(..2)) % 3;
        let step = json!({
            "deal": deal.id, "from": self.ground.stages[deal.stage], "to": self.ground.stages[to],
            "gap": {"after": null, "before": null}, "op": self.op(),
        });
        let status = self.value(("stage", mine), self.ground.stages[to].to_string(), "move_deal", &step)?;
        if status == 200 {
            self.deals[mine].stage = to;
        }
        Some(status)
    }

    fn check(&mut self, mine: usize) -> Option<u16> {
        let deal = self.deals[mine].clone();
        let Some(at) = (0..=deal.stage).find(|at| !deal.done[*at]).filter(|_| deal.open) else {
            return self.task(mine);
        };
        let number = deal.done.iter().filter(|done| **done).count() + 1;
        let request = json!({
            "deal": deal.id, "action": self.ground.actions[at], "note": fresh("Done"), "files": [], "op": self.op(),
        });
        let status = self.value(("checks", mine), number.to_string(), "complete_action", &request)?;
        if status == 200 {
            self.deals[mine].done[at] = true;
        }
        Some(status)
    }

    fn note(&mut self, mine: usize, file: Option<Vec<u8>>) -> Option<u16> {
        let (deal, text) = (self.deals[mine].id, fresh("Note"));
        let mut files = vec![];
        if let Some(bytes) = file {
            let sent = self
                .agent
                .post(format!("http://{}/files/{deal}?name=a.bin", self.address))
                .header("cookie", &self.cookie)
                .header("sec-fetch-site", "same-origin")
                .send(&bytes[..]);
            let mut answer = sent.ok()?;
            let status = answer.status().as_u16();
            let body: Value = answer.body_mut().read_json().ok()?;
            if status == 429 {
                return self.note(mine, None);
            }
            if self.counted("upload", &Some((status, body.clone())))? != 200 {
                return Some(status);
            }
            let digest = hex::encode(Sha256::digest(&bytes));
            self.promises.lock().unwrap().files.insert(text.clone(), digest);
            files.push(body);
        }
        let request = json!({"deal": deal, "text": text, "files": files, "op": self.op()});
        Some(self.once("note", &text, "add_note", &request)?.0)
    }

    fn task(&mut self, mine: usize) -> Option<u16> {
        let title = fresh("Task");
        let request = json!({"deal": self.deals[mine].id, "form": {"title": title}, "op": self.op()});
        let (status, body) = self.once("task", &title, "add_task", &request)?;
        match body.as_i64().filter(|_| status == 200 && self.chance.bool()) {
            None => Some(status),
            Some(task) => {
                let request = json!({"task": task, "done": true, "op": self.op()});
                let answer = self.post("check_task", &request);
                self.counted("check_task", &answer)
            }
        }
    }

    fn close(&mut self, mine: usize) -> Option<u16> {
        let (deal, open) = (self.deals[mine].id, self.deals[mine].open);
        let (to, endpoint) = if open { ("won", "win_deal") } else { ("open", "reopen_deal") };
        let request = json!({"deal": deal, "op": self.op()});
        let status = self.value(("status", mine), to.into(), endpoint, &request)?;
        if status == 200 {
            self.deals[mine].open = !open;
        }
        Some(status)
    }

    /// Gives the deal another value, with the version that its page tells.
    fn revalue(&mut self, mine: usize) -> Option<u16> {
        let Mine { id: deal, name, open: true, .. } = self.deals[mine].clone() else {
            return self.close(mine);
        };
        let (status, profile) = self.post("deal", &json!({"deal": deal}))?;
        if status != 200 {
            return self.counted("deal", &Some((status, profile)));
        }
        let form = json!({
            "company": "Acme", "person": "", "name": name, "source": null, "expected_close": "", "value": "250",
            "currency": "PLN", "owner": self.ground.user, "description": "",
        });
        let request = json!({"deal": deal, "version": profile["version"], "form": form, "op": self.op()});
        self.value(("value", mine), "25000".into(), "save_deal", &request)
    }

    /// Makes something of a fresh name that is not about a deal.
    fn named(&mut self, kind: &'static str, what: &str) -> Option<u16> {
        let (name, op) = (fresh(kind), self.op());
        let (endpoint, request) = match what {
            "add_product" => (
                "save_product",
                json!({"product": {"id": null, "name": name, "code": "", "price": "5", "currency": "PLN", "active": true}, "op": op}),
            ),
            _ => (
                "add_process",
                json!({"form": {"name": name, "active": false, "default": false, "guarded": false, "stages": [{"id": null, "name": "Only"}]}, "op": op}),
            ),
        };
        Some(self.once(kind, &name, endpoint, &request)?.0)
    }

    fn op(&mut self) -> String {
        let (high, low) = (self.chance.u64(..), NEXT.fetch_add(1, Ordering::Relaxed));
        format!("{:08x}-{:04x}-4000-8000-{:012x}", high >> 32, high & 0xffff, low)
    }
}
