// What this project deploys passes its own policies.
import { describe, expect, it } from "vitest";
import { alertmanagerConfig } from "../../components/alertmanager";
import { assemble } from "../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../components/prometheus";
import { lintTexts } from "../../policies/lint/lint";
import { endpoints, settings } from "../support/environment";

describe("the rules, scrape jobs and routes of this project", () => {
  const monitoring = assemble("local", settings(), endpoints);
  const files = [
    ...monitoring.groups.map((group) => ({ file: `${group.name}.yml`, text: ruleFile(group) })),
    { file: "prometheus.yml", text: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }) },
    {
      file: "alertmanager.yml",
      text: alertmanagerConfig(monitoring, { templates: [], slack: { webhookFile: "/slack" } }),
    },
  ];

  it("pass every policy", () => {
    expect(files.length).toBeGreaterThan(5);
    expect(lintTexts(files).map(({ message }) => message)).toEqual([]);
  });
});
