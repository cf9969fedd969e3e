// What this project deploys passes its own policies.
import { describe, expect, it } from "vitest";
import { alertmanagerConfig } from "../../components/alertmanager";
import { assemble, dashboardFiles } from "../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../components/prometheus";
import { lintTexts } from "../../policies/lint/lint";
import { everyDashboard } from "../support/dashboards";
import { endpoints, everyMixin, settings } from "../support/environment";

describe("the rules, scrape jobs, routes and dashboards of this project, with every mixin", () => {
  const monitoring = assemble("local", everyMixin(), endpoints);
  const files = [
    ...monitoring.groups.map((group) => ({ file: `${group.name}.yml`, text: ruleFile(group) })),
    { file: "prometheus.yml", text: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }) },
    {
      file: "alertmanager.yml",
      text: alertmanagerConfig(monitoring, { templates: [], credentials: { "slack-webhook": "/slack" } }),
    },
    ...Object.entries(dashboardFiles(monitoring)).map(([file, text]) => ({ file, text })),
  ];

  it("pass every policy", () => {
    expect(files.length).toBeGreaterThan(40);
    expect(lintTexts(files).map(({ message }) => message)).toEqual([]);
  });
});

describe("the rules of a single service, without hosts and probes", () => {
  it.each([
    ["alone", {}],
    ["with another mixin on the same target", { extraMixins: ["nodejs"] }],
  ])("%s pass every policy", (_, more) => {
    const shop = { name: "shop", mixin: "service", targets: ["shop:80"], ...more };
    const monitoring = assemble("local", settings({ hosts: [], services: [shop] }), endpoints);
    const files = [
      ...monitoring.groups.map((group) => ({ file: `${group.name}.yml`, text: ruleFile(group) })),
      { file: "prometheus.yml", text: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }) },
    ];
    expect(lintTexts(files).map(({ message }) => message)).toEqual([]);
  });
});

describe("each dashboard of every environment and of every mixin, alone", () => {
  it("passes every policy", async () => {
    const dashboards = [...(await everyDashboard())];
    expect(dashboards.length).toBeGreaterThan(150);
    const findings = dashboards.flatMap(([file, text]) => lintTexts([{ file, text }]));
    expect(findings.map(({ policy, message }) => `${policy}: ${message}`)).toEqual([]);
  });
});
