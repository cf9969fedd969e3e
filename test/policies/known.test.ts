import { expect, test } from "vitest";
import { knownValues } from "../../policies/engine/known";

test("values that are not known yet are undefined, wherever they are; the others stay", () => {
  const unknown = {
    get id(): string {
      throw new Error("not known yet");
    },
    name: "a",
    list: [1, { two: 2 }],
    nothing: null,
  };
  expect(knownValues({ unknown, text: "b" })).toEqual({
    unknown: { id: undefined, name: "a", list: [1, { two: 2 }], nothing: null },
    text: "b",
  });
});
