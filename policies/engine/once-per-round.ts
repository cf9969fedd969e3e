// The engine asks about the same resource once a policy: what all policies need is found out once, for all of them.

/** Keeps a value a key, until the same caller asks again: then the engine has begun another round. */
export class OncePerRound<Value> {
  private readonly rounds = new Map<string, { value: Promise<Value>; had: Set<string> }>();

  /** The value of this round. `who` asks once a round. */
  get(key: string, who: string, find: () => Promise<Value>): Promise<Value> {
    const round = this.rounds.get(key);
    if (round && !round.had.has(who)) {
      round.had.add(who);
      return round.value;
    }
    const value = find();
    this.rounds.set(key, { value, had: new Set([who]) });
    return value;
  }
}
