// What teams that own routes may not do with them: silence the alerts of others.
import {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "@pulumi/kubernetes/admissionregistration/v1";
import * as pulumi from "@pulumi/pulumi";
import { inNamespaces, namesIn } from "../names";

export interface TeamLimitsArgs {
  /** Of the monitoring. */
  namespace: string;
  /** Namespaces of the teams that own routes. */
  teams: readonly string[];
}

/**
 * Routes of an AlertmanagerConfig go on to all others, but its inhibition rules hold for every alert of the environment. The
 * operator has no switch for them, so the API server refuses them there.
 */
export class TeamLimits extends pulumi.ComponentResource {
  constructor(name: string, { namespace, teams }: TeamLimitsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:TeamLimits", name, {}, opts);
    const { labels, selected, release } = namesIn(namespace);
    const metadata = { name: `${release}-team-routes`, labels };
    const policy = new ValidatingAdmissionPolicy(
      `${name}-team-routes`,
      {
        metadata,
        spec: {
          failurePolicy: "Fail",
          matchConstraints: {
            namespaceSelector: inNamespaces(...teams),
            objectSelector: { matchLabels: selected },
            resourceRules: [
              {
                apiGroups: ["monitoring.coreos.com"],
                apiVersions: ["*"],
                operations: ["CREATE", "UPDATE"],
                resources: ["alertmanagerconfigs"],
              },
            ],
          },
          validations: [
            {
              expression: "!has(object.spec.inhibitRules) || object.spec.inhibitRules.size() == 0",
              message: "spec.inhibitRules: found some; here they would suppress the alerts of all teams. Remove them.",
            },
          ],
        },
      },
      { parent: this },
    );
    new ValidatingAdmissionPolicyBinding(
      `${name}-team-routes`,
      { metadata, spec: { policyName: policy.metadata.name, validationActions: ["Deny"] } },
      { parent: this },
    );
    this.registerOutputs();
  }
}
