// The platform `kubernetes`: a cluster that exists, or an EKS cluster of the stack's own.
import { EXPORTERS } from "../../../mixins";
import { type ChosenVersion, definePlatform, type PlatformWith } from "../definition";
import { type KubernetesPlatform, kubernetesPlatform } from "./settings";

const bucketOf = ({ prometheus }: KubernetesPlatform) =>
  prometheus.thanos?.bucket ? ` The bucket ${prometheus.thanos.bucket} stays in any case.` : "";

const CRDS = "The custom resource definitions stay, because others may use them.";

export const kubernetes: PlatformWith<typeof kubernetesPlatform> = definePlatform({
  kind: "kubernetes",
  settings: kubernetesPlatform,
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
  versions: ({ values }) => ({
    alertmanager: inValues(values, "alertmanager", "alertmanagerSpec"),
    prometheus: inValues(values, "prometheus", "prometheusSpec"),
    blackbox: [],
  }),
  cannotUpdate: () => undefined,
  cannotDrill: () => undefined,
  cannotRecord: () => "the operator refuses an Alertmanager's configuration with an event recorder",
  aws: ({ cluster: { eks } }) => eks && { region: eks.region, ...eks.aws },
  onCluster: (platform) => platform,
  hasGenerator: () => false,
  hasMailServer: () => false,
  hasSilences: () => true,
  grafanaThatSends: () => undefined,
  existingGrafana: () => undefined,
  exporters: () => [],
  remains: {
    kept: (platform) =>
      `The namespace ${platform.namespace} stays with its volume claims and the certificate of the webhook${platform.cluster.eks ? ", and so does the cluster" : ""}; ` +
      `--purge removes ${platform.cluster.eks ? "both" : "it"}. ${CRDS}${bucketOf(platform)}`,
    purged: (platform) =>
      platform.cluster.eks
        ? `The cluster is gone with all that was in it.${bucketOf(platform)}`
        : `The namespace ${platform.namespace} is gone with its volume claims; a volume whose StorageClass says Retain is still there. ` +
          `${CRDS}${bucketOf(platform)}`,
  },
  isHere: false,
  hasCluster: true,
  hasLogs: true,
  readsJournals: false,
  hasTraces: true,
  addsToThreads: true,
  callsHooks: true,
  hasTeamTags: false,
});

/** Where the chart's values choose the version of a program that the operator runs. */
const inValues = (values: unknown, part: string, spec: string): ChosenVersion[] =>
  [["image", "tag"], ["version"], ["image"]].map((keys) => {
    const path = [part, spec, ...keys];
    return [`platform.values.${path.join(".")}`, at(values, path)];
  });

/** What the chart's values have at a path. */
const at = (values: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    values,
  );
