// Which context is meant, and whether its API server answers: found before anything is run.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { kubeconfigFiles, readContext } from "../../../infra/cluster/kubeconfig";
import { reachApiServer } from "../../../infra/cluster/reach";
import { type Answering, answering, config, environment } from "./answering";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-reach-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : stringify(content));
  return path;
};

describe("the kubeconfig", () => {
  test("is the given one, else those of KUBECONFIG, else kubectl's own", () => {
    expect(kubeconfigFiles("~/mine", environment({ KUBECONFIG: "/a" }))).toEqual(["/nowhere/mine"]);
    expect(kubeconfigFiles(undefined, environment({ KUBECONFIG: "/a:/b" }))).toEqual(["/a", "/b"]);
    expect(kubeconfigFiles(undefined, environment())).toEqual(["/nowhere/.kube/config"]);
  });

  test("of several files is read as one, the first that has a name deciding", async () => {
    const files = [
      written("a", config({ k3d: "https://a" })),
      written("b", config({ k3d: "https://b", kind: "https://c" })),
    ];
    expect((await readContext("k3d", files)).cluster.server).toBe("https://a");
    expect((await readContext("kind", [...files, join(folder, "missing")])).cluster.server).toBe("https://c");
  });

  test("has paths that are relative to its folder", async () => {
    const path = written("a", {
      ...config({ k3d: "https://a" }),
      users: [{ name: "me", user: { "client-key": "keys/me" } }],
    });
    expect((await readContext("k3d", [path])).user["client-key"]).toBe(join(folder, "keys/me"));
  });

  test("without the context says which there are", async () => {
    const path = written("a", config({ "k3d-shop": "https://a", "kind-test": "https://b" }));
    await expect(readContext("staging", [path])).rejects.toThrow(
      `platform.cluster.context: found "staging", which is not in ${path}; the contexts there are k3d-shop, kind-test`,
    );
    await expect(readContext("staging", [written("empty", "")])).rejects.toThrow("there is no context in it");
  });

  test("that is missing or no kubeconfig is named, and no value of it is repeated", async () => {
    await expect(readContext("a", [join(folder, "none")])).rejects.toThrow("There is no kubeconfig:");
    await expect(
      readContext("a", [written("bad", { users: [{ name: "me", user: { token: ["s3cret"] } }] })]),
    ).rejects.toThrow(/is not one that kubectl would read; wrong there: users\.0\.user\.token$/);
    await expect(readContext("a", [written("worse", "a: b: c")])).rejects.toThrow("is not YAML");
  });
});

describe("the API server", () => {
  let server: Answering | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const reached = async (readyz: { status?: number; body: string }, user?: object) => {
    server = await answering({ "/readyz": readyz }, user);
    return reachApiServer({ context: "test", kubeconfig: server.kubeconfig }, environment());
  };

  test("that is ready is reached with the token of the context", async () => {
    expect((await reached({ body: "ok" }))?.context).toBe("test");
    expect(server?.asked).toMatchObject([{ method: "GET", path: "/readyz", authorization: "Bearer the-token" }]);
  });

  test("is reached with what a program answers, or says why that failed", async () => {
    const credential = JSON.stringify({ status: { token: "from-a-program" } });
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "sh", args: ["-c", `echo '${credential}'`] };
    await reached({ body: "ok" }, { exec });
    expect(server?.asked[0]?.authorization).toBe("Bearer from-a-program");
    await server?.close();
    const failing = { ...exec, args: ["-c", "echo 'log in first' >&2; exit 1"], installHint: "Get the tool." };
    await expect(reached({ body: "ok" }, { exec: failing })).rejects.toThrow(
      'The context "test" gets its credentials from `sh`, which failed:\nlog in first\nGet the tool.',
    );
  });

  test("that does not answer is named, with the reason", async () => {
    const path = written("a", config({ gone: "http://127.0.0.1:1" }));
    await expect(reachApiServer({ context: "gone", kubeconfig: path }, environment())).rejects.toThrow(
      'The API server of the context "gone" does not answer at http://127.0.0.1:1: the connection is refused.',
    );
  });

  test("that is not ready says what is not", async () => {
    await expect(
      reached({ status: 500, body: "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed" }),
    ).rejects.toThrow(/is not ready \(500\): \[-\]etcd failed: reason withheld$/);
  });

  test("that refuses the credentials says so; one that refuses just this question is there", async () => {
    await expect(reached({ status: 401, body: "{}" })).rejects.toThrow("refuses its credentials (401)");
    await server?.close();
    expect(await reached({ status: 403, body: "{}" })).toBeDefined();
  });

  test("is left to the provider where a proxy is between, and where the stack creates it", async () => {
    const path = written("a", config({ far: "https://far.example.com" }));
    const behind = (noProxy: string) => environment({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: noProxy });
    expect(await reachApiServer({ context: "far", kubeconfig: path }, behind("example.org"))).toBeUndefined();
    await expect(reachApiServer({ context: "far", kubeconfig: path }, behind(".example.com"))).rejects.toThrow(
      "does not answer",
    );
    expect(await reachApiServer({}, environment())).toBeUndefined();
  });
});
