/** Of `TensorProto.DataType` and `AttributeProto.AttributeType`. */
const DOUBLE = 11;
const INT = 2;
/** Of the ONNX format, and of the set of operators: old ones, which every runtime of today reads. */
const IR_VERSION = 8;
const OPERATORS = 13;

/**
 * The ONNX model of one product of float64 matrices that is added, y = a b' + c: the operator `Gemm`
 * with `transB`, of any sizes; c of one value is added everywhere. A model is a message of protocol
 * buffers, and this one is too small to need a library.
 *
 * Source: onnx.proto of the ONNX project; protobuf.dev, Encoding.
 */
export function productModel(): Uint8Array {
  const transposed = message(5, [...text(1, "transB"), ...integer(3, 1), ...integer(20, INT)]);
  const inputs = ["a", "b", "c"].flatMap((name) => text(1, name));
  const node = [...inputs, ...text(2, "y"), ...text(4, "Gemm")];
  const graph = [
    ...message(1, [...node, ...transposed]),
    ...text(2, "product"),
    ...message(11, matrixNamed("a", "m", "k")),
    ...message(11, matrixNamed("b", "n", "k")),
    ...message(11, matrixNamed("c", "rows", "cols")),
    ...message(12, matrixNamed("y", "m", "n")),
  ];
  const operators = message(8, integer(2, OPERATORS));
  return Uint8Array.from([...integer(1, IR_VERSION), ...operators, ...message(7, graph)]);
}

/** `ValueInfoProto` of a matrix whose sizes have names, so that they may be any. */
function matrixNamed(name: string, rows: string, cols: string): number[] {
  const shape = [rows, cols].flatMap((size) => message(1, text(2, size)));
  const tensor = [...integer(1, DOUBLE), ...message(2, shape)];
  return [...text(1, name), ...message(2, message(1, tensor))];
}

function integer(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function message(field: number, bytes: readonly number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

/** Seven bits to a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
