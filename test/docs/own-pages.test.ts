// Every command on the pages for whoever brings something of their own is run for real, by what the table says.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commandsOn, OF_THE_PACKAGE, OWN_PAGES, RUN_BY, runnerOf, typedByUsers } from "./own-pages";

const all = OWN_PAGES.flatMap((page) => commandsOn(page).map((command) => ({ page, command })));

test("pages and their sentences have commands", () => {
  expect(all.length).toBeGreaterThan(15);
  expect(commandsOn("package")).toEqual(expect.arrayContaining(["npm init -y", "npx tocsin status"]));
  expect(commandsOn("exporter-upgrades")).toContain("npm run doctor -- ENV");
});

test.each(all)("$page: $command is run", ({ command }) => {
  expect(runnerOf(command)).toBeDefined();
});

test.each(["kubectl apply -f x", "gh release list", "pulumi up", "npm publish", "curl http://x"])(
  "%s, which nothing runs, would be found",
  (command) => expect(runnerOf(command)).toBeUndefined(),
);

test("the table has no command that no page has", () => {
  expect(Object.keys(RUN_BY).filter((command) => !all.some((one) => one.command === command))).toEqual([]);
});

test("those who run the others name the programs", () => {
  const without = Object.entries(RUN_BY).filter(([command, file]) => {
    const text = readFileSync(file, "utf8");
    const [, ...words] = command.split(" ").slice(0, 3);
    return !words.every((word) => text.includes(word));
  });
  expect(without).toEqual([]);
});

test("the test of the package types what a user types, each command of every page", () => {
  expect(readFileSync(OF_THE_PACKAGE, "utf8")).toContain("OWN_PAGES.flatMap(commandsOf)");
  expect(typedByUsers("npm run doctor -- ENV")).toBe("npx tocsin doctor local");
  expect(typedByUsers("npm run preview -- dev --offline")).toBe("npx tocsin preview dev --offline");
});
