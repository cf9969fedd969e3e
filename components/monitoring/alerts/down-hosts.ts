// A host that is down explains what runs on it. Alertmanager's inhibition alone would depend on which of the two is known
// first: a host's exporter may be scraped 15 s later than a service on it. So the rules that say that something is down
// leave out what is on a host that does not answer.
import type { Mixin } from "../../mixins";
import { without } from "../../promql";
import { type Alert, mapExpressions } from "../../rules";
import type { Endpoints } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { hostOf } from "../targets/on-hosts";
import { usesOf } from "../targets/uses";
import { ABSENT, upOrAbsent } from "./expected";
import { explanationsOf } from "./explained";

const hostsIn = (mixins: readonly Mixin[]) => mixins.find(({ targets }) => targets === "hosts");

/** The alerts that say that a host is down; none where no hosts are watched. */
export function hostDownAlerts(
  settings: Settings,
  { finds }: Pick<Endpoints, "finds">,
  mixins: readonly Mixin[],
): string[] {
  const hosts = hostsIn(mixins);
  if (!hosts || (settings.hosts.length === 0 && !finds?.[hosts.name])) return [];
  return hosts.alerts.filter(({ down }) => down === "instance").map(({ name }) => name);
}

/** The mixins, whose down alerts wait for no inhibition: an instance on a host that is down, or a service only there, is left out. */
export function leaveOutDownHosts(
  mixins: readonly Mixin[],
  settings: Settings,
  endpoints: Pick<Endpoints, "finds">,
): Mixin[] {
  const node = hostsIn(mixins);
  const downAlerts = hostDownAlerts(settings, endpoints, mixins);
  if (!node || downAlerts.length === 0) return [...mixins];
  // A node that is taken away on purpose has no alert of its own, so that it explains nothing: what was not moved is missed.
  const excuses = downAlerts
    .flatMap((alert) => explanationsOf(alert, mixins, endpoints))
    .map(({ unless }) => `unless ${unless}`);
  const down = [`${upOf(node, `job="${node.name}",host!=""`)} == 0`, ...new Set(excuses)].join(" ");
  const downHost = `on (host) (${down})`;
  return mixins.map((mixin) => {
    if (mixin === node) return mixin;
    const services = servicesOnOneHost(mixin, settings);
    const leftOut: LeftOut = {
      instance: downHost,
      service: services.length > 0 ? `on (service) (${upOf(mixin, matcher(services))} and ${downHost})` : undefined,
    };
    return { ...mixin, alerts: mixin.alerts.map((alert) => leavingOut(leftOut, alert)) };
  });
}

/** What each kind of down alert leaves out. */
type LeftOut = Record<"instance" | "service", string | undefined>;

function leavingOut(leftOut: LeftOut, alert: Alert): Alert {
  const unless = (alert.down === "instance" || alert.down === "service") && leftOut[alert.down];
  return unless ? mapExpressions(alert, (expr) => without(expr, unless)) : alert;
}

/** Whether targets are up; those on a host that are expected and no longer found as well, where the mixin records them. */
const upOf = ({ recordings }: Mixin, matchers: string) =>
  recordings.some(({ record, adds }) => record === ABSENT && adds?.host) ? upOrAbsent(matchers) : `up{${matchers}}`;

const matcher = (services: readonly string[]) => `service${services.length > 1 ? "=~" : "="}"${services.join("|")}"`;

const servicesOnOneHost = ({ name }: Mixin, settings: Settings): string[] =>
  usesOf(name, settings)
    .filter(({ service }) => hostOf(service, settings))
    .map(({ service }) => service.name);
