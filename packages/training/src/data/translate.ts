/**
 * Copies an image, moved by whole pixels; what comes in from outside is 0.
 *
 * @param out where to: height x width x channels, as `image`.
 * @param down rows, `right` columns to move by; negative for the other way.
 */
export function translated(
  out: Float32Array,
  image: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  down: number,
  right: number,
): void {
  out.fill(0);
  const row = width * channels;
  const from = Math.max(0, -right);
  const kept = width - Math.abs(right);
  if (kept <= 0) return;
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
    const start = (y - down) * row + from * channels;
    out.set(
      image.subarray(start, start + kept * channels),
      y * row + Math.max(0, right) * channels,
    );
  }
}
