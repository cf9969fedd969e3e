// What programs look up on AWS before they make anything: who and where they are, images, networks, parameters.
import type { Asked, Values } from "../asked";
import { ACCOUNT, arnOf } from "./aws-arn";
import { policyDocument } from "./aws-policy-document";

const imageId = (asked: Asked) => `ami-0${asked.hex(16)}`;
const several = (asked: Asked, prefix: string) => ["a", "b", "c"].map((each) => `${prefix}-0${asked.hex(16, each)}`);

/** The region that is asked about, else the provider's. */
const regionOf = (asked: Asked) => asked.text("name") ?? asked.region;

/** AWS publishes the ids of images as parameters; any other one has this text. */
const parameterOf = (asked: Asked) =>
  asked.text("name")?.startsWith("/aws/service/") && /ami|image_id/.test(asked.text("name") ?? "")
    ? imageId(asked)
    : "offline";

export const lookUps: Readonly<Record<string, (asked: Asked) => Values>> = {
  "aws:acm/getCertificate:getCertificate": (asked) => {
    const arn = arnOf(asked, "arn:aws:acm:{region}:{account}:certificate/{id}", asked.uuid());
    return { id: arn, arn, status: "ISSUED" };
  },
  "aws:amp/getWorkspace:getWorkspace": (asked) => {
    const id = asked.text("workspaceId") ?? `ws-${asked.uuid()}`;
    return {
      id,
      arn: arnOf(asked, "arn:aws:aps:{region}:{account}:workspace/{id}", id),
      prometheusEndpoint: `https://aps-workspaces.${asked.region}.amazonaws.com/workspaces/${id}/`,
    };
  },
  "aws:ec2/getAmi:getAmi": (asked) => ({
    id: imageId(asked),
    imageId: imageId(asked),
    arn: arnOf(asked, "arn:aws:ec2:{region}::image/{id}", imageId(asked)),
    name: "offline",
    architecture: architectureOf(asked),
    ownerId: ACCOUNT,
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    state: "available",
  }),
  "aws:ec2/getInstances:getInstances": () => ({ id: "offline", ids: [], privateIps: [], publicIps: [] }),
  "aws:ec2/getSecurityGroup:getSecurityGroup": (asked) => ({ id: asked.text("id") ?? `sg-0${asked.hex(16)}` }),
  "aws:ec2/getSubnet:getSubnet": (asked) => ({
    id: asked.text("id") ?? `subnet-0${asked.hex(16)}`,
    availabilityZone: `${asked.region}a`,
    cidrBlock: "10.0.0.0/24",
    vpcId: `vpc-0${asked.hex(16)}`,
  }),
  "aws:ec2/getSubnets:getSubnets": (asked) => ({ id: asked.region, ids: several(asked, "subnet") }),
  "aws:ec2/getVpc:getVpc": (asked) => {
    const id = asked.text("id") ?? `vpc-0${asked.hex(16)}`;
    return { id, arn: arnOf(asked, "arn:aws:ec2:{region}:{account}:vpc/{id}", id), cidrBlock: "10.0.0.0/16" };
  },
  "aws:eks/getCluster:getCluster": (asked) => ({
    id: asked.named("name"),
    arn: arnOf(asked, "arn:aws:eks:{region}:{account}:cluster/{id}", asked.named("name")),
    endpoint: `https://${asked.hex(32).toUpperCase()}.gr7.${asked.region}.eks.amazonaws.com`,
    certificateAuthorities: [{ data: "b2ZmbGluZQ==" }],
    status: "ACTIVE",
  }),
  "aws:eks/getClusterAuth:getClusterAuth": (asked) => ({ id: asked.named("name"), token: "offline" }),
  "aws:iam/getPolicy:getPolicy": (asked) => {
    const arn = asked.text("arn") ?? `arn:aws:iam::${ACCOUNT}:policy/${asked.named("name")}`;
    return { id: arn, arn, policy: "{}" };
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": (asked) => ({ id: asked.hex(10), json: policyDocument(asked.given) }),
  "aws:iam/getRole:getRole": (asked) => ({
    id: asked.named("name"),
    arn: `arn:aws:iam::${ACCOUNT}:role/${asked.named("name")}`,
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (asked) => ({
    id: asked.region,
    names: ["a", "b", "c"].map((letter) => `${asked.region}${letter}`),
    zoneIds: [1, 2, 3].map((number) => `${asked.region}-az${number}`),
    groupNames: [asked.region],
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/offline`,
    userId: "AIDAOFFLINE",
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (asked) => ({
    id: regionOf(asked),
    name: regionOf(asked),
    region: regionOf(asked),
    endpoint: `ec2.${regionOf(asked)}.amazonaws.com`,
    description: "offline",
  }),
  "aws:kms/getKey:getKey": (asked) => ({
    id: asked.uuid(),
    arn: arnOf(asked, "arn:aws:kms:{region}:{account}:key/{id}", asked.uuid()),
  }),
  "aws:route53/getZone:getZone": (asked) => ({ id: zoneOf(asked), zoneId: zoneOf(asked), nameServers: [] }),
  "aws:secretsmanager/getSecretVersion:getSecretVersion": (asked) => ({ id: asked.hex(12), secretString: "offline" }),
  "aws:ssm/getParameter:getParameter": (asked) => ({
    id: asked.named("name"),
    arn: arnOf(asked, "arn:aws:ssm:{region}:{account}:parameter/{id}", asked.named("name").replace(/^\//, "")),
    type: "String",
    value: parameterOf(asked),
    insecureValue: parameterOf(asked),
    version: 1,
  }),
};

const zoneOf = (asked: Asked) => asked.text("zoneId") ?? `Z${asked.hex(13).toUpperCase()}`;

/** The architecture that the name or the filters of an image ask for. */
const architectureOf = (asked: Asked) => (/arm64|aarch64/.test(JSON.stringify(asked.given)) ? "arm64" : "x86_64");
