// The platform `kubernetes`: a cluster that exists, or an EKS cluster of the stack's own.
import { definePlatform } from "../definition";
import { EXPORTED_MIXINS } from "./settings";

export const kubernetes = definePlatform({
  kind: "kubernetes",
  check: ({ hosts, services }, problems) => {
    hosts.forEach(({ name, address }, index) => {
      if (address) return;
      problems.tell(
        `hosts[${index}].address`,
        `is missing; on kubernetes "${name}" is outside the cluster: give the address of its node exporter`,
      );
    });
    services.forEach(({ exporter, mixin }, index) => {
      if (!exporter || EXPORTED_MIXINS.includes(mixin)) return;
      problems.tell(
        `services[${index}].exporter`,
        `found one, but there is none for the mixin "${mixin}"; there are for ${EXPORTED_MIXINS.join(", ")}`,
      );
    });
  },
  credentials: () => ({}),
  providers: ["kubernetes", "eks", "aws", "random"],
  onThisMachine: () => undefined,
  hasGenerator: () => false,
  hasMailServer: () => false,
  hasCluster: true,
  hasTeamTags: false,
});
