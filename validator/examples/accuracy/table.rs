//! The scores as text for the terminal and as tables for `docs/accuracy.md`.

use std::fmt::Write;

use super::Fallible;
use super::score::{Goal, Scores};

const START: &str = "<!-- scores: start -->";
const END: &str = "<!-- scores: end -->";

fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1}", 100.0 * rate))
}

fn goal(goal: Goal) -> String {
    match goal {
        Goal::Exact => "0".to_owned(),
        Goal::Rates(accept, reject) => format!("FA ≤ {:.0}, FR ≤ {:.0}", 100.0 * accept, 100.0 * reject),
        Goal::Equal(most) => format!("EER ≤ {:.0}", 100.0 * most),
        Goal::None => "–".to_owned(),
    }
}

fn met(met: bool) -> &'static str {
    if met { "✓" } else { "✗" }
}

/// Rows of cells; the first is the head.
type Rows = Vec<Vec<String>>;

fn checks(scores: &Scores) -> Rows {
    let head = [
        "check",
        "FR %",
        "FA %",
        "FA severe %",
        "EER %",
        "good / faulty",
        "goal %",
        "",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (id, wanted, tally, is_met) in &scores.checks {
        rows.push(vec![
            format!("`{id}`"),
            percent(tally.false_reject.value()),
            percent(tally.false_accept.value()),
            percent(tally.severe_accept.value()),
            percent(tally.equal()),
            format!("{} / {}", tally.false_reject.of, tally.false_accept.of),
            goal(*wanted),
            met(*is_met).to_owned(),
        ]);
    }
    rows
}

fn distances(scores: &Scores) -> Rows {
    let head = ["measure", "median", "95 %", "goal", "photos", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for one in &scores.distances {
        let at = |share| {
            one.at(share)
                .map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
        };
        let is_met = one.at(0.95).is_some_and(|value| value <= one.goal);
        rows.push(vec![
            one.name.to_owned(),
            at(0.5),
            at(0.95),
            one.goal.to_string(),
            one.values.len().to_string(),
            met(is_met).to_owned(),
        ]);
    }
    rows
}

fn whole(scores: &Scores) -> Rows {
    let head = ["photos", "%", "of", "goal %", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for one in &scores.whole {
        let is_met = one
            .goal
            .is_none_or(|goal| one.rate.value().is_some_and(|rate| rate <= goal));
        rows.push(vec![
            one.name.to_owned(),
            percent(one.rate.value()),
            one.rate.of.to_string(),
            one.goal
                .map_or_else(|| "–".to_owned(), |goal| format!("≤ {:.0}", 100.0 * goal)),
            met(is_met).to_owned(),
        ]);
    }
    rows
}

fn tail(scores: &Scores) -> String {
    let mut text = String::new();
    if !scores.wrong.is_empty() {
        let wrong: Vec<String> = scores
            .wrong
            .iter()
            .take(8)
            .map(|(id, count)| format!("{id} {count}"))
            .collect();
        let _ = writeln!(text, "Wrong advice comes from: {}.", wrong.join(", "));
    }
    let unmet = if scores.unmet.is_empty() {
        "none".to_owned()
    } else {
        scores.unmet.join(", ")
    };
    let _ = writeln!(text, "{} photos. Goals not met: {unmet}.", scores.photos);
    text
}

fn columns(rows: &Rows) -> String {
    let width = |cell: &str| {
        cell.chars()
            .map(|c| {
                if c.is_ascii() || c == '–' || c == '≤' || c == '✓' || c == '✗' || c == '°' {
                    1
                } else {
                    2
                }
            })
            .sum::<usize>()
    };
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len))
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        for (cell, most) in row.iter().zip(&widths) {
            let _ = write!(text, "{cell}{}  ", " ".repeat(most - width(cell)));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn markdown(rows: &Rows) -> String {
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let _ = writeln!(text, "| {} |", row.join(" | "));
        if index == 0 {
            let _ = writeln!(text, "|{}", "---|".repeat(row.len()));
        }
    }
    text
}

/// For the terminal.
pub(super) fn text(scores: &Scores) -> String {
    let [median, most] = scores.ms;
    let tables = [checks(scores), distances(scores), whole(scores)]
        .map(|rows| columns(&rows))
        .join("\n");
    format!(
        "{tables}\n{}ms a photo: median {median:.0}, 95 % {most:.0}\n",
        tail(scores)
    )
}

/// `docs/accuracy.md` with the part between its marks made anew. Times are left out: they differ from run to run.
pub(super) fn written(old: &str, scores: &Scores) -> Fallible<String> {
    let (Some(start), Some(end)) = (old.find(START), old.find(END)) else {
        return Err(format!("the file has no {START} … {END}").into());
    };
    let tables = [checks(scores), distances(scores), whole(scores)]
        .map(|rows| markdown(&rows))
        .join("\n");
    let (before, after) = (old.get(..start).unwrap_or_default(), old.get(end..).unwrap_or_default());
    Ok(format!("{before}{START}\n\n{tables}\n{}\n{after}", tail(scores)))
}
