// What is wrong with the settings of logs.
import { expect, test } from "vitest";
import { problems } from "./problems";

const ONCE = { from: "2027-01-01T00:00", to: "2027-01-01T01:00" };
const shop = (logs: object, name = "shop") => ({ name, mixin: "service", targets: ["127.0.0.1:8080"], logs });

test("logs need no more than a store", () => {
  expect(problems({ logs: { store: "victorialogs" }, services: [shop({ files: ["/var/log/shop/*.log"] })] })).toEqual(
    [],
  );
});

test("a service's files are collected only where the environment's logs are", () => {
  expect(problems({ services: [shop({ files: ["/var/log/shop.log"] })] })).toEqual([
    "services[0].logs: found one without the environment's: add tocsin:logs: { store: victorialogs }",
  ]);
});

test("a file has one reader", () => {
  const services = [shop({ files: ["/var/log/a.log"] }), shop({ files: ["/var/log/a.log"] }, "till")];
  expect(problems({ logs: { store: "victorialogs" }, services })).toEqual([
    'services[1].logs.files[0]: found /var/log/a.log a second time; "shop" has it',
  ]);
});

test("services say they log no more in a day than the environment may", () => {
  const services = [shop({ files: ["/a/a.log"], perDay: 1.5 }), shop({ files: ["/b/b.log"], perDay: 1 }, "till")];
  expect(problems({ logs: { store: "victorialogs", maxPerDay: 2.5 }, services })).toEqual([]);
  expect(problems({ logs: { store: "victorialogs", maxPerDay: 2 }, services })).toEqual([
    "logs.maxPerDay: found 2 GB, but the services' logs.perDay are 2.5 GB together: log less, or raise it",
  ]);
});

test("a maintenance window takes the names of alerts on logs where there are any", () => {
  const maintenance = [
    {
      name: "night",
      reason: "the batch of every night",
      owner: "sales",
      match: { alerts: ["LogErrorBurst"] },
      ...ONCE,
    },
  ];
  expect(problems({ logs: { store: "victorialogs" }, maintenance })).toEqual([]);
  expect(problems({ maintenance })).toHaveLength(1);
});

test("not every platform collects logs", () => {
  const platform = {
    kind: "grafana",
    url: "https://grafana.example.com",
    auth: { file: "token" },
    dataSource: { url: "https://prometheus.example.com" },
    scrapes: { prometheus: "prometheus.example.com:9090" },
  };
  expect(problems({ platform, logs: { store: "victorialogs" } })).toEqual([
    "logs: found one, but the platform is grafana; logs are collected on local, kubernetes only: leave it out",
  ]);
});

test.each([
  [{ retention: "5h" }, "logs.retention"],
  [{ maxDisk: 0 }, "logs.maxDisk"],
  [{ mask: ["(unclosed"] }, "logs.mask[0]"],
  [{ mask: ["(?=ahead)x"] }, "logs.mask[0]"],
  [{ mask: ["a*"] }, "logs.mask[0]"],
  [{ shard: 1 }, "logs.shard"],
])("%j is refused at %s", (wrong, path) => {
  const found = problems({ logs: { store: "victorialogs", ...wrong } });
  expect(found.map((one) => one.split(": ")[0])).toEqual([path]);
});

test.each(["../outside.log", "app.log", "/var/*/app.log", "/var/log/my app.log"])("%s is no file to read", (file) => {
  const found = problems({ logs: { store: "victorialogs" }, services: [shop({ files: [file] })] });
  expect(found).toHaveLength(1);
});
