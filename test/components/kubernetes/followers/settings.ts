// An environment in a cluster whose messages have threads and whose alerts call a hook, and what it registers.
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { kubernetes } from "../../../../stacks/kubernetes";
import { NOW, plainValue, type Registered, underMocks } from "../../../support/mocks";
import { cluster } from "../clusters";

export const CANARIES = { token: "xoxb-c4n4ry", webhook: "https://hook.example/c4n4ry", secret: "whsec_c4n4ry" };

export const slack = { token: { file: "/token" }, updates: true, thread: true };

export const hook = {
  name: "restart",
  alerts: ["ServiceDown"],
  webhook: { file: "/webhook" },
  secret: "(encrypted)",
  reason: "A restart has helped each time this year",
  limit: { calls: 3, per: "1h" },
};

/** What is registered with these notifications. */
export async function registered(notifications: object, platform: object = {}) {
  const { resources } = await underMocks("test", () =>
    kubernetes.deploy(cluster({ alertmanager: { replicas: 2 }, ...platform }, { notifications }), {
      ...{ environment: "test", projectDir: "/project", packageDir: "/project", runtime: "native", now: NOW },
      credentials: {
        receivers: { "slack-token": pulumi.secret(CANARIES.token) },
        hooks: {
          "restart-webhook": pulumi.secret(CANARIES.webhook),
          "restart-secret": pulumi.secret(CANARIES.secret),
        },
      },
    }),
  );
  const ofType = (type: string): Registered[] => resources.filter((one) => one.type.endsWith(`:${type}`));
  const named = (type: string, name: string): Registered => {
    const found = ofType(type).find(({ inputs }) => Object(inputs.metadata).name === name);
    if (!found) throw new Error(`no ${type} is named ${name}`);
    return found;
  };
  return { resources, ofType, named };
}

/** The content of a ConfigMap, or of a Secret. */
export const contentOf = ({ inputs }: Registered): Record<string, string> =>
  Object.fromEntries(
    Object.entries(Object(plainValue(inputs.data ?? inputs.stringData))).map(([key, value]) => [
      key,
      String(plainValue(value)),
    ]),
  );

export const specOf = ({ inputs }: Registered) =>
  stringify(inputs.spec, { lineWidth: 0 }).replace(/(tocsin\/program: )\w+/, "$1…");
