//! Holds how a command ended against what is expected. Everything that differs is told, names instead of ids.

use std::collections::{BTreeMap, BTreeSet};

use odlm::sandbox::{Sandbox, Transport};
use serde_json::Value;

use super::days::moment;
use super::expected::{ErrorLine, Expected, OneOrMany, Step};
use crate::support::rig::{Ended, Rig};

/// Everything that differs; empty where the case holds.
pub(super) fn judge(
    expected: &Expected,
    (ended, seconds): (&Ended, f64),
    rig: &Rig,
    leads: &BTreeMap<String, u64>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let code = expected.code.unwrap_or(if expected.errors.is_some() { 2 } else { 0 });
    if ended.code != code {
        faults.push(format!("code: {code} expected, {} found", ended.code));
    }
    if expected.needs_json() {
        match serde_json::from_str::<Value>(&ended.stdout) {
            Ok(run) => of_run(expected, &run, &rig.sandbox, leads, &mut faults),
            Err(_) => faults.push("stdout holds no JSON document (`arguments` needs `--json --decisions`)".to_owned()),
        }
    }
    streams(expected, ended, &mut faults);
    if let Some(errors) = &expected.errors {
        errors_as(errors, &ended.stderr, &mut faults);
    }
    for (lead, fields) in expected.written.iter().flatten() {
        written(&rig.sandbox, leads, lead, fields, &mut faults);
    }
    for (method, times) in expected.calls.iter().flatten() {
        let found = rig.calls(method);
        if found != *times {
            faults.push(format!("calls: {times} of `{method}` expected, {found} found"));
        }
    }
    if let Some(transport) = &expected.transport {
        let name = |transport| if transport == Transport::Json2 { "json2" } else { "jsonrpc" };
        let found: BTreeSet<&str> = rig.sandbox.calls().iter().map(|call| name(call.transport)).collect();
        if found != BTreeSet::from([transport.as_str()]) {
            faults.push(format!("transport: `{transport}` expected, {found:?} found"));
        }
    }
    if let Some(language) = &expected.language
        && !rig.sandbox.calls().iter().any(|call| call.language.as_ref() == Some(language))
    {
        faults.push(format!("language: no call asked for `{language}`"));
    }
    if let Some(least) = expected.seconds_at_least.filter(|least| *least > seconds) {
        faults.push(format!("seconds_at_least: {least} expected, {seconds:.2} found"));
    }
    let tracked = rig.sandbox.chatter().tracking_messages;
    if expected.tracking_messages.is_some_and(|wanted| wanted != tracked) {
        faults.push(format!("tracking_messages: {:?} expected, {tracked} found", expected.tracking_messages));
    }
    if !faults.is_empty() && !ended.stderr.is_empty() {
        faults.push(format!("-- stderr:\n{}", ended.stderr.trim_end()));
    }
    faults
}

/// What the run's JSON says.
fn of_run(
    expected: &Expected,
    run: &Value,
    sandbox: &Sandbox,
    leads: &BTreeMap<String, u64>,
    faults: &mut Vec<String>,
) {
    if let Some(status) = &expected.status
        && run["status"] != status.as_str()
    {
        faults.push(format!("status: `{status}` expected, {} found", run["status"]));
    }
    let lead_name = |id: &Value| {
        let known = leads.iter().find(|(_, known)| id.as_u64() == Some(**known));
        known.map_or_else(|| format!("lead {id}"), |(name, _)| name.clone())
    };
    let (mut plan, mut left_out) = (BTreeMap::new(), BTreeMap::new());
    if expected.plan.is_some() || expected.left_out.is_some() {
        let Some(decisions) = run["decisions"].as_array() else {
            faults.push("the run has no decisions (`arguments` needs `--decisions`)".to_owned());
            return;
        };
        for decision in decisions {
            let name = lead_name(&decision["lead"]);
            if decision["state"] == "left_out" {
                left_out.insert(name, decision["reason"].as_str().unwrap().to_owned());
            } else {
                let to = decision["to"].as_u64();
                plan.insert(name, to.map_or("nobody".to_owned(), |user| shown(sandbox, "res.users", user)));
            }
        }
    }
    if let Some(wanted) = &expected.plan {
        let texts = |who: &Option<OneOrMany>| match who {
            Some(who) => who.texts().to_vec(),
            None => vec!["nobody".to_owned()],
        };
        let wanted: BTreeMap<String, Vec<String>> =
            wanted.iter().map(|(lead, who)| (lead.clone(), texts(who))).collect();
        compare("plan", &wanted, &plan, |wanted, found| wanted.contains(found), |wanted| wanted.join(" or "), faults);
    }
    if let Some(wanted) = &expected.left_out {
        compare("left_out", wanted, &left_out, |wanted, found| wanted == found, String::clone, faults);
    }
    if let Some(wanted) = &expected.received {
        let people = run["people"].as_array().into_iter().flatten();
        let found: BTreeMap<String, String> = people
            .map(|person| (person["name"].as_str().unwrap().to_owned(), person["received"].to_string()))
            .collect();
        compare("received", wanted, &found, |wanted, found| wanted.to_string() == *found, u64::to_string, faults);
    }
    if let Some(wanted) = &expected.people_left_out {
        let people = run["people_left_out"].as_array().into_iter().flatten();
        let text = |person: &Value, key: &str| person[key].as_str().unwrap().to_owned();
        let found = people.map(|person| (text(person, "name"), text(person, "reason"))).collect();
        compare("people_left_out", wanted, &found, |wanted, found| wanted == found, String::clone, faults);
    }
    let funnel: Vec<Step> = serde_json::from_value(run["funnel"].clone()).unwrap_or_default();
    let lines = |steps: &[Step]| {
        let line =
            |step: &Step| format!("    {{filter: {}, before: {}, after: {}}}", step.filter, step.before, step.after);
        steps.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    if expected.funnel.as_ref().is_some_and(|wanted| *wanted != funnel) {
        let wanted = lines(expected.funnel.as_deref().unwrap_or_default());
        faults.push(format!("funnel: expected\n{wanted}\n  found\n{}", lines(&funnel)));
    }
    if let Some(missing) = expected.funnel_contains.iter().flatten().find(|step| !funnel.contains(step)) {
        let missing = lines(std::slice::from_ref(missing));
        faults.push(format!("funnel_contains: expected\n{missing}\n  found\n{}", lines(&funnel)));
    }
}

/// Two maps, line by line: what is missing, what is too much, what is otherwise.
fn compare<Wanted>(
    what: &str,
    wanted: &BTreeMap<String, Wanted>,
    found: &BTreeMap<String, String>,
    fits: impl Fn(&Wanted, &String) -> bool,
    show: impl Fn(&Wanted) -> String,
    faults: &mut Vec<String>,
) {
    let keys: BTreeSet<&String> = wanted.keys().chain(found.keys()).collect();
    let differs = |key: &&String| match (wanted.get(*key), found.get(*key)) {
        (Some(wanted), Some(found)) => !fits(wanted, found),
        _ => true,
    };
    let line = |key: &String| {
        let expected = wanted.get(key).map_or("not listed".to_owned(), |wanted| format!("`{}`", show(wanted)));
        let got = found.get(key).map_or("absent".to_owned(), |found| format!("`{found}`"));
        format!("    {key}: expected {expected}, found {got}")
    };
    let lines: Vec<String> = keys.into_iter().filter(differs).map(line).collect();
    if !lines.is_empty() {
        faults.push(format!("{what}:\n{}", lines.join("\n")));
    }
}

fn streams(expected: &Expected, ended: &Ended, faults: &mut Vec<String>) {
    let texts = |texts: &Option<Vec<String>>| texts.clone().unwrap_or_default();
    for text in texts(&expected.stdout).iter().filter(|text| !ended.stdout.contains(*text)) {
        faults.push(format!("stdout: `{text}` expected in\n{}", ended.stdout.trim_end()));
    }
    let wanted = texts(&expected.stderr);
    for text in wanted.iter().filter(|text| !ended.stderr.contains(*text)) {
        faults.push(format!("stderr: `{text}` expected"));
    }
    for text in texts(&expected.not_stderr).iter().filter(|text| ended.stderr.contains(*text)) {
        faults.push(format!("not_stderr: `{text}` is there"));
    }
    for line in ended.stderr.lines() {
        let judged = line.starts_with("warning: ") || (line.starts_with("error: ") && expected.errors.is_none());
        if line.contains("panicked") || (judged && !wanted.iter().any(|text| line.contains(text))) {
            faults.push(format!("nobody expects `{line}`"));
        }
    }
}

/// The errors of the program, each with its hint.
fn errors_as(wanted: &[ErrorLine], stderr: &str, faults: &mut Vec<String>) {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for line in stderr.lines() {
        match (line.strip_prefix("error: "), line.strip_prefix("hint: "), found.last_mut()) {
            (Some(error), ..) => found.push((error, "")),
            (_, Some(hint), Some(last)) => last.1 = hint,
            _ => {}
        }
    }
    if found.len() != wanted.len() {
        faults.push(format!("errors: {} expected, {} found", wanted.len(), found.len()));
    }
    for (number, (wanted, (error, hint))) in (1..).zip(wanted.iter().zip(found)) {
        let file = wanted.file.as_deref();
        let mut place = error.splitn(4, ':');
        let (named, line) = (place.next().unwrap_or_default(), place.next().unwrap_or_default());
        let rest = place.nth(1).unwrap_or_default().trim_start();
        let of_file = file.map_or(["odlm.yaml", "odlm.json"].contains(&named), |file| named == file);
        let on_line = wanted.line.is_none_or(|wanted| line == wanted.to_string());
        let under = wanted.path.as_deref().is_none_or(|path| match path {
            "" => !rest.split(':').next().is_some_and(|first| first.contains('.') && !first.contains(' ')),
            path => rest.starts_with(&format!("{path}: ")),
        });
        let says = wanted.says.texts().iter().find(|text| !error.contains(*text) && !hint.contains(*text));
        let is_clean = !error.ends_with('.');
        if !(of_file && on_line && under && says.is_none() && is_clean) {
            faults.push(format!("errors, number {number}: {wanted:?} expected, found\n    {error}\n    hint: {hint}"));
        }
    }
}

/// Fields of a lead as the sandbox has them now.
fn written(
    sandbox: &Sandbox,
    leads: &BTreeMap<String, u64>,
    lead: &str,
    fields: &BTreeMap<String, Value>,
    faults: &mut Vec<String>,
) {
    let Some(id) = leads.get(lead) else {
        faults.push(format!("written: there is no lead `{lead}`"));
        return;
    };
    let now = sandbox.lead(*id).unwrap_or(Value::Null);
    for (field, wanted) in fields {
        let known = sandbox.inspect(|world| world.field_type("crm.lead", field));
        let Some((kind, target)) = known else {
            faults.push(format!("written: `{lead}`: the sandbox has no field `{field}`"));
            continue;
        };
        let found = match (&now[field], target) {
            (Value::Bool(false), _) if kind != "boolean" => Value::Null,
            (Value::Array(ids), Some(model)) => {
                ids.iter().filter_map(Value::as_u64).map(|id| Value::from(shown(sandbox, model, id))).collect()
            }
            (Value::Number(id), Some(model)) => shown(sandbox, model, id.as_u64().unwrap_or(0)).into(),
            (found, _) => found.clone(),
        };
        let day = wanted.as_str().filter(|_| kind.starts_with("date"));
        let wanted = day.and_then(|text| moment(text, kind == "datetime")).map_or_else(|| wanted.clone(), Value::from);
        if found != wanted {
            faults.push(format!("written: `{lead}`: {field}: {wanted} expected, {found} found"));
        }
    }
}

/// What a record shows as its name.
fn shown(sandbox: &Sandbox, model: &str, id: u64) -> String {
    let record = sandbox.inspect(|world| world.get(model, id)).unwrap_or(Value::Null);
    record["display_name"].as_str().unwrap_or("somebody unknown").to_owned()
}
