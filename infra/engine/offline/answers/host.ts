// This project's own provider: the processes of a machine, and the configurations of its containers.
import type { Answers } from "../asked";

export const host: Answers = {
  resources: {
    "host:index:Process": ({ name }) => ({ id: name, pid: 1, version: "offline" }),
    "host:index:ContainerConfiguration": ({ name }) => ({ id: name, config: "offline" }),
  },
  anyResource: ({ name }) => ({ id: name }),
  lookUps: {},
};
