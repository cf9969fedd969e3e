// What changed inside of a Helm release since Helm deployed it: the engine knows the release alone. Each object is compared with
// what it would be if its manifest were applied again, as the API server itself says.
import { z } from "zod";
import { atMost } from "../running/pool";
import type { ApiServer } from "./api-server";
import type { Manifest, Release } from "./releases";

/** An object that is not what its chart says. */
export interface Drifted {
  release: string;
  /** Such as `Deployment tocsin-operator`. */
  what: string;
  /** "deleted", or which properties changed. */
  how: string;
  restore: () => Promise<void>;
}

const AT_A_TIME = 8;

/** So many properties are named. */
const MOST = 3;

/** What an API server writes itself. */
const WRITTEN_BY_ITSELF = new Set(["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"]);

/** What differs; what nobody may look at is left out. */
export async function driftInReleases(api: ApiServer, releases: readonly Release[]): Promise<Drifted[]> {
  const paths = new Paths(api);
  const objects = releases.flatMap((release) => release.manifests.map((manifest) => ({ release, manifest })));
  const drifted: Drifted[] = [];
  await atMost(AT_A_TIME, objects, async ({ release, manifest }) => {
    const path = await paths.of(manifest, release.namespace);
    if (path === undefined) return;
    const how = await driftOf(api, path, manifest);
    if (how === undefined) return;
    const restore = async () => {
      const { status, body } = await api.apply(path, ofHelm(manifest, release));
      if (status >= 300) throw new Error(`${what} could not be restored: ${messageIn(body)}`);
    };
    const what = `${manifest.kind} ${manifest.metadata.name}`;
    drifted.push({ release: release.name, what, how, restore });
  });
  return drifted.sort((a, b) => a.what.localeCompare(b.what));
}

async function driftOf(api: ApiServer, path: string, manifest: Manifest): Promise<string | undefined> {
  const live = await api.get(path);
  if (live.status === 404) return "deleted";
  const applied = await api.apply(path, manifest, { dryRun: true });
  if (live.status !== 200 || applied.status !== 200) return undefined;
  const changed = differences(JSON.parse(live.body), JSON.parse(applied.body));
  if (changed.length === 0) return undefined;
  const more = changed.length > MOST ? ` and ${changed.length - MOST} more` : "";
  return `changed (${changed.slice(0, MOST).join(", ")}${more})`;
}

/** Paths of what differs, such as `spec.replicas`; lists are compared whole. */
function differences(live: unknown, applied: unknown, at = ""): string[] {
  if (isRecord(live) && isRecord(applied)) {
    return Object.keys({ ...live, ...applied })
      .filter((key) => !WRITTEN_BY_ITSELF.has(key) && !(at === "" && key === "status"))
      .sort()
      .flatMap((key) => differences(live[key], applied[key], at ? `${at}.${key}` : key));
  }
  return JSON.stringify(live) === JSON.stringify(applied) ? [] : [at];
}

/** Helm marks what it makes, and takes over nothing that bears no such mark. */
const ofHelm = (manifest: Manifest, { name, namespace }: Release) => ({
  ...manifest,
  metadata: {
    ...manifest.metadata,
    labels: { ...Object(manifest.metadata.labels), "app.kubernetes.io/managed-by": "Helm" },
    annotations: {
      ...Object(manifest.metadata.annotations),
      "meta.helm.sh/release-name": name,
      "meta.helm.sh/release-namespace": namespace,
    },
  },
});

const resources = z.looseObject({
  resources: z.array(z.looseObject({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

type Resource = z.infer<typeof resources>["resources"][number];

/** Where the API has objects, by what it says of itself. */
class Paths {
  private readonly groups = new Map<string, Promise<readonly Resource[]>>();

  constructor(private readonly api: ApiServer) {}

  /** Undefined where the API has no such kind. */
  async of({ apiVersion, kind, metadata }: Manifest, namespace: string): Promise<string | undefined> {
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.groups.get(group) ?? this.resourcesOf(group);
    this.groups.set(group, known);
    const found = (await known).find((one) => one.kind === kind && !one.name.includes("/"));
    if (!found) return undefined;
    const within = found.namespaced ? `/namespaces/${metadata.namespace ?? namespace}` : "";
    return `${group}${within}/${found.name}/${metadata.name}`;
  }

  private async resourcesOf(group: string): Promise<readonly Resource[]> {
    const { status, body } = await this.api.get(group);
    return status === 200 ? resources.parse(JSON.parse(body)).resources : [];
  }
}

function messageIn(body: string): string {
  const { data } = z.looseObject({ message: z.string() }).safeParse(JSON.parse(body));
  return data?.message ?? body;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
