//! A module that stands in for `wasi_snapshot_preview1` inside a component. The clock stands still, chance is constant, there are no
//! arguments, variables and files: what a strategy may know comes with the request.

use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, ImportSection, MemArg, MemoryType, Module,
    TypeSection, ValType,
};

/// All functions of WASI preview 1 with their parameters: `i` is 32 bits wide, `I` 64.
const FUNCTIONS: [(&str, &str); 46] = [
    ("args_get", "ii"),
    ("args_sizes_get", "ii"),
    ("environ_get", "ii"),
    ("environ_sizes_get", "ii"),
    ("clock_res_get", "ii"),
    ("clock_time_get", "iIi"),
    ("fd_advise", "iIIi"),
    ("fd_allocate", "iII"),
    ("fd_close", "i"),
    ("fd_datasync", "i"),
    ("fd_fdstat_get", "ii"),
    ("fd_fdstat_set_flags", "ii"),
    ("fd_fdstat_set_rights", "iII"),
    ("fd_filestat_get", "ii"),
    ("fd_filestat_set_size", "iI"),
    ("fd_filestat_set_times", "iIIi"),
    ("fd_pread", "iiiIi"),
    ("fd_prestat_get", "ii"),
    ("fd_prestat_dir_name", "iii"),
    ("fd_pwrite", "iiiIi"),
    ("fd_read", "iiii"),
    ("fd_readdir", "iiiIi"),
    ("fd_renumber", "ii"),
    ("fd_seek", "iIii"),
    ("fd_sync", "i"),
    ("fd_tell", "ii"),
    ("fd_write", "iiii"),
    ("path_create_directory", "iii"),
    ("path_filestat_get", "iiiii"),
    ("path_filestat_set_times", "iiiiIIi"),
    ("path_link", "iiiiiii"),
    ("path_open", "iiiiiIIii"),
    ("path_readlink", "iiiiii"),
    ("path_remove_directory", "iii"),
    ("path_rename", "iiiiii"),
    ("path_symlink", "iiiii"),
    ("path_unlink_file", "iii"),
    ("poll_oneoff", "iiii"),
    ("proc_exit", "i"),
    ("proc_raise", "i"),
    ("sched_yield", ""),
    ("random_get", "ii"),
    ("sock_accept", "iii"),
    ("sock_recv", "iiiiii"),
    ("sock_send", "iiiii"),
    ("sock_shutdown", "ii"),
];

/// The function that does not return.
const EXIT: &str = "proc_exit";
/// WASI's `badf`: there is no such file.
const NO_FILE: i32 = 8;
/// A second after the epoch: Go takes 0 for a clock that failed.
const NANOSECONDS: i64 = 1_000_000_000;
/// Any byte does.
const CHANCE: i32 = 42;

/// The module's bytes.
pub(super) fn module() -> Vec<u8> {
    let (mut types, mut functions, mut exports, mut code) =
        (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    let mut imports = ImportSection::new();
    let memory = MemoryType { minimum: 0, maximum: None, memory64: false, shared: false, page_size_log2: None };
    imports.import("env", "memory", memory);
    for (index, (name, parameters)) in (0..).zip(FUNCTIONS) {
        let parameters = parameters.bytes().map(|letter| if letter == b'I' { ValType::I64 } else { ValType::I32 });
        let results: &[ValType] = if name == EXIT { &[] } else { &[ValType::I32] };
        types.ty().function(parameters, results.iter().copied());
        functions.function(index);
        exports.export(name, ExportKind::Func, index);
        code.function(&body(name));
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    module.finish()
}

/// What a function does: it says that there is nothing, or that there is no such file.
fn body(name: &str) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    let at = |align| MemArg { offset: 0, align, memory_index: 0 };
    match name {
        "args_sizes_get" | "environ_sizes_get" => {
            code.local_get(0).i32_const(0).i32_store(at(2)).local_get(1).i32_const(0).i32_store(at(2)).i32_const(0)
        }
        "clock_time_get" => code.local_get(2).i64_const(NANOSECONDS).i64_store(at(3)).i32_const(0),
        "clock_res_get" => code.local_get(1).i64_const(1).i64_store(at(3)).i32_const(0),
        "random_get" => code.local_get(0).i32_const(CHANCE).local_get(1).memory_fill(0).i32_const(0),
        // Nothing happened, and it is not waited for.
        "poll_oneoff" => code.local_get(3).i32_const(0).i32_store(at(2)).i32_const(0),
        "args_get" | "environ_get" | "sched_yield" => code.i32_const(0),
        EXIT => code.unreachable(),
        _ => code.i32_const(NO_FILE),
    };
    code.end();
    function
}
