// Monitoring and settings → the values of the chart kube-prometheus-stack.
import type { KubernetesPlatform, Monitoring } from "../../../monitoring";
import { namesIn } from "../../names";
import { alertmanagerValues } from "./alertmanager";
import { grafanaValues } from "./grafana";
import { protectedIngress } from "./ingress";
import { prometheusValues } from "./prometheus";
import { scrapesValues } from "./scrapes";
import { resources } from "./spread";

/** Which operator works on a Prometheus or an Alertmanager. */
const CONTROLLER = "operator.prometheus.io/controller-id";

export interface StackArgs {
  monitoring: Monitoring;
  platform: KubernetesPlatform;
  /** Owner of the cluster and of what watches it. */
  team: string;
  /** URLs of the pages as links say them. */
  externalUrls: { grafana: string; prometheus: string; alertmanager: string };
}

/**
 * All values; those of the settings are laid over ours, last.
 * Throws where the Monitoring lacks a scrape job of what every cluster has.
 */
export function stackValues(args: StackArgs): Record<string, unknown> {
  const { platform } = args;
  const { operatorMonitor, prometheusMonitor, alertmanagerMonitor, grafanaMonitor, ...scrapes } = scrapesValues(args);
  const { release } = namesIn(platform.namespace);
  const own = { [CONTROLLER]: release };
  const values = {
    fullnameOverride: release,
    // In a release of their own, which goes first.
    crds: { enabled: false },
    ...(platform.registry && { global: { imageRegistry: platform.registry } }),
    // Our mixins replace them: nothing fires twice.
    defaultRules: { create: false },
    ...scrapes,
    prometheusOperator: {
      resources: resources("50m", "96Mi", "256Mi"),
      prometheusConfigReloader: { resources: resources("10m", "32Mi", "64Mi") },
      // Prometheus reads slices alone; the API server warns of the older kind.
      kubeletEndpointsEnabled: false,
      kubeletEndpointSliceEnabled: true,
      // A rule that Prometheus would refuse is refused when it is applied.
      admissionWebhooks: { enabled: true, failurePolicy: "Fail" },
      serviceMonitor: operatorMonitor,
      // Of several operators in a cluster, each would go on changing what the others make of one Prometheus.
      extraArgs: [`--controller-id=${release}`],
    },
    prometheus: {
      ...prometheusValues(args),
      annotations: own,
      ...protectedIngress(platform.ingress, "prometheus"),
      serviceMonitor: prometheusMonitor,
    },
    alertmanager: {
      ...alertmanagerValues(args),
      annotations: own,
      ...protectedIngress(platform.ingress, "alertmanager"),
      serviceMonitor: alertmanagerMonitor,
    },
    grafana: { ...grafanaValues(args), serviceMonitor: grafanaMonitor },
  };
  return laidOver(values, platform.values);
}

/** Objects are joined; of anything else the upper one stands. */
function laidOver(under: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const joined = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isObject(below) && isObject(value) ? laidOver(below, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(joined) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
