// Which environments are deployed and destroyed without a question.
import { describe, expect, test } from "vitest";
import { PLATFORM_KINDS, parseSettings } from "../../../components/monitoring";
import { confirmed } from "../../../infra/deployment/confirm";
import { readStackFile, settingsInFile } from "../../../infra/settings";

const onThisMachine = parseSettings({});

/** The settings of the environments in this repository, which have every platform. */
const elsewhere = ["dev", "staging", "grafana"];

const asked = (environment: string, settings = onThisMachine, yes = false) =>
  confirmed("Deploy this to", { environment, settings }, { yes });

describe("without a terminal", () => {
  test("the usual environment, on this machine, is not asked about", async () => {
    expect(await asked("local")).toBe(true);
  });

  test.each(elsewhere)("the same name is, on the platform of %s", async (environment) => {
    const settings = settingsInFile(await readStackFile(".", environment));
    await expect(asked("local", settings)).rejects.toThrow(
      "Deploy this to local? Nobody is there to answer; give --yes",
    );
    expect(await asked("local", settings, true)).toBe(true);
  });

  test("any other name is, on this machine as well", async () => {
    await expect(asked("team")).rejects.toThrow("Deploy this to team?");
  });

  test("every platform but this machine's is among them", async () => {
    const kinds = await Promise.all(
      elsewhere.map(async (name) => settingsInFile(await readStackFile(".", name)).platform.kind),
    );
    expect(new Set([...kinds, onThisMachine.platform.kind])).toEqual(new Set(PLATFORM_KINDS));
  });
});
