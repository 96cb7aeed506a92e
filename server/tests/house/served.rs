//! The program as it is started, and requests as they travel.
#![allow(dead_code, reason = "each test file uses the gestures it needs")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

/// Instead of the files for browsers, which may not be built yet.
const SITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/house/site");

/// The program on this data folder.
pub fn tablica(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablica"));
    command
        .arg("--data")
        .arg(data)
        .args(["--addr", "127.0.0.1:0", "--site", SITE])
        .env_remove("DATABASE_URL");
    command
}

/// A server that runs until it is dropped, which ends it as a crash would.
pub struct Served {
    pub child: Child,
    pub address: String,
}

impl Served {
    pub fn of(data: &Path) -> Served {
        Served::doing(tablica(data).arg("serve"))
    }

    /// What this command serves, once it says where.
    pub fn doing(command: &mut Command) -> Served {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let ready = lines.map(|line| line.unwrap()).find(|line| line.contains("is ready at")).unwrap();
        let address = ready.rsplit_once("http://").unwrap().1.to_owned();
        Served { child, address }
    }

    pub fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
    }

    /// Sends a command or a query, as somebody's browser would.
    pub fn call(&self, cookie: &str, name: &str, body: &str) -> String {
        self.post(cookie, &format!("/api/{name}"), body)
    }

    /// Posts to an address, as a page of ours would.
    pub fn post(&self, cookie: &str, path: &str, body: &str) -> String {
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nSec-Fetch-Site: same-origin\r\n\r\n{body}"
        ))
    }

    /// The cookie of whoever signs in.
    pub fn sign_in(&self, email: &str, password: &str) -> String {
        let credentials = format!(r#"{{"email": "{email}", "password": "{password}"}}"#);
        let answer = self.call("", "sign_in", &credentials);
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Sends a request, and gives the whole of the answer.
    pub fn send(&self, request: &str) -> String {
        let mut text = String::new();
        self.ask(request).read_to_string(&mut text).unwrap();
        text
    }

    /// Sends a request, and leaves the line open.
    pub fn ask(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
