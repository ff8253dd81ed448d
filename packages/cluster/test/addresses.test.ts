import { connectCluster } from "@svcca/cluster/node";
import { describe, expect, test, vi } from "vitest";

const refusal = async (address: string): Promise<{ code: string; message: string }> =>
  connectCluster(address).then(
    () => expect.fail("connected"),
    (error) => error,
  );

describe.each(["postgres", "redis", "rediss"])(
  "a password of %s that is not escaped",
  (protocol) => {
    test.each(["1234/secret", "1234?secret", "1234#secret", "12/34@secret", "%zz-secret"])(
      "is shown by no message: %s",
      async (password) => {
        const { code, message } = await refusal(`${protocol}://user:${password}@127.0.0.1:1/db`);
        expect(code).toBe("invalid-argument");
        expect(message).toMatch(/escape the password \(%2F for \//);
        expect(message).not.toMatch(/secret|1234/);
      },
    );
  },
);

test("escaped, it is taken", async () => {
  const { message } = await refusal("postgres://user:12%2F34%23%40@127.0.0.1:1/db");
  expect(message).toMatch(/^postgres:\/\/127\.0\.0\.1:1\/db: cannot be reached \(ECONNREFUSED\)/);
});

test("PGSSLMODE counts where the address says nothing", async () => {
  vi.stubEnv("PGSSLMODE", "prefer");
  const address = "postgres://user@127.0.0.1:1/db";
  expect((await refusal(address)).message).toMatch(/db: PGSSLMODE=prefer is not understood/);
  expect((await refusal(`${address}?sslmode=disable`)).message).toMatch(/ECONNREFUSED/);
  vi.unstubAllEnvs();
});
