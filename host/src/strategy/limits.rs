//! What a strategy may use. Only the operator changes these numbers; they are the same on a laptop and on a server.

use std::time::Duration;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Every limit on a strategy. Rows are the leads and the salespeople of a request together.
///
/// Fuel decides: it is the same everywhere, so a plan that fits does so on any machine. Time only rescues the process from a
/// guest whose fuel takes unusually long.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Size of the component's file, in bytes.
    pub component_bytes: usize,
    /// Components within components, the outermost counted.
    pub component_depth: usize,
    /// Code of one function, in bytes.
    pub function_bytes: usize,
    /// Functions of all core modules of a component together.
    pub functions: usize,
    /// Locals of one function times its branches; parameters, locals and the values of its widest block count as locals, blocks and
    /// targets of jumps as branches.
    pub locals_times_branches: u64,
    /// Data segments of all core modules of a component together, in bytes.
    pub data_bytes: usize,
    /// Address space of the process that compiles a component, in bytes.
    pub compile_memory_bytes: u64,
    /// Time on processors, all together, in which a component is compiled; whole seconds, at least one.
    pub compile_cpu_time: Duration,
    /// Wall clock in which a component is compiled.
    pub compile_time: Duration,
    /// Size of the compiled component, in bytes.
    pub compiled_bytes: u64,
    /// All linear memories of one call together, in bytes.
    pub memory_bytes: usize,
    /// All tables of one call together, in elements.
    pub table_elements: usize,
    /// Tables of one call.
    pub tables: usize,
    /// Core instances of one call.
    pub instances: usize,
    /// Linear memories of one call.
    pub memories: usize,
    /// The guest's call stack, in bytes; at least 64 KiB are needed by most languages.
    pub stack_bytes: usize,
    /// Wall clock of `describe`, starting the component included.
    pub describe_time: Duration,
    /// Wall clock of `assign` that does not depend on the request, starting the component included.
    pub assign_time: Duration,
    /// Wall clock that each row adds to `assign_time`.
    pub assign_time_per_row: Duration,
    /// Fuel of `describe`; a unit is about one WebAssembly instruction.
    pub describe_fuel: u64,
    /// Fuel of `assign` that does not depend on the request.
    pub assign_fuel: u64,
    /// Fuel that each row adds to `assign_fuel`.
    pub assign_fuel_per_row: u64,
    /// Data that `describe` may hand over, in bytes of the host's memory.
    pub description_bytes: usize,
    /// Data that `assign` may hand over, `answer_memory_bytes` apart, in bytes of the host's memory: 6 a lead for the plan
    /// itself, 24 a reason, 32 a note, and their texts.
    pub answer_bytes: usize,
    /// Data that each row adds to `answer_bytes`.
    pub answer_bytes_per_row: usize,
    /// What a strategy may leave for its next run, in bytes.
    pub answer_memory_bytes: usize,
    /// Different reasons in one answer.
    pub reasons: usize,
    /// Longest reason, in bytes; what goes beyond is cut.
    pub reason_bytes: usize,
    /// Notes in one answer.
    pub notes: usize,
    /// Longest note, in bytes; what goes beyond is cut.
    pub note_bytes: usize,
    /// Log kept of one call, in bytes; what goes beyond is dropped and counted.
    pub log_bytes: usize,
    /// Longest line of the log, in bytes; what goes beyond is cut.
    pub log_line_bytes: usize,
    /// Log offered in one call, in bytes, at which the call is ended.
    pub log_flood_bytes: usize,
    /// Leaves NaN as the processor makes them: up to 4 times faster arithmetic, and plans that may differ between processors
    /// when a strategy looks into the bits of a NaN.
    pub fast_floats: bool,
}

impl Default for Limits {
    /// Values that the shipped strategies and guests in Rust, C, Go, JavaScript and Python keep with room to spare.
    fn default() -> Self {
        Limits {
            component_bytes: 32 * MIB,
            component_depth: 32,
            function_bytes: MIB,
            functions: 100_000,
            locals_times_branches: 5_000_000,
            data_bytes: 32 * MIB,
            compile_memory_bytes: 2560 << 20,
            compile_cpu_time: Duration::from_secs(60),
            compile_time: Duration::from_secs(90),
            compiled_bytes: 256 << 20,
            memory_bytes: 256 * MIB,
            table_elements: 200_000,
            tables: 64,
            instances: 64,
            memories: 8,
            stack_bytes: 512 * KIB,
            describe_time: Duration::from_secs(1),
            assign_time: Duration::from_secs(5),
            assign_time_per_row: Duration::from_micros(20),
            describe_fuel: 5_000_000_000,
            assign_fuel: 20_000_000_000,
            assign_fuel_per_row: 100_000,
            description_bytes: MIB,
            answer_bytes: MIB,
            answer_bytes_per_row: 64,
            answer_memory_bytes: 16 * MIB,
            reasons: 4096,
            reason_bytes: 512,
            notes: 10_000,
            note_bytes: 4 * KIB,
            log_bytes: 64 * KIB,
            log_line_bytes: 4 * KIB,
            log_flood_bytes: MIB,
            fast_floats: false,
        }
    }
}
