// What is there twice.
import type { Policy } from "../../policy";
import { alertNamedTwice } from "./alert-named-twice";
import { conflictingRecording } from "./conflicting-recording";
import { duplicateRule } from "./duplicate-rule";
import { oneAlertingOwner } from "./one-alerting-owner";

export const duplicates: readonly Policy[] = [duplicateRule, alertNamedTwice, conflictingRecording, oneAlertingOwner];
