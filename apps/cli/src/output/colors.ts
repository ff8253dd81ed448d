import pc from "picocolors";

export type Color = "auto" | "always" | "never";

/** Colours for a stream: on a terminal unless NO_COLOR is set, or as the user says. */
export function colorsFor(stream: NodeJS.WriteStream, color: Color = "auto") {
  const automatic = Boolean(stream.isTTY) && !process.env.NO_COLOR;
  return pc.createColors(color === "always" || (color === "auto" && automatic));
}
