// What commands load: what takes long waits until somebody uses it.
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** What a program prints that runs as the commands do. */
const printed = (program: string): unknown =>
  JSON.parse(execFileSync(process.execPath, ["--import", "tsx", "-e", program], { encoding: "utf8" }));

const PANELS = "@grafana/grafana-foundation-sdk/dashboard";
const loaded = (what: string) =>
  `Object.keys(require.cache).filter((path) => require.cache[path].children.length > 0 && ${what}.test(path))`;

test("a module that waits is the module itself, once it is used", () => {
  const program = `
    require("./infra/machine/late.ts");
    const panels = require("${PANELS}");
    const before = ${loaded("/foundation-sdk/")}.length;
    const title = new panels.DashboardBuilder("Hosts").build().title;
    console.log(JSON.stringify({ before, title, names: Object.keys(panels).length > 10, same: panels.RowBuilder === require("${PANELS}").RowBuilder }));`;
  expect(printed(program)).toEqual({ before: 0, title: "Hosts", names: true, same: true });
});

test.each(["service/status", "service/logs", "service/stop", "doctor", "silences"])(
  "%s loads neither Pulumi's SDK nor a compiler",
  (command) => {
    const program = `
      require("./infra/machine/late.ts");
      require("./infra/commands/${command}.ts");
      console.log(JSON.stringify(${loaded("/node_modules\\/(@pulumi|typescript|@grpc)\\//")}));`;
    expect(printed(program)).toEqual([]);
  },
);
