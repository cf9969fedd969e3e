// A host or a service that vanishes is missed as one that is down, in time and by name (long: tables of scenarios).
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { endpointsOf } from "../../../../components/ec2";
import { ABSENT, assemble, FOUND } from "../../../../components/monitoring";
import { yaml } from "../../../../components/prometheus";
import { hashmod, sharding, shareOf } from "../../../../components/prometheus/shard";
import { type Scenario, scenarios } from "../../../../components/rules";
import { failures, nameOf } from "../../../../infra/commands/test/scenarios";
import { endpoints, settings } from "../../../support/environment";
import { rulesOf } from "../../../support/groups";
import { toolsOrSkip } from "../../../support/tools";
import { settingsWith } from "../../ec2/registered";
import { cluster, watched } from "../../kubernetes/clusters";

const tools = toolsOrSkip("promtool");
const ec2 = settingsWith();
const dev = assemble("dev", ec2, endpointsOf("dev", ec2));
const group = (name: string, monitoring = dev) => rulesOf(name, monitoring);

/** What promtool finds of a job. */
const discovered = z.array(z.object({ labels: z.object({ host: z.string().optional() }) }));

/** As discovery labels a host. */
const host = (name: string, team = "platform") =>
  `up{job="node",instance="${name}",host="${name}",service="node",team="${team}"}`;
const target = (job: string, service: string, name: string, port: number, team = "shop") =>
  `up{job="${job}",instance="${name}:${port}",host="${name}",service="${service}",team="${team}"}`;

const THERE = "1x80";
/** From the fourth to the twelfth minute it is not found. */
const GONE_FOR_A_WHILE = "1x15 stale _x31 1x40";

/** All that `dev` must find, and one machine of the group more. */
const HOSTS = {
  [host("web-1", "shop")]: THERE,
  [host("web-2", "shop")]: THERE,
  [host("orders-db-1", "orders")]: THERE,
  [host("monitoring-1")]: THERE,
  [host("monitoring-2")]: THERE,
  [host("workers-ip-10-0-1-5", "orders")]: THERE,
  [host("workers-ip-10-0-1-6", "orders")]: THERE,
  [host("orders-db-2")]: THERE,
};
const SHOP = {
  [target("service", "shop", "web-1", 8080)]: THERE,
  [target("service", "shop", "web-2", 8080)]: THERE,
};

const FIRES = { "3m45s": "quiet", "4m30s": ["critical"], "14m": "quiet" } as const;
const QUIET = { "4m30s": "quiet", "11m": "quiet" } as const;

const PROVEN: Record<string, readonly Scenario[]> = {
  node: scenarios("InstanceDown", {
    "fires when a host is no longer found, and resolves when it is found again": {
      given: { ...HOSTS, [host("web-1", "shop")]: GONE_FOR_A_WHILE },
      expect: FIRES,
    },
    "fires where a host was never found": {
      given: { ...HOSTS, [host("web-1", "shop")]: "_x80" },
      expect: { "0s": "quiet", "45s": "quiet", "75s": ["critical"] },
    },
    "goes on firing while a host that is down vanishes": {
      given: { ...HOSTS, [host("web-1", "shop")]: "1x3 0x5 stale _x60" },
      expect: { "90s": ["critical"], "2m20s": ["critical"], "2m30s": ["critical"], "4m": ["critical"] },
    },
    "fires when the last machine of a group is gone": {
      given: {
        ...HOSTS,
        [host("workers-ip-10-0-1-5", "orders")]: GONE_FOR_A_WHILE,
        [host("workers-ip-10-0-1-6", "orders")]: GONE_FOR_A_WHILE,
      },
      expect: FIRES,
    },
    "fires when the existing hosts that nobody named are gone": {
      given: { ...HOSTS, [host("orders-db-2")]: GONE_FOR_A_WHILE },
      expect: FIRES,
    },
    "stays quiet while a machine of a group is replaced": {
      given: { ...HOSTS, [host("workers-ip-10-0-1-5", "orders")]: GONE_FOR_A_WHILE },
      expect: QUIET,
    },
    "stays quiet while all are found": { given: HOSTS, expect: QUIET },
  }),
  service: [
    ...scenarios("ServiceDown", {
      "fires when none of a service's targets is found any more": {
        given: Object.fromEntries(Object.keys(SHOP).map((series) => [series, GONE_FOR_A_WHILE])),
        expect: FIRES,
      },
      "stays quiet while one is": {
        given: { ...SHOP, [target("service", "shop", "web-1", 8080)]: GONE_FOR_A_WHILE },
        expect: QUIET,
      },
    }),
    ...scenarios("ServiceInstanceDown", {
      "warns of the one that is no longer found": {
        given: { ...SHOP, [target("service", "shop", "web-1", 8080)]: GONE_FOR_A_WHILE },
        expect: { "3m45s": "quiet", "5m15s": ["warning"], "14m": "quiet" },
      },
    }),
  ],
  postgres: scenarios("PostgresDown", {
    "fires when the database's exporter is no longer found": {
      given: { [target("postgres", "orders-db", "orders-db-1", 9187, "orders")]: GONE_FOR_A_WHILE },
      expect: FIRES,
    },
  }),
  worker: scenarios("WorkerDown", {
    "fires when no instance has the service's tag any more": {
      given: { [target("worker", "emails", "i-0a", 9808)]: GONE_FOR_A_WHILE },
      expect: FIRES,
    },
    "stays quiet while one has": {
      given: {
        [target("worker", "emails", "i-0a", 9808)]: GONE_FOR_A_WHILE,
        [target("worker", "emails", "i-0b", 9808)]: THERE,
      },
      expect: QUIET,
    },
  }),
};

describe.skipIf(!tools).each(Object.entries(PROVEN))("on EC2, what vanishes of %s", (name, proven) => {
  let failed = new Map<string, string>();
  beforeAll(async () => {
    failed = await failures(tools?.promtool ?? "", group(name), proven);
  }, 60_000);
  test.each(proven.map((scenario) => nameOf(scenario)))("%s", (scenario) => {
    expect(failed.get(scenario)).toBeUndefined();
  });
});

describe.skipIf(!tools)("in a cluster, what vanishes with its endpoint", () => {
  const parts = watched(cluster({ prometheus: { replicas: 2 }, alertmanager: { replicas: 3 } }));
  const own = (job: string, instance: string, more = "") =>
    `up{job="${job}",instance="${instance}",service="${job}",team="platform"${more}}`;
  const component = (name: string, instance = `${name}-1`) => own("kubernetes", instance, `,component="${name}"`);
  const pods = (part: string, ...values: string[]) =>
    Object.fromEntries(values.map((value, index) => [own(part, `${part}-tocsin-${part}-${index}`), value]));
  const well = { ...pods("prometheus", THERE, THERE), ...pods("alertmanager", THERE, THERE, THERE) };

  test.each<[name: string, alert: string, proven: Parameters<typeof scenarios>[1]]>([
    [
      "kubernetes",
      "KubeStateMetricsDown",
      {
        "warns when no pod of it is found": {
          given: { [component("kube-state-metrics")]: GONE_FOR_A_WHILE },
          expect: { "5m": "quiet", "6m30s": ["warning"], "14m": "quiet" },
        },
      },
    ],
    [
      "kubernetes",
      "KubeletDown",
      {
        "fires when no kubelet is found": { given: { [component("kubelet")]: GONE_FOR_A_WHILE }, expect: FIRES },
        "stays quiet when one of two is gone": {
          given: { [component("kubelet")]: GONE_FOR_A_WHILE, [component("kubelet", "kubelet-2")]: THERE },
          expect: QUIET,
        },
      },
    ],
    [
      "kubernetes",
      "KubeAPIDown",
      {
        "fires when no API server is found": { given: { [component("apiserver")]: GONE_FOR_A_WHILE }, expect: FIRES },
        "is quiet after a first start, until it has been scraped": {
          interval: "5s",
          given: { [component("kubelet")]: "_ 1x80", [component("apiserver")]: "_ _x7 1x72" },
          expect: { "30s": "quiet", "40s": "quiet", "1m": "quiet" },
        },
        "fires where it was never found": {
          interval: "5s",
          given: { [component("kubelet")]: "_ 1x80" },
          expect: { "30s": "quiet", "75s": ["critical"] },
        },
      },
    ],
    [
      "kubernetes",
      "KubeletInstanceDown",
      {
        "says nothing of a kubelet that has no name": {
          given: { [component("kubelet")]: GONE_FOR_A_WHILE },
          expect: { "7m": "quiet", "11m": "quiet" },
        },
      },
    ],
    [
      "grafana",
      "GrafanaDown",
      { "fires when it is not found": { given: { [own("grafana", "pod")]: GONE_FOR_A_WHILE }, expect: FIRES } },
    ],
    [
      "node",
      "InstanceDown",
      { "fires when no node is found": { given: { [host("node-1")]: GONE_FOR_A_WHILE }, expect: FIRES } },
    ],
    [
      "alertmanager",
      "AlertmanagerClusterDown",
      {
        "fires when two of three are not found": {
          given: pods("alertmanager", THERE, GONE_FOR_A_WHILE, GONE_FOR_A_WHILE),
          expect: { "4m30s": "quiet", "5m15s": ["critical"], "14m": "quiet" },
        },
        "stays quiet while one of three is not": {
          given: pods("alertmanager", THERE, THERE, GONE_FOR_A_WHILE),
          expect: { "6m": "quiet", "11m": "quiet" },
        },
      },
    ],
    [
      "prometheus",
      "TargetDown",
      {
        "warns of a Prometheus that is not found, by its name": {
          given: { ...well, ...pods("prometheus", THERE, GONE_FOR_A_WHILE) },
          expect: { "4m30s": "quiet", "6m": ["warning"], "14m": "quiet" },
        },
        "stays quiet while all are": { given: well, expect: QUIET },
      },
    ],
  ])("is missed: %s, %s", async (mixin, alert, proven) => {
    const { groups } = parts;
    const all = { ...group(mixin, parts), recordings: groups.flatMap(({ recordings }) => recordings) };
    expect([...(await failures(tools?.promtool ?? "", all, scenarios(alert, proven))).values()]).toEqual([]);
  });
});

test.skipIf(!tools)("a service that is gone sends ServiceDown alone, not its failing probe as well", async () => {
  const probe = 'probe_success{job="probe",instance="http://shop.example",service="shop",team="shop"}';
  const gone = Object.fromEntries(Object.keys(SHOP).map((series) => [series, GONE_FOR_A_WHILE]));
  const failing = { [probe]: "1x16 0x30 1x40" };
  const proven = scenarios("ProbeFailed", {
    "stays quiet while no target is found": {
      given: { ...gone, ...failing },
      expect: { "4m30s": "quiet", "5m30s": "quiet", "10m": "quiet" },
    },
    "fires while one is": { given: { ...SHOP, ...failing }, expect: { "5m30s": ["critical"] } },
  });
  const [own, services] = [group("blackbox"), group("service")];
  const together = { ...own, recordings: [...services.recordings, ...own.recordings] };
  expect([...(await failures(tools?.promtool ?? "", together, proven)).values()]).toEqual([]);
});

test.skipIf(!tools)("the least number of a group is that of the settings", async () => {
  const series = (values: string) => ({ ...HOSTS, [host("workers-ip-10-0-1-5", "orders")]: values });
  const proven = scenarios("TargetsMissing", {
    "warns of a group with one machine less than its least size": {
      given: series("1x3 stale _x70"),
      expect: { "10m": "quiet", "11m30s": ["warning"] },
    },
    "stays quiet while it has its least size": { given: series(THERE), expect: { "12m": "quiet" } },
  });
  const [nodes, own] = [group("node"), group("prometheus")];
  const together = { ...own, recordings: [...nodes.recordings, ...own.recordings] };
  expect([...(await failures(tools?.promtool ?? "", together, proven)).values()]).toEqual([]);
});

describe("what is recorded of targets that must be found", () => {
  const absent = ({ groups } = dev) =>
    groups.flatMap(({ recordings }) => recordings.filter(({ record }) => record === ABSENT));

  test("has the labels that the target would have, so that one alert goes on when what is down vanishes", () => {
    expect(absent().find(({ adds }) => adds?.instance === "web-1:8080")?.adds).toEqual({
      job: "service",
      instance: "web-1:8080",
      host: "web-1",
      service: "shop",
      team: "shop",
    });
    expect(absent().find(({ adds }) => adds?.instance === "orders-db-1")?.adds).toMatchObject({ team: "orders" });
  });

  test("is read by an alert of the same job, for every job that it is recorded for", () => {
    for (const { name, recordings, alerts } of dev.groups) {
      if (!recordings.some(({ record }) => record === ABSENT)) continue;
      expect(
        alerts.filter(({ expr }) => expr.includes(`${ABSENT}{job="${name}"}`)).map(({ alert }) => alert.name),
        name,
      ).not.toEqual([]);
    }
  });

  test("names each host that the settings name, and each server", () => {
    const hosts = absent().filter(({ adds }) => adds?.job === "node");
    expect(hosts.map(({ adds }) => adds?.instance)).toEqual([
      "web-1",
      "web-2",
      "orders-db-1",
      "monitoring-1",
      "monitoring-2",
      "workers",
      "databases",
    ]);
  });

  test("is nothing where all targets are listed: they stay whatever happens", () => {
    const local = assemble("local", settings(), endpoints);
    expect(absent(local)).toEqual([]);
    expect(JSON.stringify(local.groups)).not.toMatch(new RegExp(`${ABSENT}|${FOUND}`));
  });

  test("is one for each service of a cluster, whose pods nobody can name", () => {
    const inCluster = { namespace: "shop", labels: { app: "checkout" }, port: "metrics", expected: 2 };
    const cluster = settings({
      platform: { kind: "kubernetes", cluster: { context: "staging" } },
      hosts: [],
      services: [{ name: "checkout", mixin: "service", team: "shop", options: { metrics: "http" }, inCluster }],
    });
    expect(absent(assemble("staging", cluster, endpoints)).map(({ expr, adds }) => [expr, adds])).toEqual([
      [
        'absent(up{job="service",service="checkout"}) - 1 and on () (count(up offset 30s) or instance:up:absent{job="service",instance="checkout",service="checkout",team="shop"})',
        { job: "service", instance: "checkout", service: "checkout", team: "shop" },
      ],
    ]);
  });

  test("makes a look for targets that is too rare an error: what vanishes would be told too late", () => {
    const rare = settingsWith({ discovery: { every: "1m" } });
    expect(() => assemble("dev", rare, endpointsOf("dev", rare))).toThrow("InstanceDown (critical) takes up to 126 s");
  });
});

describe("servers that divide the targets", () => {
  const of = 3;
  const shares = [0, 1, 2].map((index) => shareOf(group("node"), { index, of }));
  const instances = ({ recordings }: ReturnType<typeof shareOf>) =>
    recordings.flatMap(({ record, adds }) => (record === ABSENT ? [adds?.instance ?? ""] : []));

  test("miss each named host once, and no group, whose machines they share", () => {
    expect(shares.flatMap(instances).sort()).toEqual(["monitoring-1", "monitoring-2", "orders-db-1", "web-1", "web-2"]);
    expect(JSON.stringify(shares)).not.toContain(FOUND);
  });

  const folder = mkdtemp(join(tmpdir(), "tocsin-shard-"));
  afterAll(async () => rm(await folder, { recursive: true }));

  test.skipIf(!tools)("miss just the hosts that Prometheus gives to each", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `web-${index}`);
    const kept = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const file = join(await folder, `prometheus-${index}.yml`);
        const job = {
          job_name: "node",
          static_configs: names.map((name) => ({ targets: [`${name}:9100`], labels: { host: name } })),
          relabel_configs: sharding({ shardBy: "host" }, { index, of }),
        };
        await writeFile(file, yaml({ scrape_configs: [job] }));
        const { stdout } = await execa(tools?.promtool ?? "", [
          "check",
          "service-discovery",
          "--timeout=3s",
          file,
          "node",
        ]);
        return discovered
          .parse(JSON.parse(stdout.slice(stdout.indexOf("["))))
          .flatMap(({ labels }) => labels.host ?? []);
      }),
    );
    expect(kept.map((hosts) => hosts.sort())).toEqual(
      [0, 1, 2].map((index) => names.filter((name) => hashmod(name, of) === index).sort()),
    );
  });
});
