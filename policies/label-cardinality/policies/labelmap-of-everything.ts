import type { Policy } from "../../policy";

/** Labels that whoever deploys can add to, without asking. */
const OF_USERS =
  /^\^?__meta_kubernetes_(pod|service|node|ingress|namespace)_(label|annotation)_|^\^?__meta_(ec2|consul|docker|dockerswarm)_(tag|metadata|container_label|service_label)_?/;

export const labelmapOfEverything: Policy = {
  name: "labelmap-of-everything",
  level: "advisory",
  description: "labelmap copies labels that are named, not whatever there is.",
  judges: "scrape job",
  *check({ relabelings }) {
    for (const { action, regex } of relabelings) {
      if (action !== "labelmap" || !isOpen(regex ?? "(.*)")) continue;
      yield {
        found: `labelmap copies every label that matches ${regex ?? "(.*)"}`,
        why: "Whoever labels a pod or a machine adds a label to every series of it; a hash or a date of a release makes all of them new each time",
        fix: "Name the labels: regex: __meta_kubernetes_pod_label_(app|team|version)",
      };
    }
  },
  examples: {
    bad: "scrape_configs:\n  - job_name: pods\n    relabel_configs:\n      - { action: labelmap, regex: __meta_kubernetes_pod_label_(.+) }",
    good: "scrape_configs:\n  - job_name: pods\n    relabel_configs:\n      - { action: labelmap, regex: __meta_kubernetes_pod_label_(app|team) }",
  },
};

/** Ends in a group of anything, behind nothing or behind the prefix of labels that anybody sets. */
function isOpen(regex: string): boolean {
  const [, prefix] = /^(.*)\(\.[*+]\)\$?$/.exec(regex) ?? [];
  return prefix !== undefined && (prefix.replace("^", "") === "" || OF_USERS.test(prefix));
}
