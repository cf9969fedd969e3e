// Routes, receivers and inhibitions.
import type { Policy } from "../../policy";
import { contactPointDefined } from "./contact-point-defined";
import { inhibitionOfSharedLabel } from "./inhibition-of-shared-label";
import { inhibitionWithEqual } from "./inhibition-with-equal";
import { patternInEquality } from "./pattern-in-equality";
import { plainTextSecret } from "./plain-text-secret";
import { receiverWithDestination } from "./receiver-with-destination";
import { routeForEverySeverity } from "./route-for-every-severity";
import { sendResolved } from "./send-resolved";
import { unreachableRoute } from "./unreachable-route";

export const notifications: readonly Policy[] = [
  routeForEverySeverity,
  receiverWithDestination,
  contactPointDefined,
  sendResolved,
  inhibitionWithEqual,
  inhibitionOfSharedLabel,
  unreachableRoute,
  patternInEquality,
  plainTextSecret,
];
