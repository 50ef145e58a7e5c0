//! Which landmarks outline what: numbers of MediaPipe's face mesh (`face_mesh_connections.py`), in the order of the outline.
//!
//! Left and right are the person's, so "right" lies on the picture's left.

use super::{Landmarks, Point};

/// Around the face: forehead (not the hairline), cheeks, chin; clockwise from the middle of the forehead.
pub const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/// Around the right eye's opening: outer corner, upper lid, inner corner, lower lid.
pub const RIGHT_EYE: [usize; 16] = [
    33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7,
];
/// Around the left eye's opening: outer corner, upper lid, inner corner, lower lid.
pub const LEFT_EYE: [usize; 16] = [
    263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249,
];
/// Around the right brow.
pub const RIGHT_BROW: [usize; 10] = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46];
/// Around the left brow.
pub const LEFT_BROW: [usize; 10] = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276];
/// Around both lips.
pub const LIPS: [usize; 20] = [
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
];
/// Around the gap between the lips.
pub const MOUTH: [usize; 20] = [
    78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
];
/// Around the nose: bridge, wings and tip.
pub const NOSE: [usize; 13] = [168, 417, 465, 437, 355, 279, 331, 2, 102, 49, 126, 217, 245];
/// Centre of the right iris; the four that follow lie on its rim.
pub const RIGHT_IRIS: usize = 468;
/// Centre of the left iris; the four that follow lie on its rim.
pub const LEFT_IRIS: usize = 473;
/// The outermost points of the cheeks, right and left: the face's width is measured between them.
pub const CHEEKS: [usize; 2] = [234, 454];
/// The lowest point of the chin.
pub const CHIN: usize = 152;
/// The highest point of the forehead that the mesh covers.
pub const FOREHEAD: usize = 10;
/// The tip of the nose.
pub const NOSE_TIP: usize = 1;

impl Landmarks {
    /// An outline as places in the photo.
    pub fn outline(&self, part: &[usize]) -> Vec<Point> {
        part.iter().map(|index| self.point(*index)).collect()
    }
}
