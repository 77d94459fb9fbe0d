//! How much work a component makes for the compiler, counted in its file before the compiler sees it.
//!
//! The compiler's time and memory grow faster than a function's size, and nothing stops it from inside. So what it would choke on is
//! refused here: in one pass, without memory for more than the file really holds. What passes may still be slow; that is bounded
//! where it is compiled.

use wasmparser::{
    BlockType, CompositeInnerType, FunctionBody, FunctionSectionReader, Operator, Payload, TypeSectionReader,
};

use super::limits::Limits;
use crate::text::bytes;

/// Most types of a module that are read, as the engine has it.
const MOST_TYPES: usize = 1_000_000;

/// What a component has too much of for the compiler. Functions are counted from 1 over all modules, imported ones left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Excess {
    /// One function's code is too long.
    #[error("its function {function} has a body of {}, and {} is accepted", bytes(*found), bytes(*limit))]
    FunctionBytes {
        /// Which function.
        function: usize,
        /// Its size in bytes.
        found: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// There are too many functions in all.
    #[error("it has {found} functions, and {limit} are accepted")]
    Functions {
        /// How many.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// One function has many local values and many branches: the compiler's work is their product.
    #[error(
        "its function {function} has {locals} locals and {branches} branches, and a product of {limit} is accepted"
    )]
    LocalsTimesBranches {
        /// Which function.
        function: usize,
        /// Its parameters and locals, and the values of its widest block.
        locals: u64,
        /// Its blocks and jumps, each target of a table counted.
        branches: u64,
        /// The limit on the product.
        limit: u64,
    },
    /// Its memories begin with too much data.
    #[error("it has data segments of {}, and {} is accepted", bytes(*found), bytes(*limit))]
    Data {
        /// All of them together, in bytes; those after the limit was passed are not counted.
        found: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// Its tables begin with too many elements, which the compiler writes out one by one.
    #[error("it has tables of {found} elements, and {limit} are accepted")]
    Tables {
        /// All of them together.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// Components stand in components, too deep.
    #[error("its components are nested more than {limit} deep")]
    Nesting {
        /// The limit.
        limit: usize,
    },
}

impl Excess {
    /// The way out, for the component's author.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Excess::FunctionBytes { .. } => {
                "split that function, or turn a table in code into data; the limit is `function_bytes`"
            }
            Excess::Functions { .. } => {
                "build it for release with unused code removed, or use fewer libraries; the limit is `functions`"
            }
            Excess::LocalsTimesBranches { .. } => {
                "split that function, or build it with less inlining; the limit is `locals_times_branches`"
            }
            Excess::Data { .. } => "take large tables from the settings or compute them; the limit is `data_bytes`",
            Excess::Tables { .. } => "build it with fewer or smaller tables; the limit is `table_elements`",
            Excess::Nesting { .. } => "build it as one component; the limit is `component_depth`",
        }
    }
}

/// Why a part of a file is not accepted.
pub(super) enum Refused {
    /// It cannot be read.
    Damaged(String),
    /// It is too much.
    Excess(Excess),
}

impl From<wasmparser::Error> for Refused {
    fn from(error: wasmparser::Error) -> Refused {
        Refused::Damaged(error.to_string())
    }
}

/// Counts over a file, fed with its parts in their order.
pub(super) struct Scan<'a> {
    limits: &'a Limits,
    declared: usize,
    bodies: usize,
    data: usize,
    elements: u64,
    module: Module,
}

/// What is known of the core module that is being read.
#[derive(Default)]
struct Module {
    /// Parameters and results of each type; none of what is no function's.
    types: Vec<(u16, u16)>,
    /// The type of each function.
    functions: Vec<u32>,
    /// Functions whose code was read.
    read: usize,
}

impl<'a> Scan<'a> {
    /// Nothing counted yet.
    pub(super) fn new(limits: &'a Limits) -> Scan<'a> {
        Scan { limits, declared: 0, bodies: 0, data: 0, elements: 0, module: Module::default() }
    }

    /// Counts a part of the file.
    pub(super) fn take(&mut self, payload: &Payload<'_>) -> Result<(), Refused> {
        match payload {
            Payload::Version { .. } => {
                self.module = Module::default();
                Ok(())
            }
            Payload::TypeSection(section) => self.module.note_types(section.clone()),
            Payload::FunctionSection(section) => self.declare(section.clone()),
            Payload::TableSection(section) => {
                for table in section.clone() {
                    self.elements = self.elements.saturating_add(table?.ty.initial);
                    let (found, limit) = (self.elements, self.limits.table_elements as u64);
                    if found > limit {
                        return Err(Refused::Excess(Excess::Tables { found, limit }));
                    }
                }
                Ok(())
            }
            Payload::CodeSectionEntry(body) => self.body(body),
            Payload::DataSection(section) => {
                for segment in section.clone() {
                    self.data = self.data.saturating_add(segment?.data.len());
                    let (found, limit) = (self.data, self.limits.data_bytes);
                    if found > limit {
                        return Err(Refused::Excess(Excess::Data { found, limit }));
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn declare(&mut self, section: FunctionSectionReader<'_>) -> Result<(), Refused> {
        let claimed = usize::try_from(section.count()).unwrap_or(usize::MAX);
        let (found, limit) = (self.declared.saturating_add(claimed), self.limits.functions);
        if found > limit {
            return Err(Refused::Excess(Excess::Functions { found, limit }));
        }
        self.declared = found;
        for index in section {
            self.module.functions.push(index?);
        }
        Ok(())
    }

    fn body(&mut self, body: &FunctionBody<'_>) -> Result<(), Refused> {
        self.bodies += 1;
        let (function, found, limit) = (self.bodies, body.range().len(), self.limits.function_bytes);
        if found > limit {
            return Err(Refused::Excess(Excess::FunctionBytes { function, found, limit }));
        }
        let own = self.module.functions.get(self.module.read).copied();
        self.module.read += 1;
        let (parameters, results) = own.map_or((0, 0), |index| self.module.arity(index));
        let (mut locals, mut branches, mut widest) = (parameters, 0_u64, results);
        for declared in body.get_locals_reader()? {
            locals = locals.saturating_add(u64::from(declared?.0));
        }
        for operator in body.get_operators_reader()? {
            branches = branches.saturating_add(match operator? {
                Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } => {
                    widest = widest.max(self.module.width(blockty));
                    1
                }
                Operator::Br { .. } | Operator::BrIf { .. } => 1,
                Operator::BrTable { targets } => u64::from(targets.len()).saturating_add(1),
                _ => 0,
            });
        }
        let (locals, limit) = (locals.saturating_add(widest), self.limits.locals_times_branches);
        if locals.saturating_mul(branches) > limit {
            return Err(Refused::Excess(Excess::LocalsTimesBranches { function, locals, branches, limit }));
        }
        Ok(())
    }
}

impl Module {
    fn note_types(&mut self, section: TypeSectionReader<'_>) -> Result<(), Refused> {
        for group in section {
            for ty in group?.types() {
                if self.types.len() >= MOST_TYPES {
                    return Err(Refused::Damaged(format!("a module has more than {MOST_TYPES} types")));
                }
                let small = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
                self.types.push(match &ty.composite_type.inner {
                    CompositeInnerType::Func(ty) => (small(ty.params().len()), small(ty.results().len())),
                    _ => (0, 0),
                });
            }
        }
        Ok(())
    }

    /// Parameters and results of a type of functions; of one that does not exist none, as the compiler refuses it anyway.
    fn arity(&self, index: u32) -> (u64, u64) {
        let found = usize::try_from(index).ok().and_then(|index| self.types.get(index));
        found.map_or((0, 0), |(parameters, results)| (u64::from(*parameters), u64::from(*results)))
    }

    /// Values that go into a block and come out of it.
    fn width(&self, block: BlockType) -> u64 {
        match block {
            BlockType::Empty => 0,
            BlockType::Type(_) => 1,
            BlockType::FuncType(index) => {
                let (parameters, results) = self.arity(index);
                parameters.saturating_add(results)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use wasmparser::Parser;

    use super::{Excess, Limits, Refused, Scan};

    /// What is found in a module or component written as text.
    fn scan(text: &str, limits: &Limits) -> Option<Excess> {
        let file = wat::parse_str(text).unwrap();
        let mut scan = Scan::new(limits);
        for payload in Parser::new(0).parse_all(&file) {
            match scan.take(&payload.unwrap()) {
                Ok(()) => {}
                Err(Refused::Excess(excess)) => return Some(excess),
                Err(Refused::Damaged(error)) => panic!("{error}"),
            }
        }
        None
    }

    #[test]
    fn locals_and_branches_are_counted_with_parameters_results_and_wide_blocks() {
        let limits = Limits { locals_times_branches: 0, ..Limits::default() };
        let counted = |text: &str| match scan(text, &limits) {
            Some(Excess::LocalsTimesBranches { function, locals, branches, .. }) => Some((function, locals, branches)),
            other => panic!("{other:?}"),
        };
        let text = "(module (func) (func (param i32 i64) (result i32) (local f64 f32)
            (block (loop (br_if 0 (i32.const 1)))) (block (block (br_table 0 1 1 0 (i32.const 0)))) (i32.const 1)))";
        // Two blocks more than loops, one jump, a table of three targets and its default.
        assert_eq!(counted(text), Some((2, 5, 9)));
        let wide = "(module (type $wide (func (param i32) (result i32 i32 i32)))
            (func (i32.const 1) (block (type $wide) (i32.const 1) (i32.const 1)) (drop) (drop) (drop)))";
        assert_eq!(counted(wide), Some((1, 4, 1)));
    }

    #[test]
    fn functions_and_data_of_all_modules_count_together() {
        let two = "(component (core module (memory 1) (data (i32.const 0) \"abc\") (func))
            (core module (memory 1) (data (i32.const 0) \"de\") (func) (func)))";
        assert_eq!(scan(two, &Limits::default()), None);
        let limits = Limits { functions: 2, ..Limits::default() };
        assert_eq!(scan(two, &limits), Some(Excess::Functions { found: 3, limit: 2 }));
        let tables = "(component (core module (table 3 funcref)) (core module (table 4 5 funcref)))";
        let limits = Limits { table_elements: 6, ..Limits::default() };
        assert_eq!(scan(tables, &limits), Some(Excess::Tables { found: 7, limit: 6 }));
        let limits = Limits { data_bytes: 4, ..Limits::default() };
        assert_eq!(scan(two, &limits), Some(Excess::Data { found: 5, limit: 4 }));
    }
}
