// What the settings of logs ask of the rest: a platform that collects them, and one reader for each file.

import { definitionOf, platformsThat } from "../platforms";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";
import { existingLogStore } from "../stores/existing";
import { watchedLogs } from "./place";
import type { Logs } from "./settings";

/** What counts for VictoriaLogs only, with what is taken where nothing is said. */
const OF_OWN_STORE = { retention: "90d", maxDisk: 10, maxPerEvaluation: undefined } as const;

/** A store that exists keeps lines as its own settings say, and nothing of ours evaluates alerts on them. */
function checkExisting(logs: Logs, problems: Problems): void {
  const existing = existingLogStore({ logs });
  if (!existing) return;
  for (const setting of ["retention", "maxDisk", "maxPerEvaluation"] as const)
    if (logs[setting] !== OF_OWN_STORE[setting])
      problems.tell(
        `logs.${setting}`,
        `found ${logs[setting]}, but ${existing.kind} keeps lines as its own settings say: leave it out`,
      );
  for (const name of Object.keys(logs.alerts))
    problems.tell(
      `logs.alerts.${name}`,
      `found one, but alerts on logs are LogsQL, which VictoriaLogs alone evaluates, and lines are in ${existing.kind}: leave it out, and write a rule of ${existing.kind}'s own`,
    );
}

/** What lines may cost that services say they log. */
function checkAmounts(
  { logs, services, alerts }: Pick<Settings, "services" | "alerts"> & { logs: Logs },
  problems: Problems,
): void {
  const { perDay, perEvaluation = 0 } = watchedLogs(logs, { services, alerts });
  const { maxPerDay = perDay, maxPerEvaluation = perEvaluation } = logs;
  if (perDay > maxPerDay)
    problems.tell(
      "logs.maxPerDay",
      `found ${maxPerDay} GB, but the services' logs.perDay are ${perDay} GB together: log less, or raise it`,
    );
  if (perEvaluation > maxPerEvaluation)
    problems.tell(
      "logs.maxPerEvaluation",
      `found ${maxPerEvaluation} GB, but all alerts on logs may look through ${perEvaluation} GB: log less, disable some, merge entries of tocsin:alerts with \`where\`, or raise it`,
    );
}

export function checkLogs({ platform, logs, services, alerts }: Settings, problems: Problems): void {
  const { hasLogs, hasCluster, readsJournals } = definitionOf(platform);
  if (logs && !hasLogs) {
    problems.tell(
      "logs",
      `found one, but the platform is ${platform.kind}; logs are collected on ${platformsThat((one) => one.hasLogs)} only: leave it out`,
    );
  }
  if (logs) checkExisting(logs, problems);
  if (logs) checkAmounts({ logs, services, alerts }, problems);
  const readers = new Map<string, string>();
  services.forEach(({ name, logs: own }, index) => {
    const path = `services[${index}].logs`;
    if (own && !logs)
      problems.tell(path, "found one without the environment's: add tocsin:logs: { store: victorialogs }");
    for (const kind of ["journald", "container"] as const)
      if (own?.[kind] && logs && !readsJournals)
        problems.tell(
          `${path}.${kind}`,
          `found one, but the platform is ${platform.kind}; journals are read on ${platformsThat((one) => one.readsJournals)} only: say files`,
        );
    if (own?.files && hasCluster)
      problems.tell(
        `${path}.files`,
        "found some, but in a cluster the lines of pods are read: leave it out, or say pods: { namespace, labels }",
      );
    if (own?.pods && !hasCluster)
      problems.tell(`${path}.pods`, `found some, but the platform is ${platform.kind}: say files`);
    own?.files?.forEach((file, at) => {
      const reader = readers.get(file);
      if (reader) problems.tell(`${path}.files[${at}]`, `found ${file} a second time; "${reader}" has it`);
      readers.set(file, name);
    });
  });
}
