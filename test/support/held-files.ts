// The files that a resource holds, whatever it calls them: configuration, user-data, a script for machines that exist.
import { join } from "node:path";
import { z } from "zod";
import { plainValue, type Registered } from "./mocks";

interface Holding {
  /** Contents by path. */
  held: Record<string, string>;
  /** The other inputs. */
  others: Record<string, unknown>;
}

const texts = z.record(z.string(), z.string());
const object = z.object({ key: z.string(), content: z.string() });
const document = z.object({
  mainSteps: z.tuple([z.object({ inputs: z.object({ runCommand: z.array(z.string()) }) })]),
});

/** Of a component of this project, an object of a bucket, a machine, a launch template, and a document of SSM. */
export function filesOf({ type, name, inputs }: Registered): Holding {
  switch (type) {
    case "aws:s3/bucketObjectv2:BucketObjectv2": {
      const { content, ...others } = inputs;
      const { key } = object.parse({ ...others, content });
      return { held: { [join("bucket", key)]: object.parse(inputs).content }, others };
    }
    case "aws:ec2/instance:Instance": {
      const { userData, ...others } = inputs;
      return { held: { [join("user-data", `${name}.yml`)]: z.string().parse(userData) }, others };
    }
    case "aws:ec2/launchTemplate:LaunchTemplate": {
      const { userData, ...others } = inputs;
      const text = Buffer.from(z.string().parse(userData), "base64").toString("utf8");
      return { held: { [join("user-data", `${name}.yml`)]: text }, others };
    }
    case "aws:ssm/document:Document": {
      const { content, ...others } = inputs;
      const [step] = document.parse(JSON.parse(z.string().parse(content))).mainSteps;
      return { held: { [join("documents", `${name}.sh`)]: `${step.inputs.runCommand.join("\n")}\n` }, others };
    }
    default: {
      const { files = {}, ...others } = inputs;
      const held = Object.entries(texts.parse(plainValue(files)));
      return { held: Object.fromEntries(held.map(([path, content]) => [join(name, path), content])), others };
    }
  }
}
