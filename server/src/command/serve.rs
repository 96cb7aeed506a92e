//! `tablica serve`: the web server, until it is asked to stop.

use super::{Failure, Options, open};
use crate::router::router;
use app::session::gate::Gate;
use leptos::config::LeptosOptions;
use std::{net::SocketAddr, sync::Arc};
use store::Store;
use tokio::{net::TcpListener, signal};

pub(super) async fn serve(options: Options) -> Result<(), Failure> {
    let (listener, address) = bind(&options).await?;
    let store = open(&options).await?;
    let code = setup_code()?;
    if !store.is_set_up().await? {
        println!("To begin, open http://{address}/setup with the one-time code  {code}");
    }
    listen(listener, store, options, code).await
}

/// Takes the address, before anything else is touched.
pub(super) async fn bind(options: &Options) -> Result<(TcpListener, SocketAddr), Failure> {
    let refused = |error| Failure::Listen(options.addr, error);
    let listener = TcpListener::bind(options.addr).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}

/// Serves a database, and prints where once that is true.
pub(super) async fn listen(
    listener: TcpListener,
    store: Store,
    options: Options,
    code: String,
) -> Result<(), Failure> {
    log();
    let address = listener.local_addr().unwrap_or(options.addr);
    let gate = Gate {
        store,
        attempts: Arc::default(),
        setup_code: code.into(),
        secure: !options.plain_http,
        proxies: options.trusted_proxy.clone().into(),
        files: options.data.join("files").into(),
    };
    let service =
        router(gate, leptos_options(&options, address)).into_make_service_with_connect_info::<SocketAddr>();
    println!("Tablica is ready at http://{address}");
    if !address.ip().is_loopback() && !options.plain_http {
        println!(
            "From other machines browsers sign in over https only: put a proxy with a certificate in front, or see --plain-http."
        );
    }
    let served = axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await;
    served.map_err(|error| Failure::Listen(address, error))
}

/// What the first administrator types, so that it is somebody who can see this terminal.
pub(super) fn setup_code() -> Result<String, Failure> {
    let mut bytes = [0; 5];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Said(error.to_string()))?;
    Ok(bytes.map(|byte| format!("{byte:02x}")).concat())
}

/// The build leaves the files for the browser, and a list of their names, beside the program.
fn leptos_options(options: &Options, address: SocketAddr) -> LeptosOptions {
    let program = std::env::current_exe().unwrap_or_default();
    let site = options.site.clone().unwrap_or_else(|| program.with_file_name("site"));
    LeptosOptions::builder()
        .output_name("tablica")
        .site_root(site.display().to_string())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .hash_files(options.site.is_none() && program.with_file_name("hash.txt").exists())
        .build()
}

fn log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("TABLICA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second server in one process, as in tests, keeps the log of the first.
    let _ = log.try_init();
}

async fn asked_to_stop() {
    let interrupted = async { drop(signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        let Ok(mut ended) = signal::unix::signal(signal::unix::SignalKind::terminate()) else {
            return interrupted.await;
        };
        tokio::select! { () = interrupted => {}, _ = ended.recv() => {} }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
