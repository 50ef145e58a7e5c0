//! Walking through XML: elements and texts, without their namespaces. Ends where the file breaks off.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// What comes next in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node<'a> {
    /// An element begins.
    Open(&'a str, Attributes<'a>),
    /// An element ends; an empty one ends right after it began.
    Close(&'a str),
    /// A piece of text.
    Text(&'a str),
}

/// The attributes of an element as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'a>(&'a str);

impl Attributes<'_> {
    /// The value of an attribute, by its name without a namespace.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let attributes = quick_xml::events::attributes::Attributes::new(self.0, 0);
        let found = attributes
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }
}

/// Calls `visit` with everything in the file, in order, until it says that it has enough; gives whether nothing was in the way of that.
#[must_use]
pub(super) fn walk(bytes: &[u8], mut visit: impl FnMut(Node<'_>) -> bool) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    while let Ok(event) = reader.read_event() {
        let more = match &event {
            Event::Start(element) => open(element, &mut visit),
            Event::Empty(element) => open(element, &mut visit) && visit(Node::Close(element.local_name().as_ref())),
            Event::End(element) => visit(Node::Close(element.local_name().as_ref())),
            Event::Text(text) => visit(Node::Text(&text.xml10_content())),
            Event::CData(text) => visit(Node::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => visit(Node::Text(c.encode_utf8(&mut [0; 4]))),
                _ => visit(Node::Text(resolve_predefined_entity(reference).unwrap_or(" "))),
            },
            Event::Eof => return true,
            _ => true,
        };
        if !more {
            return true;
        }
    }
    false
}

fn open(element: &BytesStart<'_>, visit: &mut impl FnMut(Node<'_>) -> bool) -> bool {
    visit(Node::Open(
        element.local_name().as_ref(),
        Attributes(element.attributes_raw()),
    ))
}
