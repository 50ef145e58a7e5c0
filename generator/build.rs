//! Builds the browser's validator and embeds it, with the default theme, into the `tassel` binary.
//!
//! Writes `OUT_DIR/embedded.rs`:
//! - `pub static WASM: &[u8]` – `tassel-validator-wasm` for `wasm32-unknown-unknown` with `simd128`;
//! - `pub static WASM_JS: &str` – its glue, a classic script (it can be inlined into a `blob:` worker);
//! - `pub static THEME: &[(&str, &[u8])]` – every file of `themes/school`, sorted by its `/`-separated path.

#[path = "build/embed.rs"]
mod embed;
#[path = "build/place.rs"]
mod place;
#[path = "build/wasm.rs"]
mod wasm;

use place::Place;

fn main() {
    if let Err(error) = run() {
        // Each line on its own: cargo prints them last and exits with an error, without a dump of this script's output.
        for line in format!("{error:#}").lines() {
            println!("cargo::error={line}");
        }
    }
}

fn run() -> anyhow::Result<()> {
    let place = Place::from_env()?;
    place.announce_inputs()?;
    let glue = wasm::build(&place)?;
    embed::write(&place, &glue)
}
