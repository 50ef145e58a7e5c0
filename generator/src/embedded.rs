//! What `build.rs` put into the binary: the browser's validator, its glue, the default theme.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
