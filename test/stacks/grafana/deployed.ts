// The platform grafana under mocks, with credentials.
import * as pulumi from "@pulumi/pulumi";
import type { Credentials } from "../../../components/monitoring";
import type { GrafanaFacts } from "../../../stacks";
import { grafana } from "../../../stacks/grafana";
import { settings } from "../../support/environment";
import { NOW, type Registered, underMocks } from "../../support/mocks";

export const platform = {
  kind: "grafana",
  url: "https://grafana.example.com",
  dataSource: { uid: "existing" },
  teams: { sales: "Sales people" },
};
export const links = { runbook: "https://runbooks.example.com/{mixin}#{alert}" };

export const credentials: Credentials = {
  receivers: { "slack-token": pulumi.secret("xoxb-1") },
  platform: {
    auth: pulumi.secret("glsa-1"),
    basicAuthPassword: pulumi.secret("pw"),
    tlsClientKey: pulumi.secret("key"),
  },
};

/** What it registers, and what its stack exports. */
export async function deployed(
  more: object = {},
  given: Credentials = credentials,
  rest: object = {},
  found: GrafanaFacts = { noTree: "Grafana 12.3.1 has no routing trees" },
) {
  const chosen = settings({ platform: { ...platform, ...more }, links, ...rest });
  const { resources, outputs } = await underMocks("prod", () =>
    grafana.deploy(chosen, {
      environment: "prod",
      projectDir: "/project",
      packageDir: "/project",
      credentials: given,
      runtime: "native",
      now: NOW,
      grafana: found,
    }),
  );
  const of = (type: string) => resources.filter((one) => one.type.endsWith(`:${type}`));
  const named = (type: string, name: string): Registered => {
    const found = of(type).find((one) => one.name === name);
    if (!found) throw new Error(`no ${type} ${name} among ${of(type).map((one) => one.name)}`);
    return found;
  };
  return { resources, outputs, of, named };
}
