//! The socket: takes connections, cuts those that dawdle, and at the end gives all of them a deadline.

use crate::connections::{Admitted, Connections, Most};
use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;

/// How long others may take, and how many they may be.
#[derive(Clone, Debug)]
pub struct Limits {
    pub most: Most,
    /// Until the head of a request is there, from when the connection is free for one.
    pub head: Duration,
    /// Until the other side takes some more of an answer.
    pub write: Duration,
    /// Until every answer must be out once the server was asked to stop.
    pub farewell: Duration,
}

impl Limits {
    /// What is usual: as many connections as the system allows files, less those that the program needs itself.
    pub fn usual(proxies: Arc<[std::net::IpAddr]>) -> Limits {
        let files = rlimit::increase_nofile_limit(8_192).unwrap_or(1_024);
        let in_all = usize::try_from(files).unwrap_or(1_024).saturating_sub(256).clamp(64, 4_096);
        Limits {
            most: Most { in_all, each: in_all / 2, proxies },
            head: Duration::from_secs(30),
            write: Duration::from_secs(60),
            farewell: Duration::from_secs(10),
        }
    }
}

/// What answers, and how long it waits.
#[derive(Clone)]
struct Serving {
    router: Router,
    limits: Limits,
}

/// Serves until it is asked to stop; then takes no more connections, lets answers that are under way out, and cuts what
/// is left at the deadline.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let (connections, ending) = (Connections::new(limits.most.clone()), GracefulShutdown::new());
    let (farewell, serving) = (limits.farewell, Serving { router, limits });
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            () = &mut stop => break,
            taken = listener.accept() => taken,
        };
        match taken {
            Ok((stream, from)) => {
                let Some(admitted) = connections.admit(from) else { continue };
                tokio::spawn(attend((stream, from), admitted, serving.clone(), ending.watcher()));
            }
            // Out of files, most likely: others will close theirs.
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(farewell, ending.shutdown()).await.is_err() {
        tracing::warn!("connections were cut that had not ended by the deadline");
    }
}

/// Answers what comes on a connection, until it ends or has to make room.
async fn attend(
    (stream, from): (TcpStream, SocketAddr),
    admitted: Admitted,
    serving: Serving,
    ending: Watcher,
) {
    let Serving { router, limits } = serving;
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write));
    let line = admitted.line.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        line.clone().answer(router.clone(), request)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    tokio::select! {
        // What a stranger sends that is no HTTP is no concern of ours.
        _ = ending.watch(served) => {}
        () = admitted.line.cut.notified() => {}
    }
}
