// A Kubernetes API server on etcd, without nodes: enough to see whether it takes what we give it.
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { stringify } from "yaml";
import { freePort } from "../support/ports";

/** What the API server said to one request. */
export interface Said {
  status: number;
  /** The object, or what is wrong with it. */
  body: Record<string, unknown>;
  /** Of admission, such as what Pod Security would refuse. */
  warnings: string[];
}

export interface ApiServer {
  /** Path of a kubeconfig with the context `test`. */
  kubeconfig: string;
  /** Server-side apply with strict field validation: a field that the kind does not have is an error. */
  apply: (path: string, manifest: unknown, dryRun?: boolean) => Promise<Said>;
  get: (path: string) => Promise<Said>;
  stop: () => Promise<void>;
}

const TOKEN = "test-of-tocsin";
const READY_SECONDS = 60;

/** Starts etcd and kube-apiserver in a folder of their own, which is removed with them. */
export async function startApiServer(paths: { KUBE_APISERVER: string; ETCD: string }): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-api-server-"));
  const at = (file: string) => join(folder, file);
  const [client, peer, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  writeFileSync(at("service-accounts.pem"), privateKey, { mode: 0o600 });
  writeFileSync(at("tokens.csv"), `${TOKEN},admin,admin,system:masters\n`, { mode: 0o600 });
  const local = (at: number) => `http://127.0.0.1:${at}`;
  const etcd = execa(
    paths.ETCD,
    [
      `--data-dir=${at("etcd")}`,
      `--listen-client-urls=${local(client)}`,
      `--advertise-client-urls=${local(client)}`,
      `--listen-peer-urls=${local(peer)}`,
      `--initial-advertise-peer-urls=${local(peer)}`,
      `--initial-cluster=default=${local(peer)}`,
    ],
    { all: true, reject: false },
  );
  const server = execa(
    paths.KUBE_APISERVER,
    [
      `--etcd-servers=${local(client)}`,
      `--secure-port=${port}`,
      "--bind-address=127.0.0.1",
      `--cert-dir=${at("certificates")}`,
      `--token-auth-file=${at("tokens.csv")}`,
      "--authorization-mode=RBAC",
      "--service-cluster-ip-range=10.0.0.0/16",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${at("service-accounts.pem")}`,
      `--service-account-signing-key-file=${at("service-accounts.pem")}`,
      // Those who would make the default service accounts are not there.
      "--disable-admission-plugins=ServiceAccount",
    ],
    { all: true, reject: false },
  );
  const stop = async () => {
    server.kill("SIGTERM", { forceKillAfterTimeout: 10_000 });
    await server;
    etcd.kill("SIGTERM", { forceKillAfterTimeout: 10_000 });
    await etcd;
    rmSync(folder, { recursive: true, force: true });
  };
  const call = caller(port, () => readFileSync(at("certificates/apiserver.crt")));
  try {
    await ready(call, server);
  } catch (error) {
    await stop();
    throw error;
  }
  const ca = readFileSync(at("certificates/apiserver.crt")).toString("base64");
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    "certificate-authority-data": ca,
    "tls-server-name": "kubernetes.default.svc",
  };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster }],
    users: [{ name: "admin", user: { token: TOKEN } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
    "current-context": "test",
  };
  writeFileSync(at("kubeconfig"), stringify(config), { mode: 0o600 });
  return {
    kubeconfig: at("kubeconfig"),
    apply: (path, manifest, dryRun = false) =>
      call("PATCH", `${path}?fieldManager=tocsin&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`, manifest),
    get: (path) => call("GET", path),
    stop,
  };
}

type Call = (method: string, path: string, body?: unknown) => Promise<Said>;

async function ready(call: Call, server: execa.ExecaChildProcess): Promise<void> {
  const deadline = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    const { status } = await call("GET", "/readyz").catch(() => ({ status: 0 }));
    if (status === 200) return;
    if (server.exitCode !== null) throw new Error(`kube-apiserver has ended:\n${(await server).all?.slice(-4000)}`);
    if (Date.now() > deadline) throw new Error(`kube-apiserver is not ready after ${READY_SECONDS} s`);
    await sleep(250);
  }
}

function caller(port: number, certificate: () => Buffer): Call {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${TOKEN}`,
        Accept: "application/json",
        ...(body !== undefined && { "Content-Type": "application/apply-patch+yaml" }),
      };
      const sent = request(
        { host: "127.0.0.1", port, method, path, headers, ca: certificate(), servername: "kubernetes.default.svc" },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            const { warning = [] } = response.headersDistinct;
            resolve({
              status: response.statusCode ?? 0,
              body: text.startsWith("{") ? JSON.parse(text) : { message: text },
              warnings: warning,
            });
          });
        },
      );
      sent.on("error", reject);
      // JSON is YAML.
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
}
