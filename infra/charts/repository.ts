// A chart from a repository: an index of archives behind HTTPS, or a registry for OCI artifacts.
import { createHash } from "node:crypto";
import { parse } from "yaml";
import { z } from "zod";
import type { Chart } from "../../components/kubernetes/charts/charts";
import { literally } from "../../components/promql";
import { ask, basic, download, type Login, refusal } from "./download";

/** Where charts are fetched from. Archives are verified against the digest that index or manifest has. */
export interface Repository {
  archive: (chart: Pick<Chart, "chart" | "version">) => Promise<Buffer>;
}

/** @param url `https://…` with an index.yaml below it, or `oci://…` below which charts are repositories. */
export function repositoryAt(url: string, login?: Login): Repository {
  return url.startsWith("oci://") ? new Registry(url, login) : new Index(url, login);
}

const entry = z.looseObject({
  version: z.string(),
  urls: z.array(z.string()).min(1),
  digest: z.string().optional(),
});

class Index implements Repository {
  private text: Promise<string> | undefined;

  constructor(
    private readonly url: string,
    private readonly login: Login | undefined,
  ) {}

  async archive({ chart, version }: Pick<Chart, "chart" | "version">): Promise<Buffer> {
    const base = `${this.url.replace(/\/$/, "")}/`;
    this.text ??= download(`${base}index.yaml`, this.headers(base)).then((bytes) => bytes.toString());
    const found = entryOf(await this.text, chart, version);
    if (!found) throw new Error(`${this.url} has no chart ${chart} ${version}`);
    const at = new URL(found.urls[0] ?? "", base).href;
    return verified(await download(at, this.headers(at)), found.digest, at);
  }

  /** The log-in is for the repository alone, not for another host that its index names. */
  private headers(url: string): Record<string, string> {
    const isOurs = new URL(url).host === new URL(this.url).host;
    return this.login && isOurs ? { authorization: basic(this.login) } : {};
  }
}

/** Indexes have megabytes, of which one entry is read: as Helm writes them, else the whole. */
function entryOf(index: string, chart: string, version: string) {
  const [, block = ""] = index.split(new RegExp(`^  ${literally(chart)}:\\n`, "m"));
  const [own = ""] = block.split(/^ {2}[^\s-]/m);
  // Helm does not indent lists; others do.
  const [, indent = ""] = /^( *)- /m.exec(own) ?? [];
  const isVersion = new RegExp(`^${indent}  version: ["']?${literally(version)}["']?$`, "m");
  const ofVersion = own
    .split(new RegExp(`^${indent}- `, "m"))
    .map((one) => `${indent}  ${one}`)
    .find((one) => isVersion.test(one));
  if (ofVersion) {
    const { data } = entry.safeParse(parse(ofVersion));
    if (data) return data;
  }
  const { entries } = z.looseObject({ entries: z.record(z.string(), z.array(entry)).default({}) }).parse(parse(index));
  return entries[chart]?.find((one) => one.version === version);
}

const manifest = z.looseObject({ layers: z.array(z.looseObject({ mediaType: z.string(), digest: z.string() })) });
const CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

class Registry implements Repository {
  constructor(
    private readonly url: string,
    private readonly login: Login | undefined,
  ) {}

  async archive({ chart, version }: Pick<Chart, "chart" | "version">): Promise<Buffer> {
    const { host, pathname } = new URL(this.url.replace(/^oci:/, "https:"));
    const api = `https://${host}/v2${`${pathname}/${chart}`.replace(/\/+/g, "/")}`;
    // Tags cannot have the + of a version.
    const at = `${api}/manifests/${version.replace("+", "_")}`;
    const authorization = await this.authorization(at);
    const headers = { accept: MANIFEST, ...(authorization && { authorization }) };
    const answer = await ask(at, headers);
    if (answer.status === 404) throw new Error(`${this.url} has no chart ${chart} ${version}`);
    if (!answer.ok) throw new Error(refusal(at, answer.status));
    const layer = manifest.parse(await answer.json()).layers.find(({ mediaType }) => mediaType === CHART_LAYER);
    if (!layer) throw new Error(`${this.url}/${chart}:${version} is no Helm chart`);
    const blob = `${api}/blobs/${layer.digest}`;
    return verified(await download(blob, authorization ? { authorization } : {}), layer.digest, blob);
  }

  /** What a registry asks for: nothing, the log-in itself, or a token that it gives for it. */
  private async authorization(url: string): Promise<string | undefined> {
    const { status, headers } = await ask(url, { accept: MANIFEST });
    if (status !== 401) return undefined;
    const wanted = headers.get("www-authenticate") ?? "";
    const own = this.login && basic(this.login);
    if (!/^bearer /i.test(wanted)) return own;
    const { realm, ...query } = Object.fromEntries(
      [...wanted.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    if (!realm) return own;
    const answer = await download(`${realm}?${new URLSearchParams(query)}`, own ? { authorization: own } : {});
    const { token, access_token } = z
      .looseObject({ token: z.string().optional(), access_token: z.string().optional() })
      .parse(JSON.parse(answer.toString()));
    return `Bearer ${token ?? access_token}`;
  }
}

function verified(archive: Buffer, digest: string | undefined, url: string): Buffer {
  const wanted = digest?.replace(/^sha256:/, "");
  const found = createHash("sha256").update(archive).digest("hex");
  if (wanted && wanted !== found) throw new Error(`${url} is damaged: its SHA-256 is ${found}, not ${wanted}`);
  return archive;
}
