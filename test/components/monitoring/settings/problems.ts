// What is wrong with settings, as the user reads it.
import { parseSettings, SettingsError } from "../../../../components/monitoring";

/** A line for each error; none where the settings are accepted. */
export function problems(raw: unknown): string[] {
  try {
    parseSettings(raw);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}
