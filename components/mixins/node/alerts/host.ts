// Whether the host is there at all.
import { type Alert, alert } from "../../../rules";

export const host: readonly Alert[] = [
  alert({
    name: "InstanceDown",
    expr: 'up{job="node"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "Host {{ $labels.instance }} does not answer",
    description: "Its node exporter could not be scraped: the host is down, unreachable, or its exporter has stopped.",
  }),
];
