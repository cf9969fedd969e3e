import { isFields } from "../../content";
import type { Policy } from "../../policy";
import { isUnbounded, UNBOUNDED_SETTING } from "../unbounded-labels";

/** How senders name the fields that make a stream of VictoriaLogs, in a header or in a URL. */
const STREAM_FIELDS = /(?:VL-Stream-Fields["']?\s*[:=]\s*|[?&]_stream_fields=)["']?([\w.,%-]+)/gi;

/** What a pod or a process has of its own. */
const OF_EACH_START = new Set([
  "pod",
  "pod_uid",
  "k8s.pod.name",
  "k8s.pod.uid",
  "container_id",
  "container.id",
  "process.pid",
  "pid",
]);

export const unboundedStreamField: Policy = {
  name: "unbounded-stream-field",
  level: "advisory",
  description: "The streams of a log store are by fields with few values.",
  settings: UNBOUNDED_SETTING,
  judges: "resource",
  *check({ props }, settings) {
    const fields = textsIn(props).flatMap((text) =>
      [...text.matchAll(STREAM_FIELDS)].flatMap(([, list = ""]) => list.replaceAll(/%2C/gi, ",").split(",")),
    );
    for (const field of new Set(fields)) {
      const isBounded = settings.words("bounded").includes(field);
      if (isBounded || !(OF_EACH_START.has(field) || isUnbounded(field.replaceAll(".", "_"), [], settings))) continue;
      yield {
        found: `${field} is a field of the streams, and its values never end`,
        why: "Each value is a stream of its own: the store needs ever more memory, and queries become slow",
        fix: `Leave it out of the streams' fields; ${field} is found all the same`,
      };
    }
  },
  examples: {
    bad: 'new docker.Container("c", { image: "otel/opentelemetry-collector-contrib:0.149.0", envs: ["HEADERS=VL-Stream-Fields=service,trace_id"] })',
    good: 'new docker.Container("c", { image: "otel/opentelemetry-collector-contrib:0.149.0", envs: ["HEADERS=VL-Stream-Fields=service,host"] })',
  },
};

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isFields(value) ? Object.values(value).flatMap(textsIn) : [];
}
