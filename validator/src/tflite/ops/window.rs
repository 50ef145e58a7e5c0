//! How a window slides over a picture: sizes, strides, padding, as TensorFlow defines SAME and VALID.

use super::{Call, Result, misfit, unsupported};

/// A window and the picture that it makes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// Rows and columns of the input.
    pub(super) input: [usize; 2],
    /// Rows and columns of the output.
    pub(super) output: [usize; 2],
    /// Rows and columns of the window.
    pub(super) size: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    /// Rows above and columns to the left that the window finds empty.
    before: [usize; 2],
}

/// Which fields of an operator's options hold what.
pub(super) struct Fields {
    pub(super) stride_x: usize,
    pub(super) stride_y: usize,
    pub(super) dilation: Option<[usize; 2]>,
}

impl Window {
    pub(super) fn read(call: &Call<'_, '_>, input: [usize; 2], size: [usize; 2], fields: &Fields) -> Result<Self> {
        let same = is_same(call)?;
        let stride = [
            call.option_size(fields.stride_y, 1)?,
            call.option_size(fields.stride_x, 1)?,
        ];
        let dilation = match fields.dilation {
            Some([x, y]) => [call.option_size(y, 1)?, call.option_size(x, 1)?],
            None => [1, 1],
        };
        let (mut output, mut before) = ([0; 2], [0; 2]);
        for side in 0..2 {
            if stride[side] == 0 || dilation[side] == 0 || size[side] == 0 || dilation[side] > input[side] {
                return Err(misfit(
                    "a window that doesn't move",
                    &[&input, &size, &stride, &dilation],
                ));
            }
            let span = (size[side] - 1).saturating_mul(dilation[side]).saturating_add(1);
            output[side] = if same {
                input[side].div_ceil(stride[side])
            } else {
                let room = input[side].checked_sub(span);
                let room = room.ok_or_else(|| misfit("a window larger than its picture", &[&input, &size]))?;
                room / stride[side] + 1
            };
            if same {
                let covered = ((output[side] - 1) * stride[side]).saturating_add(span);
                before[side] = covered.saturating_sub(input[side]) / 2;
            }
        }
        Ok(Self {
            input,
            output,
            size,
            stride,
            dilation,
            before,
        })
    }

    /// The window's rows (`side` 0) or columns (1) at an output row or column, each with the input's, without those outside.
    pub(super) fn taps(&self, side: usize, at: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (start, step) = (at * self.stride[side], self.dilation[side]);
        let (before, limit) = (self.before[side], self.input[side]);
        (0..self.size[side]).filter_map(move |tap| {
            let place = (start + tap * step).checked_sub(before)?;
            (place < limit).then_some((tap, place))
        })
    }

    /// Whether it only looks at the pixel where it stands.
    pub(super) fn is_point(&self) -> bool {
        self.size == [1, 1] && self.stride == [1, 1]
    }
}

/// Whether an operator pads (SAME) or not (VALID).
pub(super) fn is_same(call: &Call<'_, '_>) -> Result<bool> {
    match call.option_i8(0, 0)? {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err(unsupported("a padding other than SAME and VALID")),
    }
}
