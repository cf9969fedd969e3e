// An EKS cluster of the stack's own, in a VPC that exists: managed nodes, encrypted volumes and secrets, roles for pods.
import * as ec2 from "@pulumi/aws/ec2";
import { Addon } from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import { Cluster } from "@pulumi/eks/cluster";
import { ManagedNodeGroup } from "@pulumi/eks/managedNodeGroup";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import * as pulumi from "@pulumi/pulumi";
import { named } from "../../ec2/aws/aws-names";
import { allow } from "../../ec2/aws/policy-document";
import { AGENT } from "../../ec2/machine/machine";
import type { Eks } from "../../monitoring";
import { podRole } from "./pod-role";

const LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** What nodes need: to join, to give pods addresses, and to pull images. */
const NODE_POLICIES = ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"];

const ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/** A cluster that knows who comes by IAM alone, and gives pods roles through pod identity. */
export class EksCluster extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  /** As tools read it. */
  readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: Eks, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:EksCluster", name, {}, opts);
    const key = new kms.Key(
      name,
      { description: `Secrets of the cluster ${name}`, enableKeyRotation: true },
      { parent: this },
    );
    const cluster = new Cluster(
      name,
      {
        name,
        version: args.version,
        vpcId: args.vpcId,
        ...kubectlAs(args.aws),
        privateSubnetIds: args.privateSubnetIds,
        endpointPrivateAccess: args.endpoint.private,
        endpointPublicAccess: args.endpoint.publicFrom.length > 0,
        ...(args.endpoint.publicFrom.length > 0 && { publicAccessCidrs: args.endpoint.publicFrom }),
        authenticationMode: AuthenticationMode.Api,
        accessEntries: Object.fromEntries(args.admins.map((arn, index) => [`admin-${index + 1}`, administrator(arn)])),
        encryptionConfigKeyArn: key.arn,
        enabledClusterLogTypes: LOGS,
        skipDefaultNodeGroup: true,
        deletionProtection: true,
      },
      { parent: this },
    );
    const nodes = new ManagedNodeGroup(
      `${name}-nodes`,
      {
        cluster,
        nodeRole: this.nodeRole(name),
        subnetIds: args.privateSubnetIds,
        instanceTypes: args.nodes.instanceTypes,
        scalingConfig: { minSize: args.nodes.least, desiredSize: args.nodes.least, maxSize: args.nodes.most },
        launchTemplate: this.launchTemplate(name, args),
        // An autoscaler may have changed the number since.
        ignoreScalingChanges: true,
      },
      { parent: this },
    );
    this.clusterName = pulumi.output(name);
    this.addons(name, nodes);
    this.kubeconfig = cluster.kubeconfigJson;
    this.registerOutputs({ clusterName: this.clusterName, kubeconfig: this.kubeconfig });
  }

  private nodeRole(name: string): iam.Role {
    const role = new iam.Role(
      `${name}-nodes`,
      {
        ...named("role", `${name}-nodes`),
        assumeRolePolicy: iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
      },
      { parent: this },
    );
    for (const policy of NODE_POLICIES) {
      new iam.RolePolicyAttachment(
        `${name}-nodes-${policy}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        { parent: this },
      );
    }
    // To be reached through SSM in place of SSH. AWS' own policy for that reads every parameter of the account as well.
    new iam.RolePolicy(`${name}-nodes-ssm`, { role: role.name, policy: allow(...AGENT) }, { parent: this });
    return role;
  }

  private launchTemplate(name: string, { nodes: { diskGiB: volumeSize }, aws }: Eks) {
    const template = new ec2.LaunchTemplate(
      `${name}-nodes`,
      {
        // One hop: pods do not get at the node's own role.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: { volumeSize, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
          },
        ],
        tagSpecifications: [{ resourceType: "instance", tags: { ...aws.defaultTags, Name: `${name}-node` } }],
      },
      { parent: this },
    );
    return { id: template.id, version: pulumi.interpolate`${template.latestVersion}` };
  }

  /** Roles for pods, and volumes for Prometheus. */
  private addons(name: string, nodes: ManagedNodeGroup): void {
    const opts = { parent: this, dependsOn: [nodes] };
    new Addon(`${name}-pod-identity`, { clusterName: this.clusterName, addonName: "eks-pod-identity-agent" }, opts);
    const role = podRole(`${name}-ebs-csi`, { parent: this });
    new iam.RolePolicyAttachment(
      `${name}-ebs-csi`,
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" },
      { parent: this },
    );
    new Addon(
      `${name}-ebs-csi`,
      {
        clusterName: this.clusterName,
        addonName: "aws-ebs-csi-driver",
        podIdentityAssociations: [{ roleArn: role.arn, serviceAccount: "ebs-csi-controller-sa" }],
      },
      opts,
    );
  }
}

/** Who created the cluster reaches it: what kubectl runs for a token is to be the same. */
const kubectlAs = ({ profile, assumeRole }: Eks["aws"]) =>
  (profile !== undefined || assumeRole) && {
    providerCredentialOpts: {
      ...(profile !== undefined && { profileName: profile }),
      ...(assumeRole && { roleArn: assumeRole.roleArn }),
    },
  };

const administrator = (principalArn: string) => ({
  principalArn,
  accessPolicies: { admin: { policyArn: ADMIN_POLICY, accessScope: { type: "cluster" } } },
});
