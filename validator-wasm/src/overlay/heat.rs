//! The map of the background as paths: cells of one step that lie beside each other become one rectangle.

use std::fmt::Write as _;

use tassel_validator::Heat;

/// Lower ends of the steps that are drawn: still inside but close, outside, far outside.
pub(crate) const STEPS: [u8; 3] = *b"346";

/// Path data for each of [`STEPS`], in cells.
pub(crate) fn paths(map: &Heat) -> Vec<String> {
    let cells = map.cells.as_bytes();
    let mut paths = vec![String::new(); STEPS.len()];
    for (y, row) in cells.chunks(map.columns.max(1) as usize).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| step(*a) == step(*b)) {
            let path = run
                .first()
                .and_then(|cell| step(*cell))
                .and_then(|step| paths.get_mut(step));
            if let Some(path) = path {
                // Writing to a string can't fail.
                let _ = write!(path, "M{x} {y}h{}v1h-{}z", run.len(), run.len());
            }
            x += run.len();
        }
    }
    paths
}

fn step(cell: u8) -> Option<usize> {
    STEPS.iter().rposition(|from| cell >= *from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_one_rectangle() {
        let map = Heat {
            columns: 4,
            side: 8,
            cells: "..440449".to_owned(),
        };
        let paths = paths(&map);
        assert_eq!(paths, ["", "M2 0h2v1h-2zM1 1h2v1h-2z", "M3 1h1v1h-1z"]);
    }
}
