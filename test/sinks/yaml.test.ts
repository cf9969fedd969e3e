// Texts by chance as keys and values of what is written as YAML: two parsers, one of them another maker's, read what was given.
import fc from "fast-check";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { yaml } from "../../components/prometheus";
import { texts } from "../fuzz/chance";

/** As a file in UTF-8 has them. */
const inFiles = texts.map((text) => Buffer.from(text).toString());
/** js-yaml takes this one for an order to merge, whoever wrote it. */
const keys = inFiles.map((text) => text.slice(0, 60)).filter((text) => text !== "<<" && text !== "__proto__");

test("manifests, rules and configurations hold the texts that were given", () => {
  fc.assert(
    fc.property(keys, inFiles, inFiles, (key, one, other) => {
      const given = {
        ...{
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: "a", annotations: { [key]: one } },
        },
        spec: {
          groups: [{ name: other, rules: [{ alert: one, expr: other, labels: { [key]: other }, annotations: {} }] }],
        },
      };
      const text = yaml(given);
      expect(parse(text)).toEqual(given);
      expect(load(text)).toEqual(given);
    }),
    { numRuns: 2_000, seed: 26 },
  );
});
