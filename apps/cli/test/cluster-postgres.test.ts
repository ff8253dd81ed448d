import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeNpz } from "@svcca/io";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { network } from "../../../packages/cluster/test/networks.js";
import {
  hasPostgres,
  PASSWORD,
  type PostgresServer,
  startPostgres,
} from "../../../packages/cluster/test/postgres.js";
import { bin, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-postgres-"));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...names];
const [key, certificate] = [path("key.pem"), path("certificate.pem")];
const hasKey = spawnSync("openssl", [...request, "-keyout", key, "-out", certificate]).status === 0;

describe.runIf(hasPostgres)("a cluster on PostgreSQL", { timeout: 120_000 }, () => {
  let postgres: PostgresServer;
  let worker: ChildProcess;
  beforeAll(async () => {
    const [lines, files] = hasKey
      ? [
          ["ssl = on", "ssl_cert_file = 'DIR/certificate'", "ssl_key_file = 'DIR/key'"],
          { certificate: readFileSync(certificate), key: readFileSync(key) },
        ]
      : [];
    postgres = await startPostgres(lines, files);
    const program = fileURLToPath(
      new URL("../../../packages/cluster/test/worker-process.mjs", import.meta.url),
    );
    worker = fork(program, [postgres.url, path("store"), "0.0.0", "0"]);
    await new Promise((resolve) => worker.once("message", resolve));
  });
  afterAll(async () => {
    worker.kill("SIGKILL");
    await postgres.stop();
  });
  const said = (address: string, env: object = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "status"], {
      encoding: "utf8",
      env: { ...process.env, SVCCA_CLUSTER: address, ...env },
    });
    return `${status} ${stderr}${stdout}`;
  };
  const shown = () => `postgres://127.0.0.1:${postgres.port}/postgres`;

  test("a grid is the grid of one machine; status knows it", () => {
    writeFileSync(path("a.npz"), encodeNpz(network(300, [10, 16], 1)));
    writeFileSync(path("b.npz"), encodeNpz(network(300, [12, 7], 2)));
    const run = ["grid", path("a.npz"), path("b.npz"), "--format", "json", "--backend"];
    const one = JSON.parse(svcca(...run, "reference").stdout);
    const place = ["--cluster", postgres.url, "--store", path("store"), "--shard-rows", "40"];
    const { stdout, stderr } = svcca(...run, "reference", ...place);
    expect(stderr).toMatch(/^svcca: note: study [0-9a-f]{16} at postgres:\/\/127[^@]*\n$/);
    const { values, ...rest } = JSON.parse(stdout);
    const { values: expected, ...others } = one;
    expect(rest).toEqual(others);
    expected.flat().forEach((value: number, k: number) => {
      expect(Math.abs(values.flat()[k] - value)).toBeLessThan(1e-12);
    });
    const status = said(postgres.url.replace("postgres:", "postgresql:"));
    expect(status).toMatch(/^0 [0-9a-f]{16} {2}done {2}grid .*a\.npz .*b\.npz \(submitted/);
    expect(status).toMatch(/workers: 1 of svcca 0\.0\.0 with reference, on 1 machine/);
  });

  test("what is refused is said in one line, without the password", () => {
    const wrong = postgres.url.replace(PASSWORD, "hunter2");
    expect(said(wrong)).toBe(
      `1 svcca: ${shown()}: the name or password was refused; check the address, or SVCCA_CLUSTER\n`,
    );
    expect(said(postgres.url.replace(/postgres$/, "none"))).toMatch(
      /^1 svcca: postgres:[^@]*\/none: there is no such database; createdb makes it\n$/,
    );
    expect(said(`${postgres.url}?sslmode=prefer`)).toMatch(
      /^2 svcca: [^@]*: sslmode=prefer is not understood; only sslmode is.*\n$/,
    );
    expect(said("postgres://svcca:50%@host/postgres")).toBe(
      "2 svcca: the address of the cluster cannot be told from its password; escape the password (%2F for /, %3F for ?, %23 for #, %40 for @, %25 for %)\n",
    );
    expect(said(`postgres://svcca:${PASSWORD}@127.0.0.1:1/postgres`)).toMatch(
      /^1 svcca: postgres:\/\/127[^@]*: cannot be reached \(ECONNREFUSED\).*\n$/,
    );
  });

  test.runIf(hasKey)("sslmode=require: only with a certificate that is trusted", () => {
    const secure = `${postgres.url}?sslmode=require`;
    expect(said(secure, { NODE_EXTRA_CA_CERTS: certificate })).toMatch(/^0 .*workers: 1 of/s);
    expect(said(secure, { NODE_EXTRA_CA_CERTS: "" })).toMatch(
      /^1 svcca: [^@]*: cannot be reached \(\w*SELF_SIGNED_CERT\); .* \(NODE_EXTRA_CA_CERTS\)\n$/,
    );
  });
});

test("without the package pg, its name is said", () => {
  const resolve = `export const resolve = (name, context, next) => {
    if (name === "pg") throw Object.assign(new Error("Cannot find package 'pg'"), { code: "ERR_MODULE_NOT_FOUND" });
    return next(name, context);
  };`;
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = `import { register } from "node:module"; register(${JSON.stringify(url(resolve))});`;
  // Node 26 warns of register(); what replaces it came after Node 20.
  const hooks = ["--no-deprecation", "--import", url(register)];
  const args = [...hooks, bin, "status", "--cluster", "postgres://u:secret@h/d"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect([status, stderr]).toEqual([
    1,
    "svcca: postgres://h/d: the package pg is not installed, and PostgreSQL needs it; run npm install pg\n",
  ]);
});

test.runIf(!hasPostgres)(
  "a cluster on PostgreSQL (skipped: no server; Debian has it as postgresql)",
  () => {},
);
