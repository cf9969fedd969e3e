// The platform `kubernetes`: a cluster that exists, or an EKS cluster of the stack's own.
import { EXPORTERS } from "../../../mixins";
import { definePlatform } from "../definition";

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
      if (!exporter || mixin in EXPORTERS) return;
      problems.tell(
        `services[${index}].exporter`,
        `found one, but there is none for the mixin "${mixin}"; there are for ${Object.keys(EXPORTERS).join(", ")}`,
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
