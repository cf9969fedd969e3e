// The series of one container, as promtool reads them, at the default interval of 15 seconds.
export { growing, growingThenStill, steady } from "../../scenario-series";

const HOST = 'job="container",instance="docker-1:8080",service="containers",team="platform",host="docker-1"';

export const UP = `up{${HOST}}`;
export const HOST_CPUS = `machine_cpu_cores{machine_id="a",${HOST}}`;

/** Which container: another start, another id. */
export interface Who {
  name?: string;
  id?: string;
  restarts?: number;
}

/** The name of one of a container's series. */
export function of(metric: string, { name = "web", id = "1a", restarts = 0 }: Who = {}, labels = ""): string {
  const restarted = restarts > 0 ? `,container_label_restartcount="${restarts}"` : "";
  return `${metric}{id="/docker/${id}",image="web:1.2",name="${name}"${restarted}${labels && `,${labels}`},${HOST}}`;
}

/** When it was last seen, which goes on for an hour. */
export const SEEN = "0+15x240";

/** Seen for so many samples, then no more. */
export const seenFor = (samples: number): string => `0+15x${samples} _x240`;

/** Not seen for so many samples, then seen for some, then no more. */
export const seenBetween = (from: number, to: number): string =>
  `${from > 0 ? `_x${from} ` : ""}${15 * from}+15x${to - from} _x240`;

/** A container that is there, beside those of the scenario, so that the host is not empty. */
export const neighbour = { [UP]: "1x240", [of("container_last_seen", { name: "db", id: "2b" })]: SEEN };
