// The collector's configuration on a node of a cluster: the lines of its pods, by the service that a pod belongs to, and OTLP.
import { type CollectingArgs, collecting, FROM_FILES, transform } from "./collector";
import { labelling } from "./normalising";
import { ofResource, set, text } from "./ottl";
import type { PodService } from "./types";

export interface PodCollectorArgs extends CollectingArgs {
  services: readonly PodService[];
  /** The folder with the log files of the node's pods, as kubelets lay them. */
  pods: string;
  /** Patterns of files in it that are not read: the collector's own, of which each line would make another. */
  except: readonly string[];
  /** The variable that holds the node's name. */
  nodeVariable: string;
}

/** Labels by which a pod that no service of the settings selects says what it is, the usual ones first. */
const SAYS_WHAT_IT_IS = ["app.kubernetes.io/name", "app", "k8s-app"];

const PREFIX = "pod.label.";
const label = (key: string) => ofResource(`${PREFIX}${key}`);

/** Beyond this, what was joined so far is a line: with the piece that comes on top, of 16 KiB at most, no longer than a message may be. */
const JOINED = "112KiB";

/** The configuration as a file. */
export function podCollectorConfig(args: PodCollectorArgs): string {
  const { services, team, pods, except, nodeVariable } = args;
  return collecting(args, {
    receivers: {
      "file_log/pods": {
        // What kubelets rotate away has another ending, and is read to its end.
        include: [`${pods}/*/*/*.log`],
        exclude: except,
        ...FROM_FILES,
        // Joins what the runtime has cut, and says from the path which pod it is.
        operators: [{ type: "container", max_log_size: JOINED, on_error: "send_quiet" }],
      },
    },
    processors: {
      k8s_attributes: podAttributes(services, nodeVariable),
      "transform/pods": transform(ofPods(services, team, nodeVariable)),
      "transform/label": transform([...labelling(services, team), onNode(nodeVariable), forgetLabels]),
    },
    pipelines: {
      "logs/pods": { receivers: ["file_log/pods"], processors: ["k8s_attributes", "transform/pods"] },
      "logs/otlp": { receivers: ["otlp"], processors: ["k8s_attributes", "transform/label"] },
    },
  });
}

const keysOf = (services: readonly PodService[]) => [
  ...new Set([...SAYS_WHAT_IT_IS, ...services.flatMap(({ pods }) => Object.keys(pods?.labels ?? {}))]),
];

/** The labels of this node's pods, from the API server. Until those are known nothing is read, so that no line has a wrong service. */
const podAttributes = (services: readonly PodService[], nodeVariable: string) => ({
  auth_type: "serviceAccount",
  filter: { node_from_env_var: nodeVariable },
  wait_for_metadata: true,
  extract: {
    metadata: ["k8s.namespace.name", "k8s.pod.name"],
    labels: keysOf(services).map((key) => ({ tag_name: `${PREFIX}${key}`, key, from: "pod" })),
  },
  pod_association: [
    // The file of a static pod has another uid than the API server.
    { sources: ["k8s.namespace.name", "k8s.pod.name"].map((name) => ({ from: "resource_attribute", name })) },
    { sources: [{ from: "connection" }] },
  ],
});

const onNode = (variable: string) => set(ofResource("host"), `"\${env:${variable}}"`);

const forgetLabels = `delete_matching_keys(resource.attributes, ${text(`^${PREFIX.replaceAll(".", "[.]")}`)})`;

/** Statements for a pod's line: its service and owner as the settings have them, else as the pod's labels name it. */
export function ofPods(services: readonly PodService[], team: string, nodeVariable: string): string[] {
  const service = ofResource("service");
  const orElse = (from: string) => set(service, from, `${service} == nil and ${from} != nil`);
  return [
    ...SAYS_WHAT_IT_IS.map((key) => orElse(label(key))),
    orElse(ofResource("k8s.container.name")),
    set(service, text("unknown"), `${service} == nil`),
    set(ofResource("team"), text(team)),
    ...services.flatMap(({ name, team: owner, pods }) => {
      if (!pods) return [];
      const isIt = [
        `${ofResource("k8s.namespace.name")} == ${text(pods.namespace)}`,
        ...Object.entries(pods.labels).map(([key, value]) => `${label(key)} == ${text(value)}`),
      ].join(" and ");
      return [set(service, text(name), isIt), set(ofResource("team"), text(owner), isIt)];
    }),
    onNode(nodeVariable),
    forgetLabels,
  ];
}
