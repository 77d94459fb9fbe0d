//! The one test binary of odlm; each module is one subject.

mod sandbox_client;
mod sandbox_domains;
mod sandbox_faults;
mod sandbox_json2;
mod sandbox_jsonrpc;
mod sandbox_reads;
mod sandbox_writes;
