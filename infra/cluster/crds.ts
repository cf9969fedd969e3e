// The custom resource definitions that a cluster has: whose they are, and whether this environment may bring its own.
import { z } from "zod";
import { OPERATOR_VERSION } from "../../components/kubernetes/charts/charts";
import { CRDS_RELEASE, NEEDED_CRDS } from "../../components/kubernetes/charts/definitions";
import { isAtLeast } from "../../components/version-numbers";
import { listOf, type Metadata, metadata, ownerOf, releaseOf } from "./owners";

const GROUP = "monitoring.coreos.com";
const VERSION = "operator.prometheus.io/version";

/** What the API server answers to a list of which only metadata is asked. */
export const metadataList = listOf(z.looseObject({ metadata }));

/** The operator's definitions among all. */
export const operatorCrds = (list: unknown): Metadata[] =>
  metadataList
    .parse(list)
    .items.map((one) => one.metadata)
    .filter(({ name }) => name.endsWith(`.${GROUP}`));

/**
 * Why definitions cannot be deployed, or be done without; nothing where all is well.
 *
 * @param deploys The setting `platform.crds`.
 */
export function problemWithCrds(found: readonly Metadata[], deploys: boolean): string | undefined {
  return deploys ? problemWithOurs(found) : problemWithOthers(found);
}

function problemWithOurs(found: readonly Metadata[]): string | undefined {
  const foreign = found.filter((one) => !isOurs(one));
  if (foreign.length > 0) {
    const owners = [...new Set(foreign.map(ownerOf))].map(
      (owner) => `  ${owner}: ${namesOf(foreign.filter((one) => ownerOf(one) === owner))}`,
    );
    return [
      "The cluster has custom resource definitions of Prometheus operator that Tocsin did not make, and Helm will not take them over.",
      "They belong to",
      ...owners,
      `Set platform.crds: false to use them as they are${versionNote(found)}. To hand them over: docs/platforms/kubernetes.md#crds.`,
    ].join("\n");
  }
  const newer = found.find((one) => isOlder(OPERATOR_VERSION, versionOf(one)));
  if (!newer) return undefined;
  return (
    `The cluster's custom resource definitions are of Prometheus operator ${versionOf(newer)}, deployed by a newer Tocsin; this one ` +
    `would put back ${OPERATOR_VERSION}. Update Tocsin here, or set platform.crds: false.`
  );
}

function problemWithOthers(found: readonly Metadata[]): string | undefined {
  const missing = NEEDED_CRDS.filter((plural) => !found.some(({ name }) => name === `${plural}.${GROUP}`));
  if (missing.length > 0) {
    return (
      `platform.crds is false, but the cluster lacks ${missing.map((plural) => `${plural}.${GROUP}`).join(", ")}. ` +
      `Install the definitions of Prometheus operator ${OPERATOR_VERSION}, or leave platform.crds out.`
    );
  }
  return undefined;
}

/** What is worth knowing where others bring them: they may lack fields that this environment uses. */
export function adviceOnCrds(found: readonly Metadata[], deploys: boolean): string | undefined {
  const older = deploys ? undefined : found.find((one) => isOlder(versionOf(one), OPERATOR_VERSION));
  if (!older) return undefined;
  return (
    `The cluster's custom resource definitions are of Prometheus operator ${versionOf(older)}, and ${ownerOf(older)} keeps them; ` +
    `this environment deploys ${OPERATOR_VERSION}, whose newer fields they do not know.`
  );
}

const isOurs = (one: Metadata): boolean => {
  const release = releaseOf(one);
  return release?.name === CRDS_RELEASE.name && release.namespace === CRDS_RELEASE.namespace;
};

const versionOf = ({ annotations }: Metadata): string | undefined => annotations[VERSION];

const isOlder = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && !isAtLeast(one, other);

const versionNote = (found: readonly Metadata[]): string => {
  const versions = [...new Set(found.flatMap((one) => versionOf(one) ?? []))];
  return versions.length > 0
    ? ` (of operator ${versions.join(", ")}; this environment deploys ${OPERATOR_VERSION})`
    : "";
};

const namesOf = (all: readonly Metadata[]) => all.map(({ name }) => name.slice(0, -GROUP.length - 1)).join(", ");
