// How each kind of resource in use reads in a CloudFormation template, whose schemas are AWS' own of the same resources.

export type Properties = Readonly<Record<string, unknown>>;

/** How one kind of resource reads in a template; `undefined` where CloudFormation has it as a part of another. */
export interface Form {
  type: string;
  /** Names that differ by more than their first letter. */
  renamed?: Readonly<Record<string, string>>;
  /** The name that the engine gives where none is given. */
  named?: string;
  /** Inputs that only the provider knows, or that a template has elsewhere. */
  left?: readonly string[];
  change?: (properties: Properties) => Properties;
}

const document = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
export const objectOf = (value: unknown): Properties =>
  typeof value === "object" && value !== null ? { ...value } : {};

const documentAt = (name: string) => (given: Properties) => ({ ...given, [name]: document(given[name]) });
const listAt = (name: string) => (given: Properties) => ({ ...given, [name]: [given[name]] });

const INSTANCE: Form = {
  type: "AWS::EC2::Instance",
  renamed: { Ami: "ImageId", VpcSecurityGroupIds: "SecurityGroupIds" },
  left: ["AssociatePublicIpAddress", "RootBlockDevice", "VolumeTags", "UserDataReplaceOnChange", "MetadataOptions"],
  change: ({ PrimaryNetworkInterface, UserData, ...rest }) => ({
    ...rest,
    UserData: Buffer.from(String(UserData)).toString("base64"),
    ...(PrimaryNetworkInterface !== undefined && {
      NetworkInterfaces: [{ DeviceIndex: "0", ...objectOf(PrimaryNetworkInterface) }],
    }),
  }),
};

/** Each kind of resource in use. */
export const FORMS: Readonly<Record<string, Form | undefined>> = {
  "aws:amp/alertManagerDefinition:AlertManagerDefinition": undefined,
  "aws:amp/ruleGroupNamespace:RuleGroupNamespace": {
    type: "AWS::APS::RuleGroupsNamespace",
    renamed: { WorkspaceId: "Workspace" },
    change: ({ Workspace, ...rest }) => ({
      ...rest,
      Workspace: `arn:aws:aps:eu-central-1:123456789012:workspace/${Workspace}`,
    }),
  },
  "aws:amp/workspace:Workspace": { type: "AWS::APS::Workspace" },
  "aws:amp/workspaceConfiguration:WorkspaceConfiguration": undefined,
  "aws:autoscaling/group:Group": {
    type: "AWS::AutoScaling::AutoScalingGroup",
    renamed: { VpcZoneIdentifiers: "VPCZoneIdentifier" },
    left: ["InstanceRefresh"],
    change: ({ LaunchTemplate, MinSize, MaxSize, ...rest }) => {
      const { Id, Version } = objectOf(LaunchTemplate);
      return {
        ...rest,
        MinSize: String(MinSize),
        MaxSize: String(MaxSize),
        LaunchTemplate: { LaunchTemplateId: Id, Version },
      };
    },
  },
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": {
    type: "AWS::DLM::LifecyclePolicy",
    change: ({ PolicyDetails, ...rest }) => ({ State: "ENABLED", ...rest, PolicyDetails: dlmDetails(PolicyDetails) }),
  },
  "aws:ebs/volume:Volume": { type: "AWS::EC2::Volume", renamed: { Type: "VolumeType" } },
  "aws:ec2/instance:Instance": INSTANCE,
  "aws:ec2/launchTemplate:LaunchTemplate": {
    type: "AWS::EC2::LaunchTemplate",
    left: ["UpdateDefaultVersion"],
    change: ({ Tags, ...data }) => ({
      LaunchTemplateData: launchData(data),
      TagSpecifications: [{ ResourceType: "launch-template", Tags }],
    }),
  },
  "aws:ec2/networkInterface:NetworkInterface": {
    type: "AWS::EC2::NetworkInterface",
    renamed: { SecurityGroups: "GroupSet" },
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    type: "AWS::EC2::SecurityGroup",
    renamed: { Description: "GroupDescription" },
  },
  "aws:ec2/volumeAttachment:VolumeAttachment": {
    type: "AWS::EC2::VolumeAttachment",
    renamed: { DeviceName: "Device" },
    left: ["StopInstanceBeforeDetaching"],
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    type: "AWS::IAM::InstanceProfile",
    named: "InstanceProfileName",
    renamed: { Role: "Roles", Name: "InstanceProfileName" },
    left: ["Tags"],
    change: listAt("Roles"),
  },
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    named: "RoleName",
    renamed: { AssumeRolePolicy: "AssumeRolePolicyDocument", Name: "RoleName" },
    change: documentAt("AssumeRolePolicyDocument"),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::RolePolicy",
    named: "PolicyName",
    renamed: { Policy: "PolicyDocument", Role: "RoleName", Name: "PolicyName" },
    change: documentAt("PolicyDocument"),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": undefined,
  "aws:lb/listener:Listener": {
    type: "AWS::ElasticLoadBalancingV2::Listener",
    change: ({ CertificateArn, Tags: _, ...rest }) => ({
      ...rest,
      ...(CertificateArn !== undefined && { Certificates: [{ CertificateArn }] }),
    }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    renamed: { LoadBalancerType: "Type" },
    change: ({ Internal, DropInvalidHeaderFields: _, EnableDeletionProtection: __, ...rest }) => ({
      ...rest,
      Scheme: Internal === true ? "internal" : "internet-facing",
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    change: ({ HealthCheck, Stickiness: _, ...rest }) => {
      const { Path, Interval, HealthyThreshold } = objectOf(HealthCheck);
      return {
        ...rest,
        HealthCheckPath: Path,
        HealthCheckIntervalSeconds: Interval,
        HealthyThresholdCount: HealthyThreshold,
      };
    },
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": undefined,
  "aws:route53/record:Record": {
    type: "AWS::Route53::RecordSet",
    renamed: { Ttl: "TTL", Records: "ResourceRecords", ZoneId: "HostedZoneId" },
    change: ({ TTL, ...rest }) => ({ ...rest, TTL: String(TTL) }),
  },
  "aws:route53/zone:Zone": {
    type: "AWS::Route53::HostedZone",
    renamed: { Vpcs: "VPCs", Tags: "HostedZoneTags" },
    change: ({ Comment, VPCs, ...rest }) => ({
      ...rest,
      HostedZoneConfig: { Comment },
      VPCs: (Array.isArray(VPCs) ? VPCs : []).map((one) => ({
        VPCId: objectOf(one).VpcId,
        VPCRegion: "eu-central-1",
      })),
    }),
  },
  "aws:s3/bucket:Bucket": {
    type: "AWS::S3::Bucket",
    left: ["ForceDestroy", "BucketPrefix"],
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": undefined,
  "aws:s3/bucketObjectv2:BucketObjectv2": undefined,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": undefined,
  "aws:s3/bucketPolicy:BucketPolicy": {
    type: "AWS::S3::BucketPolicy",
    renamed: { Policy: "PolicyDocument" },
    change: documentAt("PolicyDocument"),
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": undefined,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": undefined,
  "aws:s3/bucketVersioning:BucketVersioning": undefined,
  "aws:sns/topic:Topic": { type: "AWS::SNS::Topic", named: "TopicName", renamed: { Name: "TopicName" } },
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicPolicy",
    renamed: { Policy: "PolicyDocument", Arn: "Topics" },
    change: (given) => listAt("Topics")(documentAt("PolicyDocument")(given)),
  },
  "aws:ssm/association:Association": {
    type: "AWS::SSM::Association",
    // Each parameter is a list there.
    change: ({ Parameters, ...given }) => ({
      ...given,
      Tags: undefined,
      ...(Parameters !== undefined && {
        Parameters: Object.fromEntries(Object.entries(objectOf(Parameters)).map(([name, value]) => [name, [value]])),
      }),
    }),
  },
  "aws:ssm/document:Document": { type: "AWS::SSM::Document", change: documentAt("Content") },
  "aws:ssm/parameter:Parameter": undefined,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    type: "AWS::EC2::SecurityGroupEgress",
    renamed: {
      CidrIpv4: "CidrIp",
      SecurityGroupId: "GroupId",
      ReferencedSecurityGroupId: "DestinationSecurityGroupId",
    },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    type: "AWS::EC2::SecurityGroupIngress",
    renamed: { CidrIpv4: "CidrIp", SecurityGroupId: "GroupId", ReferencedSecurityGroupId: "SourceSecurityGroupId" },
  },
};

function dlmDetails(given: unknown): unknown {
  const { ResourceTypes, Schedules, TargetTags, ...rest } = objectOf(given);
  const schedules = (Array.isArray(Schedules) ? Schedules : []).map((one) => {
    const { CreateRule, ...schedule } = objectOf(one);
    const { Times, ...rule } = objectOf(CreateRule);
    return { ...schedule, CreateRule: { ...rule, Times: [Times].flat() } };
  });
  const tags = Object.entries(objectOf(TargetTags)).map(([Key, Value]) => ({ Key, Value }));
  return { ...rest, ResourceTypes, Schedules: schedules, TargetTags: tags };
}

function launchData({ TagSpecifications, NetworkInterfaces, ...rest }: Properties): Properties {
  const specifications = (Array.isArray(TagSpecifications) ? TagSpecifications : []).map((one) => {
    const { Tags, ...specification } = objectOf(one);
    return { ...specification, Tags: Object.entries(objectOf(Tags)).map(([Key, Value]) => ({ Key, Value })) };
  });
  const interfaces = (Array.isArray(NetworkInterfaces) ? NetworkInterfaces : []).map((one) => {
    const { SecurityGroups, ...given } = objectOf(one);
    return { ...given, Groups: SecurityGroups };
  });
  return { ...rest, TagSpecifications: specifications, NetworkInterfaces: interfaces };
}
