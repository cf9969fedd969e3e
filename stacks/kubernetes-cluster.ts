// The cluster of the platform kubernetes: one that exists, or one that the stack creates with what Prometheus may do in AWS.
import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import { awsName } from "../components/ec2/aws/aws-names";
import { EksCluster, EncryptedStorage, PrometheusAccess } from "../components/kubernetes";
import type { KubernetesPlatform } from "../components/monitoring";
import { awsProvider } from "./aws-provider";

interface TheCluster {
  providers: pulumi.ProviderResource[];
  /** What has to be there before anything is deployed into it. */
  needed: pulumi.Resource[];
  storageClass?: string;
  eks?: { cluster: EksCluster; region: string };
}

/**
 * What changes is updated in place: else dashboards and Alertmanager's configuration are gone for seconds. What was edited by
 * hand is restored: else server-side apply ends a deployment with a conflict over the field.
 */
const UPDATED = { enableConfigMapMutable: true, enableSecretMutable: true, enablePatchForce: true };

/** The cluster, as kubectl reaches it or as the stack creates it. */
export function clusterOf(environment: string, { cluster }: KubernetesPlatform): TheCluster {
  const { context, kubeconfig, eks } = cluster;
  if (!eks) {
    const access = { ...(context && { context }), ...(kubeconfig && { kubeconfig }) };
    return { providers: [new Provider(environment, { ...UPDATED, ...access })], needed: [] };
  }
  const { region } = eks;
  const aws = awsProvider(environment, { region, ...eks.aws }, { "tocsin:environment": environment });
  const made = new EksCluster(awsName("cluster", environment), eks, { providers: [aws] });
  const provider = new Provider(environment, { ...UPDATED, kubeconfig: made.kubeconfig });
  const className = "tocsin-gp3";
  const storage = new EncryptedStorage(environment, { className }, { providers: [provider], dependsOn: [made] });
  return {
    providers: [aws, provider],
    needed: [made, storage],
    storageClass: className,
    eks: { cluster: made, region },
  };
}

/** What Prometheus may do in AWS, where it has to. */
export function accessOf(
  environment: string,
  { namespace, prometheus }: KubernetesPlatform,
  { eks }: TheCluster,
  opts: pulumi.ComponentResourceOptions,
): PrometheusAccess[] {
  const { thanos, remoteWrite } = prometheus;
  const bucket = thanos?.bucket;
  const workspaces = remoteWrite.flatMap(({ url, sigv4 }) => (sigv4 ? [workspaceOf(url, sigv4.region)] : []));
  if (!eks || !(bucket || workspaces.length > 0)) return [];
  const { cluster, region } = eks;
  return [
    new PrometheusAccess(
      environment,
      { clusterName: cluster.clusterName, namespace, region, workspaces, ...(bucket && { bucket }) },
      opts,
    ),
  ];
}

/**
 * The ARN of the workspace that a URL of Amazon Managed Prometheus writes to, `https://aps-workspaces.…/workspaces/ws-…/api/v1/remote_write`.
 * Its account is in no URL, and may be another one.
 */
function workspaceOf(url: string, region: string): string {
  const id = /\/workspaces\/([\w-]+)/.exec(url)?.[1];
  return `arn:aws:aps:${region}:*:workspace/${id ?? "*"}`;
}
