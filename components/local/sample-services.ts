// Which services of the settings are the sample service.
import type { Settings } from "../monitoring";

/** Their names; none where the platform runs no sample. */
export function sampleServices({ services, platform }: Pick<Settings, "services" | "platform">): string[] {
  if (platform.kind !== "local" || !platform.sample) return [];
  const addresses = ["127.0.0.1", "localhost"].map((host) => `${host}:${platform.ports.sample}`);
  return services.filter(({ targets }) => targets.some((at) => addresses.includes(at))).map(({ name }) => name);
}
