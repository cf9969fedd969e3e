// Secrets as encrypted parameters of SSM, which servers read through their role when they start.
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { tagsOf } from "./tags";

export interface SecretParametersArgs {
  environment: string;
  /** By the name of the file that holds each on a server. */
  given: Readonly<Record<string, pulumi.Input<string>>>;
  /** Made up here, once: passwords between the environment's own parts. */
  made: readonly string[];
}

/** Encrypted in the state as well: every value is a Pulumi secret. */
export class SecretParameters extends pulumi.ComponentResource {
  /** Names of the parameters, by file. */
  readonly names: Readonly<Record<string, string>>;
  readonly arns: readonly pulumi.Output<string>[];
  /** The same, by file. */
  private readonly byFile: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: SecretParametersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:SecretParameters", name, {}, opts);
    const made = args.made.map((file) => {
      const password = new RandomPassword(`${name}-${file}`, { length: 32, special: false }, { parent: this });
      return [file, password.result] as const;
    });
    const values = [...Object.entries(args.given), ...made];
    this.names = Object.fromEntries(values.map(([file]) => [file, `/tocsin/${args.environment}/${file}`]));
    const parameters = values.map(([file, value]) => {
      const parameter = new ssm.Parameter(
        `${name}-${file}`,
        {
          name: this.names[file],
          type: "SecureString",
          value: pulumi.secret(value),
          tags: tagsOf(args.environment, `${name}-${file}`),
        },
        { parent: this },
      );
      return [file, parameter.arn] as const;
    });
    this.arns = parameters.map(([, arn]) => arn);
    this.byFile = Object.fromEntries(parameters);
    this.registerOutputs({ names: this.names });
  }

  /** Throws where there is none for the file. */
  nameOf(file: string): string {
    const name = this.names[file];
    if (!name) throw new Error(`There is no parameter for ${file}; there are ${Object.keys(this.names).join(", ")}`);
    return name;
  }

  /** Throws where there is none for the file. */
  arnOf(file: string): pulumi.Output<string> {
    const arn = this.byFile[file];
    if (!arn) throw new Error(`There is no parameter for ${file}; there are ${Object.keys(this.byFile).join(", ")}`);
    return arn;
  }
}
