//! Loops over the channels of the pixels under a window.

use crate::gemm::Activation;
use crate::simd::{Floats, LANES};

/// One pixel of a depthwise convolution: each channel's bias and the sum of `picture × weights` over `places`, which say where the
/// weights and the pixel of each place of the window begin.
#[inline(never)]
pub fn depthwise(
    picture: &[f32],
    weights: &[f32],
    bias: &[f32],
    places: &[(usize, usize)],
    activation: Activation,
    pixel: &mut [f32],
) {
    // Two vectors at a time: their sums don't wait for each other.
    let (twos, rest) = pixel.as_chunks_mut::<{ 2 * LANES }>();
    let (ones, rest) = rest.as_chunks_mut::<LANES>();
    let mut whole = 0;
    let sums = Sums {
        picture,
        weights,
        bias,
        places,
    };
    for out in twos {
        let sums: [Floats; 2] = sums.at(whole);
        let [low, high] = sums.map(|sum| activation.apply_to_all(sum).array());
        out[..LANES].copy_from_slice(&low);
        out[LANES..].copy_from_slice(&high);
        whole += 2 * LANES;
    }
    for out in ones {
        let [sum] = sums.at(whole);
        *out = activation.apply_to_all(sum).array();
        whole += LANES;
    }
    for (channel, out) in rest.iter_mut().enumerate() {
        let channel = whole + channel;
        let mut sum = bias[channel];
        for (weight, place) in places {
            sum += picture[place + channel] * weights[weight + channel];
        }
        *out = activation.apply(sum);
    }
}

/// What [`depthwise`] adds up.
struct Sums<'a> {
    picture: &'a [f32],
    weights: &'a [f32],
    bias: &'a [f32],
    places: &'a [(usize, usize)],
}

impl Sums<'_> {
    /// Of `N` times [`LANES`] channels.
    #[inline(always)]
    fn at<const N: usize>(&self, first: usize) -> [Floats; N] {
        let floats = |values: &[f32], at: usize| -> [Floats; N] {
            let (eights, _) = values[at + first..at + first + N * LANES].as_chunks::<LANES>();
            std::array::from_fn(|index| Floats::new(&eights[index]))
        };
        let mut sums = floats(self.bias, 0);
        for (weight, place) in self.places {
            let (values, weights) = (floats(self.picture, *place), floats(self.weights, *weight));
            for (sum, (value, weight)) in sums.iter_mut().zip(values.into_iter().zip(weights)) {
                *sum = sum.add_product(value, weight);
            }
        }
        sums
    }
}

/// Where a pixel of an enlarged picture lies between four of the picture that is enlarged.
#[derive(Debug, Clone, Copy)]
pub struct Blend {
    /// Where the four begin: top left, top right, bottom left, bottom right.
    pub corners: [usize; 4],
    /// How far it is from the left and from the top one, 0…1.
    pub across: f32,
    /// See `across`.
    pub down: f32,
}

/// One pixel of an enlarged picture.
#[inline(never)]
pub fn blend(picture: &[f32], blend: &Blend, pixel: &mut [f32]) {
    let Blend { corners, across, down } = *blend;
    let (up, beside) = (1.0 - down, 1.0 - across);
    let shares = [up * beside, up * across, down * beside, down * across];
    let count = pixel.len();
    let [a, b, c, d] = corners.map(|at| picture[at..at + count].as_chunks::<LANES>());
    let (out, rest) = pixel.as_chunks_mut::<LANES>();
    for (out, ((a, b), (c, d))) in out.iter_mut().zip(a.0.iter().zip(b.0).zip(c.0.iter().zip(d.0))) {
        let [a, b, c, d] = [a, b, c, d].map(Floats::new);
        let [e, f, g, h] = shares.map(Floats::splat);
        *out = a.times(e).add_product(b, f).add_product(c, g).add_product(d, h).array();
    }
    for (out, ((a, b), (c, d))) in rest.iter_mut().zip(a.1.iter().zip(b.1).zip(c.1.iter().zip(d.1))) {
        *out = a * shares[0] + b * shares[1] + c * shares[2] + d * shares[3];
    }
}
