// Which Prometheus and blackbox exporter do what the settings ask.
import { type Minimum, strictest } from "../../version-numbers";
import { dependenciesOf } from "../probes/settings";
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

/** The oldest blackbox exporter that reads what health endpoints say; undefined where nothing is read. */
export function minimumBlackbox({ services }: Pick<Settings, "services">): Minimum | undefined {
  return strictest(
    services.flatMap(({ probes }, at) =>
      probes.flatMap((probe, index) =>
        dependenciesOf(probe).length > 0
          ? [
              {
                since: "0.26.0",
                because: "reads no JSON",
                setting: `services[${at}].probes[${index}].dependencies`,
              },
            ]
          : [],
      ),
    ),
  );
}
