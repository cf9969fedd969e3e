// The Prometheus that Grafana asks, with how it is reached.
import * as pulumi from "@pulumi/pulumi";
import { DataSource } from "@pulumiverse/grafana/oss/dataSource";
import type { Credentials, GrafanaPlatform } from "../monitoring";
import type { Organisation } from "./organisation";
import { dataSourceUid } from "./uid";

/** A data source that is to be made. */
type Made = Extract<GrafanaPlatform["dataSource"], { url: string }>;

export interface GrafanaDataSourceArgs {
  environment: string;
  /** Where it lies. */
  organisation: Organisation;
  dataSource: Made;
  credentials: NonNullable<Credentials["platform"]>;
}

/** A Prometheus data source, asked through Grafana's server only. */
export class GrafanaDataSource extends pulumi.ComponentResource {
  readonly uid: pulumi.Output<string>;

  constructor(name: string, args: GrafanaDataSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:grafana:GrafanaDataSource", name, {}, opts);
    const { environment, organisation, dataSource, credentials } = args;
    const { url, basicAuth, tls } = dataSource;
    const source = new DataSource(
      name,
      {
        ...organisation,
        uid: dataSourceUid(environment, dataSource),
        name: `Prometheus ${environment}`,
        type: "prometheus",
        url,
        accessMode: "proxy",
        basicAuthEnabled: basicAuth !== undefined,
        ...(basicAuth && { basicAuthUsername: basicAuth.user }),
        ...(credentials.bearerToken && {
          httpHeaders: { Authorization: pulumi.interpolate`Bearer ${credentials.bearerToken}` },
        }),
        jsonDataEncoded: JSON.stringify({
          httpMethod: "POST",
          // Grafana's own rules are those of this program; it is not to offer Prometheus' for editing.
          manageAlerts: false,
          prometheusType: "Prometheus",
          tlsAuth: tls?.client !== undefined,
          tlsAuthWithCACert: tls?.caCertificate !== undefined,
          tlsSkipVerify: false,
          ...(tls?.serverName && { serverName: tls.serverName }),
        }),
        secureJsonDataEncoded: secureData(dataSource, credentials),
      },
      { parent: this },
    );
    this.uid = source.uid;
    this.registerOutputs({ uid: this.uid });
  }
}

function secureData({ tls }: Made, credentials: GrafanaDataSourceArgs["credentials"]): pulumi.Output<string> {
  const secrets = pulumi.all({
    ...(credentials.basicAuthPassword && { basicAuthPassword: credentials.basicAuthPassword }),
    ...(tls?.caCertificate && { tlsCACert: tls.caCertificate }),
    ...(tls?.client && { tlsClientCert: tls.client.certificate }),
    ...(credentials.tlsClientKey && { tlsClientKey: credentials.tlsClientKey }),
  });
  return pulumi.secret(secrets.apply((known) => JSON.stringify(known)));
}
