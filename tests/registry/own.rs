//! A registry that one test stops and starts, and a campaign whose strategy comes from it.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::stand::servers;
use crate::support::components::guest;
use crate::support::rig::{Ended, Rig, ended};

/// A registry of Debian's `docker-registry` on a port of its own. What it holds outlives a stop.
pub(super) struct Registry {
    folder: TempDir,
    pub(super) port: u16,
    process: Option<Child>,
}

impl Registry {
    pub(super) fn start() -> Registry {
        // Installs it where it is missing.
        servers();
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port();
        let data = folder.path().join("data");
        let text = format!(
            "version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n\
             storage:\n  filesystem: {{rootdirectory: {}}}\nhttp:\n  addr: 0.0.0.0:{port}\n",
            data.display()
        );
        std::fs::write(folder.path().join("registry.yml"), text).unwrap();
        let mut registry = Registry { folder, port, process: None };
        registry.again();
        registry
    }

    /// Starts it once more.
    pub(super) fn again(&mut self) {
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(self.folder.path().join("registry.yml")).env("OTEL_TRACES_EXPORTER", "none");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(command.spawn().unwrap());
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the registry does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(super) fn stop(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        if self.process.is_some() {
            self.stop();
        }
    }
}

/// A campaign of three equal people and two leads, with a cache of its own.
pub(super) struct Campaign {
    pub(super) rig: Rig,
    pub(super) registry: Registry,
}

impl Campaign {
    /// With `mine.wasm` beside the configuration, and pushed under the tag `live`.
    pub(super) async fn new() -> Campaign {
        let campaign = Campaign { rig: Rig::equals("").await, registry: Registry::start() };
        campaign.rig.add_lead();
        campaign.rig.add_lead();
        campaign.push(&guest("good"), &[]).await;
        campaign
    }

    /// The reference of what is under the tag `live`, as the configuration names it.
    pub(super) fn reference(&self) -> String {
        format!("oci://127.0.0.1:{}/strategies/mine:live", self.registry.port)
    }

    /// Pushes a component under the tag `live`; what was told of it.
    pub(super) async fn push(&self, component: &[u8], more: &[&str]) -> Value {
        self.rig.write_bytes(Path::new("mine.wasm"), component);
        let reference = self.reference();
        let words = [&["strategy", "push", "mine.wasm", &reference, "--json"], more].concat();
        let pushed = self.odlm(&words).await;
        assert_eq!(pushed.code, 0, "{pushed:?}");
        pushed.json()
    }

    /// Configures the strategy with these lines, each six spaces deep, beside its `oci`.
    pub(super) fn configure(&self, lines: &str) {
        self.configure_at(&self.reference(), lines);
    }

    pub(super) fn configure_at(&self, reference: &str, lines: &str) {
        self.rig.configure(&format!(
            "distribution:\n  strategy: mine\n  plugins:\n    mine:\n      oci: {reference}\n{lines}"
        ));
    }

    pub(super) async fn odlm(&self, words: &[&str]) -> Ended {
        let mut command = self.rig.command(words);
        command.env("XDG_CACHE_HOME", self.rig.path("cache"));
        ended(command).await
    }

    pub(super) async fn run(&self, more: &[&str]) -> Ended {
        self.odlm(&[&["dailydist", "--config", "odlm.yaml", "--json"], more].concat()).await
    }

    pub(super) async fn pin(&self, more: &[&str]) -> Ended {
        self.odlm(&[&["strategy", "pin", "--config", "odlm.yaml"], more].concat()).await
    }

    pub(super) async fn check(&self, more: &[&str]) -> Ended {
        self.odlm(&[&["check", "--config", "odlm.yaml"], more].concat()).await
    }

    /// The components that are kept on this machine.
    pub(super) fn kept(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.rig.path("cache/odlm/fetched")) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// Removes what is kept.
    pub(super) fn forget(&self) {
        self.kept().into_iter().for_each(|path| std::fs::remove_file(path).unwrap());
    }
}

/// Asserts a code and what the error says.
#[track_caller]
pub(super) fn refused(ended: &Ended, code: i32, words: &[&str]) {
    assert_eq!(ended.code, code, "{ended:?}");
    for word in words.iter().chain(&["error: ", "hint: "]) {
        assert!(ended.stderr.contains(word), "`{word}` is not in {}", ended.stderr);
    }
}

/// Asserts that a dry run planned both leads by the component of this digest.
#[track_caller]
pub(super) fn planned(run: &Ended, digest: &str) {
    assert_eq!(run.code, 0, "{run:?}");
    let told = run.json();
    assert_eq!((told["planned"].as_u64(), told["strategy"]["digest"].as_str()), (Some(2), Some(digest)), "{run:?}");
}
