import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const bin = fileURLToPath(new URL("../bin/svcca.js", import.meta.url));
/** The example networks. */
export const data = fileURLToPath(new URL("../../../fixtures/data/", import.meta.url));
/** Two layers of different networks. */
export const [a, b] = [`${data}net-a-100.npz:fc1`, `${data}net-b-100.npz:fc1`];

/** Runs the built command. */
export function svcca(...args: string[]) {
  return svccaIn(process.cwd(), ...args);
}

/** The same, called in another folder. */
export function svccaIn(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: "utf8",
    cwd,
  });
  return { status, stdout, stderr };
}
