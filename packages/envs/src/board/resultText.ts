/** "B+3.5", "W+0.5" or "0", as SGF writes results. */
export function resultText(score: number): string {
  return score > 0 ? `B+${score}` : score < 0 ? `W+${-score}` : '0';
}
