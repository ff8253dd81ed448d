import { SvccaError } from "@svcca/linalg";

/** Where a result is written, to reuse memory over the blocks of a stream. */
export interface Into {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Memory for `length` complex values: `into` where it is given and fits. */
export function outputOf(into: Into | undefined, length: number, where: string): Into {
  if (into && (into.re.length !== length || into.im.length !== length)) {
    throw new SvccaError(
      "shape-mismatch",
      `${where}: into holds ${into.re.length} and ${into.im.length} values; the result needs ${length} of each`,
      { received: [into.re.length, into.im.length], expected: length },
    );
  }
  return into ?? { re: new Float64Array(length), im: new Float64Array(length) };
}
