// Rules, scrape jobs, routes and dashboards are found in whatever carries them.
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { contentOf, readText } from "../../../policies/content";

const RULES = "groups:\n  - name: shop\n    rules:\n      - { alert: ShopDown, expr: up == 0 }";
const encoded = Buffer.from(RULES).toString("base64");
const rulesSpec = { groups: [{ name: "shop", rules: [{ alert: "ShopDown", expr: "up == 0" }] }] };

const CARRIERS: readonly (readonly [type: string, props: Record<string, unknown>, file: string | undefined])[] = [
  ["host:index:Process", { files: { "rules/shop.yml": RULES } }, "rules/shop.yml"],
  ["host:index:Files", { files: { "shop.yml": RULES, other: undefined } }, "shop.yml"],
  ["aws:s3/bucketObject:BucketObject", { key: "shop.yml", content: RULES }, "shop.yml"],
  ["aws:s3/bucketObjectv2:BucketObjectv2", { key: "shop.yml", contentBase64: encoded }, "shop.yml"],
  ["aws:ssm/parameter:Parameter", { name: "/rules/shop", value: RULES }, "/rules/shop"],
  ["aws:amp/ruleGroupNamespace:RuleGroupNamespace", { name: "shop", data: RULES }, "shop"],
  ["docker:index/container:Container", { uploads: [{ file: "/etc/shop.yml", content: RULES }] }, "/etc/shop.yml"],
  ["kubernetes:core/v1:ConfigMap", { apiVersion: "v1", kind: "ConfigMap", data: { "a.yml": RULES } }, "a.yml"],
  ["kubernetes:core/v1:Secret", { stringData: { "a.yml": RULES } }, "a.yml"],
  ["kubernetes:core/v1:Secret", { data: { "a.yml": encoded } }, "a.yml"],
  ["kubernetes:monitoring.coreos.com/v1:PrometheusRule", { spec: rulesSpec }, undefined],
];

describe("rules", () => {
  test.each(CARRIERS)("are found in %s %#", (type, props, file) => {
    const [rule, ...more] = contentOf({ name: "one", type, props }).rules;
    expect(more).toEqual([]);
    expect(rule).toMatchObject({ kind: "alert", name: "ShopDown", expr: "up == 0" });
    expect(rule?.place).toMatchObject({ resource: `one (${type})`, group: "shop", rule: "ShopDown" });
    expect(rule?.place.file).toBe(file);
  });

  it("are found in manifests, lists of them, and files of several documents", () => {
    const manifest = { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", spec: rulesSpec };
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [manifest, manifest] });
    expect(readText(`${list}\n---\n${RULES}`, { file: "all.yaml" }).rules).toHaveLength(3);
  });

  it("that are not known yet are skipped", () => {
    const rules = [{ alert: "A", expr: undefined }, undefined, { alert: "B", expr: "up" }];
    const props = { spec: { groups: [undefined, { name: "a", rules }] } };
    const { rules: found } = contentOf({
      name: "one",
      type: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
      props,
    });
    expect(found.map(({ name }) => name)).toEqual(["B"]);
  });
});

describe("other content", () => {
  it("is scrape jobs with what they inherit", () => {
    const { scrapeJobs } = readText("global: { sample_limit: 5 }\nscrape_configs: [{ job_name: a }, {}]", {});
    expect(scrapeJobs).toMatchObject([{ name: "a", global: { sample_limit: 5 } }]);
  });

  it("is routes with matchers of every notation", () => {
    const { alertmanagers } = readText(
      `route:\n  receiver: a\n  routes:\n    - matchers: ['severity=~"a|b"', '{team="x",env!=prod}']\n      match: { c: d }\nreceivers: [{ name: a, slack_configs: [{}, {}] }]`,
      {},
    );
    expect(alertmanagers[0]?.receivers).toEqual(new Map([["a", 2]]));
    expect(alertmanagers[0]?.route.routes[0]).toMatchObject({
      receiver: "a",
      matchers: [
        { label: "severity", operator: "=~", value: "a|b" },
        { label: "team", operator: "=", value: "x" },
        { label: "env", operator: "!=", value: "prod" },
        { label: "c", operator: "=", value: "d" },
      ],
    });
  });

  it("is dashboards, alone or as the API wraps them", () => {
    const dashboard = { title: "Shop", schemaVersion: 39, panels: [] };
    expect(readText(JSON.stringify(dashboard), {}).dashboards).toMatchObject([{ title: "Shop" }]);
    expect(readText(JSON.stringify({ dashboard }), {}).dashboards).toMatchObject([{ title: "Shop" }]);
  });
});

describe("text that cannot be parsed", () => {
  it("is reported where it was meant to be configuration", () => {
    expect(readText(`${RULES}\n  - [`, { file: "a.yml" }).unreadable).toMatchObject([{ place: { file: "a.yml" } }]);
    expect(readText(RULES.slice(0, -1), { file: "a.yml" }).unreadable).toHaveLength(1);
  });

  it("is left alone where it is something else", () => {
    expect(readText("receivers of this letter: [", { file: "letter.txt" }).unreadable).toEqual([]);
  });

  const mangled = fc
    .tuple(fc.constantFrom(RULES, '{"title":"a","panels":[]}', "route: {}\nreceivers: []"), fc.nat(), fc.string())
    .map(([text, at, more]) => text.slice(0, at % text.length) + more + text.slice(at % text.length));

  it("is never thrown at, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string({ unit: "binary" })), (text) => {
        readText(text, { file: "a.yml" });
      }),
      { numRuns: 1_000 },
    );
  });

  it("is never thrown at in resources of any shape", () => {
    const types = fc.constantFrom(...CARRIERS.map(([type]) => type));
    fc.assert(
      fc.property(
        types,
        fc.dictionary(fc.constantFrom("files", "spec", "data", "uploads", "value"), fc.jsonValue()),
        (type, props) => {
          contentOf({ name: "one", type, props });
        },
      ),
    );
  });
});
