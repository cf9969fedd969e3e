// What this project deploys passes its own policies.
import { describe, expect, it } from "vitest";
import { alertmanagerConfig } from "../../components/alertmanager";
import { assemble, dashboardFiles } from "../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../components/prometheus";
import { lintTexts } from "../../policies/lint/lint";
import { endpoints, everyMixin } from "../support/environment";

describe("the rules, scrape jobs, routes and dashboards of this project, with every mixin", () => {
  const monitoring = assemble("local", everyMixin(), endpoints);
  const files = [
    ...monitoring.groups.map((group) => ({ file: `${group.name}.yml`, text: ruleFile(group) })),
    { file: "prometheus.yml", text: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }) },
    {
      file: "alertmanager.yml",
      text: alertmanagerConfig(monitoring, { templates: [], slack: { webhookFile: "/slack" } }),
    },
    ...Object.entries(dashboardFiles(monitoring)).map(([file, text]) => ({ file, text })),
  ];

  it("pass every policy", () => {
    expect(files.length).toBeGreaterThan(40);
    expect(lintTexts(files).map(({ message }) => message)).toEqual([]);
  });
});
