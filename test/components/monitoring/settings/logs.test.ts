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

test("alerts have the store look through no more than it may, by what services say they log", () => {
  const services = [shop({ files: ["/a/a.log"], perDay: 2 })];
  const found = (logs: object, alerts: readonly object[] = []) =>
    problems({ logs: { store: "victorialogs", ...logs }, services, alerts });
  expect(found({ maxPerEvaluation: 17 })).toEqual([]);
  expect(found({ maxPerEvaluation: 10 })).toEqual([
    expect.stringMatching(/^logs.maxPerEvaluation: found 10 GB, but all alerts on logs may look through 16\.056 GB: /),
  ]);
  expect(found({ maxPerEvaluation: 13, alerts: { LogSilence: { disabled: true } } })).toEqual([]);
  const another = { alert: "LogSilence", where: { service: ["shop"] }, threshold: { warning: 100 } };
  expect(found({ maxPerEvaluation: 17 }, [another])).toHaveLength(1);
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

const EC2 = {
  kind: "ec2",
  region: "eu-central-1",
  network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
};

test("on EC2 journals are read, and paths of files begin with /", () => {
  const logs = { store: "victorialogs" };
  const on = (platform: object, ...all: object[]) =>
    problems({ platform, logs, services: all.map((one, index) => ({ ...shop(one, `s${index}`) })) });
  expect(on(EC2, { journald: ["shop.service", "kernel"] }, { container: "till" })).toEqual([]);
  expect(on(EC2, { files: ["log/shop.log"] })).toEqual([
    "services[0].logs.files[0]: found log/shop.log; on a host, paths begin with /",
  ]);
  expect(on(EC2, { journald: ["shop"] }).join()).toContain("a unit such as shop.service, or kernel");
  expect(on({ kind: "local" }, { journald: ["shop.service"] })).toEqual([
    "services[0].logs.journald: found one, but the platform is local; journals are read on ec2 only: say files",
  ]);
});

test("on EC2 the data volume has room for lines, and the servers send what is alerted on them", () => {
  const logs = { store: "victorialogs", maxDisk: 50 };
  expect(problems({ platform: { ...EC2, servers: { volume: 40 } }, logs })).toEqual([
    "platform.servers.volume: found 40 GiB; with logs.maxDisk and logs.queue at least 61, or leave it out",
  ]);
  expect(problems({ platform: { ...EC2, remoteWrite: { to: "managed", rules: "managed" } }, logs }).join()).toContain(
    "alerts on logs are sent by the servers' Alertmanagers",
  );
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
    "logs: found one, but the platform is grafana; logs are collected on local, ec2, kubernetes only: leave it out",
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
