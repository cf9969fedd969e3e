// How an acknowledgement is known among the silences: by how its comment begins.

/** As karma and kthxbye write and read it. */
export const ACKNOWLEDGED = "ACK!";
