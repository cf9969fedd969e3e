// What parts of the settings say of each other, checked: each must fit, whatever the platform.
import { SERVICE_MIXINS } from "../../mixins";
import { seconds } from "../../rules";
import { checkEscalation } from "../escalation/check";
import { LOG_ALERT_NAMES } from "../logs/alert-list";
import { checkLogs } from "../logs/check";
import { checkMaintenance } from "../maintenance/check";
import { everyMixin } from "../overrides/known";
import { definitionOf } from "../platforms";
import { checkRemediation } from "../remediation/check";
import { checkScraping } from "../scraping/check";
import { readsNative } from "../scraping/native";
import { logsKeptHere } from "../stores/existing";
import { checkTraces } from "../traces/check";
import { noBucket } from "./buckets";
import type { SettingsProblem } from "./issues";
import { checkPlatform } from "./platform-references";
import { Problems } from "./problems";
import { checkCycles, checkTeams } from "./relations";
import type { Service, Settings } from "./schema";

/** Every problem, in the order of the settings. */
export function referenceProblems(settings: Settings): SettingsProblem[] {
  const problems = new Problems();
  const { hosts, services, notifications } = settings;
  problems.unique("hosts", hosts);
  problems.unique("services", services);
  problems.unique("notifications.muteTimings", notifications.muteTimings);
  problems.unique("notifications.receivers", notifications.receivers);
  checkPlatform(settings, problems);
  checkEscalation(settings, problems);
  checkTeams(settings, problems);
  checkCycles(services, problems);
  if (settings.maintenance.length > 0 || notifications.remediation.length > 0) {
    const alerts = everyMixin().flatMap((mixin) => mixin.alerts);
    const heartbeats = alerts.filter(({ route }) => route === "heartbeat").map(({ name }) => name);
    const all = [...alerts.map(({ name }) => name), ...(logsKeptHere(settings) ? LOG_ALERT_NAMES : [])];
    checkMaintenance(settings, { all, heartbeats }, problems);
    checkRemediation(settings, { all, heartbeats }, problems);
  }
  services.forEach((service, index) => {
    checkNames(service, `services[${index}]`, settings, problems);
    checkService(service, `services[${index}]`, settings, problems);
  });
  checkScraping(settings, problems);
  checkLogs(settings, problems);
  checkTraces(settings, problems);
  return problems.all;
}

function checkNames(service: Service, path: string, { hosts, services }: Settings, problems: Problems): void {
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  if (service.host) problems.refer(`${path}.host`, service.host, names(hosts), "hosts");
  const others = names(services).filter((name) => name !== service.name);
  service.dependsOn.forEach((other, at) => {
    problems.refer(`${path}.dependsOn[${at}]`, other, others, "the other services");
  });
}

function checkService(service: Service, path: string, { platform }: Settings, problems: Problems): void {
  const { name, mixin, extraMixins, targets, probes, generated, inCluster, exporter, discovery, slos, spanMetrics } =
    service;
  const watched =
    targets.length > 0 || probes.length > 0 || generated || inCluster || exporter || discovery || spanMetrics;
  if (!watched) problems.tell(path, `"${name}" has neither targets nor probes; give at least one address to watch`);
  if (targets.length > 0 && generated) {
    problems.tell(
      `${path}.generated`,
      `found true, but "${name}" has targets; its metrics are either real or generated: leave out one of the two`,
    );
  }
  if (generated && !definitionOf(platform).hasGenerator(platform)) {
    problems.tell(
      `${path}.generated`,
      "found true, but the generator runs on the platform local only, and with sample: true; set that, or give targets",
    );
  }
  if (generated && readsNative(service)) {
    problems.tell(
      `${path}.options.histograms`,
      'found "native", but generated metrics are text, which has no native histograms; leave it out',
    );
  }
  slos.forEach(({ kind }, at) => {
    const measuring = Object.keys(SERVICE_MIXINS).filter((one) => SERVICE_MIXINS[one]?.measures?.kinds.includes(kind));
    const [first] = measuring;
    if (!first || [mixin, ...extraMixins].some((one) => measuring.includes(one))) return;
    problems.tell(
      `${path}.slos[${at}].kind`,
      `found "${kind}", which is measured by the mixin ${measuring.map((one) => `"${one}"`).join(" or ")}; add extraMixins: [${first}], or use kind: freshness`,
    );
  });
  checkBounds(service, path, problems);
  if (extraMixins.includes(mixin)) {
    problems.tell(`${path}.extraMixins`, `found "${mixin}", which is the service's own mixin; name only others`);
  }
}

/** A latency's objective counts what one of the histogram's buckets counts. */
function checkBounds({ mixin, options, slos }: Service, path: string, problems: Problems): void {
  const bounds = SERVICE_MIXINS[mixin]?.bounds?.(options);
  if (!bounds) return;
  slos.forEach((one, at) => {
    if (one.kind !== "latency" || bounds.includes(seconds(one.below))) return;
    problems.tell(`${path}.slos[${at}].below`, `found ${one.below}, which is ${noBucket(seconds(one.below), bounds)}`);
  });
}
