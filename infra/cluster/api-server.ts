// The API server of a context, asked over HTTPS: little is asked, and a client library would bring ten times the code.
import { request as plainRequest } from "node:http";
import { type RequestOptions, request as secureRequest } from "node:https";
import type { Environment } from "../../components/host/tools/environment";
import { type Identity, identityOf, material } from "./credentials";
import type { Context } from "./kubeconfig";

export interface Answer {
  status: number;
  body: string;
}

/** Asks without the objects' content: their metadata says enough, and a Secret's data stays where it is. */
export const METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

const TIMEOUT_MS = 10_000;

/** What a failed connection means. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: "the connection is refused",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  ECONNRESET: "the connection was reset",
  ETIMEDOUT: "the connection timed out",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not signed by the kubeconfig's certificate authority",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not signed by the kubeconfig's certificate authority",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not signed by the kubeconfig's certificate authority",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

type Connection = Identity & Pick<RequestOptions, "ca" | "servername" | "rejectUnauthorized">;

export class ApiServer {
  private constructor(
    /** The context's name. */
    readonly context: string,
    readonly url: string,
    private readonly connection: Connection,
  ) {}

  /** The API server of a context; nothing is asked yet. Throws where credentials cannot be had. */
  static async of(context: Context, environment: Environment): Promise<ApiServer> {
    const { name, cluster } = context;
    const identity = await identityOf(context, environment);
    const ca = await material(cluster["certificate-authority-data"], cluster["certificate-authority"]);
    const serverName = cluster["tls-server-name"];
    return new ApiServer(name, cluster.server.replace(/\/$/, ""), {
      ...identity,
      ...(ca && { ca }),
      ...(serverName && { servername: serverName }),
      ...(cluster["insecure-skip-tls-verify"] && { rejectUnauthorized: false }),
    });
  }

  get(path: string, accept?: string): Promise<Answer> {
    return this.ask("GET", path, accept);
  }

  delete(path: string): Promise<Answer> {
    return this.ask("DELETE", path);
  }

  /** With a body as JSON, where one is given. */
  send(method: string, path: string, body?: object): Promise<Answer> {
    return this.ask(method, path, undefined, body && { type: "application/json", text: JSON.stringify(body) });
  }

  /** Server-side apply, by which an object has what the manifest says; `dryRun` answers what that would be. */
  apply(path: string, manifest: object, { dryRun = false } = {}): Promise<Answer> {
    const query = `fieldManager=tocsin&force=true${dryRun ? "&dryRun=All" : ""}`;
    return this.ask("PATCH", `${path}?${query}`, undefined, {
      type: "application/apply-patch+yaml",
      text: JSON.stringify(manifest),
    });
  }

  /** Throws where the server does not answer in time. */
  private ask(
    method: string,
    path: string,
    accept = "application/json",
    body?: { type: string; text: string },
  ): Promise<Answer> {
    const { authorization, ...options } = this.connection;
    const request = this.url.startsWith("https:") ? secureRequest : plainRequest;
    const headers = {
      accept,
      ...(authorization && { authorization }),
      ...(body && { "content-type": body.type, "content-length": String(Buffer.byteLength(body.text)) }),
    };
    return new Promise((resolve, reject) => {
      const fail = (error: Error) =>
        reject(
          new Error(
            `The API server of the context "${this.context}" does not answer at ${this.url}: ${reasonOf(error)}.`,
          ),
        );
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const asked = request(`${this.url}${path}`, { ...options, method, headers, signal }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", fail);
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
        );
      });
      asked.once("error", fail);
      asked.end(body?.text);
    });
  }
}

function reasonOf(error: Error & { code?: string }): string {
  if (error.name === "AbortError" || error.name === "TimeoutError") return `no answer after ${TIMEOUT_MS / 1000} s`;
  return REASONS[error.code ?? ""] ?? error.message;
}
