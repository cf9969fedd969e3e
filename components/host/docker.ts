// The Docker daemon of this machine, through its API: whether it answers, its containers, their signals, commands in an image.
import { request } from "node:http";
import { z } from "zod";
import { messageOf } from "../error-text";
import { readEnvironment } from "./tools/environment";

const SOCKET = "/var/run/docker.sock";
const PING_TIMEOUT_MS = 2_000;
const CALL_TIMEOUT_MS = 60_000;

/** Whether a Docker daemon answers on its socket, or at DOCKER_HOST. */
export async function dockerAnswers(): Promise<boolean> {
  const answer = await call("GET", "/_ping", { timeoutMs: PING_TIMEOUT_MS }).catch(() => undefined);
  return answer?.status === 200;
}

const inspected = z.object({ State: z.object({ Running: z.boolean(), Pid: z.number() }) });

/** The process id of a running container's first process, as the daemon's machine counts; undefined where it does not run. */
export async function containerPid(name: string): Promise<number | undefined> {
  const answer = await call("GET", `/containers/${name}/json`).catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  const { State } = inspected.parse(JSON.parse(answer.body));
  return State.Running ? State.Pid : undefined;
}

/** Sends a signal to a container's first process. Throws with the daemon's words. */
export async function signalContainer(name: string, signal: "HUP"): Promise<void> {
  await done("POST", `/containers/${name}/kill?signal=${signal}`);
}

/** A command in a container of its own. */
export interface OneCommand {
  /** An image that the daemon has. */
  readonly image: string;
  /** The program's path in the image. */
  readonly program: string;
  readonly args: readonly string[];
  /** Folders of this machine that it reads, by their absolute path in the container. */
  readonly reads: Readonly<Record<string, string>>;
  /** Where it runs. */
  readonly folder: string;
}

/** Runs a command without a network until it ends, and removes its container. Throws where the daemon cannot run it. */
export async function runInImage(command: OneCommand): Promise<{ ok: boolean; output: string }> {
  const { image, program, args, reads, folder } = command;
  const created = await done("POST", "/containers/create", {
    Image: image,
    Entrypoint: [program],
    Cmd: args,
    User: "root",
    WorkingDir: folder,
    // With a terminal, the log is the output as it is, without frames.
    Tty: true,
    HostConfig: {
      NetworkMode: "none",
      Binds: Object.entries(reads).map(([path, from]) => `${from}:${path}:ro`),
    },
  });
  const { Id } = z.object({ Id: z.string() }).parse(JSON.parse(created));
  try {
    await done("POST", `/containers/${Id}/start`);
    const waited = await done("POST", `/containers/${Id}/wait`);
    const { StatusCode } = z.object({ StatusCode: z.number() }).parse(JSON.parse(waited));
    return { ok: StatusCode === 0, output: await done("GET", `/containers/${Id}/logs?stdout=1&stderr=1`) };
  } finally {
    await call("DELETE", `/containers/${Id}?force=1&v=1`);
  }
}

async function done(method: string, path: string, body?: unknown): Promise<string> {
  const answer = await call(method, path, { body }).catch((error: unknown) => {
    throw new Error(`The Docker daemon does not answer: ${messageOf(error)}`);
  });
  if (answer.status >= 300) throw new Error(`The Docker daemon refuses ${method} ${path}: ${answer.body.trim()}`);
  return answer.body;
}

interface Options {
  body?: unknown;
  timeoutMs?: number;
}

function call(method: string, path: string, { body, timeoutMs = CALL_TIMEOUT_MS }: Options = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    const asked = request({ ...address(), method, path, headers, timeout: timeoutMs }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once("error", reject);
    });
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    asked.once("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function address(): { socketPath: string } | { host: string; port: string } {
  const { DOCKER_HOST } = readEnvironment().variables;
  if (!DOCKER_HOST) return { socketPath: SOCKET };
  if (DOCKER_HOST.startsWith("unix://")) return { socketPath: DOCKER_HOST.slice("unix://".length) };
  const { hostname, port } = new URL(DOCKER_HOST);
  return { host: hostname, port: port || "2375" };
}
