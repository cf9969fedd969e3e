// What the policies object to before the engine starts.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { refuseObjectionable } from "../../../infra/deployment/objections";
import { settingsInFile } from "../../../infra/settings";
import { judgeProgram } from "../../../policies/engine/judge-program";

const refusal = (platform: object, kind: "native" | "docker") => {
  const file = parse(readFileSync("Pulumi.local.yaml", "utf8"));
  const settings = settingsInFile({
    ...file,
    config: { ...file.config, "tocsin:platform": { kind: "local", ...platform } },
  });
  return refuseObjectionable({ environment: "local", settings, runtime: { kind, because: "a test says so" } });
};

test("the environment as it stands is not refused", async () => {
  await refusal({ runtime: "native" }, "native");
});

test("what a mandatory policy finds is refused, with its message and its name", async () => {
  const images = { prometheus: "mirror.example/prometheus:latest" };
  await expect(refusal({ runtime: "docker", images }, "docker")).rejects.toThrow(
    /the image mirror\.example\/prometheus:latest has no version\. .*\[image-with-version\]/,
  );
});

test("what shows only in the whole is found across resources", async () => {
  const files = (name: string, texts: object) => ({ type: "host:index:Files", name, props: { files: texts } });
  const rule = "- { alert: A, expr: up == 0, labels: { severity: critical } }";
  const found = await judgeProgram(
    [
      files("rules", { "a.yml": `groups:\n  - name: a\n    rules:\n      ${rule}` }),
      files("routes", { "alertmanager.yml": "route: { receiver: none }\nreceivers: [{ name: none }]" }),
    ],
    "/",
  );
  expect(found.map(({ policy }) => policy)).toContain("route-for-every-severity");
});
