// Pulumi's Kubernetes provider from its module, without the components that no program of ours uses: they import the whole typed
// SDK, which takes as long to compile as Kubernetes.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { moduleSource, replaceIn } from "../module-source";
import type { Recipe } from "../recipe";
import { PROVIDER } from "../versions";

/** The program in the recipe's folder. */
export const PROVIDER_PROGRAM = "pulumi-resource-kubernetes";

const PROGRAM = `cmd/${PROVIDER_PROGRAM}`;

export const provider: Recipe = {
  name: `pulumi-kubernetes-${PROVIDER.version}`,
  what: `Pulumi's Kubernetes provider ${PROVIDER.version} (four minutes)`,
  make: async (scratch, maker) => {
    const module = `github.com/pulumi/pulumi-kubernetes/provider/v4@${PROVIDER.module}`;
    const { folder, step } = await moduleSource(module, scratch, maker);
    const at = (path: string) => join(folder, path);
    const construct = at("pkg/provider/provider_construct.go");
    await writeFile(construct, await replaceIn(construct, /^\tprovider(helmv4|kustomizev2|yamlv2) ".*"\n/gm, ""));
    await writeFile(construct, await replaceIn(construct, /^\t"kubernetes:.*": +provider\w+\.New\w+,\n/gm, ""));
    await writeFile(at("go.mod"), await replaceIn(at("go.mod"), /^replace .*\/sdk\/v4 => \.\.\/sdk\n/gm, ""));
    const schema: object = JSON.parse(await readFile(at(`${PROGRAM}/schema.json`), "utf8"));
    await writeFile(at(`${PROGRAM}/schema-embed.json`), JSON.stringify({ ...schema, version: PROVIDER.version }));
    await writeFile(
      at(`${PROGRAM}/terraform-mapping-embed.json`),
      await readFile(at(`${PROGRAM}/terraform-mapping.json`)),
    );
    const version = "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version";
    const link = `-s -w -X ${version}=${PROVIDER.version}`;
    const output = join(scratch, PROVIDER_PROGRAM);
    await step(["build", "-trimpath", "-ldflags", link, "-o", output, `./${PROGRAM}`]);
    await rm(folder, { recursive: true });
  },
};
