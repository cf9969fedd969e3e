// Where messages of Slack are changed and have threads, by the settings.
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../../../components/monitoring";

const slack = (more: object) => ({ notifications: { slack: { token: { file: "token" }, updates: true, ...more } } });

describe("messages that are changed", () => {
  const at =
    (platform: object, more: object = {}) =>
    () =>
      parseSettings({ platform, ...slack(more) });

  test("need a token", () => {
    expect(at({ kind: "local" }, { token: undefined, webhook: { file: "w" } })).toThrow(
      "a token where updates is true",
    );
  });

  test("need an Alertmanager that can", () => {
    expect(at({ kind: "local", images: { alertmanager: "prom/alertmanager:v0.31.1" } })).toThrow(
      "platform.images.alertmanager: found Alertmanager 0.31.1, which changes no messages; with notifications.slack.updates give 0.32.0 or newer",
    );
    expect(at({ kind: "local", images: { alertmanager: "prom/alertmanager:v0.32.0" } })).not.toThrow();
  });

  test.each([
    { kind: "local" },
    { kind: "kubernetes", cluster: { context: "a" } },
    {
      kind: "ec2",
      region: "eu-central-1",
      network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
    },
  ])("have threads on $kind", (platform) => {
    expect(at(platform, { thread: true, graph: true })).not.toThrow();
  });

  test("have threads only with updates, and where something adds to them", () => {
    expect(at({ kind: "local" }, { updates: false, thread: true })).toThrow("updates: true where thread is true");
    expect(at({ kind: "local" }, { graph: true })).toThrow("thread: true where graph is true");
    const grafana = {
      kind: "grafana",
      url: "https://g.example.com",
      dataSource: { uid: "p" },
      alerting: "prometheus",
    };
    expect(at(grafana, { thread: true })).toThrow(
      "notifications.slack.thread: found true, but nothing adds to threads on grafana yet; leave it out",
    );
  });

  test("are refused where nothing changes them, with the reason", () => {
    const grafana = { kind: "grafana", url: "https://g.example.com", dataSource: { uid: "p" } };
    expect(at(grafana)).toThrow("Grafana posts a message for each change");
  });
});
