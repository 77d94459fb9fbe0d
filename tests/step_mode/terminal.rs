//! A terminal with the program in it: keys go in, and what stands on the screen comes out.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

use crate::support::rig::Rig;

/// Milliseconds until a screen that does not come is an error.
const PATIENCE: u64 = 60_000;

pub(super) const ENTER: &str = "\r";
pub(super) const ESCAPE: &str = "\u{1b}";
pub(super) const CTRL_C: &str = "\u{3}";
pub(super) const CTRL_D: &str = "\u{4}";

/// What the steps ask.
pub(super) const PROCEED: &str = "Proceed to next step?";
pub(super) const WRITE: &str = "Write this to Odoo now?";

/// The heading of each step, with what it asks.
pub(super) const STEPS: [(&str, &str); 5] = [
    ("Step 1: Salesperson Selection", PROCEED),
    ("Step 2: Lead Discovery", PROCEED),
    ("Step 3: Workload Analysis", PROCEED),
    ("Step 4: Distribution Planning", PROCEED),
    ("Step 5: Application", WRITE),
];

/// A terminal of so many columns and lines, with what is special about its environment.
pub(super) struct Look {
    pub(super) columns: u16,
    pub(super) lines: u16,
    pub(super) environment: &'static [(&'static str, &'static str)],
}

/// The usual one, so long that nothing leaves it.
pub(super) const USUAL: Look = Look { columns: 80, lines: 400, environment: &[] };

pub(super) struct Terminal {
    session: PtySession,
    folder: PathBuf,
    screen: vt100::Parser,
    /// Everything that the program sent, for what an emulator swallows.
    pub(super) raw: String,
    seen: usize,
}

impl Terminal {
    /// Starts `odlm dailydist --config odlm.yaml --step-mode` and more.
    pub(super) fn start(rig: &Rig, look: &Look, more: &[&str]) -> Terminal {
        // The shell tells afterwards how the program ended, and whether the terminal reads lines again.
        let script = format!(
            "trap : INT; stty rows {} cols {} echo; \"$@\"; echo \"ended with $?\"; stty -a | grep -o -e '-\\{{0,1\\}}icanon'",
            look.lines, look.columns
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_odlm"), "dailydist", "--config", "odlm.yaml"]);
        command.arg("--step-mode").args(more).current_dir(rig.path("")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", rig.path(""));
        command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
        command.env("LC_ALL", "C.UTF-8").env("TERM", "xterm").envs(rig.sandbox.connection_env());
        command.envs(look.environment.iter().copied());
        let session = spawn_command(command, Some(PATIENCE)).unwrap();
        let screen = vt100::Parser::new(NonZero::new(look.lines).unwrap(), NonZero::new(look.columns).unwrap(), 0);
        Terminal { session, folder: rig.path("").canonicalize().unwrap(), screen, raw: String::new(), seen: 0 }
    }

    /// Waits until a text was sent.
    pub(super) fn until(&mut self, text: &str) -> &mut Terminal {
        let before = self.session.exp_string(text).unwrap_or_else(|error| {
            panic!("`{text}` does not come: {error}\n{}", self.contents());
        });
        self.take(&(before + text));
        self
    }

    /// Waits for a step and its question; everything is on the screen then but what comes behind the question's words.
    pub(super) fn step(&mut self, number: usize) -> &mut Terminal {
        let (title, question) = STEPS[number - 1];
        self.until(title).until(question)
    }

    /// Goes on up to the question of a step.
    pub(super) fn go_to(&mut self, number: usize) -> &mut Terminal {
        for earlier in 1..number {
            self.step(earlier).press(ENTER);
        }
        self.step(number)
    }

    /// Opens the plan's menu and chooses what a word finds.
    pub(super) fn menu(&mut self, word: &str) -> &mut Terminal {
        self.press("m\r").until("What?").press(word).until(word).press(ENTER)
    }

    pub(super) fn press(&mut self, keys: &str) -> &mut Terminal {
        self.session.send(keys).unwrap();
        self.session.flush().unwrap();
        self
    }

    /// Waits for the end; returns the exit code.
    pub(super) fn end(&mut self) -> i32 {
        let rest =
            self.session.exp_eof().unwrap_or_else(|error| panic!("it does not end: {error}\n{}", self.contents()));
        self.take(&rest);
        let (_, tail) = self.raw.rsplit_once("ended with ").unwrap_or_else(|| panic!("no code in {}", self.raw));
        assert!(tail.contains("icanon") && !tail.contains("-icanon"), "the terminal is left as it was: {tail}");
        tail.split_whitespace().next().unwrap().parse().unwrap()
    }

    pub(super) fn signal(&self, name: &str) {
        // The program is the one that works in this folder; the shell around it is another.
        let processes = std::fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
        let here = |path: &PathBuf| std::fs::read_link(path.join("cwd")).is_ok_and(|cwd| cwd == self.folder);
        let is_odlm =
            |path: &PathBuf| std::fs::read_to_string(path.join("comm")).is_ok_and(|name| name.trim() == "odlm");
        let program = processes.filter(here).find(is_odlm).unwrap();
        let status = Command::new("kill").arg(name).arg(program.file_name().unwrap()).status().unwrap();
        assert!(status.success());
    }

    /// What stands on the screen.
    pub(super) fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// What came onto the screen since the last call. Numbers and days that differ from run to run are taken out.
    pub(super) fn news(&mut self) -> String {
        let contents = self.contents();
        let lines: Vec<&str> = contents.lines().collect();
        let news = lines[self.seen.min(lines.len())..].join("\n");
        self.seen = lines.len();
        news
    }

    fn take(&mut self, text: &str) {
        // Each character of the session is a byte.
        let bytes: Vec<u8> = text.chars().map(|byte| u8::try_from(u32::from(byte)).unwrap()).collect();
        self.raw.push_str(&String::from_utf8_lossy(&bytes));
        self.screen.process(&bytes);
    }
}

/// Snapshots a screen under a name. Days, ports and seconds differ from run to run.
macro_rules! assert_screen {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            filters => vec![
                (r"\d{4}-\d\d-\d\d", "YYYY-MM-DD"),
                (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
                (r"\d+ calls to Odoo in \d+\.\d s; \d+\.\d s in all", "N calls to Odoo"),
                (r"DDT\d\d:\d\d:\d\dZ", "DDTHH:MM:SSZ"),
                (r"[0-9a-f]{16,}", "DIGEST"),
                (r"Calls to Odoo( +)\| .*\|", "Calls to Odoo | N |"),
                (r"Seconds in all( +)\| .*\|", "Seconds in all | N |"),
                (r"Fuel( +)\| .*\|", "Fuel | N |"),
                (r"[ \t]+\n", "\n"),
            ],
            omit_expression => true,
            prepend_module_to_snapshot => false,
        }, { insta::assert_snapshot!($name, $text) })
    };
}
pub(super) use assert_screen;
