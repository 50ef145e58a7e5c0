//! What is drawn over a photo, from its report: lines where things are, bands where they should be, frames around what was found.
//!
//! Plain data in px of the upright photo; nothing here touches the page.

use tassel_validator::{Bands, Check, FaceFacts, Heat, Lang, Profile, Report, Status, Value, bands};

use super::heat;
use super::layer::Layer;
use crate::number::{brief, seen, short, span};
use crate::row::{main_title, word};
use crate::say::say;

/// One thing on the photo that belongs to one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The check's id; `chin` for the chin, which no rule is about.
    pub id: String,
    /// With what it is switched on and off.
    pub layer: Layer,
    /// The check's result; `None` where no rule is about it.
    pub status: Option<Status>,
    /// From the back to the front.
    pub shapes: Vec<Shape>,
    /// Name and value, for the margin.
    pub name: String,
    /// What is allowed, for the margin; "" where nothing is said.
    pub allowed: String,
    /// The height at which the label's line begins.
    pub at: f64,
    /// All of it in a sentence, for who does not see the picture.
    pub spoken: String,
}

/// One piece of a mark.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Where something was measured: two px wide with a dark edge.
    Line([f64; 2], [f64; 2]),
    /// A limit: thin and dashed.
    Limit([f64; 2], [f64; 2]),
    /// Where it may be: translucent; the corners.
    Band(Vec<[f64; 2]>),
    /// Around something that was found: x, y, width, height.
    Frame([f64; 4]),
    /// The background's map: one path for each step, from just outside to far outside.
    Heat {
        /// Px of the photo for one unit of the paths.
        side: f64,
        /// Path data, one for each of [`heat::STEPS`].
        paths: Vec<String>,
    },
}

/// Everything that a report has a place for.
pub fn marks(report: &Report, profile: &Profile, lang: Lang) -> Vec<Mark> {
    let (Some(width), Some(height)) = (report.photo.width, report.photo.height) else {
        return Vec::new();
    };
    let photo = Photo {
        report,
        lang,
        size: [f64::from(width), f64::from(height)],
        bands: bands(profile, [width, height]),
    };
    let mut marks = Vec::new();
    if let Some(map) = &report.heat {
        marks.extend(photo.heat(map));
    }
    if let Some(face) = report.face.as_ref().filter(|_| photo.is_upright()) {
        marks.extend(
            [
                photo.crown(face),
                Some(photo.eye_line(face)),
                Some(photo.face_width(face)),
                photo.center(face),
                Some(photo.level(face)),
                Some(photo.chin(face)),
            ]
            .into_iter()
            .flatten(),
        );
    }
    let drawn = |id: &str| {
        marks
            .iter()
            .any(|mark| mark.id == id && mark.layer != Layer::Background)
    };
    let found = report.checks.iter().filter(|check| !drawn(&check.id));
    let frames: Vec<Mark> = found.filter_map(|check| photo.frame(check)).collect();
    marks.extend(frames);
    marks
}

/// The layer that shows a region which a check has found.
fn layer_of(id: &str) -> Layer {
    match id {
        "light.over" | "light.hotspot" | "eyes.redeye" => Layer::Glare,
        "light.under" | "light.even" | "bg.uniform" => Layer::Shadow,
        _ => Layer::Found,
    }
}

struct Photo<'a> {
    report: &'a Report,
    lang: Lang,
    size: [f64; 2],
    bands: Bands,
}

impl Photo<'_> {
    /// The models look at a photo that lies on its side as if it stood; their places are not those of the picture on show then.
    fn is_upright(&self) -> bool {
        self.check("face.count")
            .is_none_or(|check| check.status != Status::Skip)
    }

    fn check(&self, id: &str) -> Option<&Check> {
        self.report.checks.iter().find(|check| check.id == id)
    }

    /// A mark of the check; its value is the check's own where that was judged, else `px`.
    fn mark(&self, id: &str, layer: Layer, name: (&str, &str), px: f64, at: f64, shapes: Vec<Shape>) -> Mark {
        let check = self.check(id).filter(|check| check.status != Status::Skip);
        let name = say(self.lang, name.0, name.1);
        let number = match check.map(|check| (&check.value, check)) {
            Some((Some(Value::Number(number)), check)) => brief(*number, check),
            _ => short(px.round()),
        };
        Mark {
            id: id.to_owned(),
            layer,
            status: check.map(|check| check.status),
            shapes,
            spoken: check.map_or_else(|| format!("{name} {number}"), |check| self.spoken(check)),
            name: format!("{name} {number}"),
            allowed: check.map(span).unwrap_or_default(),
            at,
        }
    }

    /// "眼睛位置：246 像素，符合。"
    fn spoken(&self, check: &Check) -> String {
        let (title, value) = (main_title(&check.title).0, seen(check, self.lang));
        let between = if value.is_empty() {
            ""
        } else {
            say(self.lang, "，", ", ")
        };
        let word = word(check.status, self.lang);
        match self.lang {
            Lang::Zh => format!("{title}：{value}{between}{word}"),
            Lang::En => format!("{title}: {value}{between}{word}"),
        }
    }

    /// From edge to edge at a height.
    fn across(&self, y: f64) -> [[f64; 2]; 2] {
        [[0.0, y], [self.size[0], y]]
    }

    fn rows(&self, band: Option<[f64; 2]>) -> Vec<Shape> {
        let Some([from, to]) = band else { return Vec::new() };
        let mut shapes = vec![rectangle(0.0, from, self.size[0], to)];
        for y in [from, to].into_iter().filter(|y| *y > 0.0 && *y < self.size[1]) {
            let [left, right] = self.across(y);
            shapes.push(Shape::Limit(left, right));
        }
        shapes
    }

    fn crown(&self, face: &FaceFacts) -> Option<Mark> {
        let y = face.crown_y?;
        let mut shapes = self.rows(self.bands.crown);
        let [left, right] = self.across(y);
        shapes.push(Shape::Line(left, right));
        Some(self.mark("geom.crown", Layer::Crown, ("头顶", "Crown"), y, y, shapes))
    }

    fn eye_line(&self, face: &FaceFacts) -> Mark {
        let y = (face.eyes[0][1] + face.eyes[1][1]) / 2.0;
        let mut shapes = self.rows(self.bands.eye_line);
        let [left, right] = self.across(y);
        shapes.push(Shape::Line(left, right));
        self.mark("geom.eye_line", Layer::Eyes, ("眼睛", "Eyes"), y, y, shapes)
    }

    /// A measured width below the eyes, its ends between where the narrowest and the widest allowed face would end.
    fn face_width(&self, face: &FaceFacts) -> Mark {
        let eyes = (face.eyes[0][1] + face.eyes[1][1]) / 2.0;
        let y = eyes + (face.chin_y - eyes) * 0.4;
        let tall = (face.chin_y - eyes) * 0.12;
        let mut shapes = Vec::new();
        if let Some(limits) = self.bands.face_width {
            let [narrow, wide] = limits.map(|width| width / 2.0);
            for side in [-1.0, 1.0] {
                let ends = [narrow, wide].map(|half| (face.center_x + side * half).clamp(0.0, self.size[0]));
                shapes.push(rectangle(ends[0], y - tall, ends[1], y + tall));
                for x in ends {
                    shapes.push(Shape::Limit([x, y - tall], [x, y + tall]));
                }
            }
        }
        let [left, right] = [-0.5, 0.5].map(|part| face.center_x + face.face_width * part);
        shapes.push(Shape::Line([left, y], [right, y]));
        for x in [left, right] {
            shapes.push(Shape::Line([x, y - tall * 0.7], [x, y + tall * 0.7]));
        }
        self.mark(
            "geom.face_width",
            Layer::Width,
            ("脸宽", "Face width"),
            face.face_width,
            y,
            shapes,
        )
    }

    fn center(&self, face: &FaceFacts) -> Option<Mark> {
        let [width, height] = self.size;
        let middle = width / 2.0;
        let mut shapes = Vec::new();
        if let Some(off) = self.bands.center {
            shapes.push(rectangle(middle - off, 0.0, middle + off, height));
            for x in [middle - off, middle + off] {
                shapes.push(Shape::Limit([x, 0.0], [x, height]));
            }
        }
        shapes.push(Shape::Line([face.center_x, 0.0], [face.center_x, height]));
        Some(self.mark(
            "geom.center",
            Layer::Centre,
            ("偏离中线", "Off centre"),
            face.center_x - middle,
            height * 0.94,
            shapes,
        ))
    }

    /// A line through both irises, in the middle of how far it may lean.
    fn level(&self, face: &FaceFacts) -> Mark {
        let [left, right] = face.eyes;
        let middle = [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0];
        let reach = face.face_width * 0.75;
        let length = ((right[0] - left[0]).powi(2) + (right[1] - left[1]).powi(2))
            .sqrt()
            .max(1.0);
        let step = [(right[0] - left[0]) / length, (right[1] - left[1]) / length];
        let end = |way: f64| [middle[0] + step[0] * reach * way, middle[1] + step[1] * reach * way];
        let mut shapes = Vec::new();
        let most = self.check("pose.roll").and_then(|check| check.limit?.max);
        if let Some(degrees) = most {
            let rise = reach * degrees.to_radians();
            for side in [-1.0, 1.0] {
                let x = middle[0] + side * reach;
                shapes.push(Shape::Band(vec![middle, [x, middle[1] - rise], [x, middle[1] + rise]]));
            }
        }
        shapes.push(Shape::Line(end(-1.0), end(1.0)));
        for [x, y] in face.eyes {
            let tick = face.face_width * 0.04;
            shapes.push(Shape::Line([x, y - tick], [x, y + tick]));
        }
        let at = end(1.0)[1];
        self.mark("pose.roll", Layer::Level, ("瞳孔连线", "Pupils"), face.roll, at, shapes)
    }

    fn chin(&self, face: &FaceFacts) -> Mark {
        let half = face.face_width * 0.25;
        let line = Shape::Line([face.center_x - half, face.chin_y], [face.center_x + half, face.chin_y]);
        self.mark(
            "chin",
            Layer::Chin,
            ("下巴", "Chin"),
            face.chin_y,
            face.chin_y,
            vec![line],
        )
    }

    /// What a check has found, framed.
    fn frame(&self, check: &Check) -> Option<Mark> {
        let [x, y, width, height] = check.region?.map(f64::from);
        let [right, bottom] = [(x + width).min(self.size[0]), (y + height).min(self.size[1])];
        if right <= x || bottom <= y {
            return None;
        }
        Some(Mark {
            id: check.id.clone(),
            layer: layer_of(&check.id),
            status: Some(check.status),
            shapes: vec![Shape::Frame([x, y, right - x, bottom - y])],
            name: main_title(&check.title).0.to_owned(),
            allowed: word(check.status, self.lang).to_owned(),
            at: (y + bottom) / 2.0,
            spoken: self.spoken(check),
        })
    }

    /// The map of the background belongs to whichever of its two rules is worse.
    fn heat(&self, map: &Heat) -> Option<Mark> {
        let judged = |id| self.check(id).filter(|check| check.status != Status::Skip);
        let both = ["bg.uniform", "bg.color"].map(judged).into_iter().flatten();
        let check = both.min_by_key(|check| check.status != Status::Fail && check.status != Status::Review)?;
        let outside = short((map.outside() * 100.0).round());
        let text = match self.lang {
            Lang::Zh => format!("背景的 {outside}% 超出要求"),
            Lang::En => format!("{outside}% of it outside the limits"),
        };
        Some(Mark {
            id: check.id.clone(),
            layer: Layer::Background,
            status: Some(check.status),
            shapes: vec![Shape::Heat {
                side: f64::from(map.side),
                paths: heat::paths(map),
            }],
            spoken: format!("{}{}{text}", self.spoken(check), say(self.lang, "，", ", ")),
            name: format!("{} {outside}%", say(self.lang, "背景", "Wall")),
            allowed: say(self.lang, "超出要求", "outside").to_owned(),
            at: self.size[1] * 0.04,
        })
    }
}

fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> Shape {
    Shape::Band(vec![[left, top], [right, top], [right, bottom], [left, bottom]])
}
