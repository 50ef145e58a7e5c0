//! Mends what a program can mend in a portrait: upright, level, cut to the profile's geometry, resized, written inside the size in
//! bytes, with the stated density, without anything that isn't picture, under the right name.
//!
//! Pixels only move: nothing is painted, no background is replaced or made up beyond the photo's edges, and no face is touched up. What
//! can't be mended that way is said in [`Fixed::left`]. A photo that is right already stays as it is, to the byte.

mod change;
mod frame;
mod framed;
mod icc;
mod jpeg;
mod naming;
mod outline;
mod plan;
mod resample;
mod rule;

use std::fmt;

pub use change::{Change, Left, NotFixed};
pub use framed::{BandValue, Framed, Framing, bands};
pub use jpeg::Told;
pub use naming::{finished_name, named_by_id_number};

use crate::container::{self, Channels, Container, Format};
use crate::options::{Options, Photo};
use crate::pixels::{self, Pixels};
use crate::portrait::{Scene, parts, turned};
use crate::profile::Profile;
use frame::Head;
use icc::Colors;
use naming::named;
use plan::Plan;

/// A mended photo.
#[derive(Clone, PartialEq)]
pub struct Fixed {
    /// The finished JPEG.
    pub bytes: Vec<u8>,
    /// What the file has to be called; `None` where neither a rule nor an identity number says so.
    pub name: Option<String>,
    /// Width and height in px.
    pub size: [u32; 2],
    /// What was changed, in the order in which it was done; empty for a photo that was right already.
    pub changes: Vec<Change>,
    /// What the finished file doesn't meet, or what someone should know about it.
    pub left: Vec<Left>,
    /// How it was cut, for someone who wants to move the cut.
    pub framed: Framed,
}

/// Without the name: it may be an identity number, and those are never logged.
impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixed")
            .field("bytes", &self.bytes.len())
            .field("named", &self.name.is_some())
            .field("size", &self.size)
            .field("changes", &self.changes)
            .field("left", &self.left)
            .finish()
    }
}

/// Mends one photo. The identity number, where one is given, makes the name and goes nowhere else.
///
/// # Errors
/// Why there is no finished photo: it can't be opened, is far too small, or the identity number is no such number.
pub fn fix(
    photo: &Photo<'_>,
    profile: &Profile,
    options: &Options<'_>,
    id_number: Option<&str>,
) -> Result<Fixed, NotFixed> {
    fix_framed(photo, profile, options, id_number, None)
}

/// As [`fix`], cut as `own` says: what [`Fixed::framed`] or [`frame`] gave for this photo, perhaps nudged since. The face isn't looked for
/// again then. One that can't be of this photo counts for nothing.
///
/// # Errors
/// As [`fix`].
pub fn fix_framed(
    photo: &Photo<'_>,
    profile: &Profile,
    options: &Options<'_>,
    id_number: Option<&str>,
    own: Option<&Framed>,
) -> Result<Fixed, NotFixed> {
    let named = named(photo.file_name, profile, id_number)?;
    let mut opened = Opened::read(photo, options)?;
    let own = own.filter(|own| own.is_of(&opened.pixels)).cloned();
    let (framed, plan) = match own {
        Some(mut framed) => {
            opened.turn(framed.turns);
            framed.keep_inside();
            let plan = plan::own(&framed, profile).map_err(NotFixed::TooSmall)?;
            framed.framing = Framing::of(&plan);
            (framed, plan)
        }
        None => opened.frame(photo, profile, options)?,
    };
    let seen = framed.seen();
    let mut fixed = Work { photo, profile, opened }.finish(plan, framed)?;
    fixed.left.splice(0..0, seen);
    fixed.left.extend(named.left);
    if named.changed {
        fixed.changes.push(Change::Named);
    }
    fixed.name = named.name;
    Ok(fixed)
}

/// Where the head is in a photo, and how [`fix`] would cut it.
///
/// # Errors
/// As [`fix`].
pub fn frame(photo: &Photo<'_>, profile: &Profile, options: &Options<'_>) -> Result<Framed, NotFixed> {
    Ok(Opened::read(photo, options)?.frame(photo, profile, options)?.0)
}

/// A photo that could be opened.
struct Opened {
    container: Container,
    /// The picture: upright by the file's own note, and by the face once it was looked for.
    pixels: Pixels,
    /// Whether it had to be put upright.
    upright: bool,
    /// What the file's colours were; those of the picture are sRGB by now, as far as that could be done.
    colors: Colors,
}

impl Opened {
    fn read(photo: &Photo<'_>, options: &Options<'_>) -> Result<Self, NotFixed> {
        let mut container = container::read(photo.bytes);
        let len = photo.bytes.len() as u64;
        let mut pixels = pixels::picture(photo.bytes, &mut container, options)
            .map_err(|why| NotFixed::NoPixels(why, len, container.size))?;
        let colors = colors(photo.bytes, &container);
        if let Colors::Other(way) = &colors {
            way.apply(&mut pixels);
        }
        Ok(Self {
            upright: container.orientation != 1,
            container,
            pixels,
            colors,
        })
    }

    fn turn(&mut self, turns: u8) {
        if turns != 0 {
            self.pixels = turned(&self.pixels, turns);
            self.upright = true;
        }
    }

    /// Looks for the face, puts it upright, and plans the cut.
    fn frame(
        &mut self,
        photo: &Photo<'_>,
        profile: &Profile,
        options: &Options<'_>,
    ) -> Result<(Framed, Plan), NotFixed> {
        let look = |pixels: &Pixels| options.models.and_then(|models| models.look(pixels, options.clock));
        let mut scene = look(&self.pixels);
        let turns = scene.as_ref().map_or(0, |scene| scene.turns);
        if turns != 0 {
            self.turn(turns);
            scene = look(&self.pixels);
        }
        let head = scene.as_ref().and_then(head).filter(Head::is_sound);
        let size = [self.pixels.width, self.pixels.height];
        let plan = plan::plan(head.as_ref(), profile, size, photo.bytes.len() as u64).map_err(NotFixed::TooSmall)?;
        let framed = Framed {
            photo: size.map(|side| side as u32),
            turns,
            faces: scene
                .as_ref()
                .map(|scene| head.map_or(0, |_| scene.others.len() as u32 + 1)),
            head,
            down_to: plan.down_to,
            framing: Framing::of(&plan),
        };
        Ok((framed, plan))
    }
}

/// What the file's colours are. Inks were put into RGB by the decoder, without a profile.
fn colors(bytes: &[u8], container: &Container) -> Colors {
    match (container.channels, container.format, &container.icc) {
        (Some(Channels::Cmyk | Channels::Ycck), ..) => Colors::Unknown,
        (Some(Channels::Rgb), Some(Format::Jpeg), Some(_)) => {
            // The density doesn't matter: only the profile is read.
            jpeg::clean(bytes, 300).map_or(Colors::Unknown, |clean| Colors::of(&clean.icc))
        }
        // A PNG's profile is compressed and isn't unpacked here; its name has to do.
        (Some(Channels::Rgb | Channels::Rgba | Channels::Palette), _, Some(name))
            if !name.to_lowercase().contains("srgb") =>
        {
            Colors::Unknown
        }
        _ => Colors::Srgb,
    }
}

/// Where the head is, px of the photo.
fn head(scene: &Scene) -> Option<Head> {
    let face = scene.face.as_ref()?;
    let px = |value: f32| f64::from(value * scene.scale);
    let eyes = face.eye_line();
    let [right, left] = parts::CHEEKS.map(|index| face.landmarks.point(index));
    let middle = right.middle(left);
    Some(Head {
        eyes: [px(eyes.x), px(eyes.y)],
        roll: f64::from(face.roll()),
        crown: face.crown.map(|crown| px(eyes.y - crown)),
        width: px(face.width()),
        middle: [px(middle.x), px(middle.y)],
    })
}

/// A photo on its way.
struct Work<'a> {
    photo: &'a Photo<'a>,
    profile: &'a Profile,
    opened: Opened,
}

impl Work<'_> {
    /// Draws and writes what was planned; the name is for the caller.
    fn finish(self, plan: Plan, framed: Framed) -> Result<Fixed, NotFixed> {
        let mut changes = Vec::new();
        if self.opened.upright {
            changes.push(Change::Upright);
        }
        if matches!(self.opened.colors, Colors::Other(_)) {
            changes.push(Change::Colors);
        }
        let dpi = self.density();
        let clean = jpeg::clean(self.photo.bytes, dpi);
        let told = clean.as_ref().map(|clean| clean.told).unwrap_or_default();
        let untouched =
            plan.size == [self.opened.pixels.width as u32, self.opened.pixels.height as u32] && plan.cut.is_whole();
        let kept = clean.filter(|clean| untouched && self.may_stay(clean));
        let (bytes, size) = match kept {
            // Nothing beside the picture, and the density is right.
            Some(_) if !told.any() && self.states(dpi) => (self.photo.bytes.to_vec(), plan.size),
            Some(clean) => (clean.bytes, plan.size),
            None => self.draw(&plan, untouched, dpi, &mut changes)?,
        };
        if !self.states(dpi) {
            changes.push(Change::Density(u32::from(dpi)));
        }
        if told.any() {
            changes.push(Change::Stripped(told));
        }
        let mut left = plan.left;
        left.extend(self.left_of_file(bytes.len() as u64));
        Ok(Fixed {
            bytes,
            name: None,
            size,
            changes,
            left,
            framed,
        })
    }

    /// Draws the picture anew and writes it. A size that the profile leaves open gives way where the file would get too large.
    fn draw(
        &self,
        plan: &Plan,
        untouched: bool,
        dpi: u16,
        changes: &mut Vec<Change>,
    ) -> Result<(Vec<u8>, [u32; 2]), NotFixed> {
        let rules = &self.profile.file;
        let (mut cut, mut size) = (plan.cut, plan.size);
        let written = loop {
            let same = untouched && size == plan.size;
            let drawn = if same {
                None
            } else {
                Some(resample::draw(&self.opened.pixels, &cut, size))
            };
            let written =
                jpeg::write(drawn.as_ref().unwrap_or(&self.opened.pixels), rules, dpi).ok_or(NotFixed::NotWritten)?;
            let smaller = plan.down_to.and_then(|least| smaller(size, least));
            match smaller.filter(|_| {
                rules
                    .bytes
                    .and_then(|range| range.max)
                    .is_some_and(|max| written.bytes.len() as u64 > max)
            }) {
                Some(next) => {
                    cut.step *= f64::from(size[0]) / f64::from(next[0]);
                    size = next;
                }
                None => break written,
            }
        };
        if cut.angle != 0.0 {
            changes.push(Change::Levelled(cut.angle));
        }
        let [width, height] = [self.opened.pixels.width as f64, self.opened.pixels.height as f64];
        let part = cut.part(size);
        if (part[2] + 1.0) < width || (part[3] + 1.0) < height {
            changes.push(Change::Cropped(part.map(|side| side.round().max(0.0) as u32)));
        }
        let before = size.map(|side| (f64::from(side) * cut.step).round() as u32);
        let own = [self.opened.pixels.width as u32, self.opened.pixels.height as u32];
        if before != size {
            changes.push(Change::Resized(before, size));
        } else if own != size && !changes.iter().any(|change| matches!(change, Change::Cropped(_))) {
            // Off by a px or so: nothing that one would call cutting.
            changes.push(Change::Resized(own, size));
        }
        changes.push(Change::Recoded {
            from: self.opened.container.format,
            quality: written.quality,
            before: self.photo.bytes.len() as u64,
            after: written.bytes.len() as u64,
        });
        Ok((written.bytes, size))
    }

    /// Whether the picture may stay as it is stored.
    fn may_stay(&self, clean: &jpeg::Clean) -> bool {
        let (facts, rules) = (&self.opened.container, &self.profile.file);
        let good_enough = match (facts.quality, rules.jpeg_quality_min) {
            (Some(quality), Some(min)) => quality.value >= min,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        // The marker that says that R, G and B are stored as they are would be gone.
        let plain_color = !clean.named_rgb && facts.adobe_transform != Some(0);
        facts.format == Some(Format::Jpeg)
            && facts.channels == Some(Channels::Rgb)
            && facts.bit_depth == Some(8)
            && !self.opened.upright
            && !matches!(self.opened.colors, Colors::Other(_))
            && good_enough
            && plain_color
            && jpeg::fits(rules, clean.bytes.len())
    }

    /// The density to state: the profile's; where it leaves that open, the file's own or 300.
    fn density(&self) -> u16 {
        let rule = self.profile.file.dpi.unwrap_or_default();
        let own = self
            .opened
            .container
            .dpi
            .filter(|dpi| dpi.x == dpi.y && (72.0..=1200.0).contains(&dpi.x))
            .map(|dpi| dpi.x.round() as u32);
        let wanted = match (rule.exact, rule.min) {
            (Some(exact), _) => exact,
            (None, Some(min)) => own.filter(|own| *own >= min).unwrap_or(min.max(300)),
            (None, None) => own.unwrap_or(300),
        };
        u16::try_from(wanted.max(1)).unwrap_or(u16::MAX)
    }

    /// Whether the file states that density already, to the dot.
    fn states(&self, dpi: u16) -> bool {
        self.opened
            .container
            .dpi
            .is_some_and(|own| [own.x, own.y].iter().all(|value| *value == f64::from(dpi)))
    }

    fn left_of_file(&self, bytes: u64) -> Vec<Left> {
        let rules = &self.profile.file;
        let mut left = Vec::new();
        if let Some(range) = rules.bytes {
            left.extend(
                range
                    .max
                    .filter(|max| bytes > *max)
                    .map(|max| Left::TooManyBytes(bytes, max)),
            );
            left.extend(
                range
                    .min
                    .filter(|min| bytes < *min)
                    .map(|min| Left::TooFewBytes(bytes, min)),
            );
        }
        if self.opened.colors == Colors::Unknown {
            left.push(Left::Colors);
        }
        if matches!(
            self.opened.container.channels,
            Some(Channels::Grey | Channels::GreyAlpha)
        ) {
            left.push(Left::Grey);
        }
        if let (Some(quality), Some(min)) = (self.opened.container.quality, rules.jpeg_quality_min)
            && quality.value < min
        {
            left.push(Left::Coarse(quality.value));
        }
        left
    }
}

/// The next smaller size to try; `None` at the smallest.
fn smaller(size: [u32; 2], least: u32) -> Option<[u32; 2]> {
    let width = (f64::from(size[0]) * 0.85).round().max(f64::from(least)) as u32;
    let height = (f64::from(size[1]) * f64::from(width) / f64::from(size[0].max(1))).round() as u32;
    (width < size[0]).then_some([width.max(1), height.max(1)])
}
