// Settings from plain values, or every error in them at once: path, what was found, what is allowed, the nearest valid name.
import { problemsOf, type SettingsProblem } from "./issues";
import { referenceProblems } from "./references";
import { type Settings, settingsSchema } from "./settings";

/** All that is wrong with a settings file. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly SettingsProblem[]) {
    const count = problems.length === 1 ? "1 error" : `${problems.length} errors`;
    super(
      [`The settings have ${count}; nothing is deployed.`, ...problems.map((p) => `  ${p.path}: ${p.message}`)].join(
        "\n",
      ),
    );
    this.name = "SettingsError";
  }
}

/**
 * Checks plain values against the schema and against each other.
 * Throws a `SettingsError` that lists every problem.
 */
export function parseSettings(raw: unknown): Settings {
  const result = settingsSchema.safeParse(raw);
  if (!result.success) throw new SettingsError(result.error.issues.flatMap((issue) => problemsOf(issue, raw)));
  const problems = referenceProblems(result.data);
  if (problems.length > 0) throw new SettingsError(problems);
  return result.data;
}
