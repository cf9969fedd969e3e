// What `import … from "tocsin"` gives: the languages in which a team writes mixins of its own, and tocsin.config.ts.
import { z } from "zod";

export * from "../components/dashboards";
export type { ServiceExporter } from "../components/mixins/exporter";
export {
  type Layer,
  type Mixin,
  mixin,
  type ServiceMixin,
  withOptions,
  withoutOptions,
} from "../components/mixins/mixin";
export { type Config, defineConfig } from "../components/mixins/own/config";
export { growing, growingByPhase, growingThenStill, type Phase, steady } from "../components/mixins/scenario-series";
export type { Release } from "../components/releases";
export * from "../components/rules";
export { z };
