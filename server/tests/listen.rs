//! Connections over real sockets: half a request shuts nobody out and holds up no farewell.

use axum::{Router, body::Body, routing::get};
use server::{
    connections::Most,
    listen::{Limits, serve},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

const LONG: Duration = Duration::from_secs(60);

fn limits() -> Limits {
    let most = Most { in_all: 20, each: 10, proxies: Arc::default() };
    Limits { most, head: LONG, write: LONG, farewell: LONG }
}

/// Serves until it is told; gives the address, what to tell, and what to wait for.
async fn serving(limits: Limits) -> (SocketAddr, Arc<Notify>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), Arc::new(Notify::new()));
    let endless = || async { Body::from_stream(futures_util::stream::pending::<std::io::Result<Vec<u8>>>()) };
    let router = Router::new().route("/", get(|| async { "hello" })).route("/endless", get(endless));
    let told = stop.clone();
    let served = tokio::spawn(async move { serve(listener, router, limits, told.notified()).await });
    (address, stop, served)
}

async fn say(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Everything until the other side closes; nothing when it cuts.
async fn rest(mut stream: TcpStream) -> String {
    let mut text = vec![];
    let _ = stream.read_to_end(&mut text).await;
    String::from_utf8(text).unwrap()
}

const WHOLE: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const HALF: &str = "GET / HTTP/1.1\r\nHost: x\r\n";

#[tokio::test]
async fn half_requests_shut_nobody_out() {
    let (address, _stop, _served) = serving(limits()).await;
    let mut silent = vec![];
    for number in 0..50 {
        silent.push(say(address, HALF).await);
        assert!(rest(say(address, WHOLE).await).await.ends_with("hello"), "after {number}");
    }
    assert_eq!(rest(silent.remove(0)).await, "", "the oldest made room");
}

#[tokio::test]
async fn half_a_request_is_cut_when_its_time_is_over() {
    let (address, _stop, _served) = serving(Limits { head: Duration::from_millis(50), ..limits() }).await;
    let said = rest(say(address, HALF).await).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
}

#[tokio::test]
async fn a_farewell_lets_answers_out_and_cuts_what_dawdles() {
    let (address, stop, served) = serving(Limits { farewell: Duration::from_millis(50), ..limits() }).await;
    let half = say(address, HALF).await;
    let mut endless = say(address, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut begun = [0; 12];
    endless.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    stop.notify_one();
    served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody is let in any more");
    drop((half, endless));
}
