// A stand-in for Pulumi's random provider, which no package registry has: it knows the one resource that is used on Kubernetes.
import { randomBytes } from "node:crypto";
import * as provider from "@pulumi/pulumi/provider";

const PASSWORD = "random:index/randomPassword:RandomPassword";

class Random implements provider.Provider {
  readonly version = "4.21.2";

  async check(_urn: string, _olds: unknown, news: Record<string, unknown>): Promise<provider.CheckResult> {
    return { inputs: news, failures: [] };
  }

  async diff(_id: string, _urn: string, olds: { length?: number }, news: { length?: number }) {
    const changes = olds.length !== news.length;
    return { changes, replaces: changes ? ["length"] : [] };
  }

  async create(urn: string, inputs: { length: number }): Promise<provider.CreateResult> {
    if (!urn.includes(PASSWORD)) throw new Error(`The stand-in for the random provider has no resource ${urn}`);
    return {
      id: "none",
      outs: { ...inputs, result: randomBytes(inputs.length).toString("hex").slice(0, inputs.length) },
    };
  }

  async read(id: string, _urn: string, props: Record<string, unknown>): Promise<provider.ReadResult> {
    const { result: _, ...inputs } = props;
    return { id, props, inputs };
  }

  async delete(): Promise<void> {}
}

void provider.main(new Random(), process.argv.slice(2));
