// What an alert's message says.
import type { Policy } from "../../policy";
import { messageTemplate } from "./message-template";
import { percentageScaledTwice } from "./percentage-scaled-twice";
import { ratioPrintedAsPercentage } from "./ratio-printed-as-percentage";
import { templateLabelLost } from "./template-label-lost";
import { valueInLabel } from "./value-in-label";
import { valueNotRounded } from "./value-not-rounded";

export const messages: readonly Policy[] = [
  templateLabelLost,
  valueInLabel,
  valueNotRounded,
  percentageScaledTwice,
  ratioPrintedAsPercentage,
  messageTemplate,
];
