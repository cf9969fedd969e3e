// Which gateway an agent sends a span to: one, and for all spans of a trace the same.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { spanAgentConfig } from "../../../components/traces";

const config = z.object({
  processors: z.record(z.string(), z.object({ traces: z.object({ span: z.array(z.string()) }).optional() })),
  exporters: z.record(z.string(), z.object({ traces_endpoint: z.string() })),
  service: z.object({
    pipelines: z.record(z.string(), z.object({ processors: z.array(z.string()), exporters: z.array(z.string()) })),
  }),
});

const of = (count: number) =>
  config.parse(
    parse(
      spanAgentConfig({
        gateways: Array.from({ length: count }, (_, index) => `https://monitoring-${index + 1}:4319`),
        access: { username: "tocsin-hosts", passwordFile: "/run/password" },
        otlp: "127.0.0.1:4319",
        metrics: { host: "0.0.0.0", port: 8889 },
        storage: "/var/lib/queue",
        queueBytes: 1_000,
        hostFile: "/etc/host-name",
      }),
    ),
  );

/** The gateways that get a span of a trace, by the filters' conditions. */
function gatewaysOf(traceId: string, { processors, exporters, service }: z.infer<typeof config>): string[] {
  const leavesOut = (condition: string) => {
    const [, not, pattern = ""] =
      /^(not )?IsMatch\(trace_id\.string, "(.+)"\)$/.exec(condition) ?? expect.fail(condition);
    return new RegExp(pattern.replaceAll("$$", "$")).test(traceId) !== (not !== undefined);
  };
  return Object.values(service.pipelines)
    .filter(({ processors: names }) =>
      names.flatMap((name) => processors[name]?.traces?.span ?? []).every((condition) => !leavesOut(condition)),
    )
    .flatMap(({ exporters: names }) => names.flatMap((name) => exporters[name]?.traces_endpoint ?? []));
}

const DIGITS = [..."0123456789abcdef"];

describe.each([1, 2, 3])("of %i gateways", (count) => {
  test("each trace has one, and each gateway its part of them", () => {
    const chosen = DIGITS.map((digit) => gatewaysOf(`4bf92f3577b34da6a3ce929d0e0e473${digit}`, of(count)));
    expect(chosen.filter((gateways) => gateways.length !== 1)).toEqual([]);
    for (let gateway = 1; gateway <= count; gateway++) {
      const own = chosen.filter(([one]) => one === `https://monitoring-${gateway}:4319/v1/traces`);
      expect(own.length).toBeGreaterThanOrEqual(Math.floor(DIGITS.length / count));
    }
  });

  test("a span without an id of its trace is not lost either", () => {
    expect(gatewaysOf("", of(count))).toHaveLength(1);
  });
});
