// Several Alertmanagers: the last one has waited for the others before anything of a group changes.
import { expect, test } from "vitest";
import { clusterFlags } from "../../../components/ec2/servers/server-units";
import { parseSettings } from "../../../components/monitoring";
import { PEER_TIMEOUT_SECONDS } from "../../../components/prometheus";
import { NOTIFICATION_TIMING, SEVERITIES, seconds } from "../../../components/rules";

const withReplicas = (replicas: number) => () =>
  parseSettings({
    platform: { kind: "kubernetes", cluster: { context: "test" }, alertmanager: { replicas } },
    notifications: { slack: { webhook: { file: "/run/webhook" } } },
  });

const MOST = 5;

test.each(SEVERITIES)("the last of as many as the settings allow is done within an interval of %s", (severity) => {
  expect(withReplicas(MOST)).not.toThrow();
  expect(withReplicas(MOST + 1)).toThrow(/alertmanager\.replicas/);
  expect((MOST - 1) * PEER_TIMEOUT_SECONDS).toBeLessThan(seconds(NOTIFICATION_TIMING[severity].groupInterval));
});

test("on EC2 each of them knows how long that is; a single one has no others", () => {
  expect(clusterFlags(["10.0.0.1:9094"])).toContain(`--cluster.peer-timeout=${PEER_TIMEOUT_SECONDS}s`);
  expect(clusterFlags([]).join()).not.toContain("peer-timeout");
});
