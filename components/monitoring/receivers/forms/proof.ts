// How a receiver is asked whether it takes messages, so that nobody is notified.

/** An answer over HTTP. */
export interface Answer {
  status: number;
  body: string;
}

/** What whoever asks has. */
export interface Asking {
  /** A credential by its name; undefined where none is given. */
  credential: (name: string) => string | undefined;
  /** Throws where nothing answers. Bytes are sent as they are, anything else as JSON. */
  send: (
    method: "GET" | "POST",
    url: string,
    more?: { headers?: Readonly<Record<string, string>>; body?: object },
  ) => Promise<Answer>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** `unproven`: it cannot be asked without a message. What is refused has the receiver's own word, never a credential. */
export type Proven = "taken" | "unproven" | { refused: string };

export type Proof<Value> = (value: Value, asking: Asking) => Promise<Proven>;

/** For kinds that take nothing but messages. */
export const unproven: Proof<unknown> = async () => "unproven";

/** By the status alone: whoever answers otherwise takes no messages either. */
export const byStatus = ({ status }: Answer): Proven => (status < 300 ? "taken" : { refused: `status ${status}` });
