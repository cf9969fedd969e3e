// Which of a Grafana's organisations a resource lies in.

/** Given to every resource: the provider's own `orgId` does not reach them, with a user and a password it means the first. */
export interface Organisation {
  orgId?: string;
}

/** That of a number; without one it is the organisation that the credential belongs to. */
export const organisationOf = (number: number | undefined): Organisation =>
  number === undefined ? {} : { orgId: String(number) };
