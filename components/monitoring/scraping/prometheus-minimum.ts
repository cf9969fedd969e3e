// Which Prometheus scrapes as the settings ask.
import { type Minimum, strictest } from "../../version-numbers";
import type { Settings } from "../settings/schema";
import { readsNative } from "./native";

/** The oldest Prometheus that scrapes as the settings ask; undefined where every supported one does. */
export function minimumPrometheus({ scrape, services }: Pick<Settings, "scrape" | "services">): Minimum | undefined {
  return strictest([
    ...services.flatMap((service, at) =>
      readsNative(service)
        ? [
            {
              since: "3.8.0",
              because: "refuses a scrape of native histograms",
              setting: `services[${at}].options.histograms`,
            },
          ]
        : [],
    ),
    ...(scrape.fallbackProtocol
      ? [{ since: "3.0.0", because: "refuses a fallback for content types", setting: "scrape.fallbackProtocol" }]
      : []),
  ]);
}
