// A service whose requests OpenTelemetry's HTTP instrumentation measures and its Prometheus exporter shows, on each of the ports given.
process.env.OTEL_SEMCONV_STABILITY_OPT_IN = "http";
const { context } = require("@opentelemetry/api");
const { AsyncLocalStorageContextManager } = require("@opentelemetry/context-async-hooks");
const { getRPCMetadata } = require("@opentelemetry/core");
const { PrometheusExporter } = require("@opentelemetry/exporter-prometheus");
const { registerInstrumentations } = require("@opentelemetry/instrumentation");
const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http");
const { MeterProvider } = require("@opentelemetry/sdk-metrics");

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const exporter = new PrometheusExporter({ preventServerStart: true });
const isMetrics = ({ url }) => url === "/metrics";
registerInstrumentations({
  meterProvider: new MeterProvider({ readers: [exporter] }),
  instrumentations: [new HttpInstrumentation({ ignoreIncomingRequestHook: isMetrics })],
});

const { createServer } = require("node:http");

function answer(request, response) {
  if (isMetrics(request)) return exporter.getMetricsRequestHandler(request, response);
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  // As routers' instrumentations do.
  const metadata = getRPCMetadata(context.active());
  if (metadata) metadata.route = pathname;
  setTimeout(
    () => {
      response.statusCode = searchParams.has("fail") ? 500 : 200;
      response.end("done");
    },
    Number(searchParams.get("wait") ?? 0),
  );
}

for (const port of process.argv.slice(2)) createServer(answer).listen(Number(port), "127.0.0.1");
