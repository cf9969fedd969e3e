// What only the provider knows of the kinds of resources in use: arguments that exclude each other, and those that replace a resource when they change.

/** Arguments as Pulumi names them. */
export interface ProviderRules {
  /** Where it was read, below github.com/hashicorp/terraform-provider-aws. */
  source: string;
  /** Of each set, at most one is given. */
  atMostOne?: readonly (readonly string[])[];
  /** Of each set, exactly one is given. */
  exactlyOne?: readonly (readonly string[])[];
  /** An argument, and what it excludes each of. */
  excludes?: Readonly<Record<string, readonly string[]>>;
  /** What resources of other kinds set here, and would fight over. */
  setByOthers?: readonly string[];
  /** A change of these replaces the resource. */
  replacedBy: readonly string[];
}

const NAMES = ["name", "namePrefix"];

const ROUTING = ["cidr", "geoproximity"].map((kind) => `${kind}RoutingPolicy`);
const ROUTINGS = ["failover", "geolocation", "latency", "weighted"].map((kind) => `${kind}RoutingPolicies`);

const securityGroupRule = (direction: string): ProviderRules => ({
  source: `internal/service/ec2/vpc_security_group_${direction}_rule.go`,
  exactlyOne: [["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]],
  // Another kind of peer does as well: which of the four is given.
  replacedBy: ["securityGroupId"],
});

/** By the kind's name. */
export const PROVIDER_RULES: Readonly<Record<string, ProviderRules>> = {
  "aws:autoscaling/group:Group": {
    source: "internal/service/autoscaling/group.go",
    atMostOne: [["availabilityZones", "vpcZoneIdentifiers"], ["loadBalancers", "trafficSources"], NAMES],
    exactlyOne: [["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"]],
    replacedBy: ["initialLifecycleHooks"],
  },
  "aws:ebs/volume:Volume": {
    source: "internal/service/ec2/ebs_volume.go",
    replacedBy: ["availabilityZone", "encrypted", "kmsKeyId", "multiAttachEnabled", "outpostArn", "snapshotId"],
  },
  "aws:ec2/instance:Instance": {
    source: "internal/service/ec2/ec2_instance.go",
    atMostOne: [
      ["userData", "userDataBase64"],
      ["ipv6AddressCount", "ipv6Addresses"],
      ["placementGroup", "placementGroupId"],
      ["placementGroup", "hostResourceGroupArn"],
    ],
    excludes: {
      networkInterfaces: [
        ...["associatePublicIpAddress", "subnetId", "privateIp", "secondaryPrivateIps", "vpcSecurityGroupIds"],
        ...["securityGroups", "ipv6Addresses", "ipv6AddressCount", "sourceDestCheck"],
      ],
      // The interface has them: EC2 refuses both.
      primaryNetworkInterface: ["associatePublicIpAddress", "subnetId", "privateIp", "vpcSecurityGroupIds"],
      volumeTags: ["rootBlockDevice.tags"],
    },
    // Of attached volumes.
    setByOthers: ["ebsBlockDevices"],
    replacedBy: [
      ...["ami", "associatePublicIpAddress", "availabilityZone", "ebsOptimized", "ephemeralBlockDevices"],
      ...["hibernation", "hostId", "ipv6AddressCount", "ipv6Addresses", "keyName", "launchTemplate"],
      ...[
        "placementGroup",
        "placementPartitionNumber",
        "privateDnsNameOptions",
        "privateIp",
        "rootBlockDevice.encrypted",
      ],
      ...["rootBlockDevice.kmsKeyId", "securityGroups", "subnetId", "tenancy"],
    ],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    source: "internal/service/ec2/ec2_launch_template.go",
    atMostOne: [
      ["defaultVersion", "updateDefaultVersion"],
      ["iamInstanceProfile.arn", "iamInstanceProfile.name"],
      NAMES,
    ],
    excludes: { networkInterfaces: ["vpcSecurityGroupIds"] },
    replacedBy: NAMES,
  },
  "aws:ec2/networkInterface:NetworkInterface": {
    source: "internal/service/ec2/vpc_network_interface.go",
    atMostOne: [
      ["ipv4Prefixes", "ipv4PrefixCount"],
      ["ipv6Prefixes", "ipv6PrefixCount"],
      ["ipv6Addresses", "ipv6AddressCount", "ipv6AddressLists"],
    ],
    excludes: { privateIpLists: ["privateIps", "privateIpsCount"] },
    replacedBy: ["interfaceType", "subnetId"],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    source: "website/docs/r/security_group.html.markdown",
    atMostOne: [NAMES],
    setByOthers: ["ingress", "egress"],
    replacedBy: ["description", ...NAMES, "vpcId"],
  },
  "aws:ec2/volumeAttachment:VolumeAttachment": {
    source: "internal/service/ec2/ebs_volume_attachment.go",
    replacedBy: ["deviceName", "instanceId", "volumeId"],
  },
  "aws:iam/role:Role": {
    source: "website/docs/r/iam_role.html.markdown",
    atMostOne: [NAMES],
    setByOthers: ["inlinePolicies", "managedPolicyArns"],
    replacedBy: NAMES,
  },
  "aws:iam/rolePolicy:RolePolicy": {
    source: "internal/service/iam/role_policy.go",
    atMostOne: [NAMES],
    replacedBy: [...NAMES, "role"],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    source: "internal/service/elbv2/load_balancer.go",
    atMostOne: [NAMES],
    exactlyOne: [["subnetMappings", "subnets"]],
    replacedBy: ["customerOwnedIpv4Pool", "internal", "loadBalancerType", ...NAMES],
  },
  "aws:lb/targetGroup:TargetGroup": {
    source: "internal/service/elbv2/target_group.go",
    atMostOne: [NAMES],
    replacedBy: ["ipAddressType", ...NAMES, "port", "protocol", "protocolVersion", "targetType", "vpcId"],
  },
  "aws:route53/record:Record": {
    source: "internal/service/route53/record.go",
    atMostOne: [
      ["aliases", "ttl"],
      [...ROUTING, ...ROUTINGS, "multivalueAnswerRoutingPolicy"],
    ],
    exactlyOne: [["aliases", "records"]],
    replacedBy: ["name", "zoneId"],
  },
  "aws:route53/zone:Zone": {
    source: "internal/service/route53/zone.go",
    atMostOne: [["delegationSetId", "vpcs"]],
    replacedBy: ["delegationSetId", "name"],
  },
  "aws:s3/bucket:Bucket": {
    source: "website/docs/r/s3_bucket.html.markdown",
    atMostOne: [
      ["bucket", "bucketPrefix"],
      ["acl", "grants"],
    ],
    setByOthers: ["lifecycleRules", "policy", "serverSideEncryptionConfiguration", "versioning"],
    replacedBy: ["bucket", "bucketPrefix"],
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    source: "internal/service/s3/object.go",
    atMostOne: [
      ["content", "contentBase64", "source"],
      ["etag", "kmsKeyId"],
    ],
    replacedBy: ["bucket", "key"],
  },
  "aws:ssm/association:Association": {
    source: "internal/service/ssm/association.go",
    replacedBy: ["name"],
  },
  "aws:ssm/parameter:Parameter": {
    source: "internal/service/ssm/parameter.go",
    exactlyOne: [["insecureValue", "value", "valueWo"]],
    replacedBy: ["dataType", "name"],
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule("egress"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule("ingress"),
};
