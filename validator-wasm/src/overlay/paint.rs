//! Marks as SVG, and their labels beside the photo.

use std::fmt::Write as _;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::marks::{Mark, Shape};
use super::place::spread;
use crate::dom::{append, by_id, clear, document};
use crate::number::short;
use crate::row::hook;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Height of a label of two lines, and of one, in CSS px.
const LABEL: [f64; 2] = [38.0, 20.0];

/// Draws every mark, hidden ones too: switching a layer only hides and shows.
pub(super) fn draw(marks: &[Mark], [width, height]: [f64; 2]) -> Result<(), JsValue> {
    let overlay: Element = by_id("overlay")?;
    clear(&overlay);
    overlay.set_attribute("viewBox", &format!("0 0 {} {}", short(width), short(height)))?;
    for mark in marks {
        let group = add(&overlay, "g", "")?;
        tag(&group, mark)?;
        group.set_attribute("tabindex", "0")?;
        group.set_attribute("role", "button")?;
        group.set_attribute("aria-label", &mark.spoken)?;
        for shape in &mark.shapes {
            draw_shape(&group, shape)?;
        }
    }
    Ok(())
}

/// Labels of the marks that are on, in the margin, each with a line to its place. `tall` is the photo's height on the screen.
pub(super) fn draw_labels<'a>(
    marks: impl Iterator<Item = &'a Mark>,
    lit: Option<&str>,
    photo: f64,
    tall: f64,
) -> Result<(), JsValue> {
    let labels: Element = by_id("labels")?;
    clear(&labels);
    let marks: Vec<&Mark> = marks.collect();
    let tight = marks.len() as f64 * LABEL[0] > tall;
    let wanted: Vec<f64> = marks.iter().map(|mark| mark.at / photo.max(1.0) * tall).collect();
    let places = spread(&wanted, LABEL[usize::from(tight)], tall.max(1.0));
    labels.toggle_attribute_with_force("data-tight", tight)?;
    let leads = add(&labels, "svg", "sc-leads")?;
    leads.set_attribute("viewBox", "0 0 10 100")?;
    leads.set_attribute("preserveAspectRatio", "none")?;
    let percent = |px: f64| px / tall.max(1.0) * 100.0;
    for (mark, (from, to)) in marks.iter().zip(wanted.iter().zip(&places)) {
        let d = format!("M0 {}L10 {}", short(percent(*from)), short(percent(*to)));
        let lead = add(&leads, "path", "sc-lead")?;
        lead.set_attribute("d", &d)?;
        tag(&lead, mark)?;
        let label = append(&labels, "span", "sc-mark", "")?;
        tag(&label, mark)?;
        label.toggle_attribute_with_force("data-lit", lit == Some(mark.id.as_str()))?;
        append(&label, "span", "sc-mark-name", &mark.name)?;
        append(&label, "span", "sc-mark-allowed", &mark.allowed)?;
        // Inline style attributes are closed with the seal; the object model is not.
        let style = label.unchecked_into::<HtmlElement>().style();
        style.set_property("top", &format!("{}%", short(percent(*to))))?;
    }
    Ok(())
}

fn tag(element: &Element, mark: &Mark) -> Result<(), JsValue> {
    element.set_attribute("data-mark", &mark.id)?;
    element.set_attribute("data-layer", mark.layer.hook())?;
    element.set_attribute("data-status", mark.status.map_or("none", hook))
}

fn draw_shape(group: &Element, shape: &Shape) -> Result<(), JsValue> {
    match shape {
        Shape::Line(from, to) => {
            // Two strokes, a dark one below the coloured one, so that the line is seen on any ground.
            let d = trace(&[*from, *to], false);
            path(group, "sc-edge", &d)?;
            path(group, "sc-rule", &d)
        }
        Shape::Limit(from, to) => path(group, "sc-limit", &trace(&[*from, *to], false)),
        Shape::Band(corners) => path(group, "sc-band", &trace(corners, true)),
        Shape::Frame([x, y, width, height]) => {
            let (right, bottom) = (x + width, y + height);
            let d = trace(&[[*x, *y], [right, *y], [right, bottom], [*x, bottom]], true);
            path(group, "sc-edge", &d)?;
            path(group, "sc-rule", &d)
        }
        Shape::Heat { side, paths } => {
            for (step, d) in paths.iter().enumerate().filter(|(_, d)| !d.is_empty()) {
                let cells = add(group, "path", "sc-heat")?;
                cells.set_attribute("d", d)?;
                cells.set_attribute("data-step", &step.to_string())?;
                cells.set_attribute("transform", &format!("scale({})", short(*side)))?;
            }
            Ok(())
        }
    }
}

fn path(group: &Element, class: &str, d: &str) -> Result<(), JsValue> {
    add(group, "path", class)?.set_attribute("d", d)
}

fn trace(points: &[[f64; 2]], closed: bool) -> String {
    let mut d = String::new();
    for (index, [x, y]) in points.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        // Writing to a string can't fail.
        let _ = write!(d, "{letter}{} {}", short(*x), short(*y));
    }
    if closed {
        d.push('z');
    }
    d
}

fn add(parent: &Element, tag: &str, class: &str) -> Result<Element, JsValue> {
    let element = document()?.create_element_ns(Some(SVG), tag)?;
    if !class.is_empty() {
        element.set_attribute("class", class)?;
    }
    parent.append_child(&element)?;
    Ok(element)
}
