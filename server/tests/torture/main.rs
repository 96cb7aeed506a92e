//! Torture: what was acknowledged is kept, whatever happens to the program, the disk, the power or the database server.
//!
//! `bin/torture` runs it in full; `bin/test` a short form. Everything is chosen by a seed, which is printed.

mod gestures;
mod power;
mod program;
mod verify;

use fastrand::Rng;
use gestures::{Ground, Hand, Promises};
use power::Trace;
use program::{Failing, Faults, Program, With};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use store::Location;

/// How much of everything.
struct Measure {
    kills: usize,
    /// Up to the how-manieth write or sync fails.
    faults: u32,
    cuts: usize,
    server_kills: usize,
    seed: u64,
}

impl Measure {
    fn asked() -> Measure {
        let full = std::env::var("TORTURE").is_ok_and(|asked| asked == "full");
        let seed = std::env::var("TORTURE_SEED")
            .map_or_else(|_| fastrand::u64(..1 << 32), |seed| seed.parse().unwrap());
        match full {
            true => Measure { kills: 500, faults: 120, cuts: 1_000, server_kills: 50, seed },
            false => Measure { kills: 8, faults: 12, cuts: 60, server_kills: 2, seed },
        }
    }
}

fn file(data: &Path) -> Location {
    Location::File(data.join("tablica.db"))
}

/// What has been promised by now.
fn so_far(promises: &Arc<Mutex<Promises>>) -> Promises {
    promises.lock().unwrap().until(f64::MAX)
}

/// The database and the files of this folder hold what was promised.
async fn require_kept(database: &Location, folder: &Path, promises: &Promises, when: &str) {
    let found = verify::faults(database, &folder.join("files"), promises).await;
    assert_eq!(found, Vec::<String>::new(), "{when}");
}

fn promised() -> Arc<Mutex<Promises>> {
    Arc::default()
}

fn told(promises: &Promises) -> String {
    let mut statuses: Vec<_> =
        promises.statuses.iter().map(|(status, number)| format!("{number} × {status}")).collect();
    statuses.sort();
    format!("{} acknowledged; answers {}", promises.acknowledged(), statuses.join(", "))
}

/// Four hands at work, for as long as `while_they_do` takes.
fn burst(
    address: &str,
    promises: &Arc<Mutex<Promises>>,
    ground: &Ground,
    seed: u64,
    while_they_do: impl FnOnce(),
) {
    let stop = Arc::new(AtomicBool::new(false));
    let hands: Vec<_> = (0..4)
        .filter_map(|number| Hand::at(address, promises.clone(), ground, seed * 10 + number))
        .map(|mut hand| {
            let stop = stop.clone();
            thread::spawn(move || hand.work(&stop))
        })
        .collect();
    while_they_do();
    stop.store(true, Ordering::Relaxed);
    hands.into_iter().for_each(|hand| hand.join().expect("every answer was in order"));
}

/// Killed in the middle of bursts, again and again, on the same folder.
#[tokio::test(flavor = "multi_thread")]
async fn killed() {
    let (measure, folder) = (Measure::asked(), tempfile::tempdir().unwrap());
    let (data, promises) = (folder.path().join("data"), promised());
    let ground = program::ground(&data, None).await;
    let (mut chance, mut repeated) = (Rng::with_seed(measure.seed), 0);
    for kill in 0..measure.kills {
        let program = Program::start(&data, &With::Nothing);
        repeated += Hand::at(&program.address, promises.clone(), &ground, kill as u64).unwrap().repeat();
        let span = Duration::from_millis(chance.u64(5..150));
        let address = program.address.clone();
        burst(&address, &promises, &ground, measure.seed + kill as u64, || {
            thread::sleep(span);
            program.kill();
        });
        // Looking through everything takes longer the more there is: after the first kills, now and then, at the end.
        if kill < 20 || kill % 10 == 0 || kill + 1 == measure.kills {
            require_kept(
                &file(&data),
                &data,
                &so_far(&promises),
                &format!("seed {}, kill {kill}", measure.seed),
            )
            .await;
        }
    }
    println!(
        "killed {} times (seed {}): {}; {repeated} requests sent again",
        measure.kills,
        measure.seed,
        told(&promises.lock().unwrap())
    );
}

/// The n-th write finds no space, or fails; the n-th sync fails: for each n, in one program that is never restarted.
#[tokio::test(flavor = "multi_thread")]
async fn storage_that_fails() {
    let (measure, folder) = (Measure::asked(), tempfile::tempdir().unwrap());
    let data = fs::canonicalize(folder.path()).unwrap().join("data");
    let promises = promised();
    let ground = program::ground(&data, None).await;
    let faults = Faults::compiled(folder.path());
    let mut program = Program::start(&data, &With::Faults(&faults));
    let mut hand = Hand::at(&program.address, promises.clone(), &ground, measure.seed).unwrap();
    let mut hit = 0;
    for failing in [Failing::Space, Failing::Write, Failing::Sync] {
        for after in 0..measure.faults {
            faults.plan(failing, after);
            let statuses: Vec<_> = (0..8).map(|_| hand.gesture().expect("the server answers")).collect();
            hit += usize::from(statuses.iter().any(|status| *status != 200));
            if failing == Failing::Space && statuses.last() != Some(&200) {
                retry(|| hand.ready().filter(|status| *status == 503));
            }
            faults.plan(Failing::Nothing, 0);
            // The disk has room again: the next gestures are done, and found.
            for _ in 0..3 {
                assert_eq!(hand.gesture(), Some(200), "{failing:?} after {after}, seed {}", measure.seed);
            }
            assert_eq!(hand.ready(), Some(200));
            if after % 10 == 0 {
                require_kept(
                    &file(&data),
                    &data,
                    &so_far(&promises),
                    &format!("{failing:?} after {after}, seed {}", measure.seed),
                )
                .await;
            }
        }
    }
    assert!(program.lives());
    program.kill();
    let program = Program::start(&data, &With::Nothing);
    let repeated = Hand::at(&program.address, promises.clone(), &ground, 1).unwrap().repeat();
    program.kill();
    require_kept(&file(&data), &data, &so_far(&promises), &format!("seed {}", measure.seed)).await;
    assert!(hit > 0, "nothing was failed: nothing was tried");
    println!(
        "storage failed at each of {} writes for want of space, {} writes, {} syncs; {hit} bursts were hit (seed {}): {}; {repeated} requests sent again",
        measure.faults,
        measure.faults,
        measure.faults,
        measure.seed,
        told(&promises.lock().unwrap())
    );
}

/// The power fails at any moment of a recorded run.
#[tokio::test(flavor = "multi_thread")]
async fn power_cuts() {
    let (measure, folder) = (Measure::asked(), tempfile::tempdir().unwrap());
    let (data, promises) = (fs::canonicalize(folder.path()).unwrap().join("data"), promised());
    let ground = program::ground(&data, None).await;
    let base = contents(&data);
    let faults = Faults::compiled(folder.path());
    let program = Program::start(&data, &With::Recording(&faults));
    let span = Duration::from_millis(if measure.cuts > 100 { 6_000 } else { 1_500 });
    let address = program.address.clone();
    burst(&address, &promises, &ground, measure.seed, || thread::sleep(span));
    program.kill();
    let trace = Trace::read(&faults.trace, &data, base);
    let mut chance = Rng::with_seed(measure.seed);
    for number in 0..measure.cuts {
        let cut = chance.usize(1..trace.len());
        let root = tempfile::tempdir().unwrap();
        trace.lay_out(cut, &mut chance, root.path());
        let promises = promises.lock().unwrap().until(trace.moment(cut));
        require_kept(
            &file(root.path()),
            root.path(),
            &promises,
            &format!("seed {}, cut {number} after {cut} calls", measure.seed),
        )
        .await;
    }
    println!(
        "{} power cuts within {} recorded calls (seed {}): {}",
        measure.cuts,
        trace.len(),
        measure.seed,
        told(&promises.lock().unwrap())
    );
}

/// The replay itself: it finds a database wanting that syncs less than ours, and lets one pass that syncs as ours does.
#[tokio::test(flavor = "multi_thread")]
async fn less_syncing_is_found_wanting() {
    let (measure, folder) = (Measure::asked(), tempfile::tempdir().unwrap());
    let folder = fs::canonicalize(folder.path()).unwrap();
    let faults = Faults::compiled(&folder);
    let (mut lost, cuts) = (BTreeMap::new(), measure.cuts.min(200));
    for level in ["FULL", "NORMAL"] {
        let data = folder.join(level);
        fs::create_dir(&data).unwrap();
        let acknowledged = faults.recorded_writer(&data, level);
        let trace = Trace::read(&faults.trace, &data, BTreeMap::new());
        let mut chance = Rng::with_seed(measure.seed);
        let mut wanting = 0;
        for _ in 0..cuts {
            let root = tempfile::tempdir().unwrap();
            let cut = chance.usize(1..trace.len());
            trace.lay_out(cut, &mut chance, root.path());
            let promised = acknowledged.iter().filter(|at| **at <= trace.moment(cut)).count();
            wanting += usize::from(program::rows_of_writer(root.path()) < promised);
        }
        lost.insert(level, wanting);
    }
    assert_eq!(lost["FULL"], 0, "seed {}", measure.seed);
    assert!(lost["NORMAL"] > 0, "the replay finds nothing: it proves nothing");
    println!(
        "of {cuts} power cuts, synchronous=FULL lost in none, NORMAL in {} (seed {})",
        lost["NORMAL"], measure.seed
    );
}

/// PostgreSQL is killed in the middle of bursts and comes back; our program runs on.
#[tokio::test(flavor = "multi_thread")]
async fn database_server_killed() {
    let (measure, folder) = (Measure::asked(), tempfile::tempdir().unwrap());
    let (server, crash) = (
        std::env::var("TABLICA_TEST_POSTGRES").expect("PostgreSQL: run by bin/with-postgres"),
        std::env::var("TABLICA_TEST_POSTGRES_CRASH").expect("PostgreSQL: run by bin/with-postgres"),
    );
    let name = format!("torture_{}", std::process::id());
    let created =
        Command::new("psql").args([&server, "-qc", &format!("CREATE DATABASE {name}")]).status().unwrap();
    assert!(created.success());
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let (data, promises) = (folder.path().join("data"), promised());
    let ground = program::ground(&data, Some(&url)).await;
    let mut program = Program::start(&data, &With::Database(&url));
    let address = program.address.clone();
    let mut chance = Rng::with_seed(measure.seed);
    for kill in 0..measure.server_kills {
        let span = Duration::from_millis(chance.u64(30..300));
        burst(&address, &promises, &ground, measure.seed + kill as u64, || {
            thread::sleep(span);
            let crashed = Command::new(&crash).status().unwrap();
            assert!(crashed.success());
            // Our program comes back by itself once the database has.
            let hand = retry(|| Hand::at(&address, promises.clone(), &ground, 1));
            retry(|| hand.ready().filter(|status| *status == 200));
        });
        assert!(program.lives());
    }
    let repeated = Hand::at(&address, promises.clone(), &ground, 1).unwrap().repeat();
    program.kill();
    require_kept(&Location::Server(url), &data, &so_far(&promises), &format!("seed {}", measure.seed)).await;
    println!(
        "PostgreSQL killed {} times (seed {}): {}; {repeated} requests sent again",
        measure.server_kills,
        measure.seed,
        told(&promises.lock().unwrap())
    );
}

/// A backup taken in the middle of a burst, restored elsewhere: all that was acknowledged before it began is there.
#[tokio::test(flavor = "multi_thread")]
async fn backed_up() {
    let (measure, folder) = (Measure::asked(), tempfile::tempdir().unwrap());
    let (data, elsewhere, promises) =
        (folder.path().join("data"), folder.path().join("elsewhere"), promised());
    let ground = program::ground(&data, None).await;
    let program = Program::start(&data, &With::Nothing);
    let (address, archive) = (program.address.clone(), folder.path().join("backup.tar"));
    let (mut began, mut acknowledged) = (0.0, [0; 2]);
    burst(&address, &promises, &ground, measure.seed, || {
        retry(|| (promises.lock().unwrap().acknowledged() > 100).then_some(()));
        (began, acknowledged[0]) = (gestures::moment(), promises.lock().unwrap().acknowledged());
        program::run(&data, &["backup", archive.to_str().unwrap()]);
        acknowledged[1] = promises.lock().unwrap().acknowledged();
    });
    program.kill();
    program::run(&elsewhere, &["restore", archive.to_str().unwrap()]);
    program::run(&elsewhere, &["doctor"]);
    let before = promises.lock().unwrap().until(began);
    require_kept(&file(&elsewhere), &elsewhere, &before, &format!("seed {}", measure.seed)).await;
    println!(
        "a backup between {} and {} acknowledged gestures (seed {}): restored, doctor content, all {} there",
        acknowledged[0],
        acknowledged[1],
        measure.seed,
        before.acknowledged()
    );
}

/// Tries until it comes to something, for a minute.
fn retry<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(done) = attempt() {
            return done;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("it did not come back within a minute");
}

/// Every file below a folder, with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(contents(&path)),
            false if path.to_string_lossy().ends_with("-shm") => {}
            false => drop(found.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    found
}
