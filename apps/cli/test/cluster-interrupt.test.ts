import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeNpz } from "@svcca/io";
import { afterAll, describe, expect, test } from "vitest";
import { network } from "../../../packages/cluster/test/networks.js";
import { servers } from "../../../packages/cluster/test/servers.js";
import { bin } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-interrupt-"));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(path("a.npz"), encodeNpz(network(300, [10, 16], 1)));

for (const { name, isThere, start } of servers) {
  describe.runIf(isThere)(`on ${name}`, { timeout: 120_000 }, () => {
    test("Ctrl-C ends a command whose server is away", async () => {
      const server = await start();
      const grid = ["grid", path("a.npz"), path("a.npz"), "--cluster", server.url];
      const child = spawn(process.execPath, [bin, ...grid, "--store", path("store")]);
      let said = "";
      child.stderr.on("data", (text) => {
        said += text;
      });
      const ended = once(child, "exit");
      await expect.poll(() => said, { timeout: 60_000 }).toMatch(/Ctrl-C leaves it/);
      await server.stop();
      // Long enough that it waits for the server.
      await sleep(3000);
      child.kill("SIGINT");
      const late = sleep(8000, "it goes on");
      expect(await Promise.race([ended, late])).toEqual([130, null]);
      child.kill("SIGKILL");
    });
  });
}
