// Pulumi's Docker provider: no registry has its module, so Pulumi's bridge is compiled over the provider of Terraform that it wraps.
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "@pulumi/docker/package.json";
import { moduleSource, replaceIn } from "../../../cluster/build/module-source";
import type { Maker, Recipe } from "../../../cluster/build/recipe";

/** The program in the recipe's folder, and its version. */
export const PROVIDER = { program: "pulumi-resource-docker", version } as const;

const SOURCES = "test/e2e/docker/build/recipes/provider";
const WRAPPED = "github.com/kreuzwerker/terraform-provider-docker@v0.0.0-20260916201441-96d331c98ff4";
const BRIDGE = "github.com/pulumi/pulumi-terraform-bridge/v3 v3.120.0";
const KIT = { module: "github.com/hashicorp/terraform-plugin-sdk/v2", version: "v2.40.1" };

/** Of what the wrapped provider asks for, what is no tool of its developers. */
const TOOLS = /^\t\S*(golangci-lint|misspell|terrafmt|terraform-plugin-docs|terraform-plugin-testing) .*\n/gm;

export const provider: Recipe = {
  name: `pulumi-docker-${version}`,
  what: `Pulumi's Docker provider ${version} (five minutes)`,
  make: async (scratch, maker) => {
    await kit(scratch, maker);
    const { folder, step } = await moduleSource(WRAPPED, scratch, maker);
    const at = (path: string) => join(folder, path);
    await rm(at("tools"), { recursive: true, force: true });
    const direct = (await replaceIn(at("go.mod"), TOOLS, "")).split(/^\)$/m)[0];
    const replaced = `replace ${KIT.module} => ../kit`;
    await writeFile(at("go.mod"), [`${direct})`, `require ${BRIDGE}`, replaced, ""].join("\n"));
    await rm(at("go.sum"));
    await mkdir(at(`cmd/${PROVIDER.program}`), { recursive: true });
    await cp(join(SOURCES, "main.go"), at(`cmd/${PROVIDER.program}/main.go`));
    await step(["mod", "tidy"]);
    const output = join(scratch, PROVIDER.program);
    const flags = ["-trimpath", "-tags", "no_compose", "-ldflags", `-s -w -X main.version=${version}`];
    await step(["build", ...flags, "-o", output, `./cmd/${PROVIDER.program}`]);
    await rm(folder, { recursive: true });
    await rm(join(scratch, "kit"), { recursive: true });
  },
};

/** Terraform's kit with the two functions that Pulumi's fork of it adds for the bridge. */
async function kit(scratch: string, maker: Maker): Promise<void> {
  const { folder } = await moduleSource(`${KIT.module}@${KIT.version}`, scratch, maker);
  const file = join(folder, "helper/schema/grpc_provider.go");
  const open = /^(func \(s \*GRPCProviderServer\)) PlanResourceChange\((.*)PlanResourceChangeRequest\) \(/gm;
  await writeFile(
    file,
    await replaceIn(file, open, "$1 planResourceChange($2PlanResourceChangeRequest, plan *planned) ("),
  );
  const planned = /^(\t\/\/ The diff carries identity over from the prior state unconditionally\n)/gm;
  await writeFile(file, await replaceIn(file, planned, "\tdiff = plan.of(diff)\n\n$1"));
  await writeFile(join(folder, "helper/schema/bridge.go"), await readFile(join(SOURCES, "bridge.go")));
  await rename(folder, join(scratch, "kit"));
}
