import { defineConfig } from "vitest/config";

// Two projects: `unit` runs in parallel; `e2e` deploys for real, after it.
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          globalSetup: ["test/support/global-setup.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          testTimeout: 30_000,
          // Tests that run side by side keep a core busy each.
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
