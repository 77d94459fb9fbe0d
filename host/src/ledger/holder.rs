//! Who holds a lease, in words for the operator from which odlm can tell whether that process is still alive.

use std::fs;
use std::process;

/// This process, as the holder of a lease: `odlm on HOST, process PID, begun TICKS`.
#[must_use]
pub fn this_process() -> String {
    let pid = process::id();
    format!("odlm on {}, process {pid}, begun {}", host(), begun(pid).unwrap_or_default())
}

/// Whether a holder was a process of this machine that is gone. Of anybody else, and where the system does not tell, false.
pub(super) fn is_gone(holder: &str) -> bool {
    let Some((on, rest)) = holder.strip_prefix("odlm on ").and_then(|rest| rest.split_once(", process ")) else {
        return false;
    };
    let Some((pid, was)) = rest.split_once(", begun ") else { return false };
    let Ok(pid) = pid.parse() else { return false };
    on == host() && !was.is_empty() && begun(process::id()).is_some() && begun(pid).as_deref() != Some(was)
}

fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

/// When a process began, in the kernel's ticks since the machine did: a number used again has another begin.
fn begun(pid: u32) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The program's name stands in parentheses and may hold anything; the 20th word behind it is the begin.
    let (_, behind) = text.rsplit_once(')')?;
    let mut words = behind.split_whitespace();
    // A zombie holds nothing any more.
    let state = words.next()?;
    if state == "Z" { None } else { words.nth(18).map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_process_and_a_stranger_are_not_gone() {
        assert!(!is_gone(&this_process()));
        for stranger in ["", "somebody", "odlm on elsewhere, process 1, begun 1", "odlm on x, process y, begun z"] {
            assert!(!is_gone(stranger), "{stranger}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_that_ended_or_whose_number_was_used_again_is_gone() {
        let other_begin = this_process().rsplit_once(' ').map(|(head, _)| format!("{head} 1")).unwrap_or_default();
        assert!(is_gone(&other_begin));
        let dead = format!("odlm on {}, process {}, begun 12345", host(), u32::MAX);
        assert!(is_gone(&dead));
    }
}
