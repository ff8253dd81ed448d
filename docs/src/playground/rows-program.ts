/** What a program needs to import to choose datapoints. */
export const rowsImport = (rows: string) =>
  rows === "" ? "" : 'import { parseRowRange, selectRows } from "@svcca/io";\n';

/** A function of a program that chooses the datapoints of an array. */
export const rowsCut = (rows: string) =>
  rows === ""
    ? ""
    : `const rows = parseRowRange(${JSON.stringify(rows)});
const cut = (source: Parameters<typeof selectRows>[0]) => selectRows(source, rows);
`;
