/**
 * A program of the reader's as the part of an address after `#`. In letters and digits only: the
 * page around it takes that part for the name of a heading, and stumbles over quotes.
 */
export function toCodeLink(name: string, code: string): string {
  const bytes = Array.from(new TextEncoder().encode(code), (byte) => String.fromCharCode(byte));
  const packed = btoa(bytes.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `example=${name}&code=${packed}`;
}

/** The program that a link holds for an example; undefined when it holds none. */
export function fromCodeLink(hash: string, name: string): string | undefined {
  const packed = new RegExp(`^#?example=${name}&code=([\\w-]+)$`).exec(hash)?.[1];
  if (packed === undefined) return undefined;
  try {
    const bytes = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    // Cut off in an e-mail, for one: as if there were no link.
    return undefined;
  }
}
