import { type Fields, fieldsOf, isFields, listOf, type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";
import { containersOf, podsOf } from "../workloads";

/** Images that keep series, silences or logs on disk. */
const KEEPS_DATA = /(^|\/)(prometheus|alertmanager|mimir|thanos|loki|victoria-metrics|victoria-logs|grafana)(@|:|$)/;

export const persistentStorage: Policy = {
  name: "persistent-storage",
  level: "advisory",
  description: "What keeps series and silences has a volume that outlives it.",
  judges: "resource",
  *check(resource) {
    const found = missingIn(resource);
    if (!found) return;
    yield {
      found,
      why: "Each restart loses the history, the state of every for, and the silences: after an outage nobody can look back at it",
      fix: "Give it a volume: a claim template, a named volume, or storage.volumeClaimTemplate of the operator",
    };
  },
  examples: {
    bad: 'new docker.Container("p", { image: "prom/prometheus:v3.5.0" })',
    good: 'new docker.Container("p", { image: "prom/prometheus:v3.5.0", volumes: [{ volumeName: data.name, containerPath: "/prometheus" }] })',
  },
};

function missingIn(resource: Resource): string | undefined {
  const { type, props } = resource;
  const spec = fieldsOf(props.spec);
  if (/^kubernetes:monitoring\.coreos\.com\/v1:(Prometheus|Alertmanager)$/.test(type)) {
    return isStored(spec.storage) || ("storage" in spec && spec.storage === undefined)
      ? undefined
      : "spec.storage has no claim";
  }
  if (/^docker:index\/container:/.test(type)) {
    const image = textOf(props.image) ?? "";
    if (!KEEPS_DATA.test(image)) return undefined;
    return [props.volumes, props.mounts].some((list) => listOf(list).length > 0) ||
      ("volumes" in props && props.volumes === undefined)
      ? undefined
      : `the container of ${image} has no volume`;
  }
  if (/^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/.test(type)) return missingInChart(props);
  return podsOf(resource)
    .map((pod) => missingInPod(pod, spec))
    .find((one) => one !== undefined);
}

function missingInPod(pod: Fields, spec: Fields): string | undefined {
  const image = containersOf(pod)
    .flatMap(({ image: one }) => textOf(one) ?? [])
    .find((one) => KEEPS_DATA.test(one));
  if (!image || listOf(spec.volumeClaimTemplates).length > 0) return undefined;
  const kept = listOf(pod.volumes)
    .map(fieldsOf)
    .some(({ persistentVolumeClaim, hostPath, csi, ephemeral, nfs }) =>
      [persistentVolumeClaim, hostPath, csi, ephemeral, nfs].some(isFields),
    );
  return kept ? undefined : `the pod of ${image} has no claim of a volume`;
}

function missingInChart(props: Fields): string | undefined {
  const { chart, values } = props;
  // Values that are not known yet are looked at when they are.
  if ("values" in props && values === undefined) return undefined;
  if (!/(^|\/)kube-prometheus-stack$/.test(textOf(chart) ?? "") || (values !== undefined && !isFields(values)))
    return undefined;
  const { prometheus } = fieldsOf(values);
  if (fieldsOf(prometheus).enabled === false) return undefined;
  return isStored(fieldsOf(fieldsOf(prometheus).prometheusSpec).storageSpec)
    ? undefined
    : "prometheus.prometheusSpec.storageSpec has no claim";
}

const isStored = (storage: unknown) =>
  [fieldsOf(storage).volumeClaimTemplate, fieldsOf(storage).ephemeral].some(isFields);
