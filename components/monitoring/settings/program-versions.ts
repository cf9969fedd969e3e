// What the platform's Alertmanager cannot do, and where the settings choose a program that is too old for what they ask.
import { isAtLeast } from "../../version-numbers";
import { definitionOf } from "../platforms";
import { minimumAlertmanager, threading, updating } from "../receivers";
import { minimumBlackbox, minimumPrometheus } from "../scraping/minimum-versions";
import type { Problems } from "./problems";
import type { Settings } from "./schema";

/** Reports what is asked of an Alertmanager that the platform's cannot do. */
export function checkAlertmanager({ platform, notifications }: Settings, problems: Problems): void {
  const why = definitionOf(platform).cannotUpdate(platform);
  for (const path of why ? updating(notifications) : []) problems.tell(path, `found true, but ${why}; leave it out`);
  const noDrill = notifications.drill && definitionOf(platform).cannotDrill(platform);
  if (noDrill) problems.tell("notifications.drill", `found one, but ${noDrill}; leave it out`);
  const noEvents = notifications.events && definitionOf(platform).cannotRecord(platform);
  if (noEvents) problems.tell("notifications.events", `found true, but ${noEvents}; leave it out`);
  if (!definitionOf(platform).addsToThreads)
    for (const path of threading(notifications))
      problems.tell(path, `found true, but nothing adds to threads on ${platform.kind} yet; leave it out`);
}

/** Reports where the settings choose a program that is too old for what they ask of it. */
export function checkVersions(settings: Settings, problems: Problems): void {
  const chosen = definitionOf(settings.platform).versions(settings.platform);
  const needed = {
    Alertmanager: { minimum: minimumAlertmanager(settings.notifications), versions: chosen.alertmanager },
    Prometheus: { minimum: minimumPrometheus(settings), versions: chosen.prometheus },
    "blackbox exporter": { minimum: minimumBlackbox(settings), versions: chosen.blackbox },
  };
  for (const [program, { minimum, versions }] of Object.entries(needed)) {
    for (const [path, one] of minimum ? versions : []) {
      const version = versionIn(one);
      if (!minimum || version === undefined || isAtLeast(version, minimum.since)) continue;
      problems.tell(
        path,
        `found ${program} ${version}, which ${minimum.because}; with ${minimum.setting} give ${minimum.since} or newer`,
      );
    }
  }
}

/** Of a version such as `v0.28.1`, or of an image such as `registry:5000/prom/alertmanager:v0.28.1`; undefined where it names none. */
function versionIn(chosen: unknown): string | undefined {
  if (typeof chosen !== "string") return undefined;
  const text = /:([^:/@]+)(?:@|$)/.exec(chosen)?.[1] ?? chosen;
  return /^v?(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];
}
