// What can go wrong with a host.
//
// Left out: a reboot that is due, which node exporter does not know of by itself (node_reboot_required comes from a script
// that writes into its textfile directory). Memory above 90% for five minutes warns and does not page: so long a `for` is
// over the budget of what pages, and 95% pages within two minutes.
import type { Alert } from "../../../rules";
import { cpu } from "./cpu";
import { disk } from "./disk";
import { filesystem } from "./filesystem";
import { host } from "./host";
import { memory } from "./memory";
import { network } from "./network";
import { system } from "./system";

export const alerts: readonly Alert[] = [...host, ...filesystem, ...cpu, ...memory, ...disk, ...network, ...system];
