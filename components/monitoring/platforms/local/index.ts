// The platform `local`: this machine.
import { definePlatform, type PlatformWith } from "../definition";
import { localPlatform } from "./settings";

export const local: PlatformWith<typeof localPlatform> = definePlatform({
  kind: "local",
  settings: localPlatform,
  check: ({ platform }, problems) => {
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
  versions: ({ images }) => ({
    alertmanager: [["platform.images.alertmanager", images.alertmanager]],
    prometheus: [["platform.images.prometheus", images.prometheus]],
    blackbox: [["platform.images.blackbox-exporter", images["blackbox-exporter"]]],
  }),
  cannotUpdate: () => undefined,
  cannotDrill: () => undefined,
  cannotRecord: () => undefined,
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
  readsJournals: false,
  hasTraces: true,
  addsToThreads: true,
  callsHooks: true,
  hasTeamTags: false,
});
