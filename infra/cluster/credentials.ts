// Who we are for an API server: certificate, token, password, or what a program such as `aws eks get-token` answers.
import { readFile } from "node:fs/promises";
import execa from "execa";
import { z } from "zod";
import type { Environment } from "../../components/host/tools/environment";
import type { Context, Exec } from "./kubeconfig";

export interface Identity {
  cert?: string | Buffer;
  key?: string | Buffer;
  authorization?: string;
}

/** A program may open a browser or ask a metadata service. */
const EXEC_SECONDS = 30;

/** Throws where a file is missing, or the program that gives credentials fails. */
export async function identityOf({ name, user, cluster }: Context, environment: Environment): Promise<Identity> {
  if (user.exec) return ofProgram(name, user.exec, cluster, environment);
  const token = user.token ?? (user.tokenFile ? (await readFile(user.tokenFile, "utf8")).trim() : undefined);
  const basic = user.username ? `${user.username}:${user.password ?? ""}` : undefined;
  return {
    ...pair(
      await material(user["client-certificate-data"], user["client-certificate"]),
      await material(user["client-key-data"], user["client-key"]),
    ),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(basic && { authorization: `Basic ${Buffer.from(basic).toString("base64")}` }),
  };
}

/** The base64 in a kubeconfig, else the file that it names. */
export async function material(data: string | null | undefined, path: string | null | undefined) {
  if (data) return Buffer.from(data, "base64");
  return path ? readFile(path) : undefined;
}

const pair = (cert: string | Buffer | undefined, key: string | Buffer | undefined): Identity =>
  cert && key ? { cert, key } : {};

const credential = z.object({
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
  }),
});

async function ofProgram(
  context: string,
  { command, args, env, apiVersion, installHint }: Exec,
  cluster: Context["cluster"],
  environment: Environment,
): Promise<Identity> {
  const information = {
    apiVersion,
    kind: "ExecCredential",
    spec: {
      interactive: false,
      cluster: { server: cluster.server, "certificate-authority-data": cluster["certificate-authority-data"] },
    },
  };
  const given = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const { stdout, stderr, failed, exitCode } = await execa(command, args ?? [], {
    env: { ...environment.variables, ...given, KUBERNETES_EXEC_INFO: JSON.stringify(information) },
    extendEnv: false,
    stdin: "ignore",
    timeout: EXEC_SECONDS * 1000,
    reject: false,
  });
  const { data } = credential.safeParse(failed ? undefined : json(stdout));
  if (!data) {
    const said = (
      stderr || (failed ? `exit code ${exitCode ?? "none: it could not be run"}` : "it printed no ExecCredential")
    )
      .trim()
      .split("\n")
      .slice(-3);
    throw new Error(
      [`The context "${context}" gets its credentials from \`${command}\`, which failed:`, ...said, installHint ?? ""]
        .filter((line) => line !== "")
        .join("\n"),
    );
  }
  const { token, clientCertificateData, clientKeyData } = data.status;
  return { ...pair(clientCertificateData, clientKeyData), ...(token && { authorization: `Bearer ${token}` }) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
