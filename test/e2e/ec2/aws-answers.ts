// What AWS would answer to Prometheus' discovery: databases, caches and tasks of two environments, in the forms of its APIs.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { text } from "node:stream/consumers";

type Xml = string | number | boolean | { readonly [name: string]: Xml | readonly Xml[] };

const element = (name: string, value: Xml): string =>
  `<${name}>${typeof value === "object" ? xml(value) : value}</${name}>`;

const xml = (value: { readonly [name: string]: Xml | readonly Xml[] }): string =>
  Object.entries(value)
    .flatMap(([name, one]) => (Array.isArray(one) ? one : [one]).map((each: Xml) => element(name, each)))
    .join("");

type Tags = Readonly<Record<string, string>>;

const tagList = (tags: Tags) => ({ Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
const lowerTags = (tags: Tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));

const arn = (service: string, end: string) => `arn:aws:${service}:eu-central-1:123456789012:${end}`;
const DEV = { "tocsin:environment": "dev" };
const PROD = { "tocsin:environment": "prod" };

/** A database: its cluster, and where it listens; one that is being made does not listen yet. */
const database = (id: string, cluster: string, host: string | undefined, tags: Tags = {}) => ({
  cluster,
  answer: {
    DBInstanceIdentifier: id,
    DBInstanceArn: arn("rds", `db:${id}`),
    DBClusterIdentifier: cluster,
    DBInstanceStatus: host ? "available" : "creating",
    ...(host && { Endpoint: { Address: host, Port: 5432 } }),
    TagList: tagList(tags),
  },
});

const CLUSTERS = [
  ["orders", { ...DEV, "tocsin:postgres": "orders", team: "payments" }],
  ["of-production", { ...PROD, "tocsin:postgres": "orders" }],
  ["of-nobody", DEV],
] as const;

const DATABASES = [
  database("orders-1", "orders", "orders-1.example.internal"),
  database("orders-2", "orders", "orders-2.example.internal", { "tocsin:postgres": "reports" }),
  database("orders-3", "orders", undefined),
  database("of-production-1", "of-production", "of-production-1.example.internal"),
  database("of-nobody-1", "of-nobody", "of-nobody-1.example.internal"),
];

const CACHES: Readonly<Record<string, { isTls: boolean; tags: Tags }>> = {
  sessions: { isTls: true, tags: { ...DEV, "tocsin:redis": "sessions" } },
  drafts: { isTls: false, tags: { ...DEV, "tocsin:redis": "drafts" } },
  "of-production": { isTls: true, tags: { ...PROD, "tocsin:redis": "sessions" } },
};

const task = (id: string, ip: string, lastStatus: string, group: string) => ({
  taskArn: arn("ecs", `task/main/${id}`),
  taskDefinitionArn: arn("ecs", "task-definition/web:1"),
  clusterArn: arn("ecs", "cluster/main"),
  group,
  launchType: "FARGATE",
  availabilityZone: "eu-central-1a",
  desiredStatus: "RUNNING",
  lastStatus,
  healthStatus: "UNKNOWN",
  attachments: [
    {
      type: "ElasticNetworkInterface",
      details: [
        { name: "subnetId", value: "subnet-1" },
        { name: "networkInterfaceId", value: `eni-${id}` },
        { name: "privateIPv4Address", value: ip },
      ],
    },
  ],
});

/** @param group Of one that belongs to no service. */
const tasks = (group: string) => [
  task("one", "10.0.1.21", "RUNNING", "service:web"),
  task("two", "10.0.1.22", "PENDING", "service:web"),
  task("other", "10.0.1.23", "RUNNING", group),
];

/** Answers of the APIs that speak XML, by action. */
const IN_XML: Readonly<Record<string, (asked: URLSearchParams) => Xml>> = {
  DescribeDBClusters: () => ({
    DBClusters: {
      DBCluster: CLUSTERS.map(([id, tags]) => ({
        DBClusterIdentifier: id,
        DBClusterArn: arn("rds", `cluster:${id}`),
        TagList: tagList(tags),
      })),
    },
  }),
  DescribeDBInstances: (asked) => ({
    DBInstances: {
      DBInstance: DATABASES.filter(({ cluster }) =>
        asked.get("Filters.Filter.1.Values.Value.1")?.endsWith(`:cluster:${cluster}`),
      ).map(({ answer }) => answer),
    },
  }),
  DescribeCacheClusters: () => ({
    CacheClusters: {
      CacheCluster: Object.entries(CACHES).map(([id, { isTls }]) => ({
        CacheClusterId: id,
        ARN: arn("elasticache", `cluster:${id}`),
        CacheClusterStatus: "available",
        TransitEncryptionEnabled: isTls,
        CacheNodes: { CacheNode: { CacheNodeId: "0001", Endpoint: { Address: `${id}.example.internal`, Port: 6379 } } },
      })),
    },
  }),
  DescribeServerlessCaches: () => ({
    ServerlessCaches: {
      member: {
        ServerlessCacheName: "carts",
        ARN: arn("elasticache", "serverlesscache:carts"),
        Status: "available",
        Engine: "valkey",
        FullEngineVersion: "8.0",
        MajorEngineVersion: "8",
        Endpoint: { Address: "carts.example.internal", Port: 6379 },
      },
    },
  }),
  ListTagsForResource: (asked) => {
    const name = asked.get("ResourceName")?.split(":").at(-1) ?? "";
    return { TagList: tagList(CACHES[name]?.tags ?? { ...DEV, "tocsin:redis": "carts" }) };
  },
  DescribeNetworkInterfaces: () => ({}),
  // There are no instances.
  DescribeAvailabilityZones: () => ({}),
  DescribeInstances: () => ({}),
};

/** Answers of ECS. */
const ofEcs = (all: ReturnType<typeof tasks>): Readonly<Record<string, object>> => ({
  ListClusters: { clusterArns: [arn("ecs", "cluster/main")] },
  DescribeClusters: { clusters: [{ clusterArn: arn("ecs", "cluster/main"), clusterName: "main", tags: [] }] },
  ListServices: { serviceArns: [arn("ecs", "service/main/web")] },
  DescribeServices: {
    services: [
      {
        serviceName: "web",
        serviceArn: arn("ecs", "service/main/web"),
        clusterArn: arn("ecs", "cluster/main"),
        status: "ACTIVE",
        tags: lowerTags({ ...DEV, "tocsin:nodejs": "web", team: "shop" }),
      },
    ],
  },
  ListTasks: { taskArns: all.map(({ taskArn }) => taskArn) },
  DescribeTasks: { tasks: all },
});

/** What is asked for, by its name or in the words of a form. */
async function questionOf(request: IncomingMessage): Promise<{ named: string; asked: URLSearchParams }> {
  const asked = new URLSearchParams(await text(request));
  const [, named = asked.get("Action") ?? ""] = String(request.headers["x-amz-target"] ?? "").split(".");
  return { named, asked };
}

function answerTo(
  { named, asked }: Awaited<ReturnType<typeof questionOf>>,
  ecs: ReturnType<typeof ofEcs>,
): { type: string; body: string } | undefined {
  if (named in ecs) return { type: "application/x-amz-json-1.1", body: JSON.stringify(ecs[named]) };
  const result = IN_XML[named]?.(asked);
  if (result === undefined) return undefined;
  const body = element(`${named}Response`, { [`${named}Result`]: result });
  return { type: "text/xml", body };
}

/**
 * On loopback; what it does not know is refused, and `unknown` says what that was.
 * @param group Of the task that belongs to no service.
 */
export async function awsAnswering(
  port: number,
  group = "family:batch",
): Promise<{ server: Server; unknown: string[] }> {
  const unknown: string[] = [];
  const ecs = ofEcs(tasks(group));
  const server = createServer(async (request, response) => {
    const question = await questionOf(request);
    const answer = answerTo(question, ecs);
    if (!answer) unknown.push(question.named);
    response.writeHead(answer ? 200 : 400, { "content-type": answer?.type ?? "text/plain" }).end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { server, unknown };
}
