// The Alertmanager of a managed workspace: what its definition holds is what amtool takes, and all goes to the one topic.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { managedAlertmanagerDefinition } from "../../../components/alertmanager";
import { assemble } from "../../../components/monitoring";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("amtool");
const topic = "arn:aws:sns:eu-central-1:123456789012:dev";

const definition = z.object({ alertmanager_config: z.string() });
const config = z.looseObject({
  receivers: z.array(
    z.object({ name: z.string(), sns_configs: z.array(z.looseObject({ topic_arn: z.string() })).optional() }),
  ),
});

const rendered = (more: object = {}) =>
  definition.parse(
    parse(managedAlertmanagerDefinition(assemble("dev", settings(more), endpoints), { topic, region: "eu-central-1" })),
  ).alertmanager_config;

test.skipIf(!tools)("a managed definition is what amtool takes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-managed-"));
  const file = join(folder, "alertmanager.yml");
  await writeFile(file, rendered());
  const { all, exitCode } = await execa(tools?.amtool ?? "", ["check-config", file], { all: true, reject: false });
  await rm(folder, { recursive: true });
  expect(exitCode, all).toBe(0);
});

test("a managed definition sends every receiver's messages to the topic", () => {
  const { receivers } = config.parse(parse(rendered()));
  expect(receivers.length).toBeGreaterThan(2);
  for (const { name, sns_configs: sent } of receivers) expect(sent, name).toMatchObject([{ topic_arn: topic }]);
});

const SMTP = { host: "mail.example.com:587", from: "tocsin@example.com" };

test("a receiver that is only e-mail has the topic as well", () => {
  const board = { name: "board", severities: ["critical"], email: ["board@example.com"] };
  const { receivers } = config.parse(parse(rendered({ notifications: { receivers: [board], smtp: SMTP } })));
  expect(receivers.find(({ name }) => name === "board")?.sns_configs).toMatchObject([
    { topic_arn: topic, send_resolved: true, attributes: { receiver: "board" } },
  ]);
});

test("a webhook in a managed definition is an error and never silence", () => {
  const tickets = { name: "tickets", severities: ["critical"], webhook: "https://tickets.example.com/secret" };
  expect(() => rendered({ notifications: { receivers: [tickets] } })).toThrow(
    'Receiver "tickets" is a webhook, which a managed Alertmanager cannot send to',
  );
});
