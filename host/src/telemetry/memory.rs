//! How much memory the process took at most.

/// The most resident memory so far, in bytes; none where the system does not tell.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    peak(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// Linux writes `VmHWM:    123456 kB`.
fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_stands_in_the_status() {
        assert_eq!(peak("Name:\todlm\nVmPeak:\t  9 kB\nVmHWM:\t   12345 kB\n"), Some(12_641_280));
        for other in ["", "VmHWM:\t12", "VmHWM:\tmuch kB", "VmHWM:\t99999999999999999999 kB"] {
            assert_eq!(peak(other), None, "{other}");
        }
    }
}
