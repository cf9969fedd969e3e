// The Secret with the credentials of targets, to which their monitors refer.
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Credentials, type ScrapeJob, scrapeFile } from "../../monitoring";
import { namesIn } from "../names";

export interface ScrapeCredentialsArgs {
  namespace: string;
  jobs: readonly ScrapeJob[];
  credentials: NonNullable<Credentials["scrape"]>;
}

/** Credentials by name, and the users who log in with them: the operator takes those from a Secret as well. */
export class ScrapeCredentials extends pulumi.ComponentResource {
  constructor(
    name: string,
    { namespace, jobs, credentials }: ScrapeCredentialsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tocsin:kubernetes:ScrapeCredentials", name, {}, opts);
    const { scrapeCredentials, labels } = namesIn(namespace);
    const users = jobs.flatMap(({ access, targets, selected = [], discovery }) => {
      const service =
        [...targets, ...selected][0]?.labels.service ??
        (discovery && "labels" in discovery && discovery.labels.service);
      return access?.basicAuth && service ? [[scrapeFile(service, "user"), access.basicAuth.user] as const] : [];
    });
    const contents = Object.entries(credentials).map(([file, content]) => [file, pulumi.secret(content)] as const);
    new Secret(
      `${name}-${scrapeCredentials}`,
      {
        metadata: { name: scrapeCredentials, namespace, labels },
        stringData: Object.fromEntries([...users, ...contents]),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
