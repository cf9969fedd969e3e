// An environment as it is deployed: what each machine gets, and an account in which what it reads lies.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Ec2Settings } from "../../../../components/ec2";
import type { File } from "../../../../components/ec2/machine/setup";
import type { Credentials } from "../../../../components/monitoring";
import { yaml } from "../../../../components/prometheus";
import { deployed, type Environment } from "../../../components/ec2/registered";
import { plainValue } from "../../../support/mocks";
import { within } from "../../processes";
import type { Booted } from "./booted";

const ENDPOINT = "http://127.0.0.1:5000";
const ACCOUNT = {
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
  AWS_DEFAULT_REGION: "eu-central-1",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** In place of the machine's role, and of AWS' own addresses; what it runs is the machine's own, or missing. */
export const AWS: File = {
  path: "/usr/local/bin/aws",
  content: `#!/bin/sh\nexport ${Object.entries(ACCOUNT)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}\nexec /usr/bin/aws --endpoint-url ${ENDPOINT} "$@"\n`,
  executable: true,
};

/** User data where cloud-init looks for it, beside EC2's metadata, which nobody answers here; and what runs before it, as an image's. */
export const seed = (userData: string, before: readonly string[] = []): File[] => [
  { path: "/var/lib/cloud/seed/nocloud/user-data", content: userData },
  { path: "/var/lib/cloud/seed/nocloud/meta-data", content: "instance-id: i-0123456789abcdef0\n" },
  {
    path: "/etc/cloud/cloud.cfg.d/99-image.cfg",
    content: yaml({
      datasource_list: ["NoCloud"],
      network: { config: "disabled" },
      locale: "C.UTF-8",
      bootcmd: ["update-ca-certificates", ...before],
    }),
  },
];

const object = z.object({ bucket: z.string(), key: z.string(), content: z.unknown() });
const parameter = z.object({ name: z.string(), value: z.unknown() });
const runCommand = z.object({
  mainSteps: z.tuple([z.object({ inputs: z.object({ runCommand: z.array(z.string()) }) })]),
});

export class Deployed {
  /** Values by name. */
  private readonly parameters: ReadonlyMap<string, string>;

  private constructor(private readonly environment: Environment) {
    const all = environment.ofType("ssm/parameter:Parameter").map(({ inputs }) => parameter.parse(inputs));
    this.parameters = new Map(all.map(({ name, value }) => [name, String(plainValue(value))]));
  }

  static async of(settings: Ec2Settings, credentials: Credentials = {}): Promise<Deployed> {
    return new Deployed(await deployed(settings, credentials));
  }

  /** The user data of an instance, by the end of its name. */
  userDataOf(name: string): string {
    const [found] = this.environment.ofType("ec2/instance:Instance").filter((one) => one.name.endsWith(`-${name}`));
    return z.string().parse(found?.inputs.userData);
  }

  /** The script of a document of SSM, as the agent runs it where no parameters are given. */
  documentOf(name: string): string {
    const [found] = this.environment.ofType("ssm/document:Document").filter((one) => one.name.endsWith(`-${name}`));
    const [step] = runCommand.parse(JSON.parse(z.string().parse(found?.inputs.content))).mainSteps;
    return `${step.inputs.runCommand.join("\n").replaceAll(/\{\{ \w+ \}\}/g, "")}\n`;
  }

  /** Ids of the volumes that are attached to an instance. */
  volumesOf(name: string): string[] {
    const volumes = this.environment.ofType("ebs/volume:Volume").filter((one) => one.name.includes(`-${name}`));
    return volumes.map(({ id }) => id);
  }

  parameter(name: string): string {
    return z.string().parse(this.parameters.get(name));
  }

  /** An account in a machine's network, with all objects and parameters of the environment. */
  async account(machine: Booted, motoServer: string, aws: string): Promise<void> {
    machine.start([motoServer, "-H", "127.0.0.1", "-p", "5000"]);
    const call = async (...words: string[]) => {
      const done = await machine.beside([aws, "--endpoint-url", ENDPOINT, ...words], ACCOUNT);
      if (done.failed) throw new Error(`aws ${words.join(" ")}: ${done.all}`);
    };
    await within(
      60,
      () => call("s3", "ls").then(() => true),
      () => "moto's server does not answer",
    );
    const folder = await mkdtemp(join(tmpdir(), "tocsin-objects-"));
    const buckets = new Set<string>();
    for (const { inputs } of this.environment.ofType("s3/bucketObjectv2:BucketObjectv2")) {
      const { bucket, key, content } = object.parse(inputs);
      buckets.add(bucket);
      const file = join(folder, bucket, key);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, String(plainValue(content) ?? content));
    }
    for (const bucket of buckets) {
      await call("s3", "mb", `s3://${bucket}`);
      await call("s3", "sync", "--only-show-errors", join(folder, bucket), `s3://${bucket}`);
    }
    const put = ([name, value]: readonly [string, string]) =>
      call("ssm", "put-parameter", "--type", "SecureString", "--name", name, "--value", value);
    await Promise.all([...this.parameters].map(put));
  }
}
