// Components that providers of Pulumi's own build on AWS: clusters and networks.
import type { Answers, Asked, Values } from "../asked";
import { arnOf } from "./aws-arn";

/** A cluster's access, as tools read it; it leads nowhere. */
function kubeconfigOf(asked: Asked): Values {
  const server = `https://${asked.hex(32).toUpperCase()}.gr7.${asked.region}.eks.amazonaws.com`;
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "offline",
    clusters: [{ name: "offline", cluster: { server } }],
    contexts: [{ name: "offline", context: { cluster: "offline", user: "offline" } }],
    users: [{ name: "offline", user: {} }],
  };
}

const subnets = (asked: Asked, kind: string) => ["a", "b", "c"].map((zone) => `subnet-0${asked.hex(16, kind + zone)}`);

export const awsComponents: Answers = {
  resources: {
    "awsx:ec2:Vpc": (asked) => ({
      id: asked.name,
      vpcId: `vpc-0${asked.hex(16)}`,
      publicSubnetIds: subnets(asked, "public"),
      privateSubnetIds: subnets(asked, "private"),
      isolatedSubnetIds: [],
    }),
    "eks:index:Cluster": (asked) => {
      const issuer = `oidc.eks.${asked.region}.amazonaws.com/id/${asked.hex(32).toUpperCase()}`;
      return {
        id: asked.name,
        kubeconfig: kubeconfigOf(asked),
        kubeconfigJson: JSON.stringify(kubeconfigOf(asked)),
        clusterSecurityGroupId: `sg-0${asked.hex(16, "cluster")}`,
        nodeSecurityGroupId: `sg-0${asked.hex(16, "node")}`,
        clusterIngressRuleId: `sgrule-${asked.number(1e9)}`,
        oidcIssuer: issuer,
        oidcProviderUrl: `https://${issuer}`,
        oidcProviderArn: arnOf(asked, "arn:aws:iam::{account}:oidc-provider/{id}", issuer),
      };
    },
  },
  lookUps: {},
};
