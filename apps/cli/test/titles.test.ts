import { measureNames } from "@svcca/core";
import { measureTitle } from "@svcca/viz";
import { expect, test } from "vitest";

test("every measure has a title for texts and figures", () => {
  for (const name of measureNames) expect(measureTitle(name)).not.toBe(name);
});
