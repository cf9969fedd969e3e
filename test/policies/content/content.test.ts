// Rules, jobs, routes and dashboards are found in whatever carries them (long: a table for each kind of content).
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { asWords } from "../../../components/promql";
import { contentOf, readText } from "../../../policies/content";

const RULES = "groups:\n  - name: shop\n    rules:\n      - { alert: ShopDown, expr: up == 0 }";
const encoded = Buffer.from(RULES).toString("base64");
const rulesSpec = { groups: [{ name: "shop", rules: [{ alert: "ShopDown", expr: "up == 0" }] }] };

const CARRIERS: readonly (readonly [type: string, props: Record<string, unknown>, file: string | undefined])[] = [
  ["host:index:Process", { files: { "rules/shop.yml": RULES } }, "rules/shop.yml"],
  ["host:index:ContainerConfiguration", { files: { "rules/shop.yml": RULES } }, "rules/shop.yml"],
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
  ["kubernetes:core/v1:ConfigMap", { kind: "ConfigMap", binaryData: { "a.yml": encoded } }, "a.yml"],
  [
    "kubernetes:yaml:ConfigGroup",
    { yaml: [`apiVersion: v1\nkind: ConfigMap\ndata: { a.yml: ${JSON.stringify(RULES)} }`] },
    "a.yml",
  ],
  ["kubernetes:yaml/v2:ConfigGroup", { objs: [{ kind: "PrometheusRule", spec: rulesSpec }] }, undefined],
  ["aws:s3/bucketObjectv2:BucketObjectv2", { key: "shop.yml", source: { text: RULES } }, "shop.yml"],
  [
    "aws:ssm/document:Document",
    { name: "write", content: JSON.stringify({ mainSteps: [{ inputs: { runCommand: [RULES] } }] }) },
    "write",
  ],
  [
    "docker:index/container:Container",
    { uploads: [{ file: "/etc/shop.yml", contentBase64: encoded }] },
    "/etc/shop.yml",
  ],
  [
    "kubernetes:helm.sh/v3:Release",
    { chart: "kube-prometheus-stack", values: { additionalPrometheusRulesMap: { shop: rulesSpec } } },
    "additionalPrometheusRulesMap",
  ],
  [
    "kubernetes:helm.sh/v4:Chart",
    { values: { monitoring: { additionalPrometheusRules: [rulesSpec] } } },
    "monitoring.additionalPrometheusRules",
  ],
  ["kubernetes:helm.sh/v3:Release", { values: { serverFiles: { "alerting_rules.yml": rulesSpec } } }, "serverFiles"],
  [
    "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
    { spec: { values: { additionalPrometheusRulesMap: { shop: rulesSpec } } } },
    "additionalPrometheusRulesMap",
  ],
  [
    "kubernetes:argoproj.io/v1alpha1:Application",
    { spec: { source: { helm: { valuesObject: { serverFiles: { "rules.yml": rulesSpec } } } } } },
    "serverFiles",
  ],
  [
    "kubernetes:argoproj.io/v1alpha1:Application",
    { spec: { sources: [{}, { helm: { values: JSON.stringify({ serverFiles: { "rules.yml": rulesSpec } }) } }] } },
    "serverFiles",
  ],
  [
    "kubernetes:helm.cattle.io/v1:HelmChartConfig",
    { spec: { valuesContent: JSON.stringify({ serverFiles: { "rules.yml": rulesSpec } }) } },
    "serverFiles",
  ],
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
    for (const kind of ["List", "PrometheusRuleList"]) {
      const list = JSON.stringify({ apiVersion: "v1", kind, items: [manifest, manifest] });
      expect(readText(`${list}\n---\n${RULES}`, { file: "all.yaml" }).rules).toHaveLength(3);
    }
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

describe("what the Prometheus operator and its chart take", () => {
  const of = (kind: string, spec: object, metadata: object = { name: "shop" }) =>
    contentOf({ name: "one", type: `kubernetes:monitoring.coreos.com/v1:${kind}`, props: { metadata, spec } });

  it.each([
    [
      "ServiceMonitor",
      {
        sampleLimit: 5,
        endpoints: [{ port: "http", interval: "15s", relabelings: [{ targetLabel: "a", sourceLabels: ["b"] }] }],
      },
      "shop/http",
    ],
    [
      "PodMonitor",
      {
        sampleLimit: 5,
        podMetricsEndpoints: [
          { port: "http", interval: "15s", relabelings: [{ targetLabel: "a", sourceLabels: ["b"] }] },
        ],
      },
      "shop/http",
    ],
    [
      "ScrapeConfig",
      { sampleLimit: 5, scrapeInterval: "15s", relabelings: [{ targetLabel: "a", sourceLabels: ["b"] }] },
      "shop",
    ],
    [
      "Probe",
      {
        sampleLimit: 5,
        interval: "15s",
        targets: { staticConfig: { relabelingConfigs: [{ targetLabel: "a", sourceLabels: ["b"] }] } },
      },
      "shop",
    ],
  ])("a %s is a scrape job in the words of prometheus.yml", (kind, spec, name) => {
    expect(of(kind, spec).scrapeJobs).toMatchObject([
      {
        name,
        fields: { sample_limit: 5, scrape_interval: "15s" },
        relabelings: [{ stage: "target", target: "a", sources: ["b"] }],
      },
    ]);
  });

  it("an AlertmanagerConfig is a tree of routes with its receivers and inhibitions", () => {
    const { alertmanagers } = of("AlertmanagerConfig", {
      route: {
        receiver: "a",
        routes: [{ receiver: "b", matchers: [{ name: "severity", value: "critical", matchType: "=" }] }],
      },
      receivers: [{ name: "a" }, { name: "b", slackConfigs: [{}] }],
      inhibitRules: [
        { sourceMatch: [{ name: "a", value: "b" }], targetMatch: [{ name: "c", value: "d" }], equal: ["e"] },
      ],
    });
    expect(alertmanagers).toMatchObject([
      {
        route: { receiver: "a", routes: [{ matchers: [{ label: "severity", operator: "=", value: "critical" }] }] },
        receivers: new Map([
          ["a", 0],
          ["b", 1],
        ]),
        inhibitions: [{ sources: [{ label: "a" }], targets: [{ label: "c" }], equal: ["e"] }],
      },
    ]);
  });

  it("a Prometheus tells its interval and retention", () => {
    expect(of("Prometheus", { retention: "10d" }).servers).toMatchObject([{ retention: "10d", scrapeInterval: "30s" }]);
  });

  it("a release's values hold jobs, routes, monitors, dashboards and the server's settings", () => {
    const dashboard = JSON.stringify({ title: "Shop", schemaVersion: 39, panels: [] });
    const content = contentOf({
      name: "one",
      type: "kubernetes:helm.sh/v3:Release",
      props: {
        values: {
          alertmanager: { config: { route: { receiver: "a" }, receivers: [{ name: "a" }] } },
          grafana: { dashboards: { default: { shop: { json: dashboard } } } },
          prometheus: {
            additionalServiceMonitors: [{ name: "shop", endpoints: [{ port: "http" }] }],
            prometheusSpec: { retention: "5d", additionalScrapeConfigs: [{ job_name: "a", sample_limit: 1 }] },
          },
          unknown: undefined,
        },
      },
    });
    expect(content.scrapeJobs.map(({ name }) => name).sort()).toEqual(["a", "shop/http"]);
    expect(content.alertmanagers[0]?.place).toMatchObject({ file: "alertmanager.config", sealed: true });
    expect(content.servers).toMatchObject([{ retention: "5d" }]);
    expect(content.dashboards).toMatchObject([{ title: "Shop" }]);
  });

  it("an annotation of the manifest exempts all that is in it", () => {
    const annotations = { tocsin_exempt: "alert-for: it is a test" };
    const { rules } = of("PrometheusRule", rulesSpec, { name: "shop", annotations });
    expect(rules[0]?.place.exemptions).toEqual([{ policy: "alert-for", reason: "it is a test" }]);
  });
});

describe("what Grafana's and Amazon's resources take", () => {
  const rule = { name: "ShopDown", uid: "a", datas: [{ refId: "A", model: JSON.stringify({ expr: "up == 0" }) }] };

  it.each(["grafana:alerting/ruleGroup:RuleGroup", "grafana:index/ruleGroup:RuleGroup"])(
    "%s holds Grafana's rules",
    (type) => {
      const props = { name: "shop", folderUid: "f", rules: [rule] };
      expect(contentOf({ name: "one", type, props }).grafanaRules).toMatchObject([
        { title: "ShopDown", uid: "a", folder: "f", queries: [{ expr: "up == 0", kind: "Grafana rule" }] },
      ]);
    },
  );

  it("a notification policy is a tree of routes, its contact points are elsewhere", () => {
    const props = {
      contactPoint: "a",
      policies: [{ contactPoint: "b", matchers: [{ label: "severity", match: "=", value: "critical" }] }],
    };
    const { alertmanagers } = contentOf({
      name: "one",
      type: "grafana:alerting/notificationPolicy:NotificationPolicy",
      props,
    });
    expect(alertmanagers).toMatchObject([
      {
        receivers: undefined,
        route: { receiver: "a", routes: [{ receiver: "b", matchers: [{ label: "severity" }] }] },
      },
    ]);
  });

  it("a routing tree beside it is one as well", () => {
    const props = {
      metadata: { uid: "own" },
      spec: {
        defaults: { receiver: "a" },
        routes: [{ receiver: "b", matchers: [{ label: "severity", type: "=~", value: "critical|page" }] }],
      },
    };
    const type = "grafana:alerting/v1beta1/notificationsRoutingTree:NotificationsRoutingTree";
    expect(contentOf({ name: "one", type, props }).alertmanagers).toMatchObject([
      {
        receivers: undefined,
        route: {
          receiver: "a",
          routes: [{ receiver: "b", matchers: [{ label: "severity", operator: "=~", value: "critical|page" }] }],
        },
      },
    ]);
  });

  it("Amazon's Alertmanager definition wraps a configuration", () => {
    const definition = "alertmanager_config: |\n  route: { receiver: a }\n  receivers: [{ name: a }]\n";
    const type = "aws:amp/alertManagerDefinition:AlertManagerDefinition";
    expect(contentOf({ name: "one", type, props: { definition } }).alertmanagers).toHaveLength(1);
  });

  it("a secure parameter is made for secrets, another one is not", () => {
    const at = (type: string) =>
      contentOf({ name: "one", type: "aws:ssm/parameter:Parameter", props: { name: "/a", type, value: RULES } })
        .rules[0]?.place.sealed;
    expect([at("SecureString"), at("String")]).toEqual([true, false]);
  });
});

describe("dashboards", () => {
  const panel = (expr: string, more: object = {}) => ({ type: "timeseries", title: "a", targets: [{ expr }], ...more });
  const queries = (...panels: object[]) =>
    readText(JSON.stringify({ title: "a", schemaVersion: 39, panels }), {}).dashboards.flatMap((one) =>
      one.panels.flatMap((of) => of.queries),
    );

  it.each([
    'sum by ($group) (rate(x_total{job=~"$job"}[$__rate_interval]))',
    "topk($n, x)",
    "avg_over_time(x[[[range:text]]:$step])",
    "x offset $shift",
    "[[metric]] * $__interval_ms",
    "increase(x_total[$__range])",
  ])("%s is read with something in place of its variables", (expr) => {
    expect(queries(panel(expr)).map(({ parsed }) => "error" in parsed)).toEqual([false]);
  });

  it.each([
    ["x / 100 > $limit", "x / 100 > :limit"],
    ["x < ($limit * +Inf)", "x < (:limit * +Inf)"],
    ["x * (1 - $tolerance) or $metric", "x * (1 - :tolerance) or :metric"],
    ["sum by ($label) ($metric{job='a'})", "sum by (label) (metric{job='a'})"],
    ["a_[[name]]_total + $name_total", "a_name_total + :name_total"],
    ["x{$label='a'}", "x{label='a'}"],
    ["$function(x)", "function(x)"],
  ])("%s is read with what may be a number as a name of which nothing is known", (expr, read) => {
    expect(asWords(expr)).toBe(read);
  });

  it("leave out what is asked of others than Prometheus, and what only a variable's text makes readable", () => {
    expect(queries(panel('sum(rate({job="a"} |= "b" [5m]))'))).toEqual([]);
    expect(queries(panel('{job="a"}'))).toEqual([]);
    expect(queries(panel("x", { datasource: { type: "loki" } }))).toEqual([]);
    expect(queries(panel("$query more"))).toEqual([]);
    expect(queries(panel("sum(x"))).toHaveLength(1);
  });

  it("are read with the panels in rows, also of old ones", () => {
    expect(queries({ type: "row", panels: [panel("x")] }, panel("y"))).toHaveLength(2);
    const old = { title: "a", schemaVersion: 16, rows: [{ panels: [panel("x")] }] };
    expect(readText(JSON.stringify(old), {}).dashboards[0]?.panels).toHaveLength(1);
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

  it("has apostrophes with a backslash, which the servers take", () => {
    const { rules, unreadable } = readText(
      `groups: [{ name: a, rules: [{ alert: A, expr: up == 0, annotations: { a: "\\'{{ $value }}\\' is low" } }] }]`,
      { file: "a.yml" },
    );
    expect(unreadable).toEqual([]);
    expect(rules[0]?.annotations).toEqual({ a: "'{{ $value }}' is low" });
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
    const types = fc.constantFrom(
      ...CARRIERS.map(([type]) => type),
      "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
      "kubernetes:monitoring.coreos.com/v1:AlertmanagerConfig",
      "grafana:alerting/ruleGroup:RuleGroup",
      "grafana:alerting/notificationPolicy:NotificationPolicy",
    );
    fc.assert(
      fc.property(
        types,
        fc.dictionary(
          fc.constantFrom(
            "files",
            "spec",
            "data",
            "uploads",
            "value",
            "values",
            "metadata",
            "rules",
            "content",
            "definition",
            "tags",
          ),
          fc.jsonValue(),
        ),
        (type, props) => {
          contentOf({ name: "one", type, props });
        },
      ),
    );
  });
});
