// Which Alertmanager sends what the settings ask for, and where they choose an older one.
import { isAtLeast } from "../../version-numbers";
import { definitionOf } from "../platforms";
import { minimumAlertmanager, threading, updating } from "../receivers";
import type { Problems } from "./problems";
import type { Settings } from "./schema";

/** Reports where an Alertmanager is chosen that would lose messages, or refuse its configuration. */
export function checkAlertmanager({ platform, notifications }: Settings, problems: Problems): void {
  const why = definitionOf(platform).cannotUpdate(platform);
  for (const path of why ? updating(notifications) : []) problems.tell(path, `found true, but ${why}; leave it out`);
  const noDrill = notifications.drill && definitionOf(platform).cannotDrill(platform);
  if (noDrill) problems.tell("notifications.drill", `found one, but ${noDrill}; leave it out`);
  if (!definitionOf(platform).addsToThreads)
    for (const path of threading(notifications))
      problems.tell(path, `found true, but nothing adds to threads on ${platform.kind} yet; leave it out`);
  const minimum = minimumAlertmanager(notifications);
  if (!minimum) return;
  for (const [path, chosen] of definitionOf(platform).alertmanagers(platform)) {
    const version = versionIn(chosen);
    if (version !== undefined && !isAtLeast(version, minimum.since)) {
      problems.tell(
        path,
        `found Alertmanager ${version}, which ${minimum.because}; with ${minimum.setting} give ${minimum.since} or newer`,
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
