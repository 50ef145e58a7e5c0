//! Waits until a file of the site changes.
//!
//! The system's own notices only say when to look; what counts is whether names, sizes or times of files differ. So it works, a little later, where
//! the system says nothing (network drives), and reading the files is never taken for a change.

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// How often to look where the system says nothing.
const LOOK: Duration = Duration::from_secs(2);
/// An editor writes a file in several steps: quiet for so long, and it is done.
const QUIET: Duration = Duration::from_millis(60);
/// A folder that never gets quiet is looked at after so many notices.
const PATIENCE: usize = 50;
/// The folders that a site is made from.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// Size and time of each file, in bytes and as the file system keeps it.
type Snapshot = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Watches a site's folders, also those that come and go.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    notices: Receiver<()>,
    /// Keeps the channel open where the system can't watch.
    _sender: Sender<()>,
    seen: Snapshot,
}

impl Watch {
    /// Changes after this moment count.
    pub(super) fn new(root: &Path) -> Self {
        let (sender, notices) = channel();
        let notice = sender.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if !matches!(event.map(|event| event.kind), Ok(EventKind::Access(_))) {
                let _ = notice.send(());
            }
        });
        let mut watch = Self {
            root: root.to_path_buf(),
            watcher: watcher.ok(),
            notices,
            _sender: sender,
            seen: snapshot(root),
        };
        watch.listen();
        watch
    }

    /// Waits until some file is new, gone or different.
    pub(super) fn wait(&mut self) {
        loop {
            if self.notices.recv_timeout(LOOK).is_ok() {
                for _ in 0..PATIENCE {
                    if self.notices.recv_timeout(QUIET).is_err() {
                        break;
                    }
                }
            }
            let present = snapshot(&self.root);
            if present != self.seen {
                self.seen = present;
                self.listen();
                return;
            }
        }
    }

    /// Asks for the system's notices anew, since a folder may have been removed and made again. What can't be watched is looked at.
    fn listen(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let folders = FOLDERS.map(|name| (self.root.join(name), RecursiveMode::Recursive));
        for (folder, mode) in [(self.root.clone(), RecursiveMode::NonRecursive)]
            .into_iter()
            .chain(folders)
        {
            let _ = watcher.unwatch(&folder);
            let _ = watcher.watch(&folder, mode);
        }
    }
}

fn snapshot(root: &Path) -> Snapshot {
    let walks = FOLDERS.map(|name| WalkDir::new(root.join(name)).follow_links(true).max_depth(16));
    let entries = walks.into_iter().flatten().flatten();
    let described = entries.map(|entry| {
        let of_file = entry.metadata().ok().filter(|data| !data.is_dir());
        let state = of_file.map_or((0, None), |data| (data.len(), data.modified().ok()));
        (entry.into_path(), state)
    });
    described.collect()
}
