/** The number of this thread: every instance has a global of its own. */
let thread: usize = 0;

/** Tells this instance which of the threads it runs on, from 0. */
export function useThread(number: i32): void {
  thread = number;
}

/** The part of memory that belongs to this thread, where each has `bytes` bytes from `base` on. */
export function own(base: usize, bytes: usize): usize {
  return base + thread * bytes;
}
