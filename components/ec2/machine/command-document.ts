// A document of SSM that runs a script as root.
import * as ssm from "@pulumi/aws/ssm";
import type * as pulumi from "@pulumi/pulumi";
import { awsName } from "../aws/aws-names";
import { tagsOf } from "../aws/tags";

/** @param content As `documentOf` makes it. */
export function commandDocument(
  name: string,
  environment: string,
  content: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): ssm.Document {
  const short = awsName("document", name);
  return new ssm.Document(
    name,
    {
      ...(short !== name && { name: short }),
      documentType: "Command",
      documentFormat: "JSON",
      targetType: "/AWS::EC2::Instance",
      content,
      tags: tagsOf(environment, name),
    },
    opts,
  );
}

/** `{{ Name }}` in the script stands for a parameter. */
export function documentOf(
  description: string,
  runCommand: readonly string[],
  parameters?: Readonly<Record<string, object>>,
): string {
  const mainSteps = [{ action: "aws:runShellScript", name: "setup", inputs: { runCommand, timeoutSeconds: "900" } }];
  return `${JSON.stringify({ schemaVersion: "2.2", description, ...(parameters && { parameters }), mainSteps }, null, 2)}\n`;
}
