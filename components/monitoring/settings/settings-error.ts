// The error that lists all that is wrong with a settings file.
import type { SettingsProblem } from "./issues";

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
