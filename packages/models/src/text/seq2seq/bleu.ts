/** How near answers are to the right ones: BLEU (Papineni, Roukos, Ward & Zhu 2002) of one reference, and the share of wrong words. */

/** Words in a row that are counted, at most. */
const LONGEST = 4;

/** How often each stretch of `length` words is there. */
function stretches(words: readonly string[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + length <= words.length; i++) {
    const stretch = words.slice(i, i + length).join(' ');
    counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
  }
  return counts;
}

/** Of all answers together, in [0, 1], not smoothed: 0 where no four words in a row are right. */
export function bleu(answers: readonly (readonly string[])[], right: readonly (readonly string[])[]): number {
  const total = (all: readonly (readonly string[])[]): number =>
    all.reduce((sum, { length }) => sum + length, 0);
  const [written, wanted] = [total(answers), total(right)];
  if (written === 0) return 0;
  let logarithm = Math.min(0, 1 - wanted / written);
  for (let length = 1; length <= LONGEST; length++) {
    let found = 0;
    let all = 0;
    answers.forEach((answer, i) => {
      const known = stretches(right[i], length);
      for (const [stretch, count] of stretches(answer, length)) {
        all += count;
        found += Math.min(count, known.get(stretch) ?? 0);
      }
    });
    if (found === 0) return 0;
    logarithm += Math.log(found / all) / LONGEST;
  }
  return Math.exp(logarithm);
}

/** The fewest words to put in, leave out or change (Levenshtein 1966). */
export function wrongWords(answer: readonly string[], right: readonly string[]): number {
  let before = Uint32Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= answer.length; i++) {
    const row = new Uint32Array(right.length + 1);
    row[0] = i;
    for (let j = 1; j <= right.length; j++) {
      const changed = before[j - 1] + (answer[i - 1] === right[j - 1] ? 0 : 1);
      row[j] = Math.min(changed, before[j] + 1, row[j - 1] + 1);
    }
    before = row;
  }
  return before[right.length];
}
