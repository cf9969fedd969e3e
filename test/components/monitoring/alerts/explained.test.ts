// What one mixin's alerts leave out because another explains it: planned removals of nodes, and containers that are killed.
import { describe, expect, test } from "vitest";
import { assemble, type Monitoring } from "../../../../components/monitoring";
import { type Scenario, scenarios } from "../../../../components/rules";
import { failures } from "../../../../infra/commands/test/scenarios";
import { endpoints, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";
import { cluster, watched } from "../../kubernetes/clusters";

const tools = toolsOrSkip("promtool");

const LABELS = 'service="kubernetes",team="platform"';
const ksm = (metric: string, labels: string) =>
  `${metric}{${labels},job="kubernetes",component="kube-state-metrics",instance="state-1",${LABELS}}`;
const nodeUp = (node: string) => `up{job="node",instance="${node}",host="${node}",service="node",team="platform"}`;
const partUp = (component: string, node: string) =>
  `up{job="kubernetes",component="${component}",instance="${node}",host="${node}",${LABELS}}`;
const kills = (job: string, host: string) =>
  `node_vmstat_oom_kill{job="${job}",instance="${host}",host="${host}",service="node",team="platform"}`;

/** All rules of an environment as one group, as one evaluation after the other sees them. */
function allRules({ groups }: Pick<Monitoring, "groups">) {
  const [first] = groups;
  if (!first) throw new Error("no groups");
  return {
    ...first,
    recordings: groups.flatMap(({ recordings }) => recordings),
    alerts: groups.flatMap(({ alerts }) => alerts),
  };
}

const proves = async (monitoring: Pick<Monitoring, "groups">, proven: readonly Scenario[]) =>
  expect([...(await failures(tools?.promtool ?? "", allRules(monitoring), proven)).values()]).toEqual([]);

const POD = 'namespace="shop",pod="orders-1",uid="1"';

describe.skipIf(!tools)("in a cluster", () => {
  const monitoring = watched(cluster());
  const cordoned = (values: string) => ({ [ksm("kube_node_spec_unschedulable", 'node="node-1"')]: values });

  test("a node that is taken away on purpose does not page, one that dies does", () =>
    proves(
      monitoring,
      scenarios("InstanceDown", {
        "stays quiet on a cordoned node": {
          given: { [nodeUp("node-1")]: "1x3 0x40", ...cordoned("1x50") },
          expect: { "90s": "quiet", "5m": "quiet" },
        },
        "stays quiet on a node that is gone from the API server first": {
          given: { [nodeUp("node-1")]: "1x11 0x12 stale", ...cordoned("0x3 1x8 stale") },
          expect: { "4m": "quiet", "5m": "quiet" },
        },
        "fires for a node that dies": {
          given: { [nodeUp("node-1")]: "1x3 0x40", ...cordoned("0x50") },
          expect: { "50s": "quiet", "90s": ["critical"] },
        },
        "fires for a node that dies while another is cordoned": {
          given: { [nodeUp("node-1")]: "1x50", [nodeUp("node-2")]: "1x3 0x40", ...cordoned("1x50") },
          expect: { "90s": ["critical"] },
        },
      }),
    ));

  test("what was not moved off such a node is missed when it goes", () => {
    const inCluster = { namespace: "shop", labels: { app: "cache" }, port: "metrics" };
    const cache = 'job="redis",instance="cache-0",host="node-1",service="cache",team="platform"';
    const down = { [`up{${cache}}`]: "1x3 0x40", [nodeUp("node-1")]: "1x3 0x40" };
    return proves(
      watched(cluster({}, { services: [{ name: "cache", mixin: "redis", inCluster }] })),
      scenarios("RedisDown", {
        "fires on a node that was cordoned": {
          given: { ...down, ...cordoned("1x50") },
          expect: { "2m": ["critical"] },
        },
        "leaves it to InstanceDown on a node that dies": {
          given: { ...down, ...cordoned("0x50") },
          expect: { "2m": "quiet" },
        },
      }),
    );
  });

  /** The parts whose absence counts as a target that is down. */
  const parts = Object.fromEntries(
    ["prometheus", "alertmanager"].map((job) => [
      `up{job="${job}",instance="${job}-tocsin-${job}-0",service="${job}",team="platform"}`,
      "1x60",
    ]),
  );

  test("nor do its targets count as down", () =>
    proves(
      monitoring,
      scenarios("TargetDown", {
        "stays quiet on cAdvisor of a cordoned node": {
          given: { [partUp("cadvisor", "node-1")]: "1x3 0x40", ...cordoned("1x50"), ...parts },
          expect: { "3m": "quiet", "5m": "quiet" },
        },
        "warns of cAdvisor elsewhere": {
          given: { [partUp("cadvisor", "node-2")]: "1x3 0x40", ...cordoned("1x50"), ...parts },
          expect: { "3m": ["warning"] },
        },
      }),
    ));

  const killed = (at: number, reason = "OOMKilled") => ({
    [ksm("kube_pod_info", `${POD},node="node-1"`)]: "1x60",
    [ksm("kube_pod_container_status_last_terminated_reason", `${POD},container="app",reason="${reason}"`)]: "_x8 1x50",
    [ksm("kube_pod_container_status_last_terminated_timestamp", `${POD},container="app"`)]: `_x8 ${at}x50`,
    [ksm("kube_pod_container_status_restarts_total", `${POD},container="app"`)]: "0x8 1x50",
  });

  test("a container that is killed at its own limit is one message, not two", () =>
    proves(monitoring, [
      ...scenarios("NodeOomKillDetected", {
        "leaves a container to its own alert": {
          given: { [kills("node", "node-1")]: "3x8 4x50", ...killed(125) },
          expect: { "3m30s": "quiet", "4m": "quiet", "7m": "quiet" },
        },
        "warns of another process of the node": {
          given: { [kills("node", "node-1")]: "3x8 4x50", ...killed(125, "Error") },
          expect: { "4m": ["warning"] },
        },
        "warns of another node": {
          given: { [kills("node", "node-2")]: "3x8 4x50", ...killed(125) },
          expect: { "4m": ["warning"] },
        },
      }),
      ...scenarios("KubeContainerOomKilled", {
        "warns of the container": { given: killed(125), expect: { "3m": ["warning"] } },
      }),
    ]));
});

describe.skipIf(!tools)("where containers are watched by their own exporter", () => {
  const watchedContainers = settings({
    services: [{ name: "containers", mixin: "container", host: "web-1", targets: ["10.0.0.1:8080"] }],
  });
  const ofContainer = (values: string) => ({
    'container_oom_events_total{job="container",instance="10.0.0.1:8080",host="web-1",service="containers",team="platform",name="web",id="/docker/1"}':
      values,
  });

  test("a kill in a container is one message, not two", () =>
    proves(assemble("test", watchedContainers, endpoints), [
      ...scenarios("NodeOomKillDetected", {
        "leaves it to ContainerOomKilled": {
          given: { [kills("node", "web-1")]: "3x8 4x50", ...ofContainer("0x8 1x50") },
          expect: { "3m30s": "quiet", "4m": "quiet", "7m": "quiet" },
        },
        "warns of another process of the host": {
          given: { [kills("node", "web-1")]: "3x8 4x50", ...ofContainer("0x60") },
          expect: { "4m": ["warning"] },
        },
      }),
      ...scenarios("ContainerOomKilled", {
        "warns of it": { given: ofContainer("0x8 1x50"), expect: { "3m": ["warning"] } },
      }),
    ]));
});

test("hosts that are no nodes of a watched cluster are judged by themselves", () => {
  const exprOf = ({ groups }: Monitoring) =>
    groups.flatMap(({ alerts }) => alerts).find(({ alert }) => alert.name === "InstanceDown")?.expr;
  const local = settings({ services: [{ name: "cluster", mixin: "kubernetes", targets: ["10.0.0.1:8080"] }] });
  expect(exprOf(assemble("test", local, endpoints))).toBe('up{job="node"} == 0');
  expect(exprOf(watched(cluster()))).toContain("kube_node_leaving");
});
