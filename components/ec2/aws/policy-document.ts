// IAM policies as JSON: each action is named in full.
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";

export interface Statement {
  /** Such as `s3:GetObject`. */
  actions: readonly string[];
  resources: readonly pulumi.Input<string>[];
  condition?: Readonly<
    Record<string, Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>>
  >;
}

/** Throws where an action has a wildcard. */
export function allow(...statements: Statement[]): pulumi.Output<string> {
  const wide = statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"));
  if (wide.length > 0) throw new Error(`Actions with a wildcard: ${wide.join(", ")}; name each`);
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition && { Condition: condition }),
    })),
  });
}

/** Who may take on a role: a service of AWS. */
export const assumedBy = (service: string): string => JSON.stringify(trust(service));

/** The same on behalf of this account alone: the service works for others as well. */
export function assumedByOwn(service: string, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  const { accountId } = getCallerIdentityOutput({}, opts);
  return accountId.apply((account) =>
    JSON.stringify(trust(service, { Condition: { StringEquals: { "aws:SourceAccount": account } } })),
  );
}

const trust = (service: string, condition: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service }, ...condition }],
});
