/** Komi, as each program writes it. */
import type { SgfRules } from './rules.js';

/** Half of the komi that Chinese rules count in stones, of two points each. */
const STONES = [2.75, 3.25, 3.75];
/** Fox writes hundredths; what is smaller than a quarter of a point is none. */
const LEAST_HUNDREDTHS = 25;
/** No program writes so much komi otherwise than in hundredths. */
const MOST_POINTS = 100;
const FRACTIONS: Readonly<Record<string, string>> = { '¼': '.25', '½': '.5', '¾': '.75' };

/**
 * The komi in points; undefined where KM says none that can be understood.
 * @param application AP: "foxwq" writes hundredths (KM[650] is 6.5, KM[50] is 0.5)
 */
export function parseKomi(text: string, application: string, rules: SgfRules): number | undefined {
  const plain = text
    .replace(/[¼½¾]/g, (fraction) => FRACTIONS[fraction])
    .normalize('NFKC')
    .replace(',', '.')
    .trim();
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\s*[又 ]\s*(\d)\/([24]))?(.*)$/is.exec(plain);
  if (!match) return undefined;
  const [, number, over, under, unit] = match;
  const written = Number(number);
  if (!Number.isFinite(written)) return undefined;
  const fraction =
    under === undefined ? (/^\s*(目|집|points?)?半/.test(unit) ? 0.5 : 0) : Number(over) / Number(under);
  const komi = written + Math.sign(written || 1) * fraction;
  const isOurs = /^agon\b/i.test(application);
  const least = /^\s*fox/i.test(application) ? LEAST_HUNDREDTHS : MOST_POINTS;
  const isHundredths = !isOurs && Number.isInteger(komi) && Math.abs(komi) >= least;
  const points = isHundredths ? komi / 100 : komi;
  // Fox says so of its Chinese games alone.
  const isChinese = rules.isChinese ?? (isHundredths && rules.superko === undefined);
  const isStones = /^\s*子/.test(unit) || (isChinese && STONES.includes(Math.abs(points)));
  return isStones ? 2 * points : points;
}
