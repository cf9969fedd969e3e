// The table of all mixins. A new technology is one folder beside this file and one line here.
import { alertmanager } from "./alertmanager";
import { blackbox } from "./blackbox";
import { container } from "./container";
import type { ServiceMixin } from "./mixin";
import { mysql } from "./mysql";
import { node } from "./node";
import { nodejs } from "./nodejs";
import { postgres } from "./postgres";
import { prometheus } from "./prometheus";
import { rabbitmq } from "./rabbitmq";
import { redis } from "./redis";
import { service } from "./service";

/** What watches the hosts and the monitoring itself; always there. */
export const CORE_MIXINS = { prometheus, alertmanager, node, blackbox } as const;

/** What an entry of `services` can name as its `mixin`. */
export const SERVICE_MIXINS: Record<string, ServiceMixin> = {
  service,
  container,
  mysql,
  nodejs,
  postgres,
  rabbitmq,
  redis,
};

export type { Mixin, ServiceMixin } from "./mixin";
