// A deployment that would change nothing is recognised, and one that would is not.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { files } from "../../../components/host/provider/files";
import { parseSettings } from "../../../components/monitoring";
import { forgetRepetition, Repetition } from "../../../infra/deployment/unchanged";

const OUTPUTS = { addresses: { prometheus: "http://127.0.0.1:9090" } };
const URN = "urn:pulumi:local::tocsin::tocsin:host:NativeMonitoring$host:index:Files::runbooks";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project whose one resource, a folder of files, was deployed. */
async function deployed() {
  const projectDir = mkdtempSync(join(tmpdir(), "unchanged-"));
  folders.push(projectDir);
  const stateDir = join(projectDir, ".tocsin", "state");
  const stateFile = join(stateDir, ".pulumi", "stacks", "tocsin", "local.json");
  const inputs = { dir: join(projectDir, ".tocsin", "local", "runbooks"), files: { "a.md": "# A" } };
  await files.apply(inputs);
  mkdirSync(dirname(stateFile), { recursive: true });
  const state = { pending_operations: [] as unknown[], resources: [{ urn: URN, id: "runbooks", outputs: inputs }] };
  const write = () => writeFileSync(stateFile, JSON.stringify({ version: 3, checkpoint: { latest: state } }));
  write();
  const resource = { type: "host:index:Files", name: "runbooks", id: "x", inputs };
  const repetition = (resources = [resource], platform: object = { kind: "local" }) =>
    new Repetition(
      {
        environment: "local",
        settings: parseSettings({ platform }),
        engine: { path: "/bin/pulumi", version: "3.276.0", from: "PATH" },
        runtime: { kind: "native", because: "a test says so" },
        backend: { url: "file://", isOwn: false, stateDir, passphrase: "none", variables: {} },
      },
      resources,
      projectDir,
    );
  return { projectDir, stateFile, state, write, inputs, resource, repetition };
}

test("nothing is known of a first deployment", async () => {
  expect(await (await deployed()).repetition().unchanged()).toBeUndefined();
});

test("the same again changes nothing, and says what the stack exports", async () => {
  const { repetition } = await deployed();
  await repetition().remember(OUTPUTS);
  expect(await repetition().unchanged()).toEqual(OUTPUTS);
});

test("once a deployment or a destruction has begun, nothing is known", async () => {
  const { repetition, projectDir } = await deployed();
  await repetition().remember(OUTPUTS);
  await forgetRepetition("local", projectDir);
  expect(await repetition().unchanged()).toBeUndefined();
});

type Ground = Awaited<ReturnType<typeof deployed>>;

test.each<[string, (ground: Ground) => Repetition]>([
  [
    "a file that somebody changed",
    ({ inputs, repetition }) => {
      writeFileSync(join(inputs.dir, "a.md"), "# B");
      return repetition();
    },
  ],
  [
    "a file that somebody added",
    ({ inputs, repetition }) => {
      writeFileSync(join(inputs.dir, "b.md"), "# B");
      return repetition();
    },
  ],
  [
    "another state",
    ({ stateFile, repetition }) => {
      writeFileSync(stateFile, `${readFileSync(stateFile, "utf8")} `);
      return repetition();
    },
  ],
  ["other settings", ({ resource, repetition }) => repetition([resource], { kind: "local", sample: false })],
  [
    "other inputs",
    ({ inputs, resource, repetition }) =>
      repetition([{ ...resource, inputs: { ...inputs, files: { "a.md": "# C" } } }]),
  ],
])("%s is a change", async (_, change) => {
  const ground = await deployed();
  await ground.repetition().remember(OUTPUTS);
  expect(await change(ground).unchanged()).toBeUndefined();
});

test("what the engine has begun and not ended is for the engine", async () => {
  const { state, write, repetition } = await deployed();
  state.pending_operations.push({ type: "creating" });
  write();
  await repetition().remember(OUTPUTS);
  expect(await repetition().unchanged()).toBeUndefined();
});

test("of what other providers made, only the engine can say anything", async () => {
  const { resource, repetition } = await deployed();
  const others = [{ ...resource, type: "docker:index/container:Container" }];
  await repetition(others).remember(OUTPUTS);
  expect(await repetition(others).unchanged()).toBeUndefined();
});
