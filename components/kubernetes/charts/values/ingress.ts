// How a page is reached from outside the cluster: always with TLS, and never without a login.
import type { KubernetesPlatform } from "../../../monitoring";
import { storeUrl } from "../../logs/parts";
import { namesIn } from "../../names";
import { tracesUrl } from "../../traces/parts";

type Ingress = NonNullable<KubernetesPlatform["ingress"]>;

/** Pages that have a name below the domain. */
export type Page = "grafana" | "prometheus" | "alertmanager" | "logs" | "traces";

const hostOf = ({ domain }: Ingress, page: Page) => `${page}.${domain}`;

/** The values of one ingress; `asking` are the annotations by which it asks who comes. */
export function ingressOf(ingress: Ingress, page: Page, asking: Readonly<Record<string, string>>) {
  const host = hostOf(ingress, page);
  const { tls } = ingress;
  return {
    enabled: true,
    ingressClassName: ingress.className,
    hosts: [host],
    tls: [{ secretName: tls.secret ?? `${page}-tls`, hosts: [host] }],
    annotations: { ...(tls.issuer && { "cert-manager.io/cluster-issuer": tls.issuer }), ...asking },
  };
}

/** Ingresses of what has no login of its own: only where the ingress asks for one. */
export const protectedIngress = (ingress: Ingress | undefined, page: Page) =>
  ingress?.authentication ? { ingress: { ...ingressOf(ingress, page, ingress.authentication), paths: ["/"] } } : {};

/** Where each page is as links say: outside where it is shown there, else within the cluster. */
export function externalUrlsOf({ ingress, namespace }: KubernetesPlatform) {
  const outside = (page: Page, shown: unknown, inside: string) =>
    ingress && shown ? `https://${hostOf(ingress, page)}` : inside;
  const names = namesIn(namespace);
  return {
    grafana: outside("grafana", ingress, `http://${names.grafana}.${namespace}`),
    prometheus: outside("prometheus", ingress?.authentication, `http://${names.prometheus}.${namespace}:9090`),
    logs: outside("logs", ingress?.authentication, storeUrl(names, namespace)),
    traces: outside("traces", ingress?.authentication, tracesUrl(names, namespace)),
    alertmanager: outside("alertmanager", ingress?.authentication, `http://${names.alertmanager}.${namespace}:9093`),
  };
}
