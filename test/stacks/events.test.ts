// Alertmanager's events under mocks: its configuration and its flag where the settings ask for them, and neither where they do not.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ec2 } from "../../stacks/ec2";
import { settingsWith } from "../components/ec2/registered";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";
import { NOW, plainValue, underMocks } from "../support/mocks";

const FLAG = "--enable-feature=event-recorder";
const CONFIGURATION = { stdout_outputs: [{}] };

describe("on this machine", () => {
  const alertmanager = async (events: boolean) =>
    (await deployed({}, settings({ notifications: { events } }))).named("alertmanager");

  test("it writes them into its log", async () => {
    const part = await alertmanager(true);
    expect(part.inputs.args).toContain(FLAG);
    expect(parse(fileOf(part, "alertmanager.yml")).event_recorder).toEqual(CONFIGURATION);
  });

  test("an older one is not asked to", async () => {
    const part = await alertmanager(false);
    expect(part.inputs.args).not.toContain(FLAG);
    expect(parse(fileOf(part, "alertmanager.yml"))).not.toHaveProperty("event_recorder");
  });
});

test.each([true, false])("on EC2, each server's Alertmanager writes them into its journal: %s", async (events) => {
  const chosen = settingsWith({}, { notifications: { events } });
  const facts = { environment: "dev", runtime: "native" as const };
  const { resources } = await underMocks("dev", () =>
    ec2.deploy(chosen, { ...facts, projectDir: "/project", packageDir: "/project", credentials: {}, now: NOW }),
  );
  const all = resources.map(({ inputs }) => JSON.stringify(plainValue(inputs)));
  const flagged = all.filter((text) => text.includes(FLAG)).length;
  const configured = all.filter((text) => text.includes("event_recorder")).length;
  expect([flagged > 0, configured > 0]).toEqual([events, events]);
});
