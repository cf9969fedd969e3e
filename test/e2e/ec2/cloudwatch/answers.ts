// A stand-in for what AWS answers about tags, about itself, and about CloudWatch's metrics, which moto knows in an older protocol only.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";
import { decoded, encoded, Timestamp } from "./cbor";

const ACCOUNT = "123456789012";

const tagged = (service: string, environment = "dev") => [
  { Key: "tocsin:environment", Value: environment },
  { Key: "tocsin:cloudwatch", Value: service },
  { Key: "team", Value: "payments" },
];

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${ACCOUNT}:${rest}`;

/** By the type that is asked for. What is of another environment, or of none, is there as well. */
const RESOURCES: Readonly<Record<string, readonly { ResourceARN: string; Tags: ReturnType<typeof tagged> }[]>> = {
  "elasticloadbalancing:loadbalancer/app": [
    { ResourceARN: arn("elasticloadbalancing", "loadbalancer/app/web/50dc6c495c0c9188"), Tags: tagged("shop") },
    {
      ResourceARN: arn("elasticloadbalancing", "loadbalancer/app/other/60dc6c495c0c9188"),
      Tags: tagged("shop", "dev2"),
    },
  ],
  "rds:db": [{ ResourceARN: arn("rds", "db:orders"), Tags: tagged("orders") }],
  sqs: [
    { ResourceARN: arn("sqs", "orders-mail"), Tags: tagged("orders") },
    { ResourceARN: arn("sqs", "nobodys"), Tags: [] },
  ],
};

type Dimensions = Readonly<Record<string, string>>;

const WEB = { LoadBalancer: "app/web/50dc6c495c0c9188" };
const GROUP = { ...WEB, TargetGroup: "targetgroup/web/73e2d6bc24d8a067" };

/** Of each namespace, the dimensions that any of its metrics has; those of zones are no series that anybody wants. */
const SERIES: Readonly<Record<string, readonly Dimensions[]>> = {
  "AWS/ApplicationELB": [
    WEB,
    GROUP,
    { ...WEB, AvailabilityZone: "eu-central-1a" },
    { LoadBalancer: "app/other/60dc6c495c0c9188" },
  ],
  "AWS/RDS": [{ DBInstanceIdentifier: "orders" }, { DBInstanceIdentifier: "another" }, { EngineName: "postgres" }],
  "AWS/SQS": [{ QueueName: "orders-mail" }, { QueueName: "nobodys" }],
};

const listed = z.object({ Namespace: z.string(), MetricName: z.string() });
const asked = z.object({ MetricDataQueries: z.array(z.object({ Id: z.string() })), EndTime: z.number() });
const resources = z.object({ ResourceTypeFilters: z.array(z.string()).default([]) });

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT}:role/servers</Arn><UserId>A</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Answers of CloudWatch's operations. */
function ofCloudwatch(operation: string, body: unknown): unknown {
  if (operation === "ListMetrics") {
    const { Namespace, MetricName } = listed.parse(body);
    const Metrics = (SERIES[Namespace] ?? []).map((dimensions) => ({
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    }));
    return { Metrics };
  }
  if (operation !== "GetMetricData") return undefined;
  const { MetricDataQueries, EndTime } = asked.parse(body);
  const MetricDataResults = MetricDataQueries.map(({ Id }) => ({
    Id,
    Label: Id,
    StatusCode: "Complete",
    Timestamps: [new Timestamp(EndTime - 300)],
    Values: [42],
  }));
  return { MetricDataResults };
}

/** `unknown` has what it was asked and has no answer for. The first request for a list of metrics is refused. */
export async function cloudwatchAnswering(port: number): Promise<{ server: Server; unknown: string[] }> {
  const unknown: string[] = [];
  let isFirst = true;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const operation = /\/operation\/(\w+)$/.exec(request.url ?? "")?.[1];
    const target = String(request.headers["x-amz-target"] ?? "");
    if (operation) {
      response.setHeader("smithy-protocol", "rpc-v2-cbor").setHeader("content-type", "application/cbor");
      if (isFirst) {
        isFirst = false;
        response.writeHead(403).end(encoded({ __type: "AccessDenied", message: "not allowed" }));
        return;
      }
      const answer = ofCloudwatch(operation, decoded(body));
      if (answer === undefined) unknown.push(operation);
      response.writeHead(answer === undefined ? 400 : 200).end(encoded(answer ?? { __type: "Unknown" }));
    } else if (target.endsWith(".GetResources")) {
      const { ResourceTypeFilters } = resources.parse(JSON.parse(body.toString()));
      const found = ResourceTypeFilters.flatMap((type) => RESOURCES[type] ?? []);
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ ResourceTagMappingList: found, PaginationToken: "" }));
    } else if (body.includes("Action=GetCallerIdentity")) {
      response.setHeader("content-type", "text/xml").end(IDENTITY);
    } else {
      unknown.push(target || /Action=(\w+)/.exec(body.toString())?.[1] || String(request.url));
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { server, unknown };
}
