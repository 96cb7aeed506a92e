//! Folders and files that are still there after the power failed.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

/// Makes a folder with all those above it, and sees their names onto the disk.
pub fn make(folder: &Path) -> io::Result<()> {
    let above = folder.parent().unwrap_or(Path::new(""));
    if !folder.is_dir() && !folder.as_os_str().is_empty() {
        make(above)?;
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    // Also when it was there: whoever made it just now may not have come to this yet.
    sync(above)
}

/// Sees the names in a folder onto the disk.
pub fn sync(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// Gives a file that was written and synced aside its name, and sees that onto the disk.
pub fn put(aside: &Path, path: &Path) -> io::Result<()> {
    fs::rename(aside, path)?;
    sync(path.parent().unwrap_or(Path::new("")))
}

/// How many bytes are free where this folder is, if the system tells.
pub fn free_space(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder).ok().map(|disk| disk.f_bavail * disk.f_frsize);
    #[cfg(not(unix))]
    None
}
