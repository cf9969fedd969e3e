// What a Grafana that exists can do: asked of it before anything is deployed, as its versions and feature toggles differ.
import { z } from "zod";
import { definitionOf, type GrafanaPlatform, type Settings } from "../../components/monitoring";
import { isAtLeast } from "../../components/version-numbers";
import type { GrafanaFacts } from "../../stacks";
import { headersFor } from "./grafana-login";
import { responseOf } from "./reason";

const TIMEOUT_MS = 20_000;

/** Grafana's own API of notifications, in the version that the provider speaks. */
const API = "/apis/notifications.alerting.grafana.app/v1beta1";

const KINDS = ["routingtrees", "inhibitionrules"];

/** Before it there is a feature toggle, from 13.1 on. */
const ALWAYS_SINCE = "13.2";
const TOGGLE = "alertingMultiplePolicies";

/** The organisation of a token other than the first: the provider names none but the first in the path of Grafana's API. */
const ANOTHER_ORGANISATION = /^org-\d+$/;

const resourceList = z.object({ resources: z.array(z.object({ name: z.string() })) });

const frontendSettings = z.object({
  buildInfo: z.object({ version: z.string() }),
  featureToggles: z.record(z.string(), z.unknown()).default({}),
  namespace: z.string().default("default"),
});

/**
 * Undefined on platforms without an existing Grafana that sends. Throws where it does not answer, or refuses, unless nothing is deployed:
 * a preview needs no Grafana, and says so.
 */
export async function lookAtGrafana(
  { platform }: Pick<Settings, "platform">,
  { deploys }: { deploys: boolean },
): Promise<GrafanaFacts | undefined> {
  const grafana = definitionOf(platform).grafanaThatSends(platform);
  if (!grafana) return undefined;
  return factsOf(grafana).catch((error: Error) => {
    if (deploys) throw error;
    return { noTree: `${error.message}, so that a deployment would end here` };
  });
}

async function factsOf(grafana: GrafanaPlatform): Promise<GrafanaFacts> {
  const headers = await headersFor(grafana);
  const ask = async (path: string) => {
    const named = `Grafana at ${grafana.url}`;
    const init = { headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const response = await responseOf(named, `${grafana.url}${path}`, init);
    if (response.ok) return response.json();
    if (response.status === 404) return undefined;
    throw new Error(`${named} answers ${response.status} to ${path}; is platform.auth right?`);
  };
  const settings = frontendSettings.parse(await ask("/api/frontend/settings"));
  const { resources } = resourceList.parse((await ask(API)) ?? { resources: [] });
  return { noTree: whyNoTree(grafana, settings, new Set(resources.map(({ name }) => name))) };
}

function whyNoTree(
  { organisation }: GrafanaPlatform,
  { buildInfo: { version }, featureToggles, namespace }: z.infer<typeof frontendSettings>,
  kinds: ReadonlySet<string>,
): string | undefined {
  if (!KINDS.every((kind) => kinds.has(kind)) || !(isAtLeast(version, ALWAYS_SINCE) || featureToggles[TOGGLE] === true))
    return `Grafana ${version} has no routing trees beside it, which ${ALWAYS_SINCE} has, and 13.1 with the feature toggle ${TOGGLE}`;
  if (organisation === undefined && ANOTHER_ORGANISATION.test(namespace))
    return `the provider reaches no routing trees with a token of an organisation that is not Grafana's first (${namespace})`;
  return undefined;
}
