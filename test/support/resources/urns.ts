// Under which URNs a program registers its resources, those of aliases included, and which names make each another one to its provider.
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { vi } from "vitest";
import { z } from "zod";

/** A resource as the engine and its provider tell it from others. */
export interface Identity {
  /** The present one first, without project and stack: `tocsin:host:NativeMonitoring$host:index:Ports::ports`. */
  urns: readonly string[];
  /** Such as `metadata.name=tocsin-prometheus`: with another one, a provider replaces the resource. */
  names: readonly string[];
}

type Answered = (error: unknown, response: RegisterResourceResponse | undefined) => void;

/** Of all that is registered while a program runs; components hold nothing and are left out. */
export async function identitiesIn(program: () => Promise<unknown>): Promise<Identity[]> {
  const identities: Identity[] = [];
  const register = MockMonitor.prototype.registerResource;
  const spy = vi.spyOn(MockMonitor.prototype, "registerResource").mockImplementation(function (
    this: MockMonitor,
    request: RegisterResourceRequest,
    answer: Answered,
  ) {
    return register.call(this, request, (error: unknown, response: RegisterResourceResponse | undefined) => {
      if (response && request.getCustom()) identities.push(identityOf(request, response.getUrn()));
      answer(error, response);
    });
  });
  try {
    await program();
  } finally {
    spy.mockRestore();
  }
  return identities;
}

function identityOf(request: RegisterResourceRequest, urn: string): Identity {
  const aliases = request.getAliasesList().map((alias) => alias.getUrn() || urnOf(alias.getSpec(), request));
  return { urns: [urn, ...aliases].map(withoutStack), names: namesOf(request.getObject()?.toJavaScript()) };
}

/** What an alias does not say is as the resource has it. */
function urnOf(spec: Alias.Spec | undefined, request: RegisterResourceRequest): string {
  const parent = spec?.getNoparent() ? "" : spec?.getParenturn() || request.getParent();
  const [, , types = ""] = parent.split("::");
  const above = types === "" || types === "pulumi:pulumi:Stack" ? "" : `${types}$`;
  return ["", "", `${above}${spec?.getType() || request.getType()}`, spec?.getName() || request.getName()].join("::");
}

const withoutStack = (urn: string) => urn.split("::").slice(2).join("::");

/** Inputs of which another value makes another resource. */
const named = z
  .object({ name: z.string(), namespace: z.string(), bucket: z.string(), uid: z.string() })
  .partial()
  .catch({});
const withMetadata = z.object({ metadata: named }).partial().catch({});

function namesOf(inputs: unknown): string[] {
  const { metadata } = withMetadata.parse(inputs);
  const own = Object.entries(named.parse(inputs));
  const inMetadata = Object.entries(metadata ?? {}).map(([key, value]) => [`metadata.${key}`, value]);
  return [...own, ...inMetadata].map(([key, value]) => `${key}=${value}`).sort();
}
