//! Components that would keep a compiler busy for minutes and gigabytes: refused by their figures before it sees them, and stopped by
//! the limits of its process where the figures let them pass.

use std::path::PathBuf;
use std::time::Duration;

use odlm::strategy::{Compiler, Excess, Exhausted, Host, Limits, StrategyError};
use wasm_encoder::{
    BlockType, CodeSection, Encode, Function, FunctionSection, Instruction, Module, TypeSection, ValType,
};

use crate::support::components::guest;
use crate::support::requests::request;

/// The well-behaved guest with one more core module, which nothing uses and which is compiled all the same.
fn with_module(functions: &[Function], count: usize) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let (mut declared, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in functions.iter().cycle().take(count) {
        declared.function(0);
        code.function(function);
    }
    let mut module = Module::new();
    module.section(&types).section(&declared).section(&code);
    let mut component = guest("good");
    component.push(1);
    module.finish().encode(&mut component);
    component
}

fn function(locals: u32, body: impl IntoIterator<Item = Instruction<'static>>) -> Function {
    let mut function = Function::new([(locals, ValType::I32)]);
    for instruction in body {
        function.instruction(&instruction);
    }
    function.instruction(&Instruction::End);
    function
}

/// So many additions in one function.
fn additions(count: usize) -> Vec<u8> {
    let add = [Instruction::LocalGet(0), Instruction::I32Const(1), Instruction::I32Add, Instruction::LocalSet(0)];
    with_module(&[function(1, add.into_iter().cycle().take(count * 4))], 1)
}

/// Loops, one after the other, in a function of many locals.
fn loops(locals: u32, count: usize) -> Vec<u8> {
    let empty = [Instruction::Loop(BlockType::Empty), Instruction::End];
    with_module(&[function(locals, empty.into_iter().cycle().take(count * 2))], 1)
}

/// Figures that let everything pass.
fn unlimited() -> Limits {
    Limits { function_bytes: usize::MAX, functions: usize::MAX, locals_times_branches: u64::MAX, ..Limits::default() }
}

fn apart(limits: Limits) -> Host {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_odlm"));
    Host::new(limits, None).unwrap().compiled_by(Compiler::Child { program })
}

fn excess(component: &[u8]) -> Excess {
    let error = Host::new(Limits::default(), None).unwrap().load("bomb", component).unwrap_err();
    assert!(error.to_string().starts_with("strategy `bomb` is too much to compile: "), "{error}");
    assert!(error.hint().contains("the limit is `"), "{}", error.hint());
    let StrategyError::TooMuchToCompile { excess, .. } = error else { panic!("{error:?}") };
    excess
}

#[test]
fn a_function_that_is_too_long_is_not_compiled() {
    let excess = excess(&additions(900_000));
    assert!(matches!(excess, Excess::FunctionBytes { found: 6_000_000.., limit: 1_048_576, .. }), "{excess:?}");
}

#[test]
fn too_many_functions_are_not_compiled() {
    let excess = excess(&with_module(&[function(0, [])], 900_000));
    assert!(matches!(excess, Excess::Functions { found: 900_000.., limit: 100_000 }), "{excess:?}");
}

#[test]
fn too_many_locals_and_branches_are_not_compiled() {
    let excess = excess(&loops(10_000, 20_000));
    assert!(
        matches!(excess, Excess::LocalsTimesBranches { locals: 10_000, branches: 20_000, limit: 5_000_000, .. }),
        "{excess:?}"
    );
}

#[test]
fn a_component_in_components_is_not_read_without_end() {
    let (mut inner, mut depth) = (b"\0asm\x0d\0\x01\0".to_vec(), 1);
    while depth < 100 {
        let mut outer = b"\0asm\x0d\0\x01\0\x04".to_vec();
        inner.encode(&mut outer);
        (inner, depth) = (outer, depth + 1);
    }
    assert_eq!(excess(&inner), Excess::Nesting { limit: 32 });
}

#[test]
fn data_beyond_its_limit_is_not_compiled() {
    let error = Host::new(Limits { data_bytes: 10, ..Limits::default() }, None).unwrap().load("good", &guest("good"));
    let Err(StrategyError::TooMuchToCompile { excess, .. }) = error else { panic!("{error:?}") };
    assert!(matches!(excess, Excess::Data { limit: 10, .. }), "{excess}");
}

#[cfg(unix)]
#[test]
fn a_strategy_compiled_apart_answers_as_any_other() {
    for fast_floats in [false, true] {
        let strategy = apart(Limits { fast_floats, ..Limits::default() }).load("good", &guest("good")).unwrap();
        assert_eq!(strategy.assign(&request(3, 2)).unwrap().answer.assignee, [0, 1, 0]);
    }
}

#[cfg(unix)]
#[test]
fn the_compiler_s_own_words_come_out_of_its_process() {
    let error = apart(Limits::default()).load("mine", &guest("relaxed_simd")).unwrap_err();
    assert!(matches!(&error, StrategyError::Compile { detail, .. } if detail.contains("relaxed SIMD")), "{error:?}");
}

#[cfg(unix)]
#[test]
fn a_compiler_is_stopped_at_each_limit_of_its_process() {
    let second = Duration::from_secs(1);
    let slow = loops(5_000, 20_000);
    let stopped = |limits, component: &[u8]| match apart(limits).load("bomb", component) {
        Err(StrategyError::CompileLimit { exhausted, .. }) => exhausted,
        other => panic!("{other:?}"),
    };
    let limits = Limits { compile_cpu_time: second, ..unlimited() };
    assert_eq!(stopped(limits, &slow), Exhausted::Cpu(second));
    let limits = Limits { compile_time: second / 2, ..unlimited() };
    assert_eq!(stopped(limits, &slow), Exhausted::Time(second / 2));
    let limits = Limits { compile_memory_bytes: 400 << 20, ..unlimited() };
    assert_eq!(stopped(limits, &additions(400_000)), Exhausted::Memory(400 << 20));
    let limits = Limits { compiled_bytes: 1000, ..unlimited() };
    assert_eq!(stopped(limits, &guest("good")), Exhausted::Output(1000));
}

#[cfg(unix)]
#[test]
fn a_program_that_is_no_compiler_is_no_fault_of_the_strategy() {
    for program in ["/nowhere/odlm", "/bin/true"] {
        let host = Host::new(Limits::default(), None).unwrap();
        let error = host.compiled_by(Compiler::Child { program: program.into() }).load("good", &guest("good"));
        let error = error.unwrap_err();
        assert!(matches!(error, StrategyError::CompilerStart { .. }), "{program}: {error:?}");
    }
}
