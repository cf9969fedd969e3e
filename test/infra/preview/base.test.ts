// What a preview without a deployment is compared with: the main branch, even where that is broken.
import { afterEach, expect, test, vi } from "vitest";
import { baseAt } from "../../../infra/commands/preview";

const renderedAt = vi.hoisted(() => vi.fn());
vi.mock("../../../infra/preview/rendered", () => ({ renderedAt, renderedOf: vi.fn() }));
afterEach(() => renderedAt.mockReset());

test("a main branch that cannot be rendered is nothing to compare with, and the reason is its name", async () => {
  renderedAt.mockRejectedValue(new Error("\nThe settings have 1 error; nothing is deployed.\n  tocsin:team: …"));
  expect(await baseAt("main", "prod", { wanted: false })).toEqual([
    undefined,
    "nothing, as main cannot be rendered (The settings have 1 error; nothing is deployed.)",
  ]);
});

test("a commit that somebody asked for and that cannot be rendered is an error", async () => {
  renderedAt.mockRejectedValue(new Error("There is no commit"));
  await expect(baseAt("v9", "prod", { wanted: true })).rejects.toThrow("There is no commit");
});

test("a commit that renders goes by its own name", async () => {
  const rendered = { monitoring: {} };
  renderedAt.mockResolvedValue(rendered);
  expect(await baseAt("main", "prod", { wanted: false })).toEqual([rendered, "main"]);
});
