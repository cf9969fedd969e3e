// What a cluster with logs is made of, under mocks.
import * as pulumi from "@pulumi/pulumi";
import type { Credentials } from "../../../../components/monitoring";
import { kubernetes } from "../../../../stacks/kubernetes";
import { NOW, type Registered, underMocks } from "../../../support/mocks";
import { cluster } from "../clusters";

export const CHECKOUT = {
  name: "checkout",
  team: "shop",
  mixin: "service",
  options: { metrics: "http" },
  inCluster: { namespace: "shop", labels: { app: "checkout" }, port: "metrics" },
};

export async function deployed(platform: object = {}, more: object = {}, credentials: Partial<Credentials> = {}) {
  const settings = cluster(platform, { services: [CHECKOUT], logs: { store: "victorialogs" }, ...more });
  const { resources } = await underMocks("test", () =>
    kubernetes.deploy(settings, {
      ...{ environment: "test", projectDir: "/project", packageDir: "/project", runtime: "native", now: NOW },
      credentials: { receivers: { "slack-token": pulumi.secret("xoxb-1") }, ...credentials },
    }),
  );
  const ofType = (type: string): Registered[] => resources.filter((one) => one.type.endsWith(`:${type}`));
  const named = (type: string, name: string) => {
    const found = ofType(type).find(({ inputs }) => Object(inputs.metadata).name === name);
    if (!found) throw new Error(`There is no ${type} ${name}`);
    return Object(found.inputs);
  };
  return { settings, resources, ofType, named };
}
