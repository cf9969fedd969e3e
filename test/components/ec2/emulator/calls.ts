// How each kind of resource in use is created by AWS' API: the call, and its arguments from what is registered.
import { objectOf, type Properties } from "../cloudformation/forms";
import { capitalised, tagList } from "../cloudformation/template";
import type { Resource } from "../registered";
import { type Call, pick, tagged } from "./call";
import { S3_CALLS } from "./s3-calls";

/** Why nothing is called. */
type Left = string;

const rule = (direction: "ingress" | "egress"): Call => ({
  call: `ec2.authorize_security_group_${direction}`,
  args: (given) => ({
    GroupId: given.SecurityGroupId,
    IpPermissions: [
      {
        ...pick(given, "IpProtocol", "FromPort", "ToPort"),
        ...(given.CidrIpv4 !== undefined && { IpRanges: [{ CidrIp: given.CidrIpv4 }] }),
        ...(given.ReferencedSecurityGroupId !== undefined && {
          UserIdGroupPairs: [{ GroupId: given.ReferencedSecurityGroupId }],
        }),
      },
    ],
  }),
});

/** By the kind's name. What moto does not have is said by it, and stands in the test. */
export const CALLS: Readonly<Record<string, Call | Left>> = {
  "aws:amp/workspace:Workspace": {
    call: "amp.create_workspace",
    args: ({ Alias, Tags }) => ({ alias: Alias, tags: Tags }),
    id: "workspaceId",
  },
  "aws:amp/ruleGroupNamespace:RuleGroupNamespace": {
    call: "amp.create_rule_groups_namespace",
    args: ({ WorkspaceId, Name, Data, Tags }) => ({ workspaceId: WorkspaceId, name: Name, data: Data, tags: Tags }),
  },
  "aws:amp/alertManagerDefinition:AlertManagerDefinition": {
    call: "amp.create_alert_manager_definition",
    args: ({ WorkspaceId, Definition }) => ({ workspaceId: WorkspaceId, data: Definition }),
  },
  "aws:amp/workspaceConfiguration:WorkspaceConfiguration": {
    call: "amp.update_workspace_configuration",
    args: ({ WorkspaceId, RetentionPeriodInDays }) => ({
      workspaceId: WorkspaceId,
      retentionPeriodInDays: RetentionPeriodInDays,
    }),
  },
  "aws:autoscaling/group:Group": {
    call: "autoscaling.create_auto_scaling_group",
    args: ({ VpcZoneIdentifiers, LaunchTemplate, ...given }, { id }) => ({
      AutoScalingGroupName: id,
      VPCZoneIdentifier: [VpcZoneIdentifiers].flat().join(","),
      LaunchTemplate: { LaunchTemplateId: objectOf(LaunchTemplate).Id, Version: objectOf(LaunchTemplate).Version },
      ...pick(given, "MinSize", "MaxSize", "HealthCheckType", "Tags"),
    }),
  },
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": {
    call: "dlm.create_lifecycle_policy",
    args: (given) => ({ State: "ENABLED", ...pick(given, "Description", "ExecutionRoleArn") }),
  },
  "aws:ebs/volume:Volume": {
    call: "ec2.create_volume",
    args: (given) => ({
      VolumeType: given.Type,
      ...pick(given, "AvailabilityZone", "Encrypted", "Size"),
      ...tagged("volume")(given),
    }),
    id: "VolumeId",
  },
  "aws:ec2/instance:Instance": {
    call: "ec2.run_instances",
    args: ({ Ami, IamInstanceProfile, PrimaryNetworkInterface: card, VpcSecurityGroupIds, SubnetId, ...given }) => ({
      ImageId: Ami,
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: IamInstanceProfile },
      ...pick(given, "InstanceType", "UserData", "MetadataOptions"),
      ...(card === undefined
        ? { SecurityGroupIds: VpcSecurityGroupIds, SubnetId }
        : { NetworkInterfaces: [{ DeviceIndex: 0, ...objectOf(card) }] }),
      ...tagged("instance")(given),
    }),
    id: "Instances.0.InstanceId",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    call: "ec2.create_launch_template",
    args: ({ Tags: _, UpdateDefaultVersion: __, ...given }, { id }) => ({
      LaunchTemplateName: id,
      LaunchTemplateData: pick(given, "ImageId", "InstanceType", "IamInstanceProfile", "UserData", "MetadataOptions"),
    }),
    id: "LaunchTemplate.LaunchTemplateId",
  },
  "aws:ec2/networkInterface:NetworkInterface": {
    call: "ec2.create_network_interface",
    args: (given) => ({ Groups: given.SecurityGroups, SubnetId: given.SubnetId }),
    id: "NetworkInterface.NetworkInterfaceId",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    call: "ec2.create_security_group",
    args: (given, { name }) => ({
      GroupName: name,
      ...pick(given, "Description", "VpcId"),
      ...tagged("security-group")(given),
    }),
    id: "GroupId",
  },
  "aws:ec2/volumeAttachment:VolumeAttachment": {
    call: "ec2.attach_volume",
    args: (given) => ({ Device: given.DeviceName, ...pick(given, "InstanceId", "VolumeId") }),
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    call: "iam.create_instance_profile",
    args: ({ Tags }, { id }) => ({ InstanceProfileName: id, Tags: tagList(Tags) }),
  },
  "aws:iam/role:Role": {
    call: "iam.create_role",
    args: ({ AssumeRolePolicy, Tags }, { id }) => ({
      RoleName: id,
      AssumeRolePolicyDocument: AssumeRolePolicy,
      Tags: tagList(Tags),
    }),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    call: "iam.put_role_policy",
    args: ({ Role, Policy }, { name }) => ({ RoleName: Role, PolicyName: name, PolicyDocument: Policy }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    call: "iam.attach_role_policy",
    args: ({ Role, PolicyArn }) => ({ RoleName: Role, PolicyArn }),
  },
  "aws:lb/listener:Listener": "its load balancer has an ARN of its own making",
  "aws:lb/loadBalancer:LoadBalancer": {
    call: "elbv2.create_load_balancer",
    args: (given) => ({
      Scheme: "internal",
      Type: given.LoadBalancerType,
      ...pick(given, "Name", "Subnets", "SecurityGroups"),
      Tags: tagList(given.Tags),
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    call: "elbv2.create_target_group",
    args: (given) => ({ ...pick(given, "Name", "Port", "Protocol", "VpcId"), Tags: tagList(given.Tags) }),
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": "likewise",
  "aws:route53/record:Record": {
    call: "route53.change_resource_record_sets",
    args: ({ ZoneId, Name, Type, Ttl, Records }) => ({
      HostedZoneId: ZoneId,
      ChangeBatch: {
        Changes: [
          {
            Action: "CREATE",
            ResourceRecordSet: { Name, Type, TTL: Ttl, ResourceRecords: [Records].flat().map((Value) => ({ Value })) },
          },
        ],
      },
    }),
  },
  "aws:route53/zone:Zone": {
    call: "route53.create_hosted_zone",
    args: ({ Name, Vpcs, Comment }, { id }) => ({
      Name,
      CallerReference: id,
      HostedZoneConfig: { Comment, PrivateZone: true },
      VPC: { VPCRegion: "eu-central-1", VPCId: objectOf([Vpcs].flat()[0]).VpcId },
    }),
    id: "HostedZone.Id",
  },
  ...S3_CALLS,
  "aws:sns/topic:Topic": {
    call: "sns.create_topic",
    args: ({ Tags }, { name }) => ({ Name: name, Tags: tagList(Tags) }),
  },
  "aws:sns/topicPolicy:TopicPolicy": "its topic has an ARN of its own making",
  "aws:ssm/association:Association": {
    call: "ssm.create_association",
    args: (given) =>
      pick(
        given,
        "Name",
        "DocumentVersion",
        "Targets",
        "ScheduleExpression",
        "MaxConcurrency",
        "MaxErrors",
        "ComplianceSeverity",
      ),
  },
  "aws:ssm/document:Document": {
    call: "ssm.create_document",
    args: ({ Tags, ...given }, { id }) => ({
      Name: id,
      Tags: tagList(Tags),
      ...pick(given, "Content", "DocumentFormat", "DocumentType", "TargetType"),
    }),
  },
  "aws:ssm/parameter:Parameter": {
    call: "ssm.put_parameter",
    args: ({ Tags, ...given }) => ({ Tags: tagList(Tags), ...pick(given, "Name", "Type", "Value") }),
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("egress"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("ingress"),
};

/** What boto3 is called with for a resource; undefined where nothing is. */
export function callOf(one: Resource): { call: string; args: Properties; id?: string } | undefined {
  const known = CALLS[one.type];
  if (known === undefined || typeof known === "string") return undefined;
  const { call, args, id } = known;
  return { call, args: args(objectOf(capitalised(one.inputs)), one), ...(id && { id }) };
}
