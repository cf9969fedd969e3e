// How people reach what runs on the servers, without a port open to anyone: AWS asks who somebody is.
import * as pulumi from "@pulumi/pulumi";
import type { Ec2Platform } from "../../monitoring";
import { grafanaUrl } from "./endpoints";
import { LOGS_URL } from "./logs";
import { PORTS } from "./ports";
import { TRACES_URL } from "./traces";

/** The URL of each part at this end of its session, or at the load balancer. */
export function addressesOf(platform: Ec2Platform) {
  const local = (part: "prometheus" | "alertmanager") => `https://localhost:${PORTS[part]}`;
  return { grafana: grafanaUrl(platform), prometheus: local("prometheus"), alertmanager: local("alertmanager") };
}

/**
 * The commands that open sessions to a server, and those that show passwords.
 *
 * @param server Id of its machine.
 * @param secrets Names of the parameters, by file.
 */
export function sessionsTo(
  server: pulumi.Output<string>,
  platform: Ec2Platform,
  secrets: Readonly<Record<string, string>>,
  keeps: { logs: boolean; traces: boolean },
): Record<string, pulumi.Output<string>> {
  const { region, aws } = platform;
  const as = `--region ${region}${aws.profile === undefined ? "" : ` --profile ${aws.profile}`}`;
  const password = (file: string) =>
    pulumi.output(
      `aws ssm get-parameter ${as} --name ${secrets[file]} --with-decryption --query Parameter.Value --output text`,
    );
  const forward = (port: number) =>
    pulumi.interpolate`aws ssm start-session ${as} --target ${server} --document-name AWS-StartPortForwardingSession --parameters portNumber=${port},localPortNumber=${port}`;
  return {
    grafana: forward(PORTS.grafana),
    "grafana's password (user admin)": password("grafana-admin"),
    prometheus: forward(PORTS.prometheus),
    alertmanager: forward(PORTS.alertmanager),
    ...(keeps.logs && { [`logs (${LOGS_URL}/select/vmui)`]: forward(PORTS.logs) }),
    ...(keeps.traces && { [`traces (${TRACES_URL})`]: forward(PORTS.traces) }),
    "prometheus' and alertmanager's password (user tocsin)": password("web-password"),
    shell: pulumi.interpolate`aws ssm start-session ${as} --target ${server}`,
  };
}
