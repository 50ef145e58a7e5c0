//! `tassel photo`: checks photo files on this machine.

use super::args::Photo;
use super::{Exit, World};

pub(super) fn run(_args: Photo, _world: &mut World<'_>) -> Exit {
    Exit::Usage
}
