// The environment's own certificate authority: what the servers show to exporters and to each other, and what knows it.
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { authorityOf } from "./certificate";
import { validityAt } from "./validity";

/** What the servers' certificate is for, whichever server shows it. */
export const SERVERS_NAME = "servers.tocsin.internal";

/** The files that hold certificate and key on a server, which are also the names of their parameters. */
export const CLIENT_FILES = { certificate: "tls-certificate", key: "tls-key" } as const;

export class CertificateAuthority extends pulumi.ComponentResource {
  /** Its certificate as PEM: everyone may know it. */
  readonly certificate: pulumi.Output<string>;
  /** Of the servers, by the file that holds each. */
  readonly servers: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param now When this is deployed. */
  constructor(name: string, now: Date, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:CertificateAuthority", name, {}, opts);
    // 62 characters: 256 bits of chance.
    const secret = new RandomPassword(name, { length: 43, special: false }, { parent: this });
    const authority = pulumi.secret(secret.result).apply(authorityOf);
    const servers = authority.apply(({ issue }) => issue(SERVERS_NAME, validityAt(now)));
    this.certificate = pulumi.unsecret(authority.apply(({ certificate }) => certificate));
    this.servers = {
      [CLIENT_FILES.certificate]: servers.apply(({ certificate }) => certificate),
      [CLIENT_FILES.key]: servers.apply(({ key }) => key),
    };
    this.registerOutputs({});
  }
}
