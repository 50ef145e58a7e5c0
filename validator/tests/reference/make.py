#!/usr/bin/env python3
"""Reference outputs of TFLite operators and of the face models, by Google's own runtime.

    pip install ai-edge-litert==2.3.0 numpy==2.4.6
    python3 make.py ../../models .
    python3 make.py ../../../target/models .     # what Google released, after `cargo xtask models`

writes `ops/<case>.tflite` (a model of one operator), `ops/<case>.f32` (its output) and `models/<model>.<n>.f32` (every output of
each face model, thinned where it is large; a packed model runs in f32, with the weights that its whole numbers stand for, and gives
`models/<model>.packed.<n>.f32`). Inputs are not stored: `pattern` is written in the tests, too. Kernels are the plain
reference ones, without XNNPACK, so that sums have the order of their definition.
"""
import os
import struct
import sys

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as s
from ai_edge_litert.interpreter import Interpreter, OpResolverType

FLOAT, INT = s.TensorType.FLOAT32, s.TensorType.INT32


def pattern(shape, seed):
    """Numbers from -1 to 1 that any language makes alike: a linear congruential generator, 24 bits."""
    state, out = seed, []
    for _ in range(int(np.prod(shape))):
        state = (state * 1664525 + 1013904223) % 2**32
        out.append((state >> 8) / 8388608.0 - 1.0)
    return np.array(out, dtype=np.float32).reshape(shape)


def picture(height, width, scale, offset):
    """A smooth picture, three channels of whole numbers 0…255, then scaled."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    d = (x - width // 2) ** 2 * 3 + (y - height // 2) ** 2 * 2
    value = (d // 97 * (c + 3) + x * 2 + y * (c + 1)) % 256
    return (value.astype(np.float32) * np.float32(scale) + np.float32(offset))[None]


class Case:
    """A model of one operator: computed inputs first, constants after them."""

    def __init__(self, name, code, options_type=0, options=None):
        self.name, self.code, self.options_type, self.options = name, code, options_type, options
        self.tensors, self.buffers, self.operands, self.inputs = [], [s.BufferT()], [], []

    def tensor(self, shape, kind=FLOAT, data=None):
        t = s.TensorT()
        t.shape, t.type, t.buffer, t.name = list(shape), kind, 0, b"t%d" % len(self.tensors)
        if data is not None:
            b = s.BufferT()
            b.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), dtype=np.uint8)
            self.buffers.append(b)
            t.buffer = len(self.buffers) - 1
        self.tensors.append(t)
        return len(self.tensors) - 1

    def input(self, shape):
        index = self.tensor(shape)
        self.inputs.append(index)
        self.operands.append(index)
        return self

    def weights(self, shape, seed, scale=1.0, shift=0.0):
        data = pattern(shape, seed) * np.float32(scale) + np.float32(shift)
        self.operands.append(self.tensor(shape, FLOAT, data.astype(np.float32)))
        return self

    def ints(self, values):
        self.operands.append(self.tensor([len(values)], INT, np.array(values, dtype=np.int32)))
        return self

    def again(self, operand):
        self.operands.append(self.operands[operand])
        return self

    def write(self, folder, result):
        output = self.tensor(result)
        code = s.OperatorCodeT()
        code.builtinCode, code.deprecatedBuiltinCode, code.version = self.code, min(self.code, 127), 1
        op = s.OperatorT()
        op.opcodeIndex, op.inputs, op.outputs = 0, self.operands, [output]
        op.builtinOptionsType, op.builtinOptions = self.options_type, self.options
        graph = s.SubGraphT()
        graph.tensors, graph.operators, graph.inputs, graph.outputs = self.tensors, [op], self.inputs, [output]
        model = s.ModelT()
        model.version, model.operatorCodes, model.subgraphs, model.buffers = 3, [code], [graph], self.buffers
        builder = flatbuffers.Builder(1024)
        builder.Finish(model.Pack(builder), b"TFL3")
        content = bytes(builder.Output())
        with open(os.path.join(folder, self.name + ".tflite"), "wb") as file:
            file.write(content)
        shape = self.tensors[self.inputs[0]].shape
        given = pattern(shape, 7)
        if self.code in (s.BuiltinOperator.SQRT, s.BuiltinOperator.RSQRT):
            given = np.abs(given) + np.float32(0.125)
        run(content, given)[0].astype("<f4").tofile(os.path.join(folder, self.name + ".f32"))


def run(content, given):
    kind = OpResolverType.BUILTIN_REF
    interpreter = Interpreter(model_content=content, experimental_op_resolver_type=kind)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], given)
    interpreter.invoke()
    return [interpreter.get_tensor(o["index"]) for o in interpreter.get_output_details()]


def unpacked(content):
    """A model of `tassel_validator::tflite::pack` as one that Google's runtime reads; the layout stands in `packed.rs`."""
    assert content[:8] == b"TSLPACK2"
    length, count = struct.unpack_from("<2I", content, 8)
    headers = [struct.unpack_from("<6I", content, 16 + 24 * i) for i in range(count)]
    at = 16 + 24 * count
    (rest,) = struct.unpack_from("<I", content, at)
    left, at = content[at + 4 : at + 4 + rest], at + 4 + rest
    scales, upper, lower = [], [], []
    for _, _, channels, *_ in headers:
        scales.append(np.frombuffer(content, "<f4", channels, at))
        at += 4 * channels
    for *_, weights, _ in headers:
        upper.append(np.frombuffer(content, np.int8, weights, at).astype(np.int32))
        at += weights
    for *_, weights, fine in headers:
        packed = np.frombuffer(content, np.uint8, -(-weights * fine // 8), at)
        parts = [(packed >> shift) & ((1 << fine) - 1) for shift in range(0, 8, fine)] if fine else []
        lower.append(np.stack(parts, 1).reshape(-1)[:weights] if parts else np.zeros(weights, np.int32))
        at += len(packed)
    assert at == len(content)
    values = {}
    for (start, _, channels, inner, weights, fine), scale, up, low in zip(headers, scales, upper, lower):
        factors = np.tile(np.repeat(scale, inner), weights // (channels * inner))
        values[start] = (up << fine | low).astype(np.float32) * factors
    return with_floats(filled(left, headers, length), values)


def filled(left, headers, length):
    """The original file, with zeros where weights were taken out."""
    out, taken = bytearray(), 0
    for start, size, *_ in headers:
        part = left[taken : taken + start - len(out)]
        taken += len(part)
        out += part + bytes(size)
    out += left[taken:]
    assert len(out) == length
    return bytes(out)


def with_floats(file, values):
    """The model with some of its buffers, told by their offset in the file, as f32."""
    root = s.Model.GetRootAs(file)
    model = s.ModelT.InitFromObj(root)
    graph = model.subgraphs[0]
    places = {}
    for index in range(root.BuffersLength()):
        table = root.Buffers(index)._tab
        if table.Offset(4):
            places[index] = table.Vector(table.Offset(4))
    widened = set()
    for index, tensor in enumerate(graph.tensors):
        if places.get(tensor.buffer) in values:
            model.buffers[tensor.buffer].data = np.frombuffer(values[places[tensor.buffer]].tobytes(), np.uint8)
            tensor.type = FLOAT
            widened.add(index)
    assert len(widened) >= len(values)
    code = [max(c.builtinCode, c.deprecatedBuiltinCode) for c in model.operatorCodes]
    moved, kept = {}, []
    for op in graph.operators:
        if code[op.opcodeIndex] == s.BuiltinOperator.DEQUANTIZE and op.inputs[0] in widened:
            moved[op.outputs[0]] = op.inputs[0]
        else:
            kept.append(op)
    for op in kept:
        op.inputs = [moved.get(index, index) for index in op.inputs]
    graph.operators = kept
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def options(kind, **fields):
    o = getattr(s, kind + "T")()
    for field, value in fields.items():
        setattr(o, field, value)
    return getattr(s.BuiltinOptions, kind), o


B, SAME, VALID = s.BuiltinOperator, s.Padding.SAME, s.Padding.VALID
NONE, RELU, RELU6 = 0, 1, 3


def window(kind, padding, stride, activation=NONE, dilation=(1, 1), **more):
    return options(
        kind, padding=padding, strideH=stride[0], strideW=stride[1], fusedActivationFunction=activation,
        dilationHFactor=dilation[0], dilationWFactor=dilation[1], **more)


def cases():
    def conv(name, shape, weights, result, *args, **more):
        c = Case(name, B.CONV_2D, *window("Conv2DOptions", *args, **more))
        return c.input(shape).weights(weights, 2).weights([weights[0]], 3), result

    yield conv("conv_point", [1, 5, 7, 6], [10, 1, 1, 6], [1, 5, 7, 10], SAME, (1, 1), RELU6)
    yield conv("conv_same_strided", [1, 9, 8, 3], [5, 3, 3, 3], [1, 5, 4, 5], SAME, (2, 2), RELU)
    yield conv("conv_valid", [1, 9, 8, 3], [9, 2, 3, 3], [1, 8, 6, 9], VALID, (1, 1))
    yield conv("conv_dilated", [1, 11, 9, 2], [4, 3, 3, 2], [1, 11, 9, 4], SAME, (1, 1), dilation=(2, 2))
    yield conv("conv_large_window", [1, 12, 12, 3], [8, 5, 5, 3], [1, 6, 6, 8], SAME, (2, 2))

    def depth(name, shape, weights, result, *args, **more):
        o = window("DepthwiseConv2DOptions", *args, depthMultiplier=1, **more)
        c = Case(name, B.DEPTHWISE_CONV_2D, *o)
        return c.input(shape).weights(weights, 4).weights([weights[3]], 5), result

    yield depth("depthwise_same", [1, 7, 6, 19], [1, 3, 3, 19], [1, 7, 6, 19], SAME, (1, 1), RELU6)
    yield depth("depthwise_strided", [1, 8, 8, 16], [1, 5, 5, 16], [1, 4, 4, 16], SAME, (2, 2))
    yield depth("depthwise_valid", [1, 6, 6, 5], [1, 3, 3, 5], [1, 4, 4, 5], VALID, (1, 1), RELU)

    o = options("TransposeConvOptions", padding=VALID, strideH=2, strideW=2)
    c = Case("transpose_conv_valid", B.TRANSPOSE_CONV, *o).ints([1, 8, 10, 6])
    yield c.weights([6, 2, 2, 3], 6).input([1, 4, 5, 3]).weights([6], 8), [1, 8, 10, 6]
    o = options("TransposeConvOptions", padding=SAME, strideH=2, strideW=2)
    c = Case("transpose_conv_same", B.TRANSPOSE_CONV, *o).ints([1, 8, 10, 4])
    yield c.weights([4, 3, 3, 3], 6).input([1, 4, 5, 3]), [1, 8, 10, 4]

    o = options("Pool2DOptions", padding=SAME, strideH=2, strideW=2, filterHeight=2, filterWidth=3, fusedActivationFunction=RELU)
    yield Case("max_pool", B.MAX_POOL_2D, *o).input([1, 7, 9, 5]), [1, 4, 5, 5]

    for name, code, kind in [("add", B.ADD, "AddOptions"), ("sub", B.SUB, "SubOptions"), ("mul", B.MUL, "MulOptions"), ("div", B.DIV, "DivOptions")]:
        o = options(kind, fusedActivationFunction=RELU if name == "sub" else NONE)
        yield Case(name + "_same", code, *o).input([1, 4, 5, 6]).weights([1, 4, 5, 6], 9, 0.5, 1.0), [1, 4, 5, 6]
        yield Case(name + "_channels", code, *o).input([1, 4, 5, 6]).weights([6], 9, 0.5, 1.0), [1, 4, 5, 6]
        yield Case(name + "_rows", code, *o).input([2, 3, 1, 4]).weights([3, 5, 1], 9, 0.5, 1.0), [2, 3, 5, 4]
    o = options("SquaredDifferenceOptions")
    yield Case("squared_difference", B.SQUARED_DIFFERENCE, *o).input([1, 1, 7, 6]).weights([1, 1, 7, 1], 9), [1, 1, 7, 6]
    yield Case("mul_itself", B.MUL, *options("MulOptions")).input([1, 9, 2]).again(0), [1, 9, 2]

    shape = [1, 3, 5, 7]
    yield Case("relu", B.RELU).input(shape), shape
    yield Case("prelu", B.PRELU).input(shape).weights([1, 1, 7], 10), shape
    yield Case("logistic", B.LOGISTIC).input(shape), shape
    yield Case("neg", B.NEG, *options("NegOptions")).input(shape), shape
    yield Case("sqrt", B.SQRT).input(shape), shape
    yield Case("rsqrt", B.RSQRT).input(shape), shape
    yield Case("softmax", B.SOFTMAX, *options("SoftmaxOptions", beta=1.5)).input([1, 4, 1, 11]), [1, 4, 1, 11]

    for name, code in [("mean", B.MEAN), ("sum", B.SUM)]:
        yield Case(name + "_kept", code, *options("ReducerOptions", keepDims=True)).input([1, 4, 5, 6]).ints([3]), [1, 4, 5, 1]
        yield Case(name + "_dropped", code, *options("ReducerOptions", keepDims=False)).input([2, 4, 5, 6]).ints([1, -2]), [2, 6]

    for name, code, kind in [("bilinear", B.RESIZE_BILINEAR, "ResizeBilinearOptions"), ("nearest", B.RESIZE_NEAREST_NEIGHBOR, "ResizeNearestNeighborOptions")]:
        for way, fields in [("plain", {}), ("corners", {"alignCorners": True}), ("centres", {"halfPixelCenters": True})]:
            o = options(kind, **fields)
            yield Case(f"{name}_{way}", code, *o).input([1, 4, 5, 3]).ints([9, 12]), [1, 9, 12, 3]
            yield Case(f"{name}_{way}_smaller", code, *o).input([1, 9, 8, 2]).ints([4, 3]), [1, 4, 3, 2]

    o = options("ReshapeOptions", newShape=[4, 30])
    yield Case("reshape", B.RESHAPE, *o).input([1, 4, 5, 6]).ints([4, 30]), [4, 30]
    c = Case("pad", B.PAD, *options("PadOptions")).input([1, 3, 4, 5])
    c.operands.append(c.tensor([4, 2], INT, np.array([[0, 0], [1, 2], [0, 1], [0, 3]], dtype=np.int32)))
    yield c, [1, 6, 5, 8]
    o = options("ConcatenationOptions", axis=-1)
    yield Case("concat_channels", B.CONCATENATION, *o).input([1, 3, 4, 5]).weights([1, 3, 4, 2], 11), [1, 3, 4, 7]
    o = options("ConcatenationOptions", axis=1)
    yield Case("concat_rows", B.CONCATENATION, *o).input([1, 3, 5]).weights([1, 2, 5], 11).again(0), [1, 8, 5]
    o = options("TransposeOptions")
    yield Case("transpose", B.TRANSPOSE, *o).input([2, 3, 4, 5]).ints([0, 2, 3, 1]), [2, 4, 5, 3]
    o = options("StridedSliceOptions", beginMask=1, endMask=8, shrinkAxisMask=2)
    c = Case("strided_slice", B.STRIDED_SLICE, *o).input([3, 4, 6, 7])
    yield c.ints([1, 2, 1, -5]).ints([2, 3, -1, 0]).ints([1, 1, 2, 3]), [2, 2, 2]


MODELS = {
    "face_detector": lambda: picture(128, 128, 1 / 127.5, -1.0),
    "face_landmarks_detector": lambda: picture(256, 256, 1 / 255, 0.0),
    "face_blendshapes": lambda: pattern([1, 146, 2], 12) * np.float32(100) + np.float32(300),
    "selfie_multiclass_256x256": lambda: picture(256, 256, 1 / 127.5, -1.0),
}


def main(models, out):
    ops, whole = os.path.join(out, "ops"), os.path.join(out, "models")
    os.makedirs(ops, exist_ok=True)
    os.makedirs(whole, exist_ok=True)
    for case, result in cases():
        case.write(ops, result)
    for name, given in MODELS.items():
        for ending, part, read in ((".tflite", "", bytes), (".tslp", ".packed", unpacked)):
            path = os.path.join(models, name + ending)
            if not os.path.exists(path):
                print("left out, not there:", path)
                continue
            with open(path, "rb") as file:
                outputs = run(read(file.read()), given().astype(np.float32))
            for index, values in enumerate(outputs):
                flat = values.astype("<f4").reshape(-1)
                step = max(1, len(flat) // 2000)
                flat[::step].tofile(os.path.join(whole, f"{name}{part}.{index}.f32"))


if __name__ == "__main__":
    main(*sys.argv[1:])
