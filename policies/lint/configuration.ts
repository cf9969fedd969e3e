// What a file says to lint: .tocsin-lint.yaml, or levels and settings in the form of the engine's --policy-pack-config.
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { messageOf } from "../../components/error-text";
import { type Fields, isFields } from "../content";
import { LIVE_POLICIES } from "../live";
import { PACKS } from "../packs";
import { RENAMED } from "../renamed";
import { type Configuration, ENFORCEMENT_LEVEL, type SettingTable } from "../settings";

/** Read where it is in the working directory and no other is named. */
export const CONFIGURATION_FILE = ".tocsin-lint.yaml";

const LEVELS = ["mandatory", "advisory", "disabled"];

export interface LintConfiguration {
  policies: Configuration;
  /** Globs of files in folders that are left out. */
  ignore: readonly string[];
  /** Whether conventions are judged as well. */
  style: boolean;
  /** What still holds and is to be written otherwise. */
  warnings: readonly string[];
}

const NOTHING: LintConfiguration = { policies: {}, ignore: [], style: false, warnings: [] };

/** The named file, else that of the working directory, else nothing. */
export function lintConfiguration(file: string | undefined): LintConfiguration {
  if (file === undefined && !existsSync(CONFIGURATION_FILE)) return NOTHING;
  return readConfiguration(file ?? CONFIGURATION_FILE);
}

/** Throws where it cannot be read, names a policy that is not there, or gives a level or setting that is not known. */
function readConfiguration(file: string): LintConfiguration {
  let parsed: unknown;
  try {
    parsed = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`);
  }
  if (!isFields(parsed)) throw new Error(`${file} is no object of policies by name`);
  const { policies, ignore = [], style = false, ...others } = parsed;
  const isOwn = "policies" in parsed || "ignore" in parsed || "style" in parsed;
  if (!isOwn) return { ...NOTHING, policies: policiesIn(parsed, file), warnings: renamedIn(parsed, file) };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`${file} has no field "${unknown}"; allowed: policies, ignore, style`);
  if (!Array.isArray(ignore) || !ignore.every((glob) => typeof glob === "string"))
    throw new Error(`${file}: ignore is ${JSON.stringify(ignore)}; it takes a list of globs`);
  if (typeof style !== "boolean") throw new Error(`${file}: style is ${JSON.stringify(style)}; allowed: true, false`);
  const given = isFields(policies) ? policies : {};
  return { policies: policiesIn(given, file), ignore, style, warnings: renamedIn(given, file) };
}

const renamedIn = (given: Fields, file: string): string[] =>
  Object.keys(given).flatMap((name) =>
    RENAMED[name]
      ? [`${file}: ${name} is called ${RENAMED[name]} now; the former name stops counting with the next version`]
      : [],
  );

function policiesIn(given: Fields, file: string): Configuration {
  const policies: { name: string; settings?: SettingTable }[] = [
    ...PACKS.flatMap((pack) => pack.policies),
    ...LIVE_POLICIES,
  ];
  const entries = Object.entries(given).map(([name, value]) => {
    const policy = policies.find((one) => one.name === (RENAMED[name] ?? name));
    if (!policy) throw new Error(`${file}: there is no policy "${name}"`);
    // A level alone may stand for the object, and level for its name in the engine.
    const fields = typeof value === "string" ? { [ENFORCEMENT_LEVEL]: value } : isFields(value) ? value : {};
    const { level, ...rest } = fields;
    const settings: Fields = level === undefined ? fields : { ...rest, [ENFORCEMENT_LEVEL]: level };
    for (const [setting, of] of Object.entries(settings)) {
      if (setting === ENFORCEMENT_LEVEL) {
        if (!LEVELS.some((one) => one === of))
          throw new Error(`${file}: the level of ${name} is ${JSON.stringify(of)}; allowed: ${LEVELS.join(", ")}`);
      } else if (!policy.settings || !(setting in policy.settings)) {
        const allowed = [ENFORCEMENT_LEVEL, ...Object.keys(policy.settings ?? {})];
        throw new Error(`${file}: ${name} has no setting "${setting}"; allowed: ${allowed.join(", ")}`);
      }
    }
    return [policy.name, settings] as const;
  });
  return Object.fromEntries(entries);
}

/** Policies of convention are left out where they are neither asked for nor configured. */
export function withoutStyle({ policies, style }: LintConfiguration): Configuration {
  if (style) return policies;
  const quiet = PACKS.flatMap((pack) => pack.policies).filter(({ name, isStyle }) => isStyle && !(name in policies));
  const disabled = quiet.map(({ name }) => [name, { [ENFORCEMENT_LEVEL]: "disabled" }]);
  return { ...Object.fromEntries(disabled), ...policies };
}
