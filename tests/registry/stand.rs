//! The registries that `tests/registry/servers` starts once for all tests and that end with this process, and the program to use them.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::{Client, StatusCode, Url};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// The password of `kim` on the registry that wants a login.
pub(super) const PASSWORD: &str = "registry-secret";

/// The registries, by port.
pub(super) struct Servers {
    /// Ends them when its stdin is closed, which the end of this process does.
    _script: Child,
    pub(super) open: u16,
    pub(super) login: u16,
    pub(super) tls: u16,
    pub(super) folder: PathBuf,
}

pub(super) fn servers() -> &'static Servers {
    static SERVERS: LazyLock<Servers> = LazyLock::new(|| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/registry/servers");
        let mut child = Command::new(script).arg("run").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let value = |key: &str| {
            let word = line.split_whitespace().find_map(|word| word.strip_prefix(&format!("{key}=")));
            word.expect("tests/registry/servers does not start the registries; see its message").to_owned()
        };
        let port = |key: &str| value(key).parse().unwrap();
        Servers {
            open: port("open"),
            login: port("login"),
            tls: port("tls"),
            folder: value("folder").into(),
            _script: child,
        }
    });
    &SERVERS
}

/// The port of the registry for everybody.
pub(crate) fn open_port() -> u16 {
    servers().open
}

/// A folder to work in and a repository that no other test has.
pub(super) struct Stand {
    folder: TempDir,
    pub(super) repository: String,
}

/// How the program ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ended {
    pub(super) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// Asserts an exit code and what the error and its hint say.
    pub(super) fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:?}");
        for word in words.iter().chain(&["error: ", "\nhint: "]) {
            assert!(self.stderr.contains(word), "`{word}` is not in {}", self.stderr);
        }
    }
}

impl Stand {
    pub(super) fn new() -> Stand {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let repository = format!("strategies/test-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        Stand { folder: tempfile::tempdir().unwrap(), repository }
    }

    /// A reference on the registry for everybody; `rest` is `:TAG`, `@DIGEST` or both.
    pub(super) fn open(&self, rest: &str) -> String {
        self.at("127.0.0.1", servers().open, rest)
    }

    pub(super) fn at(&self, host: &str, port: u16, rest: &str) -> String {
        format!("oci://{host}:{port}/{}{rest}", self.repository)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(super) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// The names of all files in the folder.
    pub(super) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program in the folder, with these variables and no others that matter.
    pub(super) fn odlm(&self, words: &[&str], variables: &[(&str, &str)]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
        command.args(["strategy"]).args(words).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.folder.path()).env("LC_ALL", "C.UTF-8");
        command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
        let output = command.envs(variables.iter().copied()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(super) fn push(&self, file: &str, tag: &str) -> Value {
        self.odlm(&["push", file, &self.open(&format!(":{tag}")), "--json"], &[]).json()
    }

    /// Runs openssl in the folder; its stdout.
    pub(super) fn openssl(&self, words: &[&str]) -> String {
        let output = Command::new("openssl").args(words).current_dir(self.folder.path()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "openssl {words:?}: {stderr}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Puts a blob as any other tool would.
    pub(super) async fn put_blob(&self, bytes: &[u8]) {
        let at = format!("http://127.0.0.1:{}/v2/{}/blobs/uploads/", servers().open, self.repository);
        let answer = http().post(at).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
        let mut location = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        location.query_pairs_mut().append_pair("digest", &digest(bytes));
        let request = http().put(location).body(bytes.to_vec());
        assert_eq!(request.send().await.unwrap().status(), StatusCode::CREATED);
    }

    /// Puts a manifest as any other tool would.
    pub(super) async fn put_manifest(&self, tag: &str, manifest: &Value) -> String {
        let bytes = manifest.to_string().into_bytes();
        let kind = manifest["mediaType"].as_str().unwrap().to_owned();
        let at = format!("http://127.0.0.1:{}/v2/{}/manifests/{tag}", servers().open, self.repository);
        let request = http().put(at).header("content-type", kind).body(bytes.clone());
        assert_eq!(request.send().await.unwrap().status(), StatusCode::CREATED);
        digest(&bytes)
    }
}

fn http() -> Client {
    let _already_set = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

pub(super) fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
}

/// A blob's file on the disk of the registry for everybody.
pub(super) fn blob(digest: &str) -> PathBuf {
    let digits = digest.strip_prefix("sha256:").unwrap();
    servers().folder.join("open/docker/registry/v2/blobs/sha256").join(&digits[..2]).join(digits).join("data")
}

/// The JSON of a blob on that disk.
pub(super) fn stored(digest: &str) -> Value {
    serde_json::from_slice(&std::fs::read(blob(digest)).unwrap()).unwrap()
}

/// What a manifest says of a blob.
pub(super) fn descriptor(media_type: &str, bytes: &[u8]) -> Value {
    serde_json::json!({"mediaType": media_type, "digest": digest(bytes), "size": bytes.len()})
}

/// An image manifest.
pub(super) fn manifest(config: &Value, layers: &[Value]) -> Value {
    let kind = "application/vnd.oci.image.manifest.v1+json";
    serde_json::json!({"schemaVersion": 2, "mediaType": kind, "config": config, "layers": layers})
}

/// The same strategy with another content: a section that means nothing at its end.
pub(super) fn noted(component: &[u8], note: u8) -> Vec<u8> {
    [component, &[0, 6, 4, b'n', b'o', b't', b'e', note]].concat()
}
