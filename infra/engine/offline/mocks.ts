// A program without the engine: each resource is answered from the same table as by the stand-ins that the engine asks.
import * as pulumi from "@pulumi/pulumi";
import { answerOf, outputsOf } from "./answers";

/** A resource that a program registers. */
export interface Registered {
  /** Such as `aws:ec2/instance:Instance`. */
  type: string;
  name: string;
  /** As its provider would give it. */
  id: string;
  /** As given; secrets are marked objects. */
  inputs: Record<string, unknown>;
  /** The id of what is there already and is taken over. */
  imports?: string;
}

/**
 * Runs a program with every resource mocked, and tells what it registers and returns. Once in a process for each
 * program: mocks are global.
 *
 * @param environment The Pulumi stack's name.
 */
export async function underMocks<T>(
  environment: string,
  program: () => T,
): Promise<{ resources: Registered[]; outputs: Awaited<T> }> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id: imports }) => {
        const outputs = outputsOf(type, name, inputs);
        resources.push({ type, name, id: outputs.id, inputs, ...(imports && { imports }) });
        return outputs;
      },
      call: ({ token, inputs }) => answerOf(token, inputs),
    },
    "tocsin",
    environment,
    false,
  );
  try {
    return { resources, outputs: await program() };
  } finally {
    // Registrations go on after the program has returned, or thrown.
    await pulumi.runtime.disconnect();
  }
}
