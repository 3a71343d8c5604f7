/** The likeliest continuation, as far as a few that are followed side by side find it (Graves 2012; Sutskever et al. 2014, section 3.2). */
import type { TextWriter } from '../languageModel.js';

/** −log of the sum of exponentials, so that scores become logarithms of probabilities. */
function logNormaliser(logits: Float32Array, first: number, size: number): number {
  let most = -Infinity;
  for (let i = 0; i < size; i++) most = Math.max(most, logits[first + i]);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.exp(logits[first + i] - most);
  return most + Math.log(sum);
}

/**
 * The text of which every token is the likeliest is always among those followed: what is found is never less likely.
 * @param writer with as many rows as continuations are followed
 * @param prompt one token or more
 * @param size tokens that there are
 * @returns the likeliest that was found, and the logarithm of its probability
 */
export async function beamSearch(
  writer: TextWriter,
  beams: number,
  prompt: ArrayLike<number>,
  count: number,
  size: number,
): Promise<{ tokens: number[]; logProbability: number }> {
  let logits = new Float32Array();
  for (let i = 0; i < prompt.length; i++)
    logits = (await writer.read(new Int32Array(beams).fill(prompt[i]))) as Float32Array<ArrayBuffer>;
  let followed = Array.from({ length: beams }, (_, row) => ({
    tokens: [] as number[],
    // All begin alike: one of them is enough.
    logProbability: row === 0 ? 0 : -Infinity,
  }));
  /** The row of the text that always takes the likeliest. */
  let greedy = 0;
  for (let step = 0; step < count; step++) {
    const found = followed.flatMap(({ logProbability }, row) => {
      if (logProbability === -Infinity) return [];
      const normaliser = logNormaliser(logits, row * size, size);
      return Array.from({ length: size }, (_, token) => ({
        row,
        token,
        logProbability: logProbability + logits[row * size + token] - normaliser,
      }));
    });
    found.sort((a, b) => b.logProbability - a.logProbability || a.row - b.row || a.token - b.token);
    const best = found.slice(0, beams);
    const likeliest = found.find(({ row }) => row === greedy)!;
    if (!best.includes(likeliest)) best[beams - 1] = likeliest;
    greedy = best.indexOf(likeliest);
    const next = best.map(({ row, token, logProbability }) => ({
      tokens: [...followed[row].tokens, token],
      logProbability,
    }));
    const rows = Array.from({ length: beams }, (_, i) => best[i]?.row ?? 0);
    writer.copy(rows);
    followed = Array.from(
      { length: beams },
      (_, i) => next[i] ?? { tokens: next[0].tokens, logProbability: -Infinity },
    );
    if (step < count - 1)
      logits = (await writer.read(followed.map(({ tokens }) => tokens[step]))) as Float32Array<ArrayBuffer>;
  }
  return followed[0];
}
