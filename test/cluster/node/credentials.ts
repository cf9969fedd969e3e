// Certificates by openssl, and a token for each who speaks to the API server.
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { stringify } from "yaml";
import { ADDRESSES, API_PORT, kubeconfigPath, NAME } from "./layout";

// Name of the file, user and groups.
const USERS = {
  admin: ["admin", "system:masters"],
  kubelet: [`system:node:${NAME}`, "system:nodes"],
  "kube-controller-manager": ["system:kube-controller-manager", ""],
  "kube-scheduler": ["system:kube-scheduler", ""],
  "kube-proxy": ["system:kube-proxy", ""],
} as const;

const ALTERNATIVE_NAMES = [
  "DNS:kubernetes",
  "DNS:kubernetes.default",
  "DNS:kubernetes.default.svc",
  "DNS:kubernetes.default.svc.cluster.local",
  `IP:${ADDRESSES.node}`,
  `IP:${ADDRESSES.api}`,
  "IP:127.0.0.1",
];

const CERTIFICATES = {
  server: { subject: "/CN=kube-apiserver", extension: `subjectAltName=${ALTERNATIVE_NAMES.join(",")}` },
  // What the API server shows to the kubelet, for logs and exec.
  client: { subject: "/O=system:masters/CN=kube-apiserver", extension: "extendedKeyUsage=clientAuth" },
} as const;

/** Writes keys, certificates, tokens and kubeconfigs into the folder. */
export async function writeCredentials(folder: string): Promise<void> {
  const pki = join(folder, "pki");
  await mkdir(pki);
  const openssl = (...args: string[]) => execa("openssl", args, { cwd: pki });
  const newKey = ["-newkey", "rsa:2048", "-nodes", "-days", "30"];
  await openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=tocsin-tests");
  for (const [name, { subject, extension }] of Object.entries(CERTIFICATES)) {
    const files = ["-keyout", `${name}.key`, "-out", `${name}.crt`];
    const signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-subj", subject, "-addext", extension];
    await openssl("req", "-x509", ...newKey, ...files, ...signed, "-addext", "basicConstraints=CA:FALSE");
  }
  await openssl("genrsa", "-out", "service-accounts.key", "2048");

  const tokens = Object.keys(USERS).map((name) => [name, randomBytes(16).toString("hex")] as const);
  const lines = tokens.map(([name, token]) => {
    const [user, group] = USERS[name as keyof typeof USERS];
    return `${token},${user},${name},"${group}"`;
  });
  await writeFile(join(pki, "tokens.csv"), `${lines.join("\n")}\n`, { mode: 0o600 });
  for (const [name, token] of tokens) {
    const file = name === "admin" ? kubeconfigPath(folder) : join(pki, `${name}.kubeconfig`);
    await writeFile(file, stringify(kubeconfig(join(pki, "ca.crt"), token)), { mode: 0o600 });
  }
}

const kubeconfig = (authority: string, token: string) => ({
  apiVersion: "v1",
  kind: "Config",
  clusters: [
    {
      name: NAME,
      cluster: { server: `https://${ADDRESSES.node}:${API_PORT}`, "certificate-authority": authority },
    },
  ],
  users: [{ name: NAME, user: { token } }],
  contexts: [{ name: NAME, context: { cluster: NAME, user: NAME } }],
  "current-context": NAME,
});
