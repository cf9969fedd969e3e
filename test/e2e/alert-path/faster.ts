// Alertmanager's configuration in which everything is sooner.
import { seconds } from "../../../components/rules";

/** The configuration with times of groups that are so many times shorter. */
export const faster = (config: string, times: number): string =>
  config.replaceAll(
    /(group_(?:wait|interval)): (\S+)/g,
    (_, key, value) => `${key}: ${Math.round((seconds(value) * 1000) / times)}ms`,
  );
