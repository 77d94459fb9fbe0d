//! The guard over memory and tables of one call: counts what a guest takes and ends it, in plain words, when it asks for too much.

use wasmtime::ResourceLimiter;

use super::limits::Limits;

/// Why the guard ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Denied {
    /// All memories together would have grown to this many bytes.
    #[error("memory of {0} bytes asked for")]
    Memory(usize),
    /// All tables together would have grown to this many elements.
    #[error("tables of {0} elements asked for")]
    Tables(usize),
}

/// Counts of one store.
pub(super) struct Guard {
    memory_limit: usize,
    memory: usize,
    peak: usize,
    last_growth: usize,
    table_limit: usize,
    elements: usize,
    last_elements: usize,
    instances: usize,
    tables: usize,
    memories: usize,
}

impl Guard {
    /// A guard over an empty store.
    pub(super) fn new(limits: &Limits) -> Guard {
        Guard {
            memory_limit: limits.memory_bytes,
            memory: 0,
            peak: 0,
            last_growth: 0,
            table_limit: limits.table_elements,
            elements: 0,
            last_elements: 0,
            instances: limits.instances,
            tables: limits.tables,
            memories: limits.memories,
        }
    }

    /// Most bytes that the guest's memories held together.
    pub(super) fn peak(&self) -> u64 {
        u64::try_from(self.peak).unwrap_or(u64::MAX)
    }
}

impl ResourceLimiter for Guard {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            self.last_growth = 0;
            return Ok(false);
        }
        let growth = desired.saturating_sub(current);
        let total = self.memory.saturating_add(growth);
        if total > self.memory_limit {
            return Err(Denied::Memory(total).into());
        }
        self.memory = total;
        self.last_growth = growth;
        self.peak = self.peak.max(total);
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        // The guest learns it as -1, as the instruction defines; what was counted for it is given back.
        self.memory = self.memory.saturating_sub(std::mem::take(&mut self.last_growth));
        Ok(())
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let growth = desired.saturating_sub(current);
        let total = self.elements.saturating_add(growth);
        // Before the maximum, which is the pool's for a table that has none of its own: what a guest is told must not depend on the pool.
        if total > self.table_limit {
            return Err(Denied::Tables(total).into());
        }
        if maximum.is_some_and(|maximum| desired > maximum) {
            self.last_elements = 0;
            return Ok(false);
        }
        self.elements = total;
        self.last_elements = growth;
        Ok(true)
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.elements = self.elements.saturating_sub(std::mem::take(&mut self.last_elements));
        Ok(())
    }

    fn instances(&self) -> usize {
        self.instances
    }

    fn tables(&self) -> usize {
        self.tables
    }

    fn memories(&self) -> usize {
        self.memories
    }
}
