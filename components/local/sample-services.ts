// Which services of the settings are the sample service.
import type { Service, Settings } from "../monitoring";

/** Their names; none where the platform runs no sample. */
export function sampleServices({ services, platform }: Pick<Settings, "services" | "platform">): string[] {
  if (platform.kind !== "local" || !platform.sample) return [];
  const isSample = ({ host, port }: Service["targets"][number]) =>
    port === platform.ports.sample && ["127.0.0.1", "localhost"].includes(host);
  return services.filter(({ targets }) => targets.some(isSample)).map(({ name }) => name);
}
