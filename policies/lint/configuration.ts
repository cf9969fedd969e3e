// Levels and settings of policies from a file, in the form of the engine's --policy-pack-config.
import { readFileSync } from "node:fs";
import { isFields } from "../content";
import { PACKS } from "../packs";
import { type Configuration, ENFORCEMENT_LEVEL } from "../settings";

const LEVELS = ["mandatory", "advisory", "disabled"];

/** Throws where it cannot be read, names a policy that is not there, or gives a level or setting that is not known. */
export function readConfiguration(file: string): Configuration {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isFields(parsed)) throw new Error(`${file} is no object of policies by name`);
  const policies = PACKS.flatMap((pack) => pack.policies);
  const entries = Object.entries(parsed).map(([name, given]) => {
    const policy = policies.find((one) => one.name === name);
    if (!policy) throw new Error(`${file}: there is no policy "${name}"`);
    // A level alone may stand for the object.
    const settings = typeof given === "string" ? { [ENFORCEMENT_LEVEL]: given } : isFields(given) ? given : {};
    for (const [setting, value] of Object.entries(settings)) {
      if (setting === ENFORCEMENT_LEVEL) {
        if (!LEVELS.some((level) => level === value))
          throw new Error(`${file}: the level of ${name} is ${JSON.stringify(value)}; allowed: ${LEVELS.join(", ")}`);
      } else if (!policy.settings || !(setting in policy.settings)) {
        const allowed = [ENFORCEMENT_LEVEL, ...Object.keys(policy.settings ?? {})];
        throw new Error(`${file}: ${name} has no setting "${setting}"; allowed: ${allowed.join(", ")}`);
      }
    }
    return [name, settings] as const;
  });
  return Object.fromEntries(entries);
}
