// Settings from plain values, or every error in them at once: path, what was found, what is allowed, the nearest valid name.

import { alertProblems } from "../overrides";
import { asGiven, type FormerKey, withCurrentKeys } from "./former-keys";
import { problemsOf, type SettingsProblem } from "./issues";
import { referenceProblems } from "./references";
import { originalPath, type Repaired, repaired } from "./repair";
import { type Settings, settingsSchema } from "./schema";
import { SettingsError } from "./settings-error";

/** How often what the schema refuses is taken out; deeper nesting of mistakes than that is reported at the next try. */
const ROUNDS = 8;

/**
 * Checks plain values against the schema and against each other; keys with a former name are taken for what they are called now.
 * Throws a `SettingsError` that lists every problem.
 */
export function parseSettings(given: unknown): Settings {
  const { value: raw, former } = withCurrentKeys(given);
  const result = settingsSchema.safeParse(raw);
  if (result.success) {
    const problems = [...referenceProblems(result.data), ...alertProblems(result.data)];
    if (problems.length > 0) throw refused(problems, former);
    return result.data;
  }
  throw refused(everyProblem(raw), former);
}

const refused = (problems: readonly SettingsProblem[], former: readonly FormerKey[]) =>
  new SettingsError(problems.map(({ path, message }) => ({ path: asGiven(path, former), message })));

/** What is refused is taken out, so that the rest is checked as well. */
function everyProblem(raw: unknown): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  let rest: Repaired = { value: raw, removed: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const current = rest;
    const result = settingsSchema.safeParse(current.value);
    if (result.success) {
      const beyond = [...referenceProblems(result.data), ...alertProblems(result.data)];
      return [...problems, ...original(beyond, current).filter((one) => !followsFrom(one, current, raw))];
    }
    const { issues } = result.error;
    const found = issues.flatMap((issue) => problemsOf(issue, current.value));
    problems.push(
      ...original(found, current).filter(
        ({ path }) =>
          !problems.some((one) => one.path === path) &&
          !current.removed.includes(path) &&
          !holds(path, current.removed),
      ),
    );
    rest = repaired(current, issues);
  }
  return problems;
}

const original = (problems: readonly SettingsProblem[], { removed }: Repaired) =>
  problems.map(({ path, message }) => ({ path: originalPath(path, removed), message }));

/** Whether a problem is there only because something else was taken out. */
function followsFrom({ path, message }: SettingsProblem, { removed }: Repaired, raw: unknown): boolean {
  const refers = /^found "([^"]+)", which is not in/.exec(message)?.[1];
  if (refers !== undefined) return JSON.stringify(raw).includes(`"name":${JSON.stringify(refers)}`);
  const platformIsUnknown = removed.includes("platform") || removed.includes("platform.kind");
  if (platformIsUnknown && OF_PLATFORM.test(path)) return true;
  const [service] = /^services\[\d+\]/.exec(path) ?? [];
  return service !== undefined && removed.some((one) => one.startsWith(service));
}

/** What depends on the platform. */
const OF_PLATFORM = /^platform|^hosts.*address$|\.(generated|inCluster|exporter|email)$/;

/** A list or mapping is not to blame for what was taken out of it. */
const holds = (path: string, removed: readonly string[]) =>
  removed.some((one) => one.startsWith(`${path}.`) || one.startsWith(`${path}[`));
