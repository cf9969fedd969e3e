// Modules that most commands never use are loaded at their first use: what imports them gets what stands for them until then.
import { Module } from "node:module";

/** What takes long to load, and is only named while other modules are loaded. */
const LATE: readonly string[] = [
  // Pulumi serialises functions with it, which nothing of this project asks for.
  "@pulumi/pulumi/typescript-shim",
  // What zod says in other languages.
  "zod/v4/locales",
  // Grafana's panels, which only those who render dashboards build.
  ...["common", "dashboard", "gauge", "prometheus", "stat", "table", "timeseries"].map(
    (room) => `@grafana/grafana-foundation-sdk/${room}`,
  ),
];

/** Stands for a module until somebody asks for a name in it. */
function standIn(path: string): object {
  let loaded: object | undefined;
  const real = (): object => {
    if (loaded === undefined) {
      delete require.cache[path];
      loaded = Object(require(path));
    }
    return loaded as object;
  };
  return new Proxy(
    {},
    {
      // Whoever compiled the import asks this while it is loaded.
      get: (_, key) => (key === "__esModule" ? true : Reflect.get(real(), key)),
      has: (_, key) => Reflect.has(real(), key),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, key) => ({
        ...Reflect.getOwnPropertyDescriptor(real(), key),
        configurable: true,
      }),
    },
  );
}

for (const name of LATE) {
  const path = require.resolve(name);
  if (require.cache[path]) continue;
  const module = new Module(path);
  module.filename = path;
  module.loaded = true;
  module.exports = standIn(path);
  require.cache[path] = module;
}
