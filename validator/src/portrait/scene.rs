//! Everything that the networks and the outline say about one photo, ready to be measured.

use super::detector::detect_near;
use super::{
    Blendshapes, Detection, Landmarks, Masks, Models, Outline, Point, Pose, detect, landmarks, parts, pose, segment,
    strangers,
};
use crate::options::Clock;
use crate::pixels::Pixels;
use crate::report::FaceFacts;
use crate::tflite::Workspace;

/// Presence of landmarks below which something that looked like a face is none: noise has 0.0002, faces 0.9 and more.
const PRESENT: f32 = 0.5;
/// What may be a face although its landmarks don't say so, such as one behind a mask: the detector's score (noise has 0.51), and the
/// share of skin in its box.
const WEAK_SCORE: f32 = 0.6;
const WEAK_SKIN: f32 = 0.25;
/// Sides of the squares in which it is looked at again, over its own.
const NEARER: [f32; 3] = [2.0, 1.5, 3.0];
/// Presence, and score of the detector, from which on nobody doubts which way up a face is. Landmarks laid over a face that stands on
/// its head (chin for brow) may be quite present, but the detector gives it 0.83 at most, and always more once it is turned.
const NO_DOUBT: f32 = 0.999;
const NO_DOUBT_SCORE: f32 = 0.86;
/// By how much the detector has to be surer of a turned face than of one that was found upright. Faces behind masks are the closest:
/// the mask's folds look like a brow; their landmarks are never as present as `NO_DOUBT`.
const SURER: f32 = 0.03;
/// A face whose upper side is turned more than this has to be turned upright first; degrees.
const UPRIGHT: f32 = 45.0;

/// What can be seen in a photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The photo, made smaller if it is large. All places of this scene are px of it.
    pub image: Pixels,
    /// How many px of the photo one px of `image` stands for.
    pub scale: f32,
    /// Quarter turns, clockwise, that would put the face upright; 0 when it is, or when there is none.
    pub turns: u8,
    /// The largest face, when it is upright.
    pub face: Option<Face>,
    /// All other faces, the largest first; without a first one, what may be a face that is covered.
    pub others: Vec<Detection>,
    /// What each part of the photo shows; `None` without the segmenter, or when the photo has to be turned first.
    pub masks: Option<Masks>,
    /// The person's edge, as sharp as the photo's; together with `masks`.
    pub outline: Option<Outline>,
    /// How long it took.
    pub ms: Stages,
}

/// Milliseconds by the caller's clock.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stages {
    /// Finding the face, its landmarks and expression.
    pub face: f64,
    /// Segmentation.
    pub segment: f64,
}

/// A face that was found, and what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// As the detector saw it.
    pub detection: Detection,
    /// Its 478 landmarks.
    pub landmarks: Landmarks,
    /// Its expression, with the blendshape model.
    pub shapes: Option<Blendshapes>,
    /// Where it turns, with the canonical face.
    pub pose: Option<Pose>,
    /// The top of the hair's outline, px from the upper edge of `image`; with the segmenter.
    pub crown: Option<f32>,
}

impl Face {
    /// Centres of the right and the left iris, the person's: the first lies on the picture's left.
    pub fn eyes(&self) -> [Point; 2] {
        [parts::RIGHT_IRIS, parts::LEFT_IRIS].map(|index| self.landmarks.point(index))
    }

    /// The middle between the eyes.
    pub fn eye_line(&self) -> Point {
        let [right, left] = self.eyes();
        right.middle(left)
    }

    /// Distance between the eyes, px.
    pub fn eye_distance(&self) -> f32 {
        let [right, left] = self.eyes();
        right.distance(left)
    }

    /// Distance between the cheeks' outermost landmarks, px.
    pub fn width(&self) -> f32 {
        let [right, left] = parts::CHEEKS.map(|index| self.landmarks.point(index));
        right.distance(left)
    }

    /// The face's middle between the cheeks, px from the left edge.
    pub fn middle(&self) -> f32 {
        let [right, left] = parts::CHEEKS.map(|index| self.landmarks.point(index));
        right.middle(left).x
    }

    /// The lowest point of the chin.
    pub fn chin(&self) -> Point {
        self.landmarks.point(parts::CHIN)
    }

    /// From the eyes' middle to the chin, px: the unit of length of ISO/IEC 29794-5's implementation.
    pub fn length(&self) -> f32 {
        self.eye_line().distance(self.chin())
    }

    /// How far the eye line leans: degrees, clockwise.
    pub fn roll(&self) -> f32 {
        let [right, left] = self.eyes();
        libm::atan2f(left.y - right.y, left.x - right.x).to_degrees()
    }

    /// A place in the face's own frame: the eyes' middle is (0, 0), x runs along the eye line to the picture's right, y down the
    /// face, and the eyes are 1 apart.
    pub fn at(&self, x: f32, y: f32) -> Point {
        let [right, left] = self.eyes();
        let (dx, dy) = (left.x - right.x, left.y - right.y);
        let from = self.eye_line();
        Point::new(from.x + x * dx - y * dy, from.y + x * dy + y * dx)
    }
}

impl Scene {
    /// Looks at a photo. `None` without a detector and landmarks, or when a model isn't what it says.
    pub(super) fn of(
        models: &Models,
        work: &mut Workspace,
        pixels: &Pixels,
        clock: &dyn Clock,
        tell: &mut dyn FnMut(&Scene),
    ) -> Option<Self> {
        let start = clock.now_ms();
        let (image, scale) = super::shrink::shrunk(pixels).unwrap_or_else(|| (pixels.clone(), 1.0));
        let mut scene = Self {
            image,
            scale,
            turns: 0,
            face: None,
            others: Vec::new(),
            masks: None,
            outline: None,
            ms: Stages::default(),
        };
        scene.find(models, work)?;
        tell(&scene);
        let found = clock.now_ms();
        if scene.turns == 0
            && let Some(segmenter) = &models.segmenter
        {
            let masks = segment(segmenter, work, &scene.image).ok()?;
            let outline = Outline::of(&masks, &scene.image);
            if let Some(face) = &mut scene.face {
                face.crown = crown(face, &outline);
            }
            scene.add_strangers(models, work, &masks);
            scene.keep_doubtful(&masks);
            scene.masks = Some(masks);
            scene.outline = Some(outline);
        }
        if scene.face.is_none() && scene.masks.is_none() {
            scene.others.clear();
        }
        scene.ms = Stages {
            face: found - start,
            segment: clock.now_ms() - found,
        };
        Some(scene)
    }

    /// The face in px of the photo, for the report.
    pub fn face_facts(&self) -> Option<FaceFacts> {
        let face = self.face.as_ref()?;
        let px = |value: f32| f64::from(value * self.scale);
        let [from, to] = face.detection.corners;
        Some(FaceFacts {
            area: [from.x, from.y, to.x - from.x, to.y - from.y].map(px),
            eyes: face.eyes().map(|eye| [px(eye.x), px(eye.y)]),
            crown_y: face.crown.map(px),
            chin_y: px(face.chin().y),
            face_width: px(face.width()),
            center_x: px(face.middle()),
            roll: f64::from(face.roll()),
            yaw: face.pose.map(|pose| f64::from(pose.yaw)),
            pitch: face.pose.map(|pose| f64::from(pose.pitch)),
        })
    }

    /// Finds the faces, and the way up.
    fn find(&mut self, models: &Models, work: &mut Workspace) -> Option<()> {
        let (detector, mesh) = (models.detector.as_ref()?, models.landmarks.as_ref()?);
        let mut found = detect(detector, work, &self.image).ok()?;
        found.sort_by(|a, b| b.area().total_cmp(&a.area()));
        let mut faces = Vec::new();
        for detection in &found {
            let landmarks = landmarks(mesh, work, &self.image, detection).ok()?;
            if landmarks.presence >= PRESENT {
                faces.push((*detection, landmarks));
            }
        }
        let upright = |landmarks: &Landmarks| angle(landmarks).abs() <= UPRIGHT;
        let first = faces.iter().position(|(_, landmarks)| upright(landmarks));
        let sure = first
            .and_then(|index| faces.get(index))
            .map(|(detection, landmarks)| (detection.score, landmarks.presence));
        self.turns = match sure {
            Some((score, presence)) if presence >= NO_DOUBT && score >= NO_DOUBT_SCORE => 0,
            Some((score, presence)) if presence >= NO_DOUBT => {
                self.turns_to_upright(models, work, &[2], score + SURER)?
            }
            Some((score, _)) => self.turns_to_upright(models, work, &[1, 2, 3], score + SURER)?,
            None => self.turns_to_upright(models, work, &[1, 2, 3], 0.0)?,
        };
        if self.turns != 0 {
            return Some(());
        }
        let main = match first {
            Some(index) => Some(faces.remove(index)),
            None => self.closer(models, work, &found)?,
        };
        if let Some((detection, landmarks)) = main {
            let shapes = models
                .blendshapes
                .as_ref()
                .and_then(|model| Blendshapes::of(model, work, &landmarks).ok());
            let pose = models
                .canonical
                .as_ref()
                .and_then(|canonical| pose(canonical, &landmarks));
            let others = faces
                .into_iter()
                .filter(|(_, landmarks)| landmarks.presence >= strangers::SURE);
            self.others = others
                .map(|(other, _)| other)
                .filter(|other| strangers::apart(other, &detection))
                .collect();
            self.face = Some(Face {
                detection,
                landmarks,
                shapes,
                pose,
                crown: None,
            });
        } else {
            self.others = found;
        }
        Some(())
    }

    /// Where the detector saw something that its landmarks don't confirm: another look from nearer, for faces behind a mask.
    fn closer(
        &self,
        models: &Models,
        work: &mut Workspace,
        found: &[Detection],
    ) -> Option<Option<(Detection, Landmarks)>> {
        let (detector, mesh) = (models.detector.as_ref()?, models.landmarks.as_ref()?);
        let Some(first) = found.iter().find(|detection| detection.score >= WEAK_SCORE) else {
            return Some(None);
        };
        let [from, to] = first.corners;
        for around in NEARER {
            let side = (to.x - from.x).max(to.y - from.y) * around;
            let seen = detect_near(detector, work, &self.image, from.middle(to), side).ok()?;
            let Some(detection) = seen.into_iter().next() else {
                continue;
            };
            let landmarks = landmarks(mesh, work, &self.image, &detection).ok()?;
            if landmarks.presence >= PRESENT && angle(&landmarks).abs() <= UPRIGHT {
                return Some(Some((detection, landmarks)));
            }
        }
        Some(None)
    }

    /// Without a face, keeps what may be one all the same: something that the detector is rather sure of, where the masks show skin.
    fn keep_doubtful(&mut self, masks: &Masks) {
        if self.face.is_none() {
            let image = &self.image;
            self.others
                .retain(|one| one.score >= WEAK_SCORE && strangers::skin(one, masks, image) >= WEAK_SKIN);
        }
    }

    /// Which of some ways to turn the photo puts a face upright that the detector is surer of than `least`; 0 for none.
    fn turns_to_upright(&self, models: &Models, work: &mut Workspace, ways: &[u8], least: f32) -> Option<u8> {
        let (detector, mesh) = (models.detector.as_ref()?, models.landmarks.as_ref()?);
        let mut best = (least, 0);
        for turns in ways.iter().copied() {
            let turned = turned(&self.image, turns);
            let found = detect(detector, work, &turned).ok()?;
            let Some(largest) = found.into_iter().max_by(|a, b| a.area().total_cmp(&b.area())) else {
                continue;
            };
            if largest.score <= best.0 {
                continue;
            }
            let landmarks = landmarks(mesh, work, &turned, &largest).ok()?;
            if landmarks.presence >= NO_DOUBT && angle(&landmarks).abs() <= UPRIGHT {
                best = (largest.score, turns);
            }
        }
        Some(best.1)
    }

    /// Adds the faces that only the masks gave away.
    fn add_strangers(&mut self, models: &Models, work: &mut Workspace, masks: &Masks) -> Option<()> {
        let (detector, mesh) = (models.detector.as_ref()?, models.landmarks.as_ref()?);
        let face = self.face.as_ref()?;
        for (centre, side) in strangers::places(face, &self.others, masks, &self.image) {
            for detection in detect_near(detector, work, &self.image, centre, side).ok()? {
                let known = !strangers::apart(&detection, &face.detection)
                    || self.others.iter().any(|other| !strangers::apart(&detection, other));
                if known || landmarks(mesh, work, &self.image, &detection).ok()?.presence < strangers::SURE {
                    continue;
                }
                self.others.push(detection);
            }
        }
        self.others.sort_by(|a, b| b.area().total_cmp(&a.area()));
        Some(())
    }
}

/// How far the eyes' line leans: degrees, clockwise.
fn angle(landmarks: &Landmarks) -> f32 {
    let [right, left] = [parts::RIGHT_IRIS, parts::LEFT_IRIS].map(|index| landmarks.point(index));
    libm::atan2f(left.y - right.y, left.x - right.x).to_degrees()
}

/// The photo turned by quarter turns, clockwise.
pub(crate) fn turned(pixels: &Pixels, turns: u8) -> Pixels {
    let (w, h) = (pixels.width, pixels.height);
    let (width, height) = if turns % 2 == 1 { (h, w) } else { (w, h) };
    let mut rgb = Vec::with_capacity(pixels.rgb.len());
    for y in 0..height {
        for x in 0..width {
            rgb.extend(match turns % 4 {
                0 => pixels.at(x, y),
                1 => pixels.at(y, h - 1 - x),
                2 => pixels.at(w - 1 - x, h - 1 - y),
                _ => pixels.at(w - 1 - y, x),
            });
        }
    }
    Pixels { width, height, rgb }
}

/// Share of the face's width that the head has to have where it counts as its top.
const CROWN_WIDTH: f32 = 0.1;
/// Least height of the crown above the eyes, in lengths from the eyes to the chin: heads have 0.9 to 1.3. Where the outline ends lower
/// the hair was lost in a background of its own colour.
const CROWN_HEIGHT: f32 = 0.7;

/// The top of the hair's outline above the face, px. Columns beyond the face's width are left out: a raised hand is no crown.
fn crown(face: &Face, outline: &Outline) -> Option<f32> {
    let (middle, half) = (face.eye_line().x, face.width() * 0.6);
    let (from, to) = ((middle - half).max(0.0) as usize, (middle + half).max(0.0) as usize);
    let top = outline.top(from..to, face.width() * CROWN_WIDTH)?;
    // A crown that the photo's upper edge cuts off is one all the same.
    (top <= 0.0 || face.eye_line().y - top >= CROWN_HEIGHT * face.length()).then_some(top)
}
