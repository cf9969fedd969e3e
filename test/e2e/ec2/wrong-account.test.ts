// `up` with the credentials of another account than the settings allow: it ends before anything is created, or kept in a state.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";
import { Processes, within } from "../processes";

const programs = programsOrSkip("aws", "moto_server");
const tools = toolsOrSkip("pulumi");

describe.skipIf(!programs || !tools)("an environment on EC2 that may be in one account only", () => {
  const processes = new Processes();
  let house: House;
  let endpoint: string;

  beforeAll(async () => {
    house = await House.copy();
    const { port } = await freePorts("port");
    endpoint = `http://127.0.0.1:${port}`;
    processes.start(programs?.moto_server ?? "", ["-H", "127.0.0.1", "-p", String(port)], {
      MOTO_ACCOUNT_ID: "210987654321",
    });
    await within(
      60,
      async () => (await fetch(endpoint)).ok || undefined,
      () => "moto's server does not answer",
    );
    const document = parse(await readFile(join(house.dir, "Pulumi.dev.yaml"), "utf8"));
    document.config["tocsin:platform"].aws = { allowedAccountIds: ["123456789012"], endpoints: { sts: endpoint } };
    await house.write("Pulumi.dev.yaml", stringify(document));
  });

  afterAll(async () => {
    await house.tearDown();
    await processes.endAll();
  });

  test("is not deployed to another, and nothing of it is kept", async () => {
    const { exitCode, output } = await house.run(["up", "dev", "--yes"], {
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
    });
    expect(output).toContain("are those of the AWS account 210987654321; the settings allow 123456789012");
    expect(exitCode).toBe(1);
    expect((await house.files("state").catch(() => [])).filter((file) => file.includes("stacks"))).toEqual([]);
    expect(output).not.toContain("Deploying");
  });
});
