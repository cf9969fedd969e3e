// What servers refuse, or read otherwise than meant.
import type { Policy } from "../../policy";
import { changedInPrometheus3 } from "./changed-in-prometheus-3";
import { evaluationThatFails } from "./evaluation-that-fails";
import { exemptionWithCurrentName } from "./exemption-with-current-name";
import { exemptionWithReason } from "./exemption-with-reason";
import { experimentalPromql } from "./experimental-promql";
import { promqlSyntax } from "./promql-syntax";
import { readableContent } from "./readable-content";
import { ruleFileStructure } from "./rule-file-structure";
import { serverConfiguration } from "./server-configuration";
import { templateSyntax } from "./template-syntax";
import { validDuration } from "./valid-duration";

export const validity: readonly Policy[] = [
  readableContent,
  ruleFileStructure,
  serverConfiguration,
  promqlSyntax,
  templateSyntax,
  validDuration,
  experimentalPromql,
  exemptionWithReason,
  exemptionWithCurrentName,
  evaluationThatFails,
  changedInPrometheus3,
];
