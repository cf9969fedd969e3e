// The OpenTelemetry Collector's configuration as a host's agent for spans: OTLP in on loopback, each trace to the one gateway that has all
// of it.
import { stringify } from "yaml";
import { certified, extensionsOf, memoryLimiter, sending, serviceOf } from "../logs";

export interface SpanAgentArgs {
  /** Base URLs of the gateways. */
  gateways: readonly string[];
  /** What it sends with. */
  access: { username: string; passwordFile: string };
  /** Where programs of the host send OTLP over HTTP, as `host:port`. */
  otlp: string;
  /** Where its own metrics are. */
  metrics: { host: string; port: number };
  /** The folder that holds the queues. */
  storage: string;
  /** Bytes that wait on disk for each gateway that is down. */
  queueBytes: number;
  /** The file that holds the host's own name, which is read when the agent starts. */
  hostFile: string;
}

/** In MiB, of the heap: beyond, spans are refused, so that they are sent again. */
export const AGENT_MEMORY = 100;

/** The configuration as a file. */
export function spanAgentConfig(args: SpanAgentArgs): string {
  const shares = sharesOf(args.gateways);
  return stringify(
    {
      extensions: extensionsOf(args),
      receivers: { otlp: { protocols: { http: { endpoint: args.otlp } } } },
      processors: {
        memory_limiter: memoryLimiter(AGENT_MEMORY),
        "transform/host": { error_mode: "ignore", trace_statements: [{ statements: [onHost(args.hostFile)] }] },
        ...Object.fromEntries(
          shares
            .filter(({ others }) => others)
            .map(({ name, others }) => [`filter/${name}`, leavingOut([others ?? ""])]),
        ),
      },
      exporters: Object.fromEntries(
        shares.map(({ name, gateway }) => [
          `otlp_http/${name}`,
          { traces_endpoint: `${gateway}/v1/traces`, ...certified(gateway), ...sending(args.queueBytes) },
        ]),
      ),
      service: {
        ...serviceOf(args),
        pipelines: Object.fromEntries(
          shares.map(({ name, others }) => [
            `traces/${name}`,
            {
              receivers: ["otlp"],
              processors: ["memory_limiter", "transform/host", ...(others ? [`filter/${name}`] : [])],
              exporters: [`otlp_http/${name}`],
            },
          ]),
        ),
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

interface Share {
  name: string;
  gateway: string;
  /** The spans of the other gateways, as a condition; undefined where there are none. */
  others?: string;
}

const DIGITS = [..."0123456789abcdef"];

/**
 * Every span has exactly one gateway, and all spans of a trace the same one, on every host: by the last digit of the trace's id, which is
 * random. The last gateway has what no other has.
 */
function sharesOf(gateways: readonly string[]): Share[] {
  const last = gateways.length - 1;
  // The configuration reads `$` as the start of a variable.
  const ends = (digits: readonly string[]) => `IsMatch(trace_id.string, "[${digits.join("")}]$$")`;
  const digitsOf = (index: number) => DIGITS.filter((_, digit) => digit % gateways.length === index);
  return gateways.map((gateway, index) => ({
    name: String(index + 1),
    gateway,
    ...(last > 0 && {
      others:
        index < last
          ? `not ${ends(digitsOf(index))}`
          : ends(DIGITS.filter((_, digit) => digit % gateways.length < last)),
    }),
  }));
}

/** Where a condition fails, the spans are refused and sent again: in both shares they would be counted twice. */
const leavingOut = (conditions: readonly string[]) => ({ error_mode: "propagate", traces: { span: conditions } });

const onHost = (file: string) =>
  `set(resource.attributes["host.name"], "\${file:${file}}") where resource.attributes["host.name"] == nil`;
