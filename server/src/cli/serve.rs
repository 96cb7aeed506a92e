//! `tablica serve`: the web server, until it is asked to stop.

use super::{Failure, Options, data, mail};
use crate::{
    imports::keep_importing,
    listen::{self, Limits},
    mail::Mailer,
    router::router,
    sweep::keep_sweeping,
    watch,
};
use app::session::request::{AppState, Assets, Sessions};
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};
use store::Store;
use tokio::{net::TcpListener, signal};
use tokio_util::sync::CancellationToken;

pub(super) async fn serve(options: Options) -> Result<(), Failure> {
    let (listener, address) = bind(&options).await?;
    let lock = data::lock_to_serve(&options)?;
    let store = data::open(&options).await?;
    let code = setup_code()?;
    if !store.is_set_up().await? {
        // After the #, where no server and no proxy on the way writes it down.
        println!(
            "To begin, open http://{address}/setup#{code}\nor http://{address}/setup with the one-time code  {code}"
        );
    }
    listen(listener, (store, lock), options, code).await
}

/// Takes the address, before anything else is touched.
pub(super) async fn bind(options: &Options) -> Result<(TcpListener, SocketAddr), Failure> {
    let listener = bind_to(options.addr).await?;
    let address = listener.local_addr().map_err(|error| Failure::Listen(options.addr, error))?;
    Ok((listener, address))
}

async fn bind_to(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| Failure::Listen(address, error))
}

/// Serves a database, and prints where once that is true.
pub(super) async fn listen(
    listener: TcpListener,
    (store, _lock): (Store, data::Lock),
    options: Options,
    code: String,
) -> Result<(), Failure> {
    log();
    let languages = data::languages(&options)?;
    let mail = mail::settings(&options)?;
    let store = if mail.is_some() { store.mailing() } else { store };
    let mailer = mail.map(|settings| Mailer::new(&settings, store.clone(), languages.clone())).transpose();
    let mailer = mailer.map_err(Failure::Said)?;
    let address = listener.local_addr().unwrap_or(options.addr);
    let proxies: Arc<[IpAddr]> = options.trusted_proxy.iter().map(IpAddr::to_canonical).collect();
    let site = site(&options);
    let state = AppState {
        assets: assets(&site)?,
        sessions: Sessions::new(store.clone().reading(languages.notations()), &code),
        languages,
        secure: !options.plain_http,
        keeps: !options.keep_nothing,
        proxies: proxies.clone(),
        files: options.data.join("files").into(),
    };
    let (limits, stopping) = (Limits::usual(proxies), CancellationToken::new());
    let stopped = stopping.clone().cancelled_owned();
    if let Some(address) = options.metrics_addr {
        let (listener, figures) =
            (bind_to(address).await?, watch::figures(watch::count().map_err(uncounted)?));
        tokio::spawn(listen::serve(listener, figures, limits.clone(), stopping.clone().cancelled_owned()));
    }
    let sweeping = tokio::spawn(keep_sweeping(store.clone(), options.data.join("files"), stopping.clone()));
    let importing = tokio::spawn(keep_importing(state.sessions.store.clone(), stopping.clone()));
    let mailing = mailer.map(|mailer| tokio::spawn(mailer.keep_sending(stopping.clone())));
    let hearing = tokio::spawn(hear_others(store.clone(), stopping.clone()));
    let asked = asked_to_stop()?;
    tokio::spawn(async move {
        asked.await;
        stopping.cancel();
    });
    hint(&options, address);
    println!("Tablica is ready at http://{address}");
    listen::serve(listener, router(state, &site), limits, stopped).await;
    let _ = sweeping.await;
    let _ = importing.await;
    let _ = hearing.await;
    // A mail that is on its way is marked as sent, or it would be sent again.
    if let Some(mailing) = mailing {
        let _ = mailing.await;
    }
    store.close().await.map_err(Failure::Store)
}

/// Hears what other servers on the same database do; at the end, those who listen here are let go.
async fn hear_others(store: Store, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = store.hear_others() => {}
    }
    store.live().close();
}

/// What whoever starts a server may not know.
fn hint(options: &Options, address: SocketAddr) {
    if !address.ip().is_loopback() && !options.plain_http {
        println!(
            "From other machines browsers sign in over https only: put a proxy with a certificate in front, or see --plain-http."
        );
    }
    if options.trusted_proxy.is_empty() {
        println!(
            "If a proxy stands in front, name it with --trusted-proxy; otherwise all who sign in count as one address."
        );
    }
}

fn uncounted(error: impl std::fmt::Display) -> Failure {
    Failure::Said(format!("figures cannot be counted: {error}"))
}

/// What the first administrator types, so that it is somebody who can see this terminal.
pub(super) fn setup_code() -> Result<String, Failure> {
    let mut bytes = [0; 5];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Said(error.to_string()))?;
    Ok(hex::encode(bytes))
}

/// The folder of the files for the browser, which the build leaves beside the program.
fn site(options: &Options) -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    options.site.clone().unwrap_or_else(|| program.with_file_name("site"))
}

/// Where the browser finds its part of the program.
fn assets(site: &Path) -> Result<Assets, Failure> {
    let file = site.join("assets.json");
    let read = || serde_json::from_slice(&std::fs::read(&file)?).map_err(std::io::Error::from);
    read().map_err(|error| Failure::Said(format!("{}: {error}", file.display())))
}

fn log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("TABLICA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second server in one process, as in tests, keeps the log of the first.
    let _ = match std::env::var("TABLICA_LOG_FORMAT").as_deref() {
        Ok("json") => log.json().flatten_event(true).try_init(),
        _ => log.try_init(),
    };
}

/// Listens for the signals that ask a server to stop, from now on; done when one has come.
fn asked_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    #[cfg(unix)]
    {
        use signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| Failure::Said(format!("no signals: {error}")));
        let (mut interrupted, mut ended) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! { _ = interrupted.recv() => {}, _ = ended.recv() => {} }
        })
    }
    #[cfg(not(unix))]
    Ok(async { drop(signal::ctrl_c().await) })
}
