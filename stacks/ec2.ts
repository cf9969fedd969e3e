// Not built yet: it says so, and deploys nothing.
import { stackOn } from "./stack";

const unfinished = () => {
  throw new Error('The platform "ec2" is not built yet; use kind: local');
};

export const ec2 = stackOn("ec2", { monitoring: unfinished, deploy: unfinished });
