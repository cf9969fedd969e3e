// `drill --chain`: one drill of the whole chain of any environment, from the rules to the receivers. Nobody is notified.

import {
  brokenIn,
  type Drilled,
  drillChain,
  drillPlanOf,
  type Ground,
  overHttp,
  unprovenIn,
} from "../../../components/drill";
import { urlOf } from "../../../components/local/parts/part";
import { definitionOf, type Settings } from "../../../components/monitoring";
import { credentialsIn } from "../../credentials";
import { PROJECT_DIR } from "../../folders";
import { monitoringOf } from "../../preview/monitoring-of";
import { prometheusAt } from "../../running/prometheus-query";
import { readStackFile, settingsInFile } from "../../settings";
import { accessTo } from "../../silences/access";

export interface ChainOptions {
  environment: string;
  prometheus?: string;
  alertmanager?: string;
  json?: boolean;
}

/** Stands for Alertmanager, however it is reached. */
const ALERTMANAGER = "http://alertmanager";

/** Ends with exit code 1 where a link is broken. */
export async function chainCommand({ environment, json, ...given }: ChainOptions): Promise<void> {
  const settings = settingsInFile(await readStackFile(PROJECT_DIR, environment));
  const plan = drillPlanOf(await monitoringOf(environment), settings.team);
  const drilled = await drillChain(plan, await groundOf(settings, given));
  console.log(json ? JSON.stringify(drilled) : linesOf(drilled).join("\n"));
  if (brokenIn(drilled).length > 0) process.exitCode = 1;
}

async function groundOf(settings: Settings, given: Pick<ChainOptions, "prometheus" | "alertmanager">): Promise<Ground> {
  const access = await accessTo(settings, given.alertmanager);
  if (access.grafana)
    throw new Error(
      `Grafana's alerting has no chain that could be asked; its page has contact points to test: ${access.grafana}/alerting/notifications`,
    );
  const here = definitionOf(settings.platform).onThisMachine(settings.platform);
  const prometheus = prometheusAt(given.prometheus ?? (here && urlOf(here.ports.prometheus)));
  const credentials = await credentialsIn(settings);
  return {
    prometheus: prometheus.url,
    alertmanager: ALERTMANAGER,
    now: Date.now,
    credential: (name) => credentials.get(name),
    send: (method, url, more = {}) => {
      if (url.startsWith(ALERTMANAGER)) return access.ask(method, url.slice(ALERTMANAGER.length + 1), more.body);
      const isPrometheus = url.startsWith(prometheus.url);
      return overHttp(method, url, { ...more, headers: { ...more.headers, ...(isPrometheus && prometheus.headers) } });
    },
  };
}

/** At most this many of a link are listed. */
const MOST = 20;

function linesOf(drilled: Drilled): string[] {
  const links = Object.entries(drilled.links).flatMap(([link, { broken }]) => [
    `${broken.length === 0 ? "proven" : "BROKEN"}  ${link}`,
    ...broken.slice(0, MOST).map(({ what }) => `          ${what}`),
    ...(broken.length > MOST ? [`          and ${broken.length - MOST} more`] : []),
  ]);
  const unproven = unprovenIn(drilled);
  return [
    ...links,
    ...(unproven.length > 0
      ? [`Not asked, as only a message would show it: ${unproven.join(", ")}; try notify-test.`]
      : []),
    `Every link of ${drilled.proven.length} alerts is proven.`,
  ];
}
