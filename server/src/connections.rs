//! Connections from outside: how many there may be, and which one makes room when there are too many.

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Request, Response},
};
use http_body::{Frame, SizeHint};
use std::{
    collections::HashMap,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};
use tokio::sync::Notify;

/// How many connections there may be.
#[derive(Clone, Debug)]
pub struct Most {
    pub in_all: usize,
    /// From one address, unless it is a proxy's.
    pub each: usize,
    pub proxies: Arc<[IpAddr]>,
}

/// The connections there are. Whoever comes when there are too many takes the place of the one that has been silent
/// longest: a stranger who opens a thousand and says nothing shuts nobody out.
pub(crate) struct Connections {
    most: Most,
    open: Mutex<HashMap<u64, Arc<Line>>>,
    next: AtomicU64,
}

/// One connection.
pub(crate) struct Line {
    /// Counts up, so that the smallest is the oldest.
    number: u64,
    from: IpAddr,
    /// Requests whose answer is not out yet.
    busy: AtomicUsize,
    /// Told when the connection has to go.
    pub(crate) cut: Notify,
}

/// A connection that was let in; dropped, it makes room.
pub(crate) struct Admitted {
    pub(crate) line: Arc<Line>,
    connections: Arc<Connections>,
}

impl Connections {
    pub(crate) fn new(most: Most) -> Arc<Connections> {
        Arc::new(Connections { most, open: Mutex::default(), next: AtomicU64::new(0) })
    }

    /// Lets a connection in. Refused only when all the others are being answered.
    pub(crate) fn admit(self: &Arc<Self>, from: SocketAddr) -> Option<Admitted> {
        let from = from.ip().to_canonical();
        let mut open = self.open();
        let of_theirs = |line: &&Arc<Line>| line.from == from;
        let too_many = open.values().filter(of_theirs).count() >= self.most.each;
        if too_many && !self.most.proxies.contains(&from) {
            Self::make_room(&mut open, |line| line.from == from)?;
        } else if open.len() >= self.most.in_all {
            Self::make_room(&mut open, |_| true)?;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let line = Arc::new(Line { number, from, busy: AtomicUsize::new(0), cut: Notify::new() });
        open.insert(number, line.clone());
        metrics::gauge!("tablica_connections").set(open.len() as f64);
        Some(Admitted { line, connections: self.clone() })
    }

    fn make_room(open: &mut HashMap<u64, Arc<Line>>, among: impl Fn(&Line) -> bool) -> Option<()> {
        let silent = |line: &&Arc<Line>| among(line) && line.busy.load(Ordering::Acquire) == 0;
        let oldest = open.values().filter(silent).map(|line| line.number).min()?;
        open.remove(&oldest)?.cut.notify_one();
        Some(())
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Arc<Line>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        open.remove(&self.line.number);
        metrics::gauge!("tablica_connections").set(open.len() as f64);
    }
}

impl Line {
    /// Answers a request; until the last byte of the answer is handed over, the connection is not silent.
    pub(crate) async fn answer<S>(
        self: Arc<Self>,
        service: S,
        request: Request<Body>,
    ) -> Result<Response<Body>, Infallible>
    where
        S: tower::Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let busy = Busy::on(self);
        let answer = tower::ServiceExt::oneshot(service, request).await?;
        Ok(answer.map(|body| Body::new(Answered { body, _busy: busy })))
    }
}

/// A request that is being answered.
struct Busy(Arc<Line>);

impl Busy {
    fn on(line: Arc<Line>) -> Busy {
        line.busy.fetch_add(1, Ordering::AcqRel);
        Busy(line)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The body of an answer, which keeps its connection busy.
struct Answered {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections() -> Arc<Connections> {
        let proxies = ["10.0.0.1".parse().unwrap()];
        Connections::new(Most { in_all: 5, each: 2, proxies: proxies.into() })
    }

    fn numbers(connections: &Connections) -> Vec<u64> {
        let mut numbers: Vec<_> = connections.open().keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    #[test]
    fn the_longest_silent_one_makes_room() {
        let connections = connections();
        let from = |host: u8| SocketAddr::from(([10, 0, 0, host], 1));
        let mut kept = vec![];
        for host in [7, 7, 7] {
            kept.extend(connections.admit(from(host)));
        }
        assert_eq!(numbers(&connections), [1, 2], "the third of one address took the place of the first");
        let busy = Busy::on(kept[1].line.clone());
        kept.extend(connections.admit(from(7)));
        assert_eq!(numbers(&connections), [1, 3], "what is being answered stays");
        let other = Busy::on(kept[3].line.clone());
        assert!(connections.admit(from(7)).is_none(), "both are being answered");
        drop((busy, other));
        for host in [8, 9, 11] {
            kept.extend(connections.admit(from(host)));
        }
        assert_eq!(numbers(&connections), [1, 3, 4, 5, 6]);
        kept.extend(connections.admit(from(12)));
        assert_eq!(numbers(&connections), [3, 4, 5, 6, 7], "in all there are too many, too");
        kept.clear();
        assert_eq!(numbers(&connections), [0; 0]);
    }

    #[test]
    fn a_proxy_brings_as_many_as_there_may_be_and_a_mapped_address_is_the_same_address() {
        let connections = connections();
        let proxy: Vec<_> =
            (0..4).filter_map(|port| connections.admit(SocketAddr::from(([10, 0, 0, 1], port)))).collect();
        assert_eq!(numbers(&connections), [0, 1, 2, 3]);
        drop(proxy);
        let mapped: SocketAddr = "[::ffff:10.0.0.7]:1".parse().unwrap();
        let _first = connections.admit(SocketAddr::from(([10, 0, 0, 7], 1)));
        let _second = connections.admit(mapped);
        let _third = connections.admit(mapped);
        assert_eq!(numbers(&connections).len(), 2);
    }
}
