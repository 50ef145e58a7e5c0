//! C301–C306: whom to ask, and whether a student who dials or writes reaches the right one.

pub(crate) mod numbers;
pub(crate) mod people;
pub(super) mod phone;
pub(crate) mod shared;
pub(crate) mod ways;

use super::Context;

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    numbers::check(context, written);
    shared::check(context, written);
    ways::check(context, written);
    people::check(context, written);
}
