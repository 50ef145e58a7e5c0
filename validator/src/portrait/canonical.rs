//! The canonical face of MediaPipe's geometry pipeline: the mesh of a head that looks straight ahead, in cm.
//!
//! `geometry_pipeline_metadata_landmarks.binarypb` is a Protocol Buffer: field 1 a mesh whose field 3 holds five numbers for each
//! vertex (x, y, z and two of a texture), fields 2 the landmarks that pose is measured by, each with its weight.

/// Vertices and the weights that pose gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Canonical {
    /// x to the person's left, y up, z towards the camera; cm.
    pub vertices: Vec<[f32; 3]>,
    /// Landmark numbers with a weight above 0.
    pub weights: Vec<(usize, f32)>,
}

impl Canonical {
    /// Reads the file; `None` when it isn't one, or names landmarks that it hasn't.
    pub fn read(file: &[u8]) -> Option<Self> {
        let (mut numbers, mut weights) = (Vec::new(), Vec::new());
        for field in Fields(file) {
            match field? {
                (1, Value::Bytes(mesh)) => {
                    for part in Fields(mesh) {
                        if let (3, Value::Bytes(buffer)) = part? {
                            numbers.extend(buffer.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)));
                        }
                    }
                }
                (2, Value::Bytes(entry)) => weights.push(weight(entry)?),
                _ => {}
            }
        }
        let vertices: Vec<[f32; 3]> = numbers
            .as_chunks::<5>()
            .0
            .iter()
            .map(|[x, y, z, ..]| [*x, *y, *z])
            .collect();
        let sound = |(index, weight): &(usize, f32)| *index < vertices.len() && weight.is_finite() && *weight > 0.0;
        let finite = vertices.iter().flatten().all(|value| value.is_finite());
        (finite && !weights.is_empty() && weights.iter().all(sound)).then_some(Self { vertices, weights })
    }
}

/// One entry: field 1 the landmark, field 2 its weight.
fn weight(entry: &[u8]) -> Option<(usize, f32)> {
    let (mut index, mut weight) = (0, 0.0);
    for field in Fields(entry) {
        match field? {
            (1, Value::Number(number)) => index = usize::try_from(number).ok()?,
            (2, Value::Bytes(bytes)) => weight = f32::from_le_bytes(bytes.try_into().ok()?),
            _ => {}
        }
    }
    Some((index, weight))
}

/// A field's content: a number, or bytes of a known length.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a Protocol Buffers message, in their order; `None` for one that is damaged, and then no more.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, after) = self.0.split_first()?;
            self.0 = after;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, after) = self.0.split_at_checked(length)?;
        self.0 = after;
        Some(bytes)
    }

    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let key = self.number()?;
        let value = match key & 7 {
            0 => Value::Number(self.number()?),
            1 => Value::Bytes(self.bytes(8)?),
            2 => {
                let length = usize::try_from(self.number()?).ok()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => Value::Bytes(self.bytes(4)?),
            _ => return None,
        };
        Some((key >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Option<(u64, Value<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field)
    }
}
