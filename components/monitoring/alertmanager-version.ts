// Which Alertmanager can send with a bot's token, and where settings choose another.
import type { Platform } from "./platforms";
import type { Problems } from "./problems";
import type { Settings } from "./settings";

/**
 * Slack's API answers a message that it refuses with status 200 and `{"ok":false}`. Alertmanager before 0.26.0 takes that for
 * delivered (notify/slack/slack.go): with a token every message would be lost in silence. A webhook's errors have a status.
 */
export const READS_SLACK_ANSWERS = "0.26.0";

/** Tells where an Alertmanager is chosen that would lose messages. */
export function checkAlertmanager({ platform, notifications }: Settings, problems: Problems): void {
  if (!notifications.slack.token) return;
  for (const [path, version] of versionsChosen(platform)) {
    if (isBefore(version, READS_SLACK_ANSWERS)) {
      problems.tell(
        path,
        `found Alertmanager ${version}, which takes a message that Slack refuses for delivered; with notifications.slack.token give ${READS_SLACK_ANSWERS} or newer`,
      );
    }
  }
}

/** Where a platform's settings name a version, with the version. */
function versionsChosen(platform: Platform): [path: string, version: string][] {
  const named = {
    local: () => [["platform.images.alertmanager", tagOf(at(platform, "images", "alertmanager"))]] as const,
    ec2: () =>
      [["platform.downloads.versions.alertmanager", at(platform, "downloads", "versions", "alertmanager")]] as const,
    kubernetes: () =>
      [["image", "tag"], ["version"], ["image"]].map((keys) => {
        const spec = ["values", "alertmanager", "alertmanagerSpec", ...keys];
        const value = at(platform, ...spec);
        return [`platform.${spec.join(".")}`, keys.length === 1 && keys[0] === "image" ? tagOf(value) : value] as const;
      }),
    // Where it runs is not said in the settings; its configuration is refused by one that is too old.
    grafana: () => [],
  } satisfies Record<Platform["kind"], () => readonly (readonly [string, unknown])[]>;
  return named[platform.kind]().flatMap(([path, found]) => {
    const [, version] = typeof found === "string" ? (found.match(/^v?(\d+\.\d+(?:\.\d+)?)/) ?? []) : [];
    return version === undefined ? [] : [[path, version]];
  });
}

/** The tag of an image such as `registry:5000/prom/alertmanager:v0.28.1`. */
const tagOf = (image: unknown) => (typeof image === "string" ? image.match(/:([^:/@]+)(?:@|$)/)?.[1] : undefined);

function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function isBefore(version: string, minimum: string): boolean {
  const [have, need] = [version, minimum].map((text) => text.split(".").map(Number));
  const at = (need ?? []).findIndex((number, index) => number !== (have?.[index] ?? 0));
  return at >= 0 && (have?.[at] ?? 0) < (need?.[at] ?? 0);
}
