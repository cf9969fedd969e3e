// The platform `local`: this machine.
import { definePlatform } from "../definition";

export const local = definePlatform({
  kind: "local",
  /** Two parts cannot listen on one port. */
  check: ({ platform }, problems) => {
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
  hasGenerator: ({ sample }) => sample,
  hasMailServer: () => false,
  hasCluster: false,
  hasTeamTags: false,
});
