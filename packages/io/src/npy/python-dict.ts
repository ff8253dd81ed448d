type Value = string | number | boolean | Value[];

/**
 * Reads the Python dictionary literal of an npy header: text keys; values that are text, whole
 * numbers, True, False, or tuples and lists of these. Undefined when it is anything else, or names
 * a key twice.
 */
export function parsePythonDict(text: string): Record<string, Value> | undefined {
  const tokens = text.match(/'[^'\\]*'|"[^"\\]*"|-?\d+L?|True|False|[{}()[\],:]|\S/g) ?? [];
  let at = 0;
  const take = (token: string) => tokens[at] === token && ++at > 0;
  const dict: Record<string, Value> = Object.create(null);

  function value(depth: number): Value | undefined {
    const token = tokens[at++];
    if (token === undefined || depth > 8) return undefined;
    if (/^['"]./.test(token)) return token.slice(1, -1);
    if (/^-?\d/.test(token)) return Number(token.replace("L", ""));
    if (token === "True" || token === "False") return token === "True";
    if (token !== "(" && token !== "[") return undefined;
    const close = token === "(" ? ")" : "]";
    const items: Value[] = [];
    while (!take(close)) {
      const item = value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (!take(",") && tokens[at] !== close) return undefined;
    }
    return items;
  }

  if (!take("{")) return undefined;
  while (!take("}")) {
    const key = value(0);
    if (typeof key !== "string" || key in dict || !take(":")) return undefined;
    const content = value(0);
    if (content === undefined) return undefined;
    dict[key] = content;
    if (!take(",") && tokens[at] !== "}") return undefined;
  }
  return at === tokens.length ? dict : undefined;
}
