//! A model with its big weights as int8: a quarter of the size. The rest of the file is kept byte for byte.
//!
//! Layout, all numbers little-endian: `TSLPACK1`; u32 length of the original; u32 number of blocks n; n × (u32 offset in the
//! original, u32 bytes there, u32 channels, u32 inner, u32 weights); u32 length of the rest; the rest, which is the original without the blocks;
//! f32 scale of each channel, block after block; i8 weights, block after block. Weight `i` belongs to channel
//! `(i / inner) % channels` and is `scale × i8`.

use super::ModelError;
use super::reader::{Bytes, Gap, floats, halves};
use super::skeleton::{Builtin, Skeleton};
use tassel_kernels::widen;

type Result<T> = std::result::Result<T, ModelError>;

const MAGIC: &[u8; 8] = b"TSLPACK1";

/// Blocks with fewer weights than this stay as they are.
const WORTH_PACKING: usize = 256;

/// Weights of one tensor as int8.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantised<'a> {
    /// Weights, −127…127.
    pub(super) weights: &'a [u8],
    /// Factor of each channel.
    pub(super) scales: Vec<f32>,
    /// Weights in a row that belong to one channel.
    pub(super) inner: usize,
}

impl Quantised<'_> {
    /// The weights as numbers.
    pub(super) fn floats(&self) -> Vec<f32> {
        widen(self.weights, &self.scales, self.inner)
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
            let [start, length, channels, inner, weights] = [(); 5].map(|()| number(&mut left));
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
            headers.push((channels, inner, weights));
        }
        let size = number(&mut left)?;
        let rest = take(&mut left, size)?;
        let mut scales = Vec::new();
        for (channels, ..) in &headers {
            let bytes = channels.checked_mul(4).ok_or(ModelError::Truncated)?;
            scales.push(floats(take(&mut left, bytes)?));
        }
        let mut blocks = Vec::new();
        for ((_, inner, weights), scales) in headers.into_iter().zip(scales) {
            blocks.push(Quantised {
                weights: take(&mut left, weights)?,
                scales,
                inner,
            });
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

/// Packs the weights of a model's convolutions: each output channel gets the scale that lets its largest weight be 127.
/// The same file always gives the same bytes.
///
/// # Errors
/// When the file is not a model.
pub fn pack(file: &[u8]) -> Result<Vec<u8>> {
    let mut blocks = weights_of(file)?;
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
    for (block, scales) in blocks.iter().zip(&scales) {
        out.extend(block.quantised(scales).map(i8::cast_unsigned));
    }
    Ok(out)
}

/// Weights as they stand in a model.
struct Block {
    gap: Gap,
    values: Vec<f32>,
    channels: usize,
    inner: usize,
}

impl Block {
    fn scales(&self) -> Vec<f32> {
        let mut largest = vec![0_f32; self.channels];
        for (index, value) in self.values.iter().enumerate() {
            if let Some(largest) = largest.get_mut((index / self.inner) % self.channels) {
                *largest = largest.max(value.abs());
            }
        }
        largest.into_iter().map(|largest| largest / 127.0).collect()
    }

    fn quantised(&self, scales: &[f32]) -> impl Iterator<Item = i8> {
        self.values.iter().enumerate().map(|(index, value)| {
            let scale = scales.get((index / self.inner) % self.channels).copied().unwrap_or(0.0);
            if scale == 0.0 {
                return 0;
            }
            // In range by the choice of the scale.
            (value / scale).round().clamp(-127.0, 127.0) as i8
        })
    }
}

/// The weights of all convolutions of a model.
fn weights_of(file: &[u8]) -> Result<Vec<Block>> {
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
        });
    }
    Ok(blocks)
}
