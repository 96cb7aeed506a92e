//! The program under torture: started, killed, with faults between it and its files.

use crate::gestures::{EMAIL, Ground, PASSWORD, Promises};
use serde_json::json;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

/// What fails between a program and its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    Nothing = 0,
    /// Writes, since the disk is full; so do all that follow.
    Space = 1,
    /// One write.
    Write = 2,
    /// One sync.
    Sync = 3,
}

/// The library that stands between, and what it is told.
pub struct Faults {
    library: PathBuf,
    plan: PathBuf,
    pub trace: PathBuf,
}

impl Faults {
    /// Compiles the library into this folder.
    pub fn compiled(folder: &Path) -> Faults {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torture/faults.c");
        let library = folder.join("faults.so");
        let compiled =
            Command::new("cc").args(["-O2", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).status();
        assert!(compiled.expect("a C compiler").success());
        let faults = Faults { library, plan: folder.join("plan"), trace: folder.join("trace") };
        faults.plan(Failing::Nothing, 0);
        faults
    }

    /// Lets so many calls of the kind succeed, and fails the next.
    pub fn plan(&self, failing: Failing, after: u32) {
        let numbers = [failing as u32, after, u32::from(failing == Failing::Space)];
        let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_ne_bytes).collect();
        // Written over and not anew: the program has the file mapped. What fails comes last.
        let mut file =
            fs::OpenOptions::new().create(true).truncate(false).write(true).open(&self.plan).unwrap();
        use std::os::unix::fs::FileExt;
        file.write_all_at(&[0; 4], 0).unwrap();
        file.write_all_at(&bytes[4..], 4).unwrap();
        file.write_all_at(&bytes[..4], 0).unwrap();
        file.flush().unwrap();
    }

    /// Has a writer of one row after another recorded, with SQLite's `synchronous` at this level, and gives the moments at
    /// which it knew a row to be committed. The writer is Python's: it has nothing of ours.
    pub fn recorded_writer(&self, data: &Path, level: &str) -> Vec<f64> {
        let script = "import sqlite3, sys, time\n\
            db = sqlite3.connect(sys.argv[1] + '/t.db', isolation_level=None)\n\
            db.execute('PRAGMA journal_mode=WAL')\n\
            db.execute('PRAGMA synchronous=' + sys.argv[2])\n\
            db.execute('PRAGMA wal_autocheckpoint=60')\n\
            db.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)')\n\
            for n in range(300):\n\
            \x20   db.execute('INSERT INTO t VALUES (?, ?)', (n, 'x' * 300))\n\
            \x20   print(time.time(), flush=True)\n";
        let mut command = Command::new("python3");
        command.args(["-c", script]).arg(data).arg(level);
        self.between(&mut command, data, true);
        let output = command.output().expect("Python 3");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let moments = String::from_utf8(output.stdout).unwrap();
        moments.lines().map(|line| line.parse().unwrap()).collect()
    }

    /// Has the next program recorded, or failed as planned.
    fn between(&self, command: &mut Command, data: &Path, recorded: bool) {
        command.env("LD_PRELOAD", &self.library).env("FAULTS_DIR", data).env("FAULTS_PLAN", &self.plan);
        if recorded {
            let _ = fs::remove_file(&self.trace);
            command.env("FAULTS_TRACE", &self.trace);
        }
    }
}

/// How a program is started.
pub enum With<'a> {
    Nothing,
    Faults(&'a Faults),
    Recording(&'a Faults),
    Database(&'a str),
}

/// A server that runs.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    pub fn start(data: &Path, with: &With) -> Program {
        // The files for browsers may not be built yet.
        let site = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/house/site");
        let mut command = Command::new(env!("CARGO_BIN_EXE_tablica"));
        command.arg("--data").arg(data).args(["--addr", "127.0.0.1:0", "--site", site]);
        command.env_remove("DATABASE_URL");
        match with {
            With::Nothing => {}
            With::Faults(faults) => faults.between(&mut command, data, false),
            With::Recording(faults) => faults.between(&mut command, data, true),
            With::Database(url) => drop(command.env("DATABASE_URL", url)),
        }
        let mut child = command.env("TABLICA_LOG", "off").stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready =
            lines.map_while(Result::ok).find(|line| line.contains("is ready at")).expect("the server starts");
        Program { child, address: ready.rsplit_once("http://").unwrap().1.to_owned() }
    }

    /// Kills it, as dropping it does.
    pub fn kill(self) {}

    /// Whether it still runs.
    pub fn lives(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command, which must succeed.
pub fn run(data: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablica"));
    let output = command.arg("--data").arg(data).args(arguments).env_remove("DATABASE_URL").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A data folder with an administrator and a process of three stages with an action each.
pub async fn ground(data: &Path, database: Option<&str>) -> Ground {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablica"));
    command.arg("--data").arg(data).env_remove("DATABASE_URL");
    database.map(|url| command.env("DATABASE_URL", url));
    command.args([
        "user",
        "add",
        "--email",
        EMAIL,
        "--name",
        "Anna",
        "--role",
        "administrator",
        "--password-stdin",
    ]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
    let program = Program::start(data, &database.map_or(With::Nothing, With::Database));
    let nowhere = Ground { process: 0, stages: vec![], actions: vec![], user: 1 };
    let promises: Arc<Mutex<Promises>> = Arc::default();
    let hand = crate::gestures::Hand::at(&program.address, promises, &nowhere, 1).unwrap();
    let action = json!({"id": null, "name": "Do", "hint": "", "weight": "10", "rules": {}});
    let stages: Vec<_> =
        (1..=3).map(|number| json!({"id": null, "name": number.to_string(), "actions": [action]})).collect();
    let form =
        json!({"name": "Torture", "active": true, "default": false, "guarded": false, "stages": stages});
    let added = hand.ask("add_process", &json!({"form": form, "op": "00000000-0000-4000-8000-000000000000"}));
    let process = hand.ask("process", &json!({"process": added}));
    let id = |of: &serde_json::Value| of["id"].as_i64().unwrap();
    let stages = process["process"]["stages"].as_array().unwrap();
    let ground = Ground {
        process: added.as_i64().unwrap(),
        stages: stages.iter().map(id).collect(),
        actions: stages.iter().map(|stage| id(&stage["actions"][0])).collect(),
        user: 1,
    };
    program.kill();
    ground
}

/// How many rows of that writer are in this folder; none if the database does not open.
pub fn rows_of_writer(data: &Path) -> usize {
    let script = "import sqlite3, sys\n\
        db = sqlite3.connect(sys.argv[1] + '/t.db')\n\
        assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'\n\
        print(db.execute('SELECT count(*) FROM t').fetchone()[0])";
    let output = Command::new("python3").args(["-c", script]).arg(data).output().expect("Python 3");
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap_or(0)
}
