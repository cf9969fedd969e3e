import { defineConfig } from "vitest/config";

// Three projects: `unit`; then `e2e`, which deploys for real, and beside it `noise`, which plays a week of each mixin.
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          globalSetup: ["test/support/global-setup.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/noise/**"],
          testTimeout: 30_000,
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
    ],
  },
});
