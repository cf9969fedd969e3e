// What Helm deployed, as it wrote it down in the cluster: the manifests of each release's newest revision.
import { gunzipSync } from "node:zlib";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { ApiServer } from "./api-server";
import { listOf } from "./owners";

/** An object as a chart renders it. */
export const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

export type Manifest = z.infer<typeof manifest>;

export interface Release {
  name: string;
  namespace: string;
  manifests: readonly Manifest[];
}

const secrets = listOf(z.looseObject({ data: z.looseObject({ release: z.string() }) }));
const record = z.looseObject({ name: z.string(), namespace: z.string(), manifest: z.string() });

/** The releases of these names that are deployed in a namespace; undefined to whoever may not read Helm's records. */
export async function deployedReleases(
  api: ApiServer,
  namespace: string,
  names: readonly string[],
): Promise<Release[] | undefined> {
  const selector = encodeURIComponent(`owner=helm,status=deployed,name in (${names})`);
  const { status, body } = await api.get(`/api/v1/namespaces/${namespace}/secrets?labelSelector=${selector}`);
  if (status !== 200) return undefined;
  return secrets.parse(JSON.parse(body)).items.map(({ data }) => releaseIn(data.release));
}

/** Helm packs JSON by gzip and base64; the API packs what a Secret holds by base64 once more. */
function releaseIn(packed: string): Release {
  const packedByHelm = Buffer.from(Buffer.from(packed, "base64").toString(), "base64");
  const { manifest: text, ...release } = record.parse(JSON.parse(gunzipSync(packedByHelm).toString()));
  const manifests = parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    return value ? [manifest.parse(value)] : [];
  });
  return { ...release, manifests };
}
