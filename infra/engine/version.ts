// Which engine this project runs: the version of the SDK that is installed, so that it is stated once, in package.json.
import { version } from "@pulumi/pulumi/package.json";
import { isAtLeast, majorOf } from "../../components/version-numbers";

/** The version that is installed where none is on PATH, such as `3.276.0`. */
export const engineVersion: string = version;

/** The oldest engine on PATH that is taken: it starts a policy pack that is a program. */
export const oldestEngine = "3.255.0";

/** Whether an engine of this version can run the project's programs. */
export function isUsable(found: string): boolean {
  return isAtLeast(found, oldestEngine) && majorOf(found) === majorOf(engineVersion);
}
