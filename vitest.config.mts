import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.mjs";

// Four projects: `unit`; then `e2e`, which deploys for real, and beside it `noise`, which plays a week of each mixin; and beside them
// all `deployment`, which deploys to a real cluster that `npm run cluster -- build` makes. Three more are run by hand: `node` looks
// at that cluster itself (test/cluster/README.md); `cluster` needs a real API server and the real charts (same README),
// `grafana-server` a real Grafana (test/grafana-server/README.md).
export default defineConfig({
  // As in tsconfig.json: what users import from the package is these sources here.
  resolve: {
    alias: [{ find: /^tocsin$/, replacement: fileURLToPath(new URL("./package/index.ts", import.meta.url)) }],
  },
  test: {
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/support/own-mixins.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          globalSetup: ["test/support/global-setup.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/noise/**", "test/cluster/**", "test/grafana-server/**"],
          testTimeout: 30_000,
          // Of thousands beside a cluster's start one can miss its time; `npm test` lists what needed a second try, and why.
          retry: process.env.CI === "true" ? 1 : 0,
        },
      },
      {
        extends: true,
        test: {
          name: "noise",
          globalSetup: ["test/support/global-setup.ts"],
          include: ["test/noise/**/*.test.ts"],
          // Each week keeps a core busy.
          maxConcurrency: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          globalSetup: ["test/support/global-setup.ts"],
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: { name: "cluster", include: ["test/cluster/*.test.ts"], testTimeout: 120_000, hookTimeout: 180_000 },
      },
      {
        extends: true,
        test: {
          name: "node",
          globalSetup: ["test/cluster/node/global-setup.ts"],
          fileParallelism: false,
          include: ["test/cluster/node/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "deployment",
          globalSetup: ["test/cluster/deployment/global-setup.ts"],
          include: ["test/cluster/deployment/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "grafana-server",
          include: ["test/grafana-server/**/*.test.ts"],
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
