/** The types of safetensors that NumPy has too, by their NumPy names. */
export const SAFETENSORS_DTYPES: Readonly<Record<string, string>> = {
  F64: "<f8",
  F32: "<f4",
  F16: "<f2",
  I64: "<i8",
  I32: "<i4",
  I16: "<i2",
  I8: "|i1",
  U64: "<u8",
  U32: "<u4",
  U16: "<u2",
  U8: "|u1",
  BOOL: "|b1",
  C64: "<c8",
};
