//! Memory that calls leave to the next one, wiped. Page faults in fresh memory would cost more than copying a million leads into it and out
//! again.

use wasmtime::{Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig};

use super::limits::Limits;

/// Calls at the same time, each of a component with two memories. Only addresses are reserved for them: 4 GiB and its guard a memory.
const CALLS: u32 = 32;
/// Bytes of a call's memory that stay with the process; what goes beyond is given back.
const KEPT: usize = 64 << 20;
/// Memories that wait for a call, of whatever component.
const WAITING: u32 = 4;
/// Memories of one module, far more than a guest is given. The pool goes through them all when a module is dropped.
const MEMORIES: u32 = 1 << 10;
/// What the pool does not bound. The guard over a call knows the limits and says what went wrong.
const ANY: u32 = u32::MAX;

/// Has calls take their memory from a pool.
pub(super) fn pooled(config: &mut Config, limits: &Limits) {
    let count = |limit: usize| u32::try_from(limit).unwrap_or(ANY).max(1).saturating_mul(8);
    let any_size = usize::MAX / 4;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(CALLS)
        .total_core_instances(count(limits.instances))
        .total_memories(CALLS * 2)
        .total_tables(count(limits.tables))
        .max_memories_per_module(MEMORIES)
        .max_tables_per_module(ANY)
        .max_component_instance_size(any_size)
        .max_core_instance_size(any_size)
        .table_elements(limits.table_elements.max(1))
        .max_unused_warm_slots(WAITING)
        .linear_memory_keep_resident(KEPT)
        .table_keep_resident(1 << 20)
        .pagemap_scan(Enabled::Auto);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
}
