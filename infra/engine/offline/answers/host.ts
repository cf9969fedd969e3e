// This project's own provider: the processes of a machine.
import type { Answers } from "../asked";

export const host: Answers = {
  resources: {
    "host:index:Process": ({ name }) => ({ id: name, pid: 1, version: "offline" }),
  },
  anyResource: ({ name }) => ({ id: name }),
  lookUps: {},
};
