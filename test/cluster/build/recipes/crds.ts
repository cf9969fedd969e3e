// The definitions of the operator's custom resources, from its module.
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { moduleSource } from "../module-source";
import type { Recipe } from "../recipe";
import { STACK } from "../versions";

export const crds: Recipe = {
  name: `crds-${STACK.operator}`,
  what: `custom resource definitions of Prometheus operator ${STACK.operator}`,
  make: async (scratch, maker) => {
    const module = `github.com/prometheus-operator/prometheus-operator@v${STACK.operator}`;
    const { folder } = await moduleSource(module, scratch, maker);
    await rename(join(folder, "example/prometheus-operator-crd"), join(scratch, "crds"));
    await rm(folder, { recursive: true });
  },
};
