//! Writes the results in the form that was asked for, one after the other.

use std::io::Write;

use anyhow::Result;
use tassel_validator::Lang;

use super::reasons::Reasons;
use super::{CheckRequest, Item, Outcome, PhotoFormat, human, table};

/// Where results go.
pub(super) struct Printer<'a> {
    out: &'a mut dyn Write,
    format: PhotoFormat,
    lang: Lang,
    outcome: Outcome,
    reasons: Reasons,
    first: bool,
}

impl<'a> Printer<'a> {
    pub(super) fn new(out: &'a mut dyn Write, request: &CheckRequest) -> Self {
        Self {
            out,
            format: request.format,
            lang: request.lang,
            outcome: Outcome::default(),
            reasons: Reasons::default(),
            first: true,
        }
    }

    pub(super) fn begin(&mut self) -> Result<()> {
        match self.format {
            PhotoFormat::Json => self.out.write_all(b"[")?,
            PhotoFormat::Csv => table::head(self.out, self.lang)?,
            PhotoFormat::Human | PhotoFormat::Jsonl => {}
        }
        Ok(())
    }

    pub(super) fn print(&mut self, items: Vec<Item>) -> Result<()> {
        for item in items {
            self.outcome.count(&item);
            self.reasons.count(&item);
            match self.format {
                PhotoFormat::Human => human::item(self.out, &item, self.lang)?,
                PhotoFormat::Csv => table::row(self.out, &item, self.lang)?,
                PhotoFormat::Json => {
                    self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
                    serde_json::to_writer(&mut *self.out, &item)?;
                }
                PhotoFormat::Jsonl => {
                    serde_json::to_writer(&mut *self.out, &item)?;
                    self.out.write_all(b"\n")?;
                }
            }
            self.first = false;
        }
        self.out.flush()?;
        Ok(())
    }

    pub(super) fn end(self) -> Result<Outcome> {
        match self.format {
            PhotoFormat::Human => {
                self.reasons.print(self.out, self.lang)?;
                human::summary(self.out, self.outcome, self.lang)?;
            }
            PhotoFormat::Json => self.out.write_all(b"\n]\n")?,
            PhotoFormat::Csv | PhotoFormat::Jsonl => {}
        }
        Ok(self.outcome)
    }
}
