// Objects under conditions, by AWS' command line, in the S3 of moto's server.
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bucketAt } from "../../../components/remediation/ledger/bucket";
import { programsOrSkip } from "../../support/machine/programs";
import { freePort } from "../../support/ports";
import { until } from "../alertmanager/running";
import { awsAt } from "./servers";

const programs = programsOrSkip("aws", "moto_server");

describe.skipIf(!programs)("an object", () => {
  let moto: execa.ExecaChildProcess;
  beforeAll(async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    moto = execa(programs?.moto_server ?? "", ["-H", "127.0.0.1", "-p", String(port)], { reject: false });
    const { AWS_REQUEST_CHECKSUM_CALCULATION: _, ...environment } = awsAt(url);
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const isUp = () =>
      fetch(url).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      );
    await until(isUp, () => "moto's server does not answer");
    await execa("aws", ["s3", "mb", "s3://configuration"]);
    const versions = "Status=Enabled";
    const bucket = ["--bucket=configuration", `--versioning-configuration=${versions}`];
    await execa("aws", ["s3api", "put-bucket-versioning", ...bucket]);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    moto?.kill();
    await moto;
  });

  test("is written where there is none, and over the version that was read alone, also after its expiry", async () => {
    const { read, write } = bucketAt("s3://configuration/remediation");
    expect(await read("restart")).toBeUndefined();
    expect(await write("restart", "1", undefined)).toBe(true);
    expect(await write("restart", "2", undefined)).toBe(false);
    const first = await read("restart");
    expect(first?.text).toBe("1");
    expect(await write("restart", "2", first?.version)).toBe(true);
    expect(await write("restart", "3", first?.version)).toBe(false);
    expect((await read("restart"))?.text).toBe("2");
    await execa("aws", ["s3api", "delete-object", "--bucket=configuration", "--key=remediation/restart.json"]);
    expect(await read("restart")).toBeUndefined();
    expect(await write("restart", "4", undefined)).toBe(true);
  }, 60_000);

  test("of a bucket that is not there is an error, with what S3 says", async () => {
    const { read, write } = bucketAt("s3://none/remediation");
    await expect(read("restart")).rejects.toThrow(/^S3: .*NoSuchBucket/s);
    await expect(write("restart", "1", undefined)).rejects.toThrow(/^S3: .*NoSuchBucket/s);
  }, 60_000);
});
