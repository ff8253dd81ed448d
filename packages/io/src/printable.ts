/** Text from a file or a user, fit for a message of one line: control characters escaped, cut. */
export function printable(text: string, most = 120): string {
  const escaped = Array.from(text, (c) => {
    const code = c.codePointAt(0)!;
    const control = code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029;
    return control ? `\\x${code.toString(16).padStart(2, "0")}` : c;
  });
  return escaped.length > most ? `${escaped.slice(0, most).join("")}...` : escaped.join("");
}
