//! Everything once, unseen, before a photo comes: a browser compiles a part of the program when that is first called, and a student who has
//! chosen a photo should not wait for it. Rows are made on the way.

use tassel_validator::{Profile, Report};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, lang};
use crate::slices::Slices;
use crate::{list, overlay, verdict};

/// Something to draw with: a check of each status, and a mark of each shape.
const SAMPLE: &str = r#"{"file":"","profile":"","verdict":"fail","photo":{"width":480,"height":640,"bytes":9,"format":"jpeg","dpi":300},
"face":{"box":[1,1,9,9],"eyes":[[200,250],[280,251]],"crown_y":90,"chin_y":400,"face_width":260,"center_x":240,"roll":0.5},"checks":[
{"id":"file.bytes","status":"fail","score":0.1,"value":9,"unit":"B","limit":{"min":10,"max":99},"title":"","message":"","advice":" ","fix":"auto"},
{"id":"file.format","status":"pass","value":"jpeg","title":"","message":"","advice":"","fix":"none"},
{"id":"bg.color","status":"review","value":"9","unit":"deltaE","region":[9,9,90,90],"title":"","message":"","advice":" ","fix":"none"},
{"id":"geom.eye_line","status":"pass","value":250.5,"unit":"px","limit":{"min":200,"max":300},"title":"","message":"","advice":"","fix":"none"},
{"id":"glasses","status":"skip","title":"","message":" ","advice":"","fix":"none"}],
"heat":{"columns":2,"side":240,"cells":"1469"},"ms":{"decode":0,"total":0}}"#;

fn sample() -> Option<Report> {
    serde_json::from_str(SAMPLE).ok()
}

/// Ends as soon as a photo's drawing begins.
pub(crate) async fn rehearse(profile: &Profile, mut slices: Slices) -> Result<(), JsValue> {
    if !slices.next().await? {
        return Ok(());
    }
    // A sample that can't be read costs the head start, and nothing else.
    let Some(report) = sample() else { return Ok(()) };
    if !slices.next().await? {
        return Ok(());
    }
    overlay::rehearse(&report, profile)?;
    let hidden = hide("div", "sc-verdict")?;
    let by_eye = verdict::left_for_the_eye(profile, Some(&report), lang()).len();
    let summary = verdict::summary(&report, by_eye, lang());
    verdict::draw(&hidden, &summary, report.verdict, "")?;
    let mut goes_on = lay_out(&hidden, &mut slices).await?;
    for check in &report.checks {
        if !goes_on {
            return Ok(());
        }
        let hidden = hide("ul", "sc-rows")?;
        if let Some(row) = list::make_row(check, profile)? {
            hidden.append_child(&row)?;
        }
        goes_on = lay_out(&hidden, &mut slices).await?;
    }
    list::make_rows(&report, profile, &mut slices).await
}

/// A place as wide as the page that nobody sees, hears or reaches: the style sheet hides it.
fn hide(tag: &str, class: &str) -> Result<Element, JsValue> {
    append(&by_id("self-check")?, tag, &format!("{class} sc-rehearsed"), "")
}

/// What was laid out once has given the next one its fonts, its signs and the widths of its words.
async fn lay_out(hidden: &Element, slices: &mut Slices) -> Result<bool, JsValue> {
    let goes_on = slices.next().await;
    hidden.remove();
    goes_on
}

#[cfg(test)]
mod tests {
    use tassel_validator::Status;

    use super::*;

    #[test]
    fn the_sample_has_everything_that_is_drawn() {
        let report = sample().expect("the sample is a report");
        for status in [Status::Fail, Status::Review, Status::Pass, Status::Skip] {
            assert!(report.checks.iter().any(|check| check.status == status));
        }
        assert!(report.face.is_some() && report.heat.is_some());
    }
}
