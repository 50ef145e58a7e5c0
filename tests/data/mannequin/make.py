"""Renders the mannequins: portraits of nobody, for tests that need a face which the networks see.

usage: make.py OUTDIR   (needs numpy and Pillow; the same bytes every time)

Face: the canonical mesh of `validator/models/geometry_pipeline_metadata_landmarks.binarypb`, lit by two lamps from the sides as the
graduation rules want it; everything else is drawn. The background is left transparent, so that a test chooses its colour.
"""
import pathlib
import struct
import sys

import numpy as np
from PIL import Image, ImageDraw

MODEL = pathlib.Path(__file__).resolve().parents[3] / 'validator/models/geometry_pipeline_metadata_landmarks.binarypb'
W, H = 480, 640
EYE_LINE = 250
PX_PER_CM = 13.6
SKIN = np.array([222, 176, 148.0])
LAMPS = [np.array([-.45, .25, .86]), np.array([.45, .25, .86])]
RIGHT_EYE = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7]
LEFT_EYE = [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249]
RIGHT_BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46]
LEFT_BROW = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276]
LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146]
UPPER_LIP = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78]
MOUTH_LINE = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308]

YY, XX = np.mgrid[0:H, 0:W]
X, Y = XX + .5, YY + .5


def fields(message):
    """The fields of a Protocol Buffers message."""
    at = 0

    def number():
        nonlocal at
        shift = value = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = number()
        kind = key & 7
        if kind == 0:
            yield key >> 3, number()
        else:
            length = {1: 8, 5: 4}.get(kind) or number()
            yield key >> 3, message[at:at + length]
            at += length


def numbers(packed):
    """Packed varints, or one."""
    if isinstance(packed, int):
        return [packed]
    out, value, shift = [], 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            out.append(value)
            value = shift = 0
    return out


def mesh():
    """Vertices in cm (x to the picture's right, y up, z to the camera) and triangles."""
    floats, indices = [], []
    for field, value in fields(MODEL.read_bytes()):
        if field == 1:
            for inner, part in fields(value):
                if inner == 3:
                    floats += struct.unpack(f'<{len(part) // 4}f', part)
                elif inner == 4:
                    indices += numbers(part)
    return np.array(floats).reshape(-1, 5)[:, :3], np.array(indices).reshape(-1, 3)


def place(vertices):
    """Where vertices fall in the picture, px; things that are nearer are a little larger."""
    scale = PX_PER_CM * (1 + (vertices[..., 2] - 3) / 60)
    return np.stack([240 + vertices[..., 0] * scale, EYE_LINE - (vertices[..., 1] - 2.66) * scale], -1)


def noise(width, height, seed):
    """Smooth noise with grains of that many px."""
    rows, columns = int(H / height) + 3, int(W / width) + 3
    grains = np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32)
    large = Image.fromarray(grains).resize((int(columns * width), int(rows * height)), Image.BICUBIC)
    return np.array(large)[:H, :W]


def blurred(values, radius):
    kernel = np.exp(-.5 * (np.arange(-int(3 * radius), int(3 * radius) + 1) / radius) ** 2)
    kernel /= kernel.sum()

    def along(line):
        return np.convolve(np.pad(line, len(kernel) // 2, 'edge'), kernel, 'valid')

    return np.apply_along_axis(along, 1, np.apply_along_axis(along, 0, values))


def polygon(points):
    """How much of each px a polygon covers."""
    fine = 4
    sheet = Image.new('L', (W * fine, H * fine), 0)
    ImageDraw.Draw(sheet).polygon([(float(x) * fine, float(y) * fine) for x, y in points], fill=255)
    return np.array(sheet.resize((W, H), Image.BOX)) / 255.0


def ellipse(cx, cy, rx, ry):
    """About how far outside an ellipse each px lies."""
    return (np.sqrt(((X - cx) / rx) ** 2 + ((Y - cy) / ry) ** 2) - 1) * min(rx, ry)


def soft(distance):
    return np.clip(.5 - distance, 0, 1)


def bump(cx, cy, rx, ry):
    return np.exp(-(((X - cx) / rx) ** 2 + ((Y - cy) / ry) ** 2))


def lit(normals):
    return .42 + .62 * sum(np.clip(normals @ (lamp / np.linalg.norm(lamp)), 0, 1) * .5 for lamp in LAMPS)


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


class Picture:
    """A picture under way: colours and what is covered at all."""

    def __init__(self):
        self.colour = np.zeros((H, W, 3))
        self.alpha = np.zeros((H, W))

    def put(self, cover, colour):
        cover = np.clip(cover, 0, 1)
        # What lies at the person's edge keeps its own colour: only its cover is partial.
        share = cover / np.maximum(cover + self.alpha * (1 - cover), 1e-9)
        self.colour += (np.asarray(colour, float) - self.colour) * share[..., None]
        self.alpha = cover + self.alpha * (1 - cover)

    def stroke(self, path, width, colour, strength):
        for a, b in zip(path, path[1:]):
            length = max(1e-9, float((b - a) @ (b - a)))
            along = np.clip(((X - a[0]) * (b[0] - a[0]) + (Y - a[1]) * (b[1] - a[1])) / length, 0, 1)
            away = np.hypot(X - a[0] - along * (b[0] - a[0]), Y - a[1] - along * (b[1] - a[1]))
            self.put(np.clip(width - away, 0, 1) * strength, colour)


def clothes(picture):
    shirt = polygon([(175, 470), (215, 452), (265, 452), (305, 470), (420, 520), (455, 580), (462, 640), (18, 640), (25, 580), (60, 520)])
    fold = noise(40, 60, 3) * 4 + noise(3, 3, 5) * 3
    picture.put(shirt, np.stack([52 + fold, 56 + fold, 66 + fold], -1))
    neck = polygon([(186, 370), (294, 370), (296, 452), (305, 470), (262, 505), (240, 512), (218, 505), (175, 470), (184, 452)])
    across = (X - 240) / 62
    normals = unit(np.stack([across, 0 * across + .1, np.sqrt(np.clip(1 - across ** 2, .05, 1))], -1))
    light = lit(normals) * (.80 + .12 * np.clip((Y - 430) / 60, 0, 1))
    picture.put(neck, SKIN * light[..., None])
    for side in (-1, 1):
        collar = [(240 + side * x, y) for x, y in [(68, 466), (50, 455), (0, 520), (12, 560)]]
        picture.put(polygon(collar), (232, 234, 238))


def strands():
    """Hair seen from the front: thin, uneven strands that fall from the parting, with a sheen where they bend to the lamps."""
    fall = np.hypot((X - 215) / 1.0, (Y - 60) / 1.6)
    around = np.arctan2(X - 215, Y - 60) * 150
    fine = noise(2, 2, 11)
    rows, columns = np.clip(fall.astype(int) // 3, 0, H - 1), np.clip((around + W / 2).astype(int), 0, W - 1)
    along = noise(1.4, 30, 12)[rows, columns] * 13 + noise(5, 60, 13)[rows, columns] * 9 + fine * 3
    sheen = 34 * bump(205, 128, 90, 22) + 16 * bump(290, 150, 50, 30)
    light = np.clip(along + sheen * np.clip(1 + along / 14, .2, 2), -26, 70)
    return np.stack([50 + light, 40 + light * .88, 35 + light * .8], -1)


def hair_and_ears(picture):
    hair = strands()
    ragged = noise(4, 4, 14) * 1.3 + noise(14, 14, 15) * 2.2
    dome = np.where(Y < 190, ellipse(240, 206, 119, 128), np.maximum(np.abs(X - 240) - (119 - (Y - 190) * .10), -40))
    picture.put(np.clip(.5 - (dome + ragged) * .7, 0, 1) * np.clip((246 + ragged * 4 - Y) / 6, 0, 1), hair)
    for side in (-1, 1):
        x = 240 + side * 108
        light = .80 + .1 * np.cos((X - x) / 5)
        picture.put(soft(ellipse(x, 268, 15, 33)), SKIN * np.array([1, .93, .9]) * light[..., None])
        picture.put(soft(ellipse(240 + side * 107, 266, 6, 20)) * .5, SKIN * .62)


def fringe(picture):
    """Strands that lie over the edge of the forehead."""
    edge = 150 + .0042 * (X - 225) ** 2 + noise(3, 60, 16) * 7 + noise(9, 60, 17) * 5
    inside = soft(ellipse(240, 206, 119, 128) + 2)
    picture.put(inside * np.clip((edge - Y) / 5, 0, 1), strands())
    shade = np.clip(1 - np.abs(Y - edge - 4) / 9, 0, 1) * inside
    picture.put(shade * .22, (96, 62, 50))


def normals_of_the_mesh(vertices, triangles, at):
    """The mesh's normal at each px, and where there is one."""
    own = np.zeros_like(vertices)
    for a, b, c in triangles:
        normal = np.cross(vertices[b] - vertices[a], vertices[c] - vertices[a])
        own[a] += normal
        own[b] += normal
        own[c] += normal
    own = unit(own)
    if own[1, 2] < 0:
        own = -own
    normals, depth = np.zeros((H, W, 3)), np.full((H, W), -1e9)
    for a, b, c in triangles:
        left, top = (int(max(0, v)) for v in np.min(at[[a, b, c]], 0))
        right, bottom = (int(v) + 1 for v in np.max(at[[a, b, c]], 0))
        box = np.s_[top:bottom, left:right]
        x, y = X[box], Y[box]
        (ax, ay), (bx, by), (cx, cy) = at[a], at[b], at[c]
        area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
        if x.size == 0 or abs(area) < 1e-9:
            continue
        u = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area
        v = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area
        w = 1 - u - v
        z = u * vertices[a, 2] + v * vertices[b, 2] + w * vertices[c, 2]
        seen = (u >= -1e-6) & (v >= -1e-6) & (w >= -1e-6) & (z > depth[box])
        depth[box][seen] = z[seen]
        normals[box][seen] = (u[..., None] * own[a] + v[..., None] * own[b] + w[..., None] * own[c])[seen]
    return normals, (depth > -1e8).astype(float)


def skin(picture, vertices, triangles, at):
    across, down = (X - 240) / 112, -(Y - 270) / 170
    head = unit(np.stack([across, down * .8, np.sqrt(np.clip(1 - across ** 2 - down ** 2, .04, 1))], -1))
    normals, known = normals_of_the_mesh(vertices, triangles, at)
    normals = unit(np.where(known[..., None] > 0, normals, head))
    normals = np.stack([blurred(normals[..., axis], 3.0) for axis in range(3)], -1)
    weight = np.clip(blurred(known, 6) * 2 - 1, 0, 1)[..., None]
    light = lit(unit(head * (1 - weight) + normals * weight))
    pores = noise(1.3, 1.3, 24) * 3.2 + noise(2, 2, 21) * 2.4 + noise(6, 6, 22) * 2 + noise(40, 40, 23) * 2
    colour = SKIN * light[..., None] + pores[..., None]
    blush = bump(185, 320, 34, 30) + bump(295, 320, 34, 30)
    colour -= np.stack([0 * blush, 7 * blush, 6 * blush], -1)
    outline = np.where(Y < 270, ellipse(240, 270, 108, 150), ellipse(240, 270, 106, 158))
    hairline = 150 + .0028 * (X - 240) ** 2
    picture.put(soft(outline) * np.clip((Y - hairline) / 6 + .5, 0, 1), colour)


def nose_and_mouth(picture, at, is_open):
    for side in (-1, 1):
        x, y = place(np.array([side * 1.15, -2.2, 6.0]))
        picture.put(soft(ellipse(x, y, 5.5, 3.2)) * .75, (92, 52, 42))
    x, y = place(np.array([0, -2.6, 6.0]))
    picture.put(bump(x, y + 3, 20, 5) * .25, (120, 75, 62))
    grain = noise(2, 5, 31) * 3
    picture.put(blurred(polygon(at[LIPS]), 1.0) * .85, np.stack([186 + grain, 102 + grain, 98 + grain], -1))
    picture.put(blurred(polygon(at[UPPER_LIP]), 1.0) * .35, (150, 76, 76))
    if is_open:
        x, y = at[13]
        picture.put(soft(ellipse(x, y + 9, 24, 13)), (52, 18, 20))
        picture.put(soft(ellipse(x, y + 1, 19, 5)), (236, 232, 222))
    else:
        picture.stroke(at[MOUTH_LINE], 1.6, (96, 44, 44), .45)


def eyes(picture, at, are_open):
    for part in (RIGHT_EYE, LEFT_EYE):
        rim = at[part].copy()
        cx, cy = rim.mean(0)
        rim[:, 1] = cy + (rim[:, 1] - cy) * 1.15
        picture.put(bump(cx, cy - 10, 34, 16) * .18, (110, 70, 58))
        if not are_open:
            lower = np.concatenate([rim[8:], rim[:1]])
            picture.stroke(lower, 1.8, (48, 32, 28), .85)
            continue
        inside = blurred(polygon(rim), .7)
        picture.put(inside, np.array([226, 220, 214.0]) * np.clip((Y - (cy - 8)) / 9, .55, 1)[..., None])
        away = np.hypot(X - cx, Y - cy)
        picture.put(np.clip(10.8 - away, 0, 1) * inside, np.stack([58 + away * 2.5, 38 + away * 1.6, 26 + away], -1))
        picture.put(np.clip(4.6 - away, 0, 1) * inside, (14, 11, 10))
        picture.put(np.clip(1.9 - np.hypot(X - cx - 3, Y - cy + 3.5), 0, 1) * inside * .9, (245, 245, 245))
        picture.stroke(rim[:9], 1.9, (40, 28, 24), .85)
        picture.stroke(np.concatenate([rim[8:], rim[:1]]), 1.0, (150, 98, 84), .55)
        picture.stroke(rim[:9] - [0, 6], 1.2, (140, 96, 80), .45)
    for part in (RIGHT_BROW, LEFT_BROW):
        hairs = np.clip(.75 + noise(2, 1.2, 41) * .25, 0, 1)
        picture.put(blurred(polygon(at[part]), 1.2) * hairs * .85, (58, 44, 38))


def hat(picture):
    felt = noise(2, 2, 51) * 4
    colour = np.stack([120 + felt, 36 + felt, 40 + felt], -1)
    picture.put(soft(ellipse(240, 160, 128, 92)) * np.clip((172 - Y) / 2, 0, 1), colour)
    picture.put(soft(ellipse(240, 172, 150, 22)), colour * .8)


def render(file, eyes_open=True, mouth_open=False, with_hat=False):
    vertices, triangles = mesh()
    at = place(vertices)
    picture = Picture()
    clothes(picture)
    hair_and_ears(picture)
    skin(picture, vertices, triangles, at)
    fringe(picture)
    nose_and_mouth(picture, at, mouth_open)
    eyes(picture, at, eyes_open)
    if with_hat:
        hat(picture)
    # Blurred together with the cover, so that nothing dark from outside creeps into the person's edge.
    cover = np.maximum(blurred(picture.alpha, .55), 1e-6)
    layers = [blurred(picture.colour[..., channel] * picture.alpha, .55) / cover for channel in range(3)] + [picture.alpha * 255]
    Image.fromarray(np.clip(np.stack(layers, -1) + .5, 0, 255).astype(np.uint8)).save(file, optimize=True)


if __name__ == '__main__':
    out = pathlib.Path(sys.argv[1])
    render(out / 'plain.png')
    render(out / 'eyes-closed.png', eyes_open=False)
    render(out / 'mouth-open.png', mouth_open=True)
    render(out / 'hat.png', with_hat=True)
