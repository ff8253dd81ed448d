// What `explain` expects beside what a comparison takes, way by way, each in a program of its own that
// has just begun, as the command's are; medians.
//   node bench/explain/run.mjs [reference | wasm] [rounds]
import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { cases } from "./cases.mjs";

const [backend = "wasm", rounds = "3"] = process.argv.slice(2);
const program = fileURLToPath(new URL("one.mjs", import.meta.url));
const one = (place, way) =>
  JSON.parse(execFileSync(process.execPath, [program, backend, place, way], { encoding: "utf8" }));

console.log(
  `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, backend ${backend}`,
);
console.log("x and y                              way           expected, s  taken, s  ratio");
let worst = 1;
for (const [place, shapes] of cases.entries()) {
  const expected = new Map();
  const taken = new Map();
  const explaining = [];
  for (let round = 0; round < Number(rounds); round++) {
    const { ways, seconds } = one(place, "explain");
    explaining.push(seconds);
    for (const { way, seconds, refused } of ways) {
      if (refused !== undefined) continue;
      add(expected, way, seconds);
      add(taken, way, one(place, way).seconds);
    }
  }
  const text = shapes.map((shape) => `(${shape.join(", ")})`).join(" ");
  for (const way of taken.keys()) {
    const [guess, truth] = [median(expected.get(way)), median(taken.get(way))];
    worst = Math.max(worst, guess / truth, truth / guess);
    const columns = [guess.toFixed(4), truth.toFixed(4), (guess / truth).toFixed(2)];
    console.log(
      `${text.padEnd(37)}${way.padEnd(14)}${columns.map((column) => column.padStart(10)).join("")}`,
    );
  }
  console.log(`${text.padEnd(37)}explained in ${(1000 * median(explaining)).toFixed(0)} ms`);
}
console.log(`within a factor of ${worst.toFixed(1)}`);

function add(lists, key, value) {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

function median(list) {
  return list.toSorted((a, b) => a - b)[list.length >> 1];
}
