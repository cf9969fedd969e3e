// Where drills take place: the addresses of the running local environment.
import { urlOf } from "../../../components/local";
import type { LocalPlatform } from "../../../components/monitoring";

/** URLs. */
export interface Ground {
  prometheus: string;
  alertmanager: string;
  inbox: string;
  sample: string;
  generator: string;
}

export const groundOf = ({ ports }: Pick<LocalPlatform, "ports">): Ground => ({
  prometheus: urlOf(ports.prometheus),
  alertmanager: urlOf(ports.alertmanager),
  inbox: urlOf(ports.inbox),
  sample: urlOf(ports.sample),
  generator: urlOf(ports.generator),
});
