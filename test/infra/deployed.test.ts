import fc from "fast-check";
import { expect, test } from "vitest";
import { packed, unpacked } from "../../infra/deployed";
import { changesOf } from "../../infra/preview/changes";
import { changesWith, printed, watching } from "./preview/sides";

test("what is kept of a deployment comes back as it was, and shows what differs", () => {
  const kept = unpacked(packed(watching()));
  expect(kept).toEqual(printed(watching()));
  const later = { alerts: { NodeSwapIsFillingUp: { threshold: { warning: 0.5 } } } };
  expect(changesOf(kept, watching(later)).alerts.changed).toHaveLength(changesWith(later).alerts.changed.length);
});

test("is the same text for the same monitoring: no deployment changes it in vain", () => {
  expect(packed(watching())).toBe(packed(watching()));
});

test("whatever else stands in the output is as if nothing did", () => {
  fc.assert(fc.property(fc.anything(), (other) => unpacked(other) === undefined));
});
