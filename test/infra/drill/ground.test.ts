// Where drills can take place: any environment of this machine that has the sample service.
import { describe, expect, test } from "vitest";
import { drillGround, groundOf } from "../../../infra/commands/drill/ground";
import { settings } from "../../support/environment";

const on = (platform: object) => settings({ platform: { kind: "local", ...platform } });

describe("an environment that is drilled", () => {
  test("is any of this machine, at the addresses of its own settings", () => {
    const ports = { prometheus: 9190, sample: 5100 };
    expect(drillGround("rehearsal", on({ ports }))).toMatchObject({
      environment: "rehearsal",
      prometheus: "http://127.0.0.1:9190",
      sample: "http://127.0.0.1:5100",
      alertmanager: "http://127.0.0.1:9093",
    });
  });

  test.each([
    ["grafana", { kind: "grafana", url: "https://g.example", dataSource: { uid: "main" } }],
    ["kubernetes", { kind: "kubernetes", cluster: { context: "prod" } }],
  ])("is none on the platform %s, with what is possible instead", (kind, platform) => {
    const far = settings({ platform, hosts: [], services: [] });
    expect(groundOf("far", far)).toBeUndefined();
    expect(() => drillGround("far", far)).toThrow(
      new RegExp(
        `^far is on the platform ${kind}, .*generated: true.*drill -- --environment NAME.*notify-test -- far `,
      ),
    );
  });

  test.each([["ec2"], ["kubernetes"]] as const)(
    "is none on %s for an alert on logs, with the settings that drill it on this machine and what its own lines say",
    (kind) => {
      const platform =
        kind === "kubernetes"
          ? { kind, cluster: { context: "prod" } }
          : {
              kind,
              region: "eu-central-1",
              network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
            };
      const far = settings({ platform, hosts: [], services: [] });
      const drilled =
        (...names: string[]) =>
        () =>
          drillGround("far", far, names);
      expect(drilled("LogCrash", "ServiceDown")).toThrow(
        /drill -- --environment NAME LogCrash.*LogCrash reads lines of logs: give Pulumi.NAME.yaml tocsin:logs: \{ store: victorialogs \}.*backtest -- far --logs URL/,
      );
      expect(drilled("ServiceDown")).not.toThrow(/lines of logs/);
    },
  );

  test("is none without the sample service, with the setting that takes it away", () => {
    expect(() => drillGround("rehearsal", on({ sample: false }))).toThrow(
      "Pulumi.rehearsal.yaml has platform.sample: false, so there is no sample service to break",
    );
  });
});
