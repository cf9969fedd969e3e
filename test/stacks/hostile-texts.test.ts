// Hostile texts in every text of the committed settings: each is refused, or reaches Prometheus' and Alertmanager's files as the
// data that it is. Their own tools read the files; nothing in them has another shape than without the text.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { alertmanagerConfig, slackTemplate } from "../../components/alertmanager";
import {
  credentialPaths,
  credentialsNeeded,
  type Monitoring,
  parseSettings,
  type Settings,
  SettingsError,
} from "../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../components/prometheus";
import { stackOf } from "../../stacks";
import { changed, textsIn } from "../support/every-text";
import { toolsOrSkip } from "../support/tools";

const HOSTILE = [
  `'`,
  `"`,
  "`id`",
  "\\",
  "a\nb: c",
  "\r\n- x",
  "\u0000\u001b[31m",
  "{{ .Labels }}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell reads it
  "${HOME}$(id)",
  "</script><script>",
  "!!js/function x",
  "*anchor &a",
  '"} or vector(1) #',
  "\u202egnp.exe",
  "x".repeat(10_000),
];

/** All at once first: a field that takes this takes each of them. */
const TRIED = [HOSTILE.join(" "), ...HOSTILE];

const ENVIRONMENTS = ["local", "dev", "prod", "grafana"] as const;

const settingsOfFile = (environment: string) =>
  Object.fromEntries(
    Object.entries(
      z
        .object({ config: z.record(z.string(), z.unknown()) })
        .parse(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8"))).config,
    ).map(([key, value]) => [key.replace("tocsin:", ""), value]),
  );

const monitoringFor = async (environment: string, settings: Settings) =>
  (await stackOf(settings)).monitoring(settings, { environment, runtime: "native" });

/** The files, by name. */
function rendered(monitoring: Monitoring): Record<string, string> {
  return {
    // In a cluster the operator writes it.
    ...(!monitoring.jobs.some(({ discovery }) => discovery?.kind === "cluster") && {
      "prometheus.yml": prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }),
    }),
    "alertmanager.yml": alertmanagerConfig(monitoring, {
      credentials: credentialPaths(credentialsNeeded(monitoring.notifications.receivers), (name) => `/secrets/${name}`),
      templates: [],
    }),
    "slack.tmpl": slackTemplate(),
    ...Object.fromEntries(monitoring.groups.map((group) => [`${group.name}.rules.yml`, ruleFile(group)])),
  };
}

/** The keys of a file, without its texts: what a text adds to them, it has injected. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shape(one))))].sort();
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.keys(value).length;
}

describe.each(ENVIRONMENTS)("the settings of %s", (environment) => {
  const tools = toolsOrSkip("promtool", "amtool");

  test.skipIf(!tools)("take hostile texts as data, or refuse them", { timeout: 240_000 }, async () => {
    const base = settingsOfFile(environment);
    const folder = mkdtempSync(join(tmpdir(), "tocsin-hostile-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const plain = rendered(await monitoringFor(environment, parseSettings(base)));
    const files = { rules: new Set<string>(), alertmanager: new Set<string>() };
    const tries = { refused: 0, taken: 0 };
    for (const path of textsIn(base)) {
      for (const [index, hostile] of TRIED.entries()) {
        let monitoring: Monitoring;
        try {
          monitoring = await monitoringFor(environment, parseSettings(changed(base, path, `a${hostile}b`)));
        } catch (error) {
          expect(error, `${path.join(".")} with ${JSON.stringify(hostile)}`).toBeInstanceOf(SettingsError);
          tries.refused++;
          continue;
        }
        tries.taken++;
        for (const [name, text] of Object.entries(rendered(monitoring))) {
          if (text === plain[name]) continue;
          if (name.endsWith(".yml") && name in plain) {
            const what = `${name} with ${JSON.stringify(hostile.slice(0, 40))} in ${path.join(".")}`;
            expect(shape(parse(text)), what).toEqual(shape(parse(plain[name] ?? "")));
          }
          const file = join(folder, `${path.join(".").replace(/\W/g, "_")}-${index}-${name}`);
          writeFileSync(file, text);
          if (name.endsWith(".rules.yml")) files.rules.add(file);
          if (name === "alertmanager.yml") files.alertmanager.add(file);
        }
        if (index === 0) break;
      }
    }
    console.log(`${environment}: ${tries.refused} refused, ${tries.taken} taken as data`);
    for (const [tool, command, names] of [
      ["promtool", ["check", "rules", "--lint=none"], files.rules],
      ["amtool", ["check-config"], files.alertmanager],
    ] as const) {
      if (names.size === 0) continue;
      const { exitCode, all } = await execa(tools?.[tool] ?? "", [...command, ...names], { all: true, reject: false });
      expect(
        exitCode,
        all
          ?.split("\n")
          .filter((line) => /FAIL|rror/.test(line))
          .slice(0, 10)
          .join("\n"),
      ).toBe(0);
    }
    expect(tries.refused).toBeGreaterThan(100);
  });
});
