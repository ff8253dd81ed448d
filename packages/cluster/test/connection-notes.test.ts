import { expect, test } from "vitest";
import { connectionNotes } from "../src/node/queue/connection-notes.js";

test("a job whose answer was lost with the connection is told from one that another worker took", () => {
  const said: string[] = [];
  let lose = (_: Error) => {};
  const tell = connectionNotes(
    {
      shown: "postgres://h/d",
      isLoss: () => false,
      onLost: (listener) => {
        lose = listener;
      },
      onBack: () => {},
    },
    (line) => said.push(line),
    60,
  );
  const refused = ["Lock mismatch for job 7. Cmd moveToFinished", "Missing key for job 7. finish"];
  for (const reason of refused) tell(new Error(reason));
  expect(said.every((line) => /^a job was lost to another worker/.test(line))).toBe(true);
  said.length = 0;
  lose(new Error("Connection terminated"));
  for (const reason of refused) tell(new Error(reason));
  expect(said).toHaveLength(3);
  for (const line of said.slice(1)) {
    expect(line).toMatch(/before the answer came; no work is lost, it goes on within 60 s/);
  }
});
