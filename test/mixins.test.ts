// What a mixin is stands in its own folder: nothing else has a list of mixins, or does something for one of them by name.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CORE_MIXINS, SERVICE_MIXINS } from "../components/mixins";

const NAMES = [...Object.keys(CORE_MIXINS), ...Object.keys(SERVICE_MIXINS), "slo"];

const sources = ["components", "infra", "stacks"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .filter((file) => !file.startsWith("components/mixins/")),
);

/** Ask all the same, and are to ask the mixin instead; the list may only become shorter. In stop.ts it is a process. */
const ASKS_STILL = [
  "components/monitoring/alerts/explained.ts",
  "components/monitoring/alerts/liveness.ts",
  "components/monitoring/targets/intervals.ts",
  "infra/commands/service/stop.ts",
  "stacks/kubernetes.ts",
];

test("nothing else asks a mixin for its name to do something else for it", () => {
  const asks = new RegExp(
    `switch \\(mixin(?:\\.name)?\\)|\\b(?:mixin|name|mixin\\.name) [!=]== "(?:${NAMES.join("|")})"|\\.get\\("(?:${NAMES.join("|")})"\\)`,
  );
  expect(sources.filter((file) => asks.test(readFileSync(file, "utf8"))).sort()).toEqual(ASKS_STILL);
});
