// The settings of the platform `local`: this machine.
import { z } from "zod";
import { port } from "../../settings/fields";

export const localPlatform = z.strictObject({
  kind: z.literal("local"),
  runtime: z
    .enum(["auto", "docker", "native"])
    .default("auto")
    .describe("`auto` takes Docker where a daemon answers, else processes of this machine."),
  ports: z
    .strictObject({
      prometheus: port.default(9090),
      archive: port.default(9091),
      alertmanager: port.default(9093),
      nodeExporter: port.default(9100),
      blackboxExporter: port.default(9115),
      sample: port.default(5000),
      generator: port.default(5001),
      inbox: port.default(9900),
      grafana: port.default(3000),
      cadvisor: port.default(8080),
      prometheusDirect: port
        .default(9085)
        .describe("Prometheus itself, which asks for a password; `prometheus` is the guard."),
      archiveDirect: port.default(9086).describe("The archive itself, behind the guard."),
      alertmanagerDirect: port.default(9087).describe("Alertmanager itself, behind the guard."),
      drill: port.default(9901).describe("The continuous drill, where `notifications.drill` asks for one."),
      incidents: port.default(9902).describe("What adds to the threads of incidents, where messages are to have any."),
      remediation: port
        .default(9903)
        .describe("What calls the hooks of `notifications.remediation`, where there are any."),
      logs: port.default(9428).describe("The log store; used where `tocsin:logs` is set, as are the four below."),
      logsDirect: port.default(9429).describe("The log store itself, behind the guard."),
      logAlerts: port.default(8880).describe("vmalert, which evaluates alerts on logs; it asks for a password."),
      collector: port.default(8888).describe("The metrics of the OpenTelemetry Collector."),
      otlp: port.default(4318).describe("Where services send logs as OTLP over HTTP."),
      traces: port.default(16686).describe("The trace store; used where `tocsin:traces` is set, as are the six below."),
      tracesDirect: port.default(16687).describe("The trace store itself, behind the guard."),
      tracesIn: port.default(16688).describe("Where the trace store takes what is kept; it asks for the password."),
      traceMetrics: port.default(16689).describe("The metrics of the trace store."),
      gateway: port.default(8889).describe("The metrics of the gateway that samples traces."),
      spans: port.default(4319).describe("Where services send spans as OTLP over HTTP."),
      spanMetrics: port.default(8890).describe("The metrics of requests that spans become."),
    })
    .prefault({}),
  sample: z
    .boolean()
    .default(true)
    .describe("Whether the sample service and the sample-metrics generator run: data at once, and drills."),
  images: z
    .partialRecord(
      z.enum([
        "prometheus",
        "alertmanager",
        "node-exporter",
        "blackbox-exporter",
        "cadvisor",
        "grafana",
        "victorialogs",
        "vmalert",
        "otelcol",
        "jaeger",
      ]),
      z.string(),
    )
    .default({})
    .describe("Container images by part, to use a mirror or another version; Docker runtime only."),
});

export type LocalPlatform = z.infer<typeof localPlatform>;
