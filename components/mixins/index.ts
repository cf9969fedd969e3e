// The table of all mixins. A new technology is one folder beside this file and one line here.
import { alertmanager } from "./alertmanager";
import { blackbox } from "./blackbox";
import type { ServiceMixin } from "./mixin";
import { node } from "./node";
import { prometheus } from "./prometheus";
import { service } from "./service";

/** What watches the hosts and the monitoring itself; always there. */
export const CORE_MIXINS = { prometheus, alertmanager, node, blackbox } as const;

/** What an entry of `services` can name as its `mixin`. */
export const SERVICE_MIXINS = { service } as const satisfies Record<string, ServiceMixin>;

export type { Mixin, ServiceMixin } from "./mixin";
