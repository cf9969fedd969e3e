// What is deployed: the settings of the stack, on the platform that they choose.
import * as pulumi from "@pulumi/pulumi";
import { chartsOf } from "../components/kubernetes/charts/charts";
import { definitionOf, formerKeys, type Settings } from "../components/monitoring";
import { type ClusterFacts, type GrafanaFacts, stackOf } from "../stacks";
import { layCharts } from "./charts/charts";
import { lookAtCluster } from "./cluster/cluster";
import { credentialsOf } from "./credentials";
import { DEPLOYED, packed } from "./deployed";
import { PACKAGE_DIR, PROJECT_DIR } from "./folders";
import { findGrafanaHome } from "./machine/found";
import { type Runtime, runtimeOf } from "./machine/runtime";
import { readOwnRules } from "./own-rules";
import { withOwnSlos } from "./own-slos";
import { lookAtGrafana } from "./running/grafana-facts";
import { ownOf, settingsOf } from "./settings";

/** What a deployment depends on beside the settings. */
interface Found {
  runtime: Pick<Runtime, "kind">;
  cluster?: ClusterFacts | undefined;
  localCharts?: boolean | undefined;
  /** Whether nothing is asked of what exists. */
  isOffline?: boolean;
}

/**
 * Deploys the stack that the engine runs this for, and returns what it exports.
 * Machine and cluster are looked at here where the caller has not done so, as when the engine is called by hand.
 * @param settings Default: those of the stack's configuration.
 */
export async function program(found?: Found, settings = readSettings()): Promise<Record<string, unknown>> {
  const looked = found ?? (await lookAround(settings));
  // Here, where the engine has decrypted what Grafana is asked with.
  const askGrafana = looked.isOffline
    ? undefined
    : () => lookAtGrafana(settings, { deploys: !pulumi.runtime.isDryRun() });
  return deployed(settings, pulumi.getStack(), { ...looked, askGrafana });
}

/** What is asked once the credentials for it are known to be there. */
interface Asks {
  askGrafana?: (() => Promise<GrafanaFacts | undefined>) | undefined;
}

async function lookAround(settings: Settings): Promise<Found> {
  const { platform } = settings;
  const runtime = await runtimeOf(platform);
  const onCluster = definitionOf(platform).onCluster(platform);
  if (!onCluster) return { runtime };
  const cluster = await lookAtCluster(onCluster, { environment: pulumi.getStack(), deploys: true });
  const laid = await layCharts({ charts: chartsOf(settings), source: onCluster.charts, projectDir: PROJECT_DIR });
  return { runtime, cluster, localCharts: laid !== undefined };
}

/** Registers every resource of an environment, and returns what its stack exports. */
export async function deployed(
  given: Settings,
  environment: string,
  { runtime: { kind: runtime }, cluster, localCharts, askGrafana }: Found & Asks,
): Promise<Record<string, unknown>> {
  const settings = await withOwnSlos(given, PROJECT_DIR);
  const stack = await stackOf(settings);
  const facts = {
    environment,
    runtime,
    grafanaHome: await findGrafanaHome(),
    ownRules: await readOwnRules(settings, PROJECT_DIR),
  };
  const watched = stack.monitoring(settings, facts);
  const credentials = await credentialsOf(settings);
  const grafana = await askGrafana?.();
  const surroundings = {
    ...facts,
    projectDir: PROJECT_DIR,
    packageDir: PACKAGE_DIR,
    credentials,
    now: new Date(),
    ...(cluster && { cluster }),
    ...(grafana && { grafana }),
    ...(localCharts && { localCharts }),
  };
  const outputs = await stack.deploy(settings, surroundings, watched);
  // Secret, so that nobody has to look at it in the engine's output.
  return { ...outputs, [DEPLOYED]: pulumi.secret(packed(watched)) };
}

/** The settings of the stack that this runs for; warns of former keys. Throws a `SettingsError` with every problem. */
function readSettings(): Settings {
  const config = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig()).map(([key, value]) => [key, structured(value)]),
  );
  for (const sentence of formerKeys(ownOf(config))) void pulumi.log.warn(sentence);
  return settingsOf(config);
}

/** Pulumi hands over blocks and lists as JSON text. */
function structured(value: string): unknown {
  return /^\s*[[{]/.test(value) ? JSON.parse(value) : value;
}
