// From settings to Monitoring: jobs, labels, overrides, latency, routes and inhibitions.
import { describe, expect, test } from "vitest";
import { assemble, type Inhibition, type Monitoring, mixinsInUse, SettingsError } from "../../../components/monitoring";
import { DETECTION_BUDGET, seconds } from "../../../components/rules";
import { endpoints, settings } from "../../support/environment";
import { placeGroup } from "../../support/place-group";

const monitored = (more: object = {}): Monitoring => assemble("local", settings(more), endpoints);

const alertOf = ({ groups }: Monitoring, name: string, severity: string) =>
  groups.flatMap((group) => group.alerts).find((placed) => placed.alert.name === name && placed.severity === severity);

describe("scrape jobs", () => {
  test("are named as the mixin, and give every target an owner", () => {
    const { jobs } = monitored();
    expect(jobs.map((job) => job.name)).toEqual(
      expect.arrayContaining(["prometheus", "alertmanager", "node", "blackbox", "service", "probe"]),
    );
    for (const { labels } of jobs.flatMap((job) => job.targets)) {
      expect(labels).toMatchObject({
        instance: expect.any(String),
        service: expect.any(String),
        team: expect.any(String),
      });
    }
  });

  test("give a service's targets its team and its host", () => {
    const service = monitored().jobs.find((job) => job.name === "service");
    expect(service?.targets[0]?.labels).toEqual({
      instance: "10.0.0.1:5000",
      service: "shop",
      team: "sales",
      host: "web-1",
    });
  });

  test("end before the next scrape begins", () => {
    for (const { interval, timeout } of monitored().jobs) expect(seconds(timeout)).toBeLessThan(seconds(interval));
  });

  test("leave the blackbox exporter out where nothing is probed", () => {
    const { jobs } = monitored({ services: [] });
    expect(jobs.map((job) => job.name)).toEqual(["prometheus", "alertmanager", "node"]);
  });
});

describe("alerts", () => {
  test("are all within their detection budget", () => {
    const alerts = monitored().groups.flatMap((group) => group.alerts);
    expect(alerts.length).toBeGreaterThan(70);
    for (const { severity, latencySeconds } of alerts)
      expect(latencySeconds).toBeLessThanOrEqual(seconds(DETECTION_BUDGET[severity]));
  });

  test.each([
    // A target that hangs is down when its scrape has timed out.
    ["ServiceDown", 10 + 9 + 10 + 20 + 5],
    // It looks at a minute where a service has few requests, and a status that is new has a rate one scrape later.
    ["ServiceErrorRatioHigh", 10 + 10 + 60 + 10 + 10 + 5],
  ])(
    "%s is notified after %i s at the latest: scrape, its timeout, expression, evaluation, `for`, group wait",
    (name, latency) => {
      const alerts = monitored().groups.flatMap((group) => group.alerts);
      const critical = alerts.find((placed) => placed.alert.name === name && placed.severity === "critical");
      expect(critical?.latencySeconds).toBe(latency);
    },
  );

  test("may be over their budget where the settings say why", () => {
    const overBudget = { reason: "nightly batches fill the memory for minutes" };
    const alerts = { NodeMemoryHighUtilization: { for: "5m", overBudget } };
    const { groups } = assemble("prod", settings({ alerts }), endpoints);
    const late = groups
      .flatMap((group) => group.alerts)
      .filter(({ latencySeconds, severity }) => latencySeconds > seconds(DETECTION_BUDGET[severity]));
    expect(late.map(({ alert, severity }) => [alert.name, severity])).toEqual([
      ["NodeMemoryHighUtilization", "critical"],
    ]);
  });

  test("over their budget are an error that says what to shorten", () => {
    expect(() => monitored({ alerts: { NodeMemoryHighUtilization: { for: { critical: "5m" } } } })).toThrow(
      /NodeMemoryHighUtilization \(critical\) takes up to 325 s; its budget is 120 s\. Shorten its "for" \(5m\)/,
    );
  });

  test("carry links, their threshold and a severity", () => {
    expect(alertOf(monitored(), "NodeMemoryHighUtilization", "critical")).toMatchObject({
      expr: "(instance:node_memory_utilisation:ratio) > 0.95",
      labels: { severity: "critical" },
      annotations: {
        threshold: "> {{ 0.95 | humanizePercentage }}",
        runbook_url: "http://127.0.0.1:9900/runbooks/node#nodememoryhighutilization",
        dashboard_url: "http://127.0.0.1:9900/dashboards/tocsin-node",
      },
    });
  });

  test("that detect absence carry their owner themselves", () => {
    expect(alertOf(monitored(), "Watchdog", "info")?.labels).toEqual({
      severity: "info",
      service: "prometheus",
      team: "platform",
    });
  });
});

describe("overrides", () => {
  const problems = (alerts: object) => {
    try {
      monitored({ alerts });
    } catch (error) {
      if (error instanceof SettingsError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
      throw error;
    }
    return [];
  };

  test("change one severity's threshold, and what the message says of it", () => {
    const monitoring = monitored({ alerts: { NodeMemoryHighUtilization: { threshold: { warning: 0.8 } } } });
    expect(alertOf(monitoring, "NodeMemoryHighUtilization", "warning")).toMatchObject({
      threshold: 0.8,
      annotations: { threshold: "> {{ 0.8 | humanizePercentage }}" },
    });
    expect(alertOf(monitoring, "NodeMemoryHighUtilization", "critical")?.threshold).toBe(0.95);
  });

  test("change durations for all severities or for one", () => {
    expect(
      alertOf(
        monitored({ alerts: { NodeMemoryHighUtilization: { for: "30s" } } }),
        "NodeMemoryHighUtilization",
        "warning",
      )?.for,
    ).toBe("30s");
    const one = monitored({ alerts: { NodeMemoryHighUtilization: { for: { warning: "7m" } } } });
    expect(alertOf(one, "NodeMemoryHighUtilization", "warning")?.for).toBe("7m");
    expect(alertOf(one, "NodeMemoryHighUtilization", "critical")?.for).toBe("1m");
  });

  test("of an unknown alert, or impossible ones, are all told", () => {
    expect(
      problems({
        NodeMemoryHighUtilisation: { disabled: { reason: "misspelt on purpose" } },
        InstanceDown: { threshold: { critical: 1 } },
        NodeFileDescriptorLimit: { threshold: { warning: 0.95 } },
        NodeCPUHighUsage: { severity: "info" },
      }),
    ).toEqual([
      'alerts.NodeMemoryHighUtilisation: found an alert that no mixin in use has. Did you mean "NodeMemoryHighUtilization"?',
      "alerts.InstanceDown.threshold: found a threshold, but InstanceDown has none: its expression is the whole condition",
      "alerts.NodeFileDescriptorLimit.threshold: found critical 0.9 and warning 0.95; the critical one must lie above the warning one",
      "alerts.NodeCPUHighUsage.severity: found a severity, but NodeCPUHighUsage has a threshold for each; give threshold: { info: … }",
    ]);
  });

  test("leave the mixins themselves as they are", () => {
    monitored({ alerts: { NodeCPUHighUsage: { threshold: { warning: 0.5 } } } });
    expect(alertOf(monitored(), "NodeCPUHighUsage", "warning")?.threshold).toBe(0.8);
  });
});

describe("inhibitions", () => {
  const text = ({ source, target, equal }: Inhibition) => {
    const side = (matchers: Inhibition["source"]) =>
      matchers.map(({ label, operator, value }) => `${label}${operator}${value}`).join(",");
    return `${side(source)} → ${side(target)} [${equal.join(",")}]`;
  };
  const { inhibitions } = monitored().notifications;

  test("silence a milder severity of the same alert on the same thing", () => {
    const [first] = inhibitions;
    expect(first?.source).toEqual([{ label: "severity", operator: "=", value: "critical" }]);
    expect(first?.equal).toEqual(expect.arrayContaining(["alertname", "instance", "mountpoint", "service", "team"]));
    expect(first?.equal).not.toContain("le");
  });

  test("silence what runs on a host that is down, and the services that run only there", () => {
    expect(inhibitions.map(text)).toEqual(
      expect.arrayContaining([
        "alertname=~InstanceDown,host=~.+ → alertname!~InstanceDown,host=~.+ [host]",
        "alertname=~InstanceDown,host=web-1 → alertname!~InstanceDown,service=~shop []",
      ]),
    );
  });

  test("silence the symptoms of what depends on a service that is down, or on its host", () => {
    const targets = inhibitions.map(text).filter((line) => line.includes("service=billing"));
    expect(targets).toHaveLength(2);
    expect(targets[0]).toMatch(
      /^alertname=~\S*ServiceDown\S*,service=shop → alertname=~\S*ServiceErrorRatioHigh\S*,service=billing \[\]$/,
    );
    expect(targets[1]).toMatch(/^alertname=~InstanceDown,host=web-1 → /);
  });
});

test("the mixins of services are built once for all the options in use", () => {
  const service = mixinsInUse(settings()).filter((mixin) => mixin.name === "service");
  expect(service).toHaveLength(1);
  const [mixin] = service;
  if (!mixin) throw new Error("no service mixin");
  const { recordings } = placeGroup(mixin, { settings: settings(), endpoints });
  expect(recordings.some(({ expr }) => expr.includes("app_requests_total"))).toBe(true);
  expect(recordings.some(({ expr }) => expr.includes("http_requests_total"))).toBe(true);
});
