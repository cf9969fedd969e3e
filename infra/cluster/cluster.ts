// A cluster that exists, looked at before anything is run: whether it answers, and whether what is to be deployed can be.
import { z } from "zod";
import { type Environment, readEnvironment } from "../../components/host/tools/environment";
import { CRDS_RELEASE } from "../../components/kubernetes/charts/definitions";
import type { KubernetesPlatform } from "../../components/monitoring";
import type { ClusterFacts } from "../../stacks";
import { type ApiServer, METADATA_ONLY } from "./api-server";
import { adviceOnCrds, operatorCrds, problemWithCrds } from "./crds";
import { listOf } from "./owners";
import { reachApiServer } from "./reach";
import { storageIn } from "./storage";
import { problemWithNamespace, problemWithNodePort } from "./taken";

/** What was found. */
export interface Cluster extends ClusterFacts {
  api: ApiServer;
  /** What works less well than one would expect there. */
  advice: string[];
}

/** The advice as lines, with a line break at the end; empty where there is none. */
export const adviceText = (cluster: Cluster | undefined): string =>
  (cluster?.advice ?? []).map((line) => `  ! ${line}\n`).join("");

type Wanted = Pick<KubernetesPlatform, "cluster" | "crds" | "storageClass" | "namespace" | "nodeExporterPort">;

/**
 * Looks at the cluster that a context names; undefined where the stack creates one, or it is reached in a way that only the
 * provider knows.
 * Throws where it cannot be reached; and where `deploys`, with everything that would make a deployment fail.
 */
export async function lookAtCluster(
  wanted: Wanted,
  { environment, deploys }: { environment: string; deploys: boolean },
  machine: Environment = readEnvironment(),
): Promise<Cluster | undefined> {
  const api = await reachApiServer(wanted.cluster, machine);
  if (!api) return undefined;
  if (!deploys) return { api, advice: [], crdsExist: false };
  const [definitions, classes, crdsExist, namespace, daemonSets] = await Promise.all([
    read(api, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", METADATA_ONLY),
    read(api, "/apis/storage.k8s.io/v1/storageclasses"),
    hasRelease(api, CRDS_RELEASE),
    read(api, `/api/v1/namespaces/${wanted.namespace}`),
    read(api, "/apis/apps/v1/daemonsets"),
  ]);
  const crds = definitions === undefined ? undefined : operatorCrds(definitions);
  const storage = classes ? storageIn(classes, wanted.storageClass) : {};
  const problems = [
    crds && problemWithCrds(crds, wanted.crds),
    storage.problem,
    namespace && problemWithNamespace(namespace, environment),
    daemonSets && problemWithNodePort(daemonSets, { namespace: wanted.namespace, port: wanted.nodeExporterPort }),
  ].filter((one) => one !== undefined);
  if (problems.length > 0) throw new Error([`Nothing is deployed to ${api.context}.`, ...problems].join("\n"));
  const advice = [crds && adviceOnCrds(crds, wanted.crds), storage.advice].filter((one) => one !== undefined);
  return { api, advice, crdsExist };
}

/** What the server answers; undefined to whoever may not ask: the deployment will say more of it. */
async function read(api: ApiServer, path: string, accept?: string): Promise<object | undefined> {
  const { status, body } = await api.get(path, accept);
  return status === 200 ? Object(JSON.parse(body)) : undefined;
}

const records = listOf(z.unknown());

/** Whether Helm has a release, in whatever state but uninstalled. */
async function hasRelease(api: ApiServer, { name, namespace }: { name: string; namespace: string }): Promise<boolean> {
  const labels = encodeURIComponent(`owner=helm,name=${name},status notin (uninstalled,uninstalling)`);
  const found = await read(api, `/api/v1/namespaces/${namespace}/secrets?labelSelector=${labels}`, METADATA_ONLY);
  return found !== undefined && records.parse(found).items.length > 0;
}
