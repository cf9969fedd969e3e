// The platform `local`: this machine.
import { readsNative } from "../../scraping/native";
import { definePlatform, type PlatformWith } from "../definition";
import { localPlatform } from "./settings";

export const local: PlatformWith<typeof localPlatform> = definePlatform({
  kind: "local",
  settings: localPlatform,
  check: ({ platform, scrape, services }, problems) => {
    services.forEach((service, at) => {
      if (!readsNative(service)) return;
      problems.tell(
        `services[${at}].options.histograms`,
        'found "native", but the platform local may run a Prometheus older than 3.8, which refuses such a scrape; leave it out here',
      );
    });
    if (scrape.fallbackProtocol) {
      problems.tell(
        "scrape.fallbackProtocol",
        `found ${scrape.fallbackProtocol}, but the platform local may run Prometheus 2, which refuses it; leave it out: that version reads such targets as text anyway`,
      );
    }
    // Two parts cannot listen on one port.
    const ports = Object.entries(platform.ports);
    ports.forEach(([part, port], index) => {
      const [first] = ports.slice(0, index).find(([, other]) => other === port) ?? [];
      if (!first) return;
      problems.tell(
        `platform.ports.${part}`,
        `found ${port} a second time: ${first} has it; give each part its own port`,
      );
    });
  },
  credentials: () => ({}),
  providers: ["host", "docker"],
  onThisMachine: (platform) => platform,
  alertmanagers: ({ images }) => [["platform.images.alertmanager", images.alertmanager]],
  cannotUpdate: () => undefined,
  cannotDrill: () => undefined,
  aws: () => undefined,
  onCluster: () => undefined,
  hasGenerator: ({ sample }) => sample,
  hasMailServer: () => false,
  hasSilences: () => true,
  grafanaThatSends: () => undefined,
  existingGrafana: () => undefined,
  exporters: () => [],
  remains: {
    kept: (_, { folder }) => `Logs and data stay in ${folder}; --purge removes them.`,
    purged: () => "Logs and data are gone as well.",
  },
  isHere: true,
  hasCluster: false,
  hasLogs: true,
  hasTraces: true,
  addsToThreads: true,
  hasTeamTags: false,
});
