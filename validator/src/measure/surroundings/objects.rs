//! Things in the background that are not wall.

use super::field::Field;
use crate::measure::Grid;
use crate::measure::color::{Lab, delta_e76, lab};
use crate::measure::shade::is_shaded;

/// Cells nearer to the person than this are left out, px of a finished photo: single hairs and a soft edge live there.
const MARGIN: f32 = 7.0;
/// Largest step (ΔE*ab) between neighbouring cells of one surface: soft shadows and gradients stay below, a thing's edge doesn't.
const STEP: f64 = 5.0;
/// Luma deviation from the best-fitting plane above which a cell shows an edge rather than a surface.
const ROUGH: f64 = 4.0;
/// In a grainy photo it is this many times the usual one instead.
const GRAIN: f64 = 2.5;
/// Smallest distance (ΔE*ab) of a thing's colour from the wall's.
const LEAST: f64 = 6.0;

/// Things in the background.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Objects {
    /// Area of the largest one, cells of 1/60 of the photo's width squared.
    pub largest: f64,
    /// Largest distance (ΔE*ab) of one of its cells' colour from the wall's.
    pub contrast: f64,
    /// Number of things of at least four cells.
    pub things: usize,
    /// Area of all things over that of the background, 0…1.
    pub share: f64,
    /// The largest one as x, y, width, height in px of the scene's image.
    pub place: [u32; 4],
    /// Share of the background that is wall, 0…1.
    pub wall: f64,
    /// Mean colour of the wall, sRGB 0…255; `None` where there is no background to speak of.
    pub wall_rgb: Option<[f64; 3]>,
}

/// What a cell is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Person, or too near.
    Person,
    /// Not seen yet.
    Free,
    Wall,
    Thing,
}

struct Room<'a> {
    grid: &'a Grid,
    /// See [`ROUGH`].
    rough: f64,
    kinds: Vec<Kind>,
}

/// Our own: the background outside the person's outline, as cells; the wall is grown through gentle steps from the cells that most others
/// resemble, and what can't be reached is a thing, unless it looks like wall in the person's shadow. `worn` is the row where shoulders begin.
pub(super) fn objects(field: &Field<'_>, grid: &Grid, worn: Option<f32>) -> Objects {
    let mut room = Room {
        grid,
        rough: ROUGH,
        kinds: free(field, grid, worn),
    };
    let mut grain: Vec<f64> = room
        .all(Kind::Free)
        .into_iter()
        .map(|(c, r)| grid.at(c, r).roughness)
        .collect();
    let cells = grain.len();
    if cells < 40 {
        return Objects::default();
    }
    grain.sort_by(f64::total_cmp);
    room.rough = ROUGH.max(GRAIN * grain.get(cells / 2).copied().unwrap_or(0.0));
    let wall = room.paint_wall(cells);
    let mut objects = room.things(wall, cells);
    objects.wall = room.all(Kind::Wall).len() as f64 / cells as f64;
    objects.wall_rgb = Some(wall);
    objects
}

/// Cells that are background all over, without the outermost ring: frames are another check's. From the row `worn` on there are shoulders,
/// and what isn't wall there is clothes that the segmenter missed.
fn free(field: &Field<'_>, grid: &Grid, worn: Option<f32>) -> Vec<Kind> {
    let near = |c: usize, r: usize| {
        let (x, y, last) = (c * grid.side, r * grid.side, grid.side - 1);
        let corners = [(x, y), (x + last, y), (x, y + last), (x + last, y + last)];
        corners.iter().any(|(x, y)| field.away(*x, *y) < MARGIN * field.unit)
    };
    let below = |r: usize| worn.is_some_and(|worn| (r * grid.side) as f32 >= worn);
    let ring = |c: usize, r: usize| c == 0 || r == 0 || c + 1 == grid.columns || r + 1 == grid.rows;
    let places = (0..grid.rows).flat_map(|r| (0..grid.columns).map(move |c| (c, r)));
    places
        .map(|(c, r)| {
            if ring(c, r) || below(r) || near(c, r) {
                Kind::Person
            } else {
                Kind::Free
            }
        })
        .collect()
}

impl Room<'_> {
    fn kind(&self, (c, r): (usize, usize)) -> Kind {
        self.kinds
            .get(r * self.grid.columns + c)
            .copied()
            .unwrap_or(Kind::Person)
    }

    fn set(&mut self, (c, r): (usize, usize), kind: Kind) {
        if let Some(at) = self.kinds.get_mut(r * self.grid.columns + c) {
            *at = kind;
        }
    }

    fn all(&self, kind: Kind) -> Vec<(usize, usize)> {
        let places = (0..self.grid.rows).flat_map(|r| (0..self.grid.columns).map(move |c| (c, r)));
        places.filter(|place| self.kind(*place) == kind).collect()
    }

    /// Everything of this kind that is joined to a place, itself included, through pairs of neighbours that `pass`.
    fn joined(
        &self,
        from: (usize, usize),
        pass: impl Fn((usize, usize), (usize, usize)) -> bool,
    ) -> Vec<(usize, usize)> {
        let kind = self.kind(from);
        let mut seen = vec![false; self.kinds.len()];
        let mut found = vec![from];
        let mark = |seen: &mut Vec<bool>, (c, r): (usize, usize)| {
            seen.get_mut(r * self.grid.columns + c)
                .is_some_and(|at| !std::mem::replace(at, true))
        };
        mark(&mut seen, from);
        let mut next = 0;
        while let Some(place) = found.get(next).copied() {
            next += 1;
            for near in self.grid.neighbours(place) {
                if self.kind(near) == kind && pass(place, near) && mark(&mut seen, near) {
                    found.push(near);
                }
            }
        }
        found
    }

    fn lab(&self, (c, r): (usize, usize)) -> Lab {
        self.grid.at(c, r).lab
    }

    /// Marks the wall: surfaces grown one after the other; the largest is the wall, and so is every other of about its colour.
    fn paint_wall(&mut self, cells: usize) -> [f64; 3] {
        let mut surfaces = Vec::new();
        let smooth = |room: &Self, (c, r): (usize, usize)| room.grid.at(c, r).roughness <= room.rough;
        while let Some(start) = self.all(Kind::Free).into_iter().find(|place| smooth(self, *place)) {
            let surface = self.joined(start, |a, b| {
                smooth(self, b) && delta_e76(self.lab(a), self.lab(b)) <= STEP
            });
            for place in &surface {
                self.set(*place, Kind::Wall);
            }
            surfaces.push(surface);
            if surfaces.len() > cells {
                break;
            }
        }
        let mean = |room: &Self, surface: &[(usize, usize)]| {
            let mut sum = [0.0; 3];
            for (c, r) in surface {
                let rgb = room.grid.at(*c, *r).rgb;
                sum = std::array::from_fn(|channel| sum[channel] + rgb[channel]);
            }
            sum.map(|sum| sum / surface.len().max(1) as f64)
        };
        let largest = surfaces
            .iter()
            .map(Vec::as_slice)
            .fold(&[][..], |a, b| if b.len() > a.len() { b } else { a });
        let wall = mean(self, largest);
        let other = |room: &Self, surface: &[(usize, usize)]| delta_e76(lab(mean(room, surface)), lab(wall)) > STEP;
        for surface in surfaces
            .iter()
            .filter(|surface| other(self, surface))
            .cloned()
            .collect::<Vec<_>>()
        {
            for place in surface {
                self.set(place, Kind::Free);
            }
        }
        wall
    }

    fn things(&mut self, wall_rgb: [f64; 3], cells: usize) -> Objects {
        let wall = lab(wall_rgb);
        let mut objects = Objects::default();
        let mut area = 0;
        while let Some(start) = self.all(Kind::Free).into_iter().next() {
            let thing = self.joined(start, |_, _| true);
            for place in &thing {
                self.set(*place, Kind::Thing);
            }
            let far = thing
                .iter()
                .map(|place| delta_e76(self.lab(*place), wall))
                .fold(0.0, f64::max);
            if far < LEAST || self.is_shadow(&thing, wall_rgb) {
                continue;
            }
            area += thing.len();
            objects.things += usize::from(thing.len() >= 4);
            if thing.len() as f64 > objects.largest {
                objects.largest = thing.len() as f64;
                objects.contrast = far;
                objects.place = self.around(&thing);
            }
        }
        objects.share = area as f64 / cells.max(1) as f64;
        objects
    }

    /// Whether a thing is the wall in the person's shadow: darker, of the same hue, and beside the person.
    fn is_shadow(&self, thing: &[(usize, usize)], wall: [f64; 3]) -> bool {
        let shaded = thing
            .iter()
            .filter(|(c, r)| is_shaded(self.grid.at(*c, *r).rgb, wall))
            .count();
        let inner = |(c, r): (usize, usize)| c > 0 && r > 0 && c + 1 < self.grid.columns && r + 1 < self.grid.rows;
        let person = |place: &&(usize, usize)| {
            self.grid
                .neighbours(**place)
                .any(|near| inner(near) && self.kind(near) == Kind::Person)
        };
        shaded * 10 >= thing.len() * 7 && thing.iter().filter(person).count() * 8 >= thing.len()
    }

    fn around(&self, thing: &[(usize, usize)]) -> [u32; 4] {
        let side = self.grid.side;
        let least = |of: fn(&(usize, usize)) -> usize| thing.iter().map(of).min().unwrap_or(0);
        let most = |of: fn(&(usize, usize)) -> usize| thing.iter().map(of).max().unwrap_or(0);
        let (left, top) = (least(|at| at.0), least(|at| at.1));
        let (right, bottom) = (most(|at| at.0), most(|at| at.1));
        [
            left * side,
            top * side,
            (right + 1 - left) * side,
            (bottom + 1 - top) * side,
        ]
        .map(|n| n as u32)
    }
}
