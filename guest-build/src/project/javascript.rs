//! JavaScript: `componentize-qjs`, which embeds QuickJS; where it is missing `componentize-js`, which embeds SpiderMonkey and is larger.

use super::folder::{COMPILER_LIMIT, Project, read, remove};
use crate::Error;
use crate::command::{clean, run_shown};

const INSTALL: &str = "in the project's folder: `npm install`, which brings `componentize-qjs`";
const FALLBACK: &str = "node_modules/@bytecodealliance/componentize-js/package.json";

/// `componentize-js` has no command of its own. Everything that asks the system is left out.
const SCRIPT: &str = r#"import("@bytecodealliance/componentize-js").then(async ({ componentize }) => {
  const disableFeatures = ["random", "stdio", "clocks", "http", "fetch-event"];
  const options = { sourcePath: "src/app.js", witPath: "wit", worldName: "plugin", disableFeatures };
  const { component } = await componentize(options);
  require("node:fs").writeFileSync(process.argv[1], component);
}).catch((error) => { console.error(error); process.exit(1); });"#;

/// Builds a JavaScript project (`src/app.js` and the modules beside it, the contract in `wit/`) and returns its component.
///
/// # Errors
/// When neither tool is there, or when it fails (its messages go to stderr).
pub fn build_javascript(project: &Project, say: &mut dyn FnMut(&str)) -> Result<Vec<u8>, Error> {
    let component = project.scratch("javascript.wasm")?;
    remove(&component)?;
    let mut command = match project.program("node_modules/.bin", "componentize-qjs", "--help") {
        Some(program) => {
            say(&format!("compiler: {program}"));
            let mut command = clean(&program);
            command.args(["--wit", "wit", "--world", "plugin", "--js", "src/app.js", "--sync", "--stub-wasi", "-o"]);
            command
        }
        None if project.folder.join(FALLBACK).is_file() => {
            say("compiler: componentize-js");
            let mut command = clean("node");
            command.args(["-e", SCRIPT]);
            command
        }
        None => return Err(Error::Missing { tool: "`componentize-qjs`", install: INSTALL }),
    };
    run_shown(command.arg(&component).current_dir(&project.folder), COMPILER_LIMIT)?;
    read(&component)
}
