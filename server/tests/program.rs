//! The program as it is started: its folder, its lock, backup, restore, copy, doctor.

#[path = "house/served.rs"]
mod served;

use served::{Served, tablica};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Output, Stdio},
};

fn run(data: &Path, arguments: &[&str]) -> Output {
    tablica(data).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs, and must succeed.
fn done(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// Runs, and must fail with a sentence that holds this.
fn refused(data: &Path, arguments: &[&str], why: &str) {
    let output = run(data, arguments);
    assert!(!output.status.success() && said(&output).contains(why), "{arguments:?}: {}", said(&output));
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
}

fn furnished(data: &Path) {
    done(data, &["user", "add", "--email", "anna@x.test", "--name", "Anna", "--role", "administrator"]);
    done(data, &["seed", "--deals", "50"]);
    fs::create_dir_all(data.join("files/ab")).unwrap();
    fs::write(data.join("files/ab/ab01"), "a file").unwrap();
}

#[test]
fn a_folder_is_served_once_and_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    // Whatever is in a path, and whatever the shell allows.
    let data = folder.path().join("50% of #1? a b");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let served = Served::of(&data);
    assert!(served.get("/readyz").ends_with("ready\n"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for entry in fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    refused(&data, &["serve"], "another Tablica serves");
    drop(served);
    Served::of(&data);
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_that_is_asked_to_stop_leaves_nothing_to_recover() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = Served::of(folder.path());
    let stopped = Command::new("kill").arg(served.child.id().to_string()).status().unwrap();
    assert!(stopped.success() && served.child.wait().unwrap().success());
    assert!(!folder.path().join("tablica.db-wal").exists());
}

#[test]
fn nothing_is_begun_anew_beside_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    furnished(&data);
    let database = data.join("tablica.db");
    let whole = fs::read(&database).unwrap();
    for (content, why) in
        [(Some(&b""[..]), "is empty"), (Some(&whole[..whole.len() / 2]), "damaged"), (None, "is missing")]
    {
        let _ = fs::remove_file(&database);
        content.into_iter().for_each(|content| fs::write(&database, content).unwrap());
        refused(&data, &["serve"], why);
        assert_eq!(fs::read(&database).ok().as_deref(), content, "left as it was");
    }
    fs::write(&database, whole).unwrap();
    assert!(Served::of(&data).get("/readyz").ends_with("ready\n"));
}

#[test]
fn a_backup_of_a_running_server_is_restored_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (data, archive) = (folder.path().join("data"), folder.path().join("backup.tar"));
    furnished(&data);
    let archive_text = archive.to_str().unwrap();
    let served = Served::of(&data);
    assert!(done(&data, &["backup", archive_text]).contains("Wrote"));
    drop(served);
    assert!(done(&data, &["restore", archive_text, "--verify"]).contains("is whole"));
    refused(&data, &["restore", archive_text], "is there already");
    let elsewhere = folder.path().join("elsewhere");
    done(&elsewhere, &["restore", archive_text]);
    assert!(done(&elsewhere, &["doctor"]).contains("sound    sums"));
    assert!(!elsewhere.join(".restoring").exists());
    let mut bytes = fs::read(&archive).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&archive, &bytes).unwrap();
    refused(&folder.path().join("third"), &["restore", archive_text], "damaged");
    fs::write(&archive, &bytes[..middle]).unwrap();
    refused(&folder.path().join("third"), &["restore", archive_text], "damaged");
    refused(&folder.path().join("third"), &["restore", "/no/such/file"], "/no/such/file");
    assert!(!folder.path().join("third").join("tablica.db").exists());
    let unwritable = folder.path().join("no/such/folder/b.tar");
    refused(&data, &["backup", unwritable.to_str().unwrap()], "b.tar");
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_str().unwrap().contains("part")), "{names:?}");
}

#[test]
fn an_account_moves_to_postgres_and_back() {
    let server =
        std::env::var("TABLICA_TEST_POSTGRES").expect("PostgreSQL: run bin/with-postgres cargo test");
    let folder = tempfile::tempdir().unwrap();
    let (data, archive) = (folder.path().join("data"), folder.path().join("backup.tar"));
    furnished(&data);
    let companies = folder.path().join("companies.csv");
    fs::write(&companies, "Nazwa;Miasto\nŁódź Logistyka;Łódź\nHuta;\n").unwrap();
    done(&data, &["import", companies.to_str().unwrap(), "--kind", "companies"]);
    let own = format!("tablica_move_{}", std::process::id());
    let created =
        Command::new("psql").args([&server, "-qc", &format!("CREATE DATABASE {own}")]).status().unwrap();
    assert!(created.success());
    let postgres = format!("{}/{own}", server.rsplit_once('/').unwrap().0);
    let sqlite = format!("sqlite:{}", data.join("tablica.db").display());
    assert!(done(&data, &["copy", "--from", &sqlite, "--to", &postgres]).contains("every row was compared"));
    refused(&data, &["copy", "--from", &sqlite, "--to", &postgres], "an account in that database already");
    let back = format!("sqlite:{}", folder.path().join("back.db").display());
    done(&data, &["copy", "--from", &postgres, "--to", &back]);
    // A backup of the one is restored as the other.
    done(&data, &["--database-url", &postgres, "backup", archive.to_str().unwrap()]);
    done(&folder.path().join("elsewhere"), &["restore", archive.to_str().unwrap()]);
    assert!(done(&data, &["--database-url", &postgres, "doctor"]).contains("sound    sums"));
}

#[test]
fn the_doctor_names_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    furnished(folder.path());
    done(folder.path(), &["doctor"]);
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    refused(folder.path(), &["doctor"], "chmod 700");
}

#[test]
fn a_user_is_deactivated_but_never_the_last_administrator() {
    let folder = tempfile::tempdir().unwrap();
    furnished(folder.path());
    refused(folder.path(), &["user", "deactivate", "--email", "anna@x.test"], "last administrator");
    refused(folder.path(), &["user", "deactivate", "--email", "who@x.test"], "no user");
    done(folder.path(), &["user", "add", "--email", "ewa@x.test", "--name", "Ewa", "--role", "salesperson"]);
    done(folder.path(), &["user", "deactivate", "--email", "ewa@x.test"]);
}

#[test]
fn figures_are_served_on_an_address_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let served = Served::doing(tablica(folder.path()).args(["--metrics-addr", &free.to_string(), "serve"]));
    assert!(served.get("/readyz").ends_with("ready\n"));
    assert!(
        served.get("/metrics").starts_with("HTTP/1.1 303")
            || served.get("/metrics").starts_with("HTTP/1.1 404")
    );
    let mut stream = TcpStream::connect(free).unwrap();
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    for figure in [
        "tablica_request_seconds",
        "tablica_write_queue_wait_seconds",
        "tablica_commits_total",
        "tablica_connections",
        "process_",
    ] {
        assert!(text.contains(figure), "{figure} in {text}");
    }
}

/// The unit files that README tells of, with the program where it is.
#[test]
fn systemd_takes_our_units() {
    let folder = tempfile::tempdir().unwrap();
    let units = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/systemd");
    for unit in fs::read_dir(units).unwrap() {
        let unit = unit.unwrap();
        let text = fs::read_to_string(unit.path()).unwrap();
        let text = text.replace("/opt/tablica/tablica", env!("CARGO_BIN_EXE_tablica"));
        fs::write(folder.path().join(unit.file_name()), text).unwrap();
    }
    for unit in ["tablica.service", "tablica-backup.service", "tablica-backup.timer"] {
        let verified = Command::new("systemd-analyze")
            .args(["verify", "--man=no"])
            .arg(folder.path().join(unit))
            .output()
            .expect("systemd-analyze, which Debian has in the package systemd");
        assert!(verified.status.success() && verified.stderr.is_empty(), "{unit}: {}", said(&verified));
    }
}

#[test]
fn the_first_board_of_the_demo_has_deals() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::doing(tablica(folder.path()).arg("demo"));
    let anna = served.sign_in("anna@demo.test", "demo-tablica");
    let board = served.call(&anna, "board", r#"{"query": {}}"#);
    assert!(board.contains("\"name\":\"Sprzedaż B2B\"") && board.contains("\"cards\":[{"), "{board}");
}
