// The table of the mixins that are shipped. A new technology is one folder beside this file and one line here.
import { alertmanager } from "./alertmanager";
import { blackbox } from "./blackbox";
import { cloudwatch } from "./cloudwatch";
import { container } from "./container";
import { delivery } from "./delivery";
import { drilling } from "./drilling";
import { grafana } from "./grafana";
import { jaeger } from "./jaeger";
import { kafka } from "./kafka";
import { kubernetes } from "./kubernetes";
import { llm } from "./llm";
import type { ServiceMixin } from "./mixin";
import { mongodb } from "./mongodb";
import { mysql } from "./mysql";
import { node } from "./node";
import { nodejs } from "./nodejs";
import { otelcol } from "./otelcol";
import { postgres } from "./postgres";
import { prometheus } from "./prometheus";
import { qdrant } from "./qdrant";
import { rabbitmq } from "./rabbitmq";
import { redis } from "./redis";
import { repairs } from "./repairs";
import { service } from "./service";
import { victorialogs } from "./victorialogs";
import { vmalert } from "./vmalert";
import { worker } from "./worker";

/** What watches the hosts and the monitoring itself; always there. */
export const CORE_MIXINS = { prometheus, alertmanager, node, blackbox } as const;

/** What services can name, whatever a project brings itself. */
export const SHIPPED_MIXINS: { service: ServiceMixin } & Record<string, ServiceMixin> = {
  service,
  cloudwatch,
  container,
  delivery,
  drilling,
  grafana,
  jaeger,
  kafka,
  kubernetes,
  llm,
  mongodb,
  mysql,
  nodejs,
  otelcol,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  repairs,
  victorialogs,
  vmalert,
  worker,
};
