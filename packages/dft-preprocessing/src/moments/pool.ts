/**
 * Memory that passes over the data use one after the other: arrays that are given up are large, and
 * might not be collected before the next ones are made.
 */
export class Pool {
  private free: Float64Array[] = [];
  private used: Float64Array[] = [];

  /** An array of zeros. */
  zeros(length: number): Float64Array {
    const fitting = (one: Float64Array) => one.length >= length && one.length <= 2 * length;
    const place = this.free.findIndex(fitting);
    const whole = place < 0 ? new Float64Array(length) : this.free.splice(place, 1)[0]!;
    this.used.push(whole);
    return place < 0 ? whole : whole.subarray(0, length).fill(0);
  }

  /** Takes all arrays back. */
  reclaim(): void {
    this.free = this.used;
    this.used = [];
  }
}
