// Hostile texts that a cluster's settings take, through the real charts' own templates: each comes out as it went in. Needs what
// README.md of this folder says.
import { describe, expect, test } from "vitest";
import { stackValues } from "../../components/kubernetes/charts/values/stack";
import { cluster, EVERYTHING, stackArgs } from "../components/kubernetes/clusters";
import { PATHS, takenIn } from "../components/kubernetes/hostile";
import { render } from "./helm";
import { needed } from "./needs";

const paths = needed("HELM", "CHARTS");

const rendered = (settings: ReturnType<typeof cluster>) =>
  render(paths, {
    ...{ name: "tocsin-second", chart: "kube-prometheus-stack", version: "", namespace: "second" },
    values: stackValues(stackArgs(settings)),
  });

/** Kinds and names: what a text adds to them, it has injected. */
const namesOf = (all: Awaited<ReturnType<typeof rendered>>) =>
  all.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

describe("the stack's chart", () => {
  const plain = rendered(cluster(...EVERYTHING));

  test.each(PATHS.map((path) => [path.join("."), path] as const))(
    "takes what is in %s as it is",
    async (_, path) => {
      for (const { text, settings } of takenIn(path)) {
        const values = JSON.stringify(stackValues(stackArgs(settings)));
        if (!values.includes(inJson(text))) continue;
        const found = await rendered(settings);
        expect(namesOf(found)).toEqual(namesOf(await plain));
        expect(JSON.stringify(found), JSON.stringify(text.slice(0, 80))).toContain(inJson(text));
      }
    },
    120_000,
  );
});
