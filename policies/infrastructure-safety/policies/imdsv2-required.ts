import { fieldsOf } from "../../content";
import type { Policy } from "../../policy";

export const imdsv2Required: Policy = {
  name: "imdsv2-required",
  level: "mandatory",
  description: "EC2 instances and launch templates require IMDSv2.",
  judges: "resource",
  *check({ type, props }) {
    if (!/^aws:ec2\/(instance|launchTemplate|launchConfiguration|spotInstanceRequest):/.test(type)) return;
    // The template of an instance may require it, and is judged itself.
    if (props.launchTemplate !== undefined && props.metadataOptions === undefined) return;
    if ("metadataOptions" in props && props.metadataOptions === undefined) return;
    const { httpTokens, httpEndpoint } = fieldsOf(props.metadataOptions);
    if (httpTokens === "required" || httpEndpoint === "disabled") return;
    yield {
      found: "metadataOptions.httpTokens is not required",
      why: "With IMDSv1, one request forged through anything on the machine, such as a probe's target, reads the role's credentials",
      fix: 'Set metadataOptions: { httpTokens: "required" }',
    };
  },
  examples: {
    bad: 'new aws.ec2.Instance("m", { ami, instanceType: "t4g.small" })',
    good: 'new aws.ec2.Instance("m", { ami, instanceType: "t4g.small", metadataOptions: { httpTokens: "required" } })',
  },
};
