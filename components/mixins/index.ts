// The table of all mixins. A new technology is one folder beside this file and one line here.
import { alertmanager } from "./alertmanager";
import { blackbox } from "./blackbox";
import { container } from "./container";
import { conversations } from "./conversations";
import { delivery } from "./delivery";
import type { ServiceExporter } from "./exporter";
import { grafana } from "./grafana";
import { interviews } from "./interviews";
import { kafka } from "./kafka";
import { kubernetes } from "./kubernetes";
import { llm } from "./llm";
import type { ServiceMixin } from "./mixin";
import { mongodb } from "./mongodb";
import { mysql } from "./mysql";
import { node } from "./node";
import { nodejs } from "./nodejs";
import { postgres } from "./postgres";
import { prometheus } from "./prometheus";
import { qdrant } from "./qdrant";
import { rabbitmq } from "./rabbitmq";
import { redis } from "./redis";
import { service } from "./service";
import { threads } from "./threads";
import { worker } from "./worker";

/** What watches the hosts and the monitoring itself; always there. */
export const CORE_MIXINS = { prometheus, alertmanager, node, blackbox } as const;

/** What an entry of `services` can name as its `mixin`. */
export const SERVICE_MIXINS: Record<string, ServiceMixin> = {
  service,
  container,
  conversations,
  delivery,
  grafana,
  interviews,
  kafka,
  kubernetes,
  llm,
  mongodb,
  mysql,
  nodejs,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  threads,
  worker,
};

/** The exporters that can be run for services, by the mixins that read them. */
export const EXPORTERS: Readonly<Record<string, ServiceExporter>> = Object.fromEntries(
  Object.entries(SERVICE_MIXINS).flatMap(([name, { exporter }]) => (exporter ? [[name, exporter]] : [])),
);

export { atInterval, type Pace, type PaceOf } from "./at-interval";
export { oomKillsByHost } from "./container/oom";
export { github, type Release, type ServiceExporter } from "./exporter";
export { unlessLeaving } from "./kubernetes/leaving";
export { oomKilledByHost } from "./kubernetes/oom";
export type { Layer, Mixin, ServiceMixin, ShardBy, TargetSource } from "./mixin";
export { requestMetricsOf } from "./service";
export { MEASURED_BY_REQUESTS, objectiveSchema, slo } from "./slo";
