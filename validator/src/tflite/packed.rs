//! A model with its big weights as whole numbers of 8, 10 or 12 bits. The rest of the file is kept byte for byte.
//!
//! Layout, all numbers little-endian: `TSLPACK2`; u32 length of the original; u32 number of blocks n; n × (u32 offset
//! in the original, u32 bytes there, u32 channels, u32 inner, u32 weights, u32 bits of a weight beyond 8, `fine`); u32 length of the rest; the rest,
//! which is the original without the blocks; f32 scale of each channel, block after block; the upper 8 bits of each weight as i8, block after
//! block; the lower `fine` bits of each weight, the first in the lowest bits of a byte, each block from a byte of its own. Weight `i`
//! belongs to channel `(i / inner) % channels` and is `scale × (upper × 2^fine + lower)`.
//!
//! The lower bits stand apart because they can't be compressed: the upper ones then still can, as a page's download is.

use super::ModelError;
use super::reader::{Bytes, Gap, floats, halves};
use super::skeleton::{Builtin, Node, Skeleton};
use tassel_kernels::{widen, widen_fine};

type Result<T> = std::result::Result<T, ModelError>;

const MAGIC: &[u8; 8] = b"TSLPACK2";

/// Blocks with fewer weights than this stay as they are.
const WORTH_PACKING: usize = 256;

/// How many bits a weight gets when a model is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bits {
    /// The smallest, and what [`Precision::Fast`](super::Precision) calculates with as it is.
    #[default]
    Eight,
    /// A quarter of the error; the layers that give the model's outputs get twelve bits, since no layer after them makes up for anything.
    Ten,
    /// A sixteenth of the error.
    Twelve,
}

impl Bits {
    /// Bits beyond those of an i8; they fill whole bytes.
    fn fine(self) -> usize {
        match self {
            Self::Eight => 0,
            Self::Ten => 2,
            Self::Twelve => 4,
        }
    }

    fn of_fine(fine: usize) -> Option<Self> {
        [Self::Eight, Self::Ten, Self::Twelve]
            .into_iter()
            .find(|bits| bits.fine() == fine)
    }

    /// The largest weight as a whole number: its upper 8 bits are never −128.
    fn largest(self) -> i16 {
        (128 << self.fine()) - 1
    }

    /// Bytes that the lower bits of so many weights fill.
    fn fine_bytes(self, weights: usize) -> usize {
        match self.fine() {
            0 => 0,
            fine => weights.div_ceil(8 / fine),
        }
    }
}

/// Weights of one tensor as whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantised<'a> {
    /// The upper 8 bits of each weight; all of it when `bits` is eight.
    pub(super) weights: &'a [u8],
    lower: &'a [u8],
    pub(super) bits: Bits,
    /// Factor of each channel.
    pub(super) scales: Vec<f32>,
    /// Weights in a row that belong to one channel.
    pub(super) inner: usize,
}

impl Quantised<'_> {
    /// The weights as numbers.
    pub(super) fn floats(&self) -> Vec<f32> {
        match self.bits.fine() {
            0 => widen(self.weights, &self.scales, self.inner),
            fine => widen_fine(self.weights, self.lower, fine, &self.scales, self.inner),
        }
    }
}

/// A packed file, taken apart.
#[derive(Debug)]
pub(super) struct Packed<'a> {
    rest: &'a [u8],
    gaps: Vec<Gap>,
    blocks: Vec<Quantised<'a>>,
}

impl<'a> Packed<'a> {
    /// `None` when the file is not a packed one.
    pub(super) fn read(file: &'a [u8]) -> Result<Option<Self>> {
        let Some(mut left) = file.strip_prefix(MAGIC) else {
            return Ok(None);
        };
        let _original = number(&mut left)?;
        let count = number(&mut left)?;
        let mut headers = Vec::new();
        let mut gaps: Vec<Gap> = Vec::new();
        for _ in 0..count {
            let [start, length, channels, inner, weights, fine] = [(); 6].map(|()| number(&mut left));
            let gap = Gap {
                start: start?,
                length: length?,
            };
            if gaps.last().is_some_and(|last| last.start + last.length > gap.start) {
                return Err(ModelError::Truncated);
            }
            gaps.push(gap);
            let (channels, inner, weights) = (channels?, inner?, weights?);
            // A block stood there in 32 or in 16 bits a weight.
            let fits = [2, 4].iter().any(|size| weights.checked_mul(*size) == Some(gap.length));
            if channels == 0 || inner == 0 || !fits {
                return Err(ModelError::Truncated);
            }
            let bits = Bits::of_fine(fine?).ok_or(ModelError::Truncated)?;
            headers.push((channels, inner, weights, bits));
        }
        let size = number(&mut left)?;
        let rest = take(&mut left, size)?;
        let mut scales = Vec::new();
        for (channels, ..) in &headers {
            let bytes = channels.checked_mul(4).ok_or(ModelError::Truncated)?;
            scales.push(floats(take(&mut left, bytes)?));
        }
        let mut blocks = Vec::new();
        for ((_, inner, weights, bits), scales) in headers.into_iter().zip(scales) {
            blocks.push(Quantised {
                weights: take(&mut left, weights)?,
                lower: &[],
                bits,
                scales,
                inner,
            });
        }
        for block in &mut blocks {
            block.lower = take(&mut left, block.bits.fine_bytes(block.weights.len()))?;
        }
        Ok(Some(Self { rest, gaps, blocks }))
    }

    /// The file without its blocks.
    pub(super) fn bytes(&self) -> Bytes<'_> {
        Bytes::new(self.rest, &self.gaps)
    }

    /// The block that stood at this offset of the original.
    pub(super) fn block(&self, start: usize) -> Option<&Quantised<'a>> {
        let index = self.gaps.binary_search_by_key(&start, |gap| gap.start).ok()?;
        self.blocks.get(index)
    }
}

fn take<'a>(left: &mut &'a [u8], length: usize) -> Result<&'a [u8]> {
    let (taken, after) = left.split_at_checked(length).ok_or(ModelError::Truncated)?;
    *left = after;
    Ok(taken)
}

fn number(left: &mut &[u8]) -> Result<usize> {
    let four = take(left, 4)?;
    let four: [u8; 4] = four.try_into().map_err(|_| ModelError::Truncated)?;
    usize::try_from(u32::from_le_bytes(four)).map_err(|_| ModelError::Truncated)
}

/// Packs the weights of a model's convolutions: each output channel gets the scale that lets its largest weight be the largest number
/// of so many bits. The same file always gives the same bytes.
///
/// # Errors
/// When the file is not a model.
pub fn pack(file: &[u8], bits: Bits) -> Result<Vec<u8>> {
    let mut blocks = weights_of(file, bits)?;
    blocks.retain(|block| block.values.len() >= WORTH_PACKING);
    blocks.sort_by_key(|block| block.gap.start);
    blocks.dedup_by_key(|block| block.gap.start);
    let put = |out: &mut Vec<u8>, value: usize| -> Result<()> {
        let value = u32::try_from(value).map_err(|_| ModelError::TooBig)?;
        out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    };
    let mut out = MAGIC.to_vec();
    put(&mut out, file.len())?;
    put(&mut out, blocks.len())?;
    let (mut rest, mut after) = (Vec::new(), 0);
    for block in &blocks {
        for value in [
            block.gap.start,
            block.gap.length,
            block.channels,
            block.inner,
            block.values.len(),
            block.bits.fine(),
        ] {
            put(&mut out, value)?;
        }
        rest.extend_from_slice(file.get(after..block.gap.start).ok_or(ModelError::Truncated)?);
        after = block.gap.start + block.gap.length;
    }
    rest.extend_from_slice(file.get(after..).ok_or(ModelError::Truncated)?);
    put(&mut out, rest.len())?;
    out.append(&mut rest);
    let scales: Vec<Vec<f32>> = blocks.iter().map(Block::scales).collect();
    for scale in scales.iter().flatten() {
        out.extend_from_slice(&scale.to_le_bytes());
    }
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for (block, scales) in blocks.iter().zip(&scales) {
        block.quantise(scales, &mut upper, &mut lower);
    }
    out.append(&mut upper);
    out.append(&mut lower);
    Ok(out)
}

/// Weights as they stand in a model.
struct Block {
    gap: Gap,
    values: Vec<f32>,
    channels: usize,
    inner: usize,
    bits: Bits,
}

impl Block {
    fn scales(&self) -> Vec<f32> {
        let mut largest = vec![0_f32; self.channels];
        for (index, value) in self.values.iter().enumerate() {
            if let Some(largest) = largest.get_mut((index / self.inner) % self.channels) {
                *largest = largest.max(value.abs());
            }
        }
        let whole = f32::from(self.bits.largest());
        largest.into_iter().map(|largest| largest / whole).collect()
    }

    /// Adds the upper 8 bits of each weight to `upper`, and the others to `lower`.
    fn quantise(&self, scales: &[f32], upper: &mut Vec<u8>, lower: &mut Vec<u8>) {
        let (largest, fine) = (f32::from(self.bits.largest()), self.bits.fine());
        let whole = self.values.iter().enumerate().map(|(index, value)| {
            let scale = scales.get((index / self.inner) % self.channels).copied().unwrap_or(0.0);
            if scale == 0.0 {
                return 0;
            }
            // In range by the choice of the scale.
            (value / scale).round().clamp(-largest, largest) as i16
        });
        let whole: Vec<i16> = whole.collect();
        // The shift keeps the sign, so that the lower bits are always added.
        upper.extend(whole.iter().map(|value| (value >> fine) as u8));
        if fine > 0 {
            let mask = (1 << fine) - 1;
            lower.extend(whole.chunks(8 / fine).map(|values| {
                let parts = values.iter().enumerate();
                parts.fold(0, |byte, (place, value)| {
                    byte | ((value & mask) << (place * fine)) as u8
                })
            }));
        }
    }
}

/// The weights of all convolutions of a model.
fn weights_of(file: &[u8], bits: Bits) -> Result<Vec<Block>> {
    let skeleton = Skeleton::read(Bytes::new(file, &[]))?;
    let mut blocks = Vec::new();
    for node in &skeleton.nodes {
        let depthwise = match node.code {
            Builtin::Conv | Builtin::TransposeConv => false,
            Builtin::DepthwiseConv => true,
            _ => continue,
        };
        let Some(tensor) = node.inputs.get(1).copied().flatten() else {
            continue;
        };
        let tensor = stored_in(&skeleton, tensor);
        let (shape, element, data) = skeleton.stored(tensor)?;
        let bytes = file
            .get(data.start..data.start + data.length)
            .ok_or(ModelError::Truncated)?;
        let values = match element {
            0 => floats(bytes),
            1 => halves(bytes),
            _ => continue,
        };
        let [first, height, width, last] = shape[..] else {
            continue;
        };
        let (channels, inner) = if depthwise {
            (last, 1)
        } else {
            (first, height * width * last)
        };
        if channels == 0 || inner == 0 || values.is_empty() {
            continue;
        }
        blocks.push(Block {
            gap: Gap {
                start: data.start,
                length: data.length,
            },
            values,
            channels,
            inner,
            bits: if bits == Bits::Ten && gives_an_output(&skeleton, node.output) {
                Bits::Twelve
            } else {
                bits
            },
        });
    }
    Ok(blocks)
}

/// Whether a tensor is what the model gives, but for its shape.
fn gives_an_output(skeleton: &Skeleton<'_>, tensor: usize) -> bool {
    let shapes = |node: &&Node<'_>| node.code == Builtin::Reshape && node.inputs.first() == Some(&Some(tensor));
    let shaped = skeleton.nodes.iter().filter(shapes).map(|node| node.output);
    shaped.chain([tensor]).any(|tensor| skeleton.outputs.contains(&tensor))
}

/// The tensor that holds a weight: one of 16 bits reaches its step through an operator that only widens it.
fn stored_in(skeleton: &Skeleton<'_>, tensor: usize) -> usize {
    let widens = |node: &&Node<'_>| node.code == Builtin::Dequantise && node.output == tensor;
    let from = skeleton.nodes.iter().find(widens);
    from.and_then(|node| node.inputs.first().copied().flatten())
        .unwrap_or(tensor)
}
