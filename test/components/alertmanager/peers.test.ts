// Several Alertmanagers, and several Prometheus: nothing of a group changes while one of them has not yet heard or said it.
import { expect, test } from "vitest";
import { clusterFlags } from "../../../components/ec2/servers/server-units";
import { CALM_INTERVAL, EVALUATION_INTERVAL, parseSettings } from "../../../components/monitoring";
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

// The moments of groups with the first alert of an evaluation: each evaluation's results are there from everybody before, and the next
// one's are not.
test.each(SEVERITIES)("a group of %s is sent seconds away from evaluations", (severity) => {
  const { groupWait, groupInterval } = NOTIFICATION_TIMING[severity];
  for (const evaluated of [seconds(EVALUATION_INTERVAL), seconds(CALM_INTERVAL)])
    for (let times = 0; times < 10; times++) {
      const after = (seconds(groupWait) + times * seconds(groupInterval)) % evaluated;
      expect(Math.min(after, evaluated - after)).toBeGreaterThanOrEqual(5);
    }
});

test("on EC2 each of them knows how long that is; a single one has no others", () => {
  expect(clusterFlags(["10.0.0.1:9094"])).toContain(`--cluster.peer-timeout=${PEER_TIMEOUT_SECONDS}s`);
  expect(clusterFlags([]).join()).not.toContain("peer-timeout");
});
