// The engine's calls, passed to the kind of resource they are about.
import type * as pulumi from "@pulumi/pulumi/provider";
import { containerConfiguration } from "./container/configuration";
import { files } from "./files";
import type { Kind } from "./kind";
import { password } from "./password";
import { ports } from "./ports";
import { hostProcess } from "./process";
import { plain } from "./values";

const KINDS: Record<string, Kind> = {
  "host:index:Process": hostProcess,
  "host:index:ContainerConfiguration": containerConfiguration,
  "host:index:Files": files,
  "host:index:Password": password,
  "host:index:Ports": ports,
};

export class HostProvider implements pulumi.Provider {
  readonly version = "0.1.0";

  async check(urn: string, olds: unknown, news: Record<string, unknown>): Promise<pulumi.CheckResult> {
    return { inputs: news, failures: (await kindOf(urn).check?.(plain(news), plain(olds))) ?? [] };
  }

  async diff(_id: string, urn: string, olds: unknown, news: unknown): Promise<pulumi.DiffResult> {
    const { changes, replaces } = await kindOf(urn).diff(plain(olds), plain(news));
    return { changes, replaces, deleteBeforeReplace: true };
  }

  // The inputs are kept as they came, so that what was secret stays secret in the state.
  async create(urn: string, inputs: Record<string, unknown>): Promise<pulumi.CreateResult> {
    return { id: nameOf(urn), outs: { ...inputs, ...(await kindOf(urn).apply(plain(inputs))) } };
  }

  async update(_id: string, urn: string, olds: unknown, news: Record<string, unknown>): Promise<pulumi.UpdateResult> {
    return { outs: { ...news, ...(await kindOf(urn).apply(plain(news), plain(olds))) } };
  }

  async read(id: string, urn: string, props: Record<string, unknown>): Promise<pulumi.ReadResult> {
    const seen = await kindOf(urn).observe(plain(props));
    return seen ? { id, props: { ...props, ...seen }, inputs: inputsOf(props) } : { id: "", props: {} };
  }

  async delete(_id: string, urn: string, props: unknown): Promise<void> {
    await kindOf(urn).remove(plain(props));
  }
}

function kindOf(urn: string): Kind {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const kind = KINDS[type];
  if (!kind) throw new Error(`The host provider has no resource ${type}; it has ${Object.keys(KINDS).join(", ")}`);
  return kind;
}

const nameOf = (urn: string) => urn.split("::").slice(3).join("::");

/** The outputs that `apply` adds, taken away again. */
function inputsOf({ pid, version, config, spec, ...inputs }: Record<string, unknown>) {
  return inputs;
}
