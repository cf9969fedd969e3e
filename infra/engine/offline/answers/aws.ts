// AWS: each type's id, its ARN and its addresses, and the look-ups that programs begin with.
import type { Answers, Asked, Outputs, Values } from "../asked";
import { ACCOUNT, arnOf } from "./aws-arn";
import { lookUps } from "./aws-look-ups";

/** How a resource's id comes about, its ARN with `{id}`, `{region}` and `{account}`, and what else it tells. */
type Row = readonly [id: (asked: Asked) => Outputs, arn: string, more?: (asked: Asked, id: string) => Values];

/** An id such as `i-0a1b…`. */
const prefixed =
  (prefix: string) =>
  (asked: Asked): Outputs => ({ id: `${prefix}-0${asked.hex(16)}` });

/** An id that is also this property. */
const same =
  (property: string) =>
  (asked: Asked): Outputs => ({ id: asked.named(property), [property]: asked.named(property) });

const privateIp = (asked: Asked) => `10.0.${asked.number(256, "net")}.${4 + asked.number(250, "host")}`;
const publicIp = (asked: Asked) => `203.0.113.${1 + asked.number(254, "public")}`;
const inDns = (ip: string) => ip.replaceAll(".", "-");
const zone = (asked: Asked) => ({ availabilityZone: `${asked.region}a` });
const owned = () => ({ ownerId: ACCOUNT });

const ROWS: Readonly<Record<string, Row>> = {
  "aws:acm/certificate:Certificate": [
    (asked) => ({ id: arnOf(asked, "arn:aws:acm:{region}:{account}:certificate/{id}", asked.uuid()) }),
    "{id}",
  ],
  "aws:amp/workspace:Workspace": [
    (asked) => ({ id: `ws-${asked.uuid()}` }),
    "arn:aws:aps:{region}:{account}:workspace/{id}",
    ({ region }, id) => ({ prometheusEndpoint: `https://aps-workspaces.${region}.amazonaws.com/workspaces/${id}/` }),
  ],
  "aws:autoscaling/group:Group": [
    same("name"),
    "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{id}",
  ],
  "aws:cloudwatch/logGroup:LogGroup": [same("name"), "arn:aws:logs:{region}:{account}:log-group:{id}"],
  "aws:ebs/snapshot:Snapshot": [prefixed("snap"), "arn:aws:ec2:{region}::snapshot/{id}", owned],
  "aws:ebs/volume:Volume": [prefixed("vol"), "arn:aws:ec2:{region}:{account}:volume/{id}", zone],
  "aws:ec2/eip:Eip": [
    prefixed("eipalloc"),
    "arn:aws:ec2:{region}:{account}:elastic-ip/{id}",
    (asked, id) => ({
      allocationId: id,
      publicIp: publicIp(asked),
      publicDns: `ec2-${inDns(publicIp(asked))}.${asked.region}.compute.amazonaws.com`,
    }),
  ],
  "aws:ec2/instance:Instance": [
    prefixed("i"),
    "arn:aws:ec2:{region}:{account}:instance/{id}",
    (asked) => ({
      ...zone(asked),
      instanceState: "running",
      primaryNetworkInterfaceId: `eni-0${asked.hex(16, "eni")}`,
      privateIp: privateIp(asked),
      privateDns: `ip-${inDns(privateIp(asked))}.${asked.region}.compute.internal`,
      publicIp: publicIp(asked),
      publicDns: `ec2-${inDns(publicIp(asked))}.${asked.region}.compute.amazonaws.com`,
    }),
  ],
  "aws:ec2/internetGateway:InternetGateway": [
    prefixed("igw"),
    "arn:aws:ec2:{region}:{account}:internet-gateway/{id}",
    owned,
  ],
  "aws:ec2/launchTemplate:LaunchTemplate": [
    prefixed("lt"),
    "arn:aws:ec2:{region}:{account}:launch-template/{id}",
    (asked) => ({ name: asked.named("name"), latestVersion: 1, defaultVersion: 1 }),
  ],
  "aws:ec2/natGateway:NatGateway": [
    prefixed("nat"),
    "",
    (asked) => ({ publicIp: publicIp(asked), privateIp: privateIp(asked) }),
  ],
  "aws:ec2/networkInterface:NetworkInterface": [
    prefixed("eni"),
    "arn:aws:ec2:{region}:{account}:network-interface/{id}",
    (asked) => ({ privateIp: privateIp(asked), ownerId: ACCOUNT }),
  ],
  "aws:ec2/routeTable:RouteTable": [prefixed("rtb"), "arn:aws:ec2:{region}:{account}:route-table/{id}", owned],
  "aws:ec2/securityGroup:SecurityGroup": [
    prefixed("sg"),
    "arn:aws:ec2:{region}:{account}:security-group/{id}",
    (asked) => ({ name: asked.named("name"), ownerId: ACCOUNT }),
  ],
  "aws:ec2/subnet:Subnet": [
    prefixed("subnet"),
    "arn:aws:ec2:{region}:{account}:subnet/{id}",
    (asked) => ({ ...zone(asked), ...owned() }),
  ],
  "aws:ec2/vpc:Vpc": [
    prefixed("vpc"),
    "arn:aws:ec2:{region}:{account}:vpc/{id}",
    (asked) => ({
      ...owned(),
      defaultSecurityGroupId: `sg-0${asked.hex(16, "default")}`,
      mainRouteTableId: `rtb-0${asked.hex(16, "main")}`,
    }),
  ],
  "aws:eks/cluster:Cluster": [
    same("name"),
    "arn:aws:eks:{region}:{account}:cluster/{id}",
    (asked) => ({
      endpoint: `https://${asked.hex(32).toUpperCase()}.gr7.${asked.region}.eks.amazonaws.com`,
      certificateAuthority: { data: "b2ZmbGluZQ==" },
      identities: [
        { oidcs: [{ issuer: `https://oidc.eks.${asked.region}.amazonaws.com/id/${asked.hex(32).toUpperCase()}` }] },
      ],
      status: "ACTIVE",
    }),
  ],
  "aws:iam/instanceProfile:InstanceProfile": [same("name"), "arn:aws:iam::{account}:instance-profile/{id}"],
  "aws:iam/policy:Policy": [
    (asked) => ({ id: `arn:aws:iam::${ACCOUNT}:policy/${asked.named("name")}`, name: asked.named("name") }),
    "{id}",
  ],
  "aws:iam/role:Role": [
    same("name"),
    "arn:aws:iam::{account}:role/{id}",
    (asked) => ({ uniqueId: `AROA${asked.hex(17).toUpperCase()}` }),
  ],
  "aws:kms/key:Key": [
    (asked) => ({ id: asked.uuid() }),
    "arn:aws:kms:{region}:{account}:key/{id}",
    (_, id) => ({ keyId: id }),
  ],
  "aws:lb/loadBalancer:LoadBalancer": [
    (asked) => ({
      id: `arn:aws:elasticloadbalancing:${asked.region}:${ACCOUNT}:loadbalancer/app/${asked.named("name")}/${asked.hex(16)}`,
    }),
    "{id}",
    (asked) => ({
      name: asked.named("name"),
      dnsName: `${asked.named("name")}-${asked.number(1e9)}.${asked.region}.elb.amazonaws.com`,
      zoneId: `Z${asked.hex(13).toUpperCase()}`,
    }),
  ],
  "aws:route53/record:Record": [
    (asked) => ({ id: [asked.text("zoneId"), asked.text("name"), asked.text("type")].join("_") }),
    "",
    (asked) => ({ fqdn: asked.text("name") ?? "" }),
  ],
  "aws:route53/zone:Zone": [
    (asked) => ({ id: `Z${asked.hex(13).toUpperCase()}` }),
    "arn:aws:route53:::hostedzone/{id}",
    (_, id) => ({ zoneId: id, nameServers: [] }),
  ],
  "aws:s3/bucket:Bucket": [same("bucket"), "arn:aws:s3:::{id}", addressesOfBucket],
  "aws:s3/bucketV2:BucketV2": [same("bucket"), "arn:aws:s3:::{id}", addressesOfBucket],
  "aws:s3/bucketObject:BucketObject": [same("key"), "", objectVersion],
  "aws:s3/bucketObjectv2:BucketObjectv2": [same("key"), "", objectVersion],
  "aws:secretsmanager/secret:Secret": [
    (asked) => ({
      id: `arn:aws:secretsmanager:${asked.region}:${ACCOUNT}:secret:${asked.named("name")}-${asked.hex(6)}`,
      name: asked.named("name"),
    }),
    "{id}",
  ],
  "aws:sns/topic:Topic": [
    (asked) => ({ id: `arn:aws:sns:${asked.region}:${ACCOUNT}:${asked.named("name")}`, name: asked.named("name") }),
    "{id}",
  ],
  "aws:ssm/association:Association": [
    (asked) => ({ id: asked.uuid() }),
    "arn:aws:ssm:{region}:{account}:association/{id}",
    (_, id) => ({ associationId: id }),
  ],
  "aws:ssm/document:Document": [
    same("name"),
    "arn:aws:ssm:{region}:{account}:document/{id}",
    () => ({ documentVersion: "1", latestVersion: "1", defaultVersion: "1", status: "Active" }),
  ],
  "aws:ssm/parameter:Parameter": [
    same("name"),
    "",
    (asked, id) => ({
      version: 1,
      arn: arnOf(asked, "arn:aws:ssm:{region}:{account}:parameter/{id}", id.replace(/^\//, "")),
    }),
  ],
};

function addressesOfBucket({ region }: Asked, id: string): Values {
  return {
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com`,
    region,
  };
}

function objectVersion(asked: Asked): Values {
  return { etag: asked.hex(32), versionId: asked.hex(32, "version") };
}

function resource(asked: Asked, [idOf, arn, more]: Row): Outputs {
  const outputs = idOf(asked);
  const { tags } = asked.given;
  return {
    ...outputs,
    ...(arn !== "" && { arn: arnOf(asked, arn, outputs.id) }),
    ...(tags !== undefined && { tagsAll: tags }),
    ...more?.(asked, outputs.id),
  };
}

/** Of `aws:sqs/queue:Queue`, `arn:aws:sqs:…:queue/…`. */
const anyRow = (asked: Asked): Row => {
  const [, module = "", name = ""] = /^aws:(\w+)\/(\w+):/.exec(asked.token) ?? [];
  return [() => ({ id: asked.named("name") }), `arn:aws:${module}:{region}:{account}:${name.toLowerCase()}/{id}`];
};

export const aws: Answers = {
  resources: Object.fromEntries(
    Object.entries(ROWS).map(([type, row]) => [type, (asked: Asked) => resource(asked, row)] as const),
  ),
  anyResource: (asked) => resource(asked, anyRow(asked)),
  lookUps,
};
