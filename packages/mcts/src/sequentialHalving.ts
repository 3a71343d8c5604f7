/** Sequential halving (Karnin et al. 2013) as a schedule of visit counts, as in mctx `seq_halving.py`. */

/**
 * The visit count that a root move must have to be walked at each of `simulations` simulations: simulation i goes to the best
 * move among those with exactly `schedule[i]` visits. It begins with `considered` moves and halves them, never below two,
 * ⌈log2 considered⌉ rounds sharing the budget equally. With at most one move: 0, 1, 2, …
 */
export function consideredVisits(considered: number, simulations: number): Int32Array {
  const schedule = new Int32Array(simulations);
  if (considered <= 1) return schedule.map((_, index) => index);
  const rounds = Math.ceil(Math.log2(considered));
  const visits = new Int32Array(considered);
  let left = considered;
  let filled = 0;
  while (filled < simulations) {
    const repeats = Math.max(1, Math.floor(simulations / (rounds * left)));
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (let move = 0; move < left && filled < simulations; move++) schedule[filled++] = visits[move];
      for (let move = 0; move < left; move++) visits[move]++;
    }
    left = Math.max(2, left >> 1);
  }
  return schedule;
}
