// A server is at work before the next one is touched: SSM asks its Prometheus and its Alertmanager from inside, and the deployment waits.
import * as ssm from "@pulumi/aws/ssm";
import type * as pulumi from "@pulumi/pulumi";
import { commandDocument, documentOf } from "../machine/command-document";
import { script } from "../machine/scripts";
import { PORTS } from "../topology/ports";
import { WEB } from "./paths";

/** Longer than the script takes, which starts once the agent of a new machine does. */
const WITHIN_SECONDS = 1200;

/** What every server of an environment is asked. */
export function readinessDocument(environment: string, opts: pulumi.CustomResourceOptions): ssm.Document {
  const urls = [PORTS.prometheus, PORTS.alertmanager].map((port) => `https://127.0.0.1:${port}/-/ready`);
  const [shell = "", ...lines] = script("ready").content.trimEnd().split("\n");
  const content = documentOf("Waits until a monitoring server is at work", [
    shell,
    `set -- ${[`${WEB}/curl`, ...urls].join(" ")}`,
    ...lines,
  ]);
  return commandDocument(`${environment}-ready`, environment, content, opts);
}

/** Made once the server is at work; another machine is asked again. */
export function whenReady(
  name: string,
  document: ssm.Document,
  instance: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): ssm.Association {
  return new ssm.Association(
    `${name}-ready`,
    {
      name: document.name,
      documentVersion: document.latestVersion,
      targets: [{ key: "InstanceIds", values: [instance] }],
      waitForSuccessTimeoutSeconds: WITHIN_SECONDS,
    },
    // The provider waits for one that it makes.
    { ...opts, replaceOnChanges: ["targets"] },
  );
}
