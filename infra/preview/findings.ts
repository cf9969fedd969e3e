// What the policies object to, as the engine reports it.
import type { EngineEvent } from "@pulumi/pulumi/automation";

export interface Finding {
  policy: string;
  pack: string;
  level: "warning" | "mandatory";
  /** The resource's name; none where a finding is about the whole stack. */
  resource?: string;
  /** What was found, where, why it bites, and the fix. */
  message: string;
}

/** Gathers findings from the engine's events. */
export class Findings {
  readonly all: Finding[] = [];

  readonly onEvent = ({ policyEvent }: EngineEvent): void => {
    if (!policyEvent) return;
    const { policyName, policyPackName, enforcementLevel, resourceUrn, message } = policyEvent;
    const resource = resourceUrn?.split("::").at(-1);
    this.all.push({
      policy: policyName,
      pack: policyPackName,
      level: enforcementLevel,
      ...(resource && { resource }),
      message: message.replace(/<\{%[^%]*%\}>/g, "").trim(),
    });
  };
}
