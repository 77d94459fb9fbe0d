//! Memory that calls leave to the next one. Page faults in fresh memory would cost more than copying a million leads into it and out again.

use wasmtime::{Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig};

use super::limits::Limits;

/// Calls at the same time. Addresses for their memories are reserved, 4 GiB for each.
const CALLS: u32 = 32;
/// Bytes of a call's memory that stay with the process, wiped; what goes beyond is given back.
const KEPT: usize = 64 << 20;
/// Longest table, far beyond what a guest is given: what it asks for in vain up to here is told with the limit.
const TABLE_ELEMENTS: usize = 1 << 24;
/// Memories that wait for a call, of whatever component.
const WAITING: u32 = 4;
/// Times the operator's limits that a pool could serve. The guard over a call knows the limits and says what went wrong; the pool is only
/// never to be the narrower of the two, whatever limits a plugin has of its own.
const ROOM: u32 = 4;

/// Has calls take their memory from a pool.
pub(super) fn pooled(config: &mut Config, limits: &Limits) {
    let count = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX / ROOM).saturating_mul(ROOM).max(1);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(CALLS)
        .total_core_instances(count(limits.instances).saturating_mul(8))
        .total_memories(CALLS * 2)
        .total_tables(count(limits.tables).saturating_mul(4))
        .max_memories_per_module(count(limits.memories))
        .max_tables_per_module(count(limits.tables))
        .table_elements(limits.table_elements.max(TABLE_ELEMENTS))
        .max_component_instance_size(KEPT)
        .max_core_instance_size(KEPT)
        .max_unused_warm_slots(WAITING)
        .linear_memory_keep_resident(KEPT)
        .table_keep_resident(1 << 20)
        .pagemap_scan(Enabled::Auto);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
}
