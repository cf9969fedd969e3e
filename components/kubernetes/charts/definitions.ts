// The definitions of the operator's custom resources as a cluster has them, for the release that brings them and the check before it.

/**
 * A cluster has them once, whatever environments are in it: one release for all, in a namespace that goes with none of them.
 * Helm refuses what bears the name of another release.
 */
export const CRDS_RELEASE = { name: "tocsin-crds", namespace: "default" } as const;

/** What environments make resources of, by plural; the operator does without the others. */
export const NEEDED_CRDS = [
  "alertmanagerconfigs",
  "alertmanagers",
  "podmonitors",
  "probes",
  "prometheuses",
  "prometheusrules",
  "scrapeconfigs",
  "servicemonitors",
] as const;
