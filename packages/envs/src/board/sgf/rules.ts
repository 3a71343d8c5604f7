/** What RU says about repetition and suicide. */

/** What a file's rules decide of a game's options; what they leave open is absent. */
export interface SgfRules {
  superko?: boolean;
  suicide?: boolean;
  /** Komi may be counted in stones, of two points each. */
  isChinese?: boolean;
}

/**
 * The names of rules, first match first: those of SGF FF[4] (AGA, GOE, Japanese, NZ; red-bean.com/sgf/go.html#RU) and those that
 * servers write. What they mean is KataGo's table (lightvector.github.io/KataGo/rules.html, `parseRules` in cpp/game/rules.cpp), with
 * one difference: superko that counts whose turn it is (AGA, New Zealand) is read as positional superko, which forbids a little more.
 */
const NAMES: readonly (readonly [RegExp, SgfRules])[] = [
  [/chinese[-_ ]?(ogs|kgs)/, { superko: true, suicide: false, isChinese: true }],
  [/chin|^cn\b|中国|中國|중국/, { superko: false, suicide: false, isChinese: true }],
  [/japan|^jp\b|nihon|日本|일본/, { superko: false, suicide: false }],
  [/korea|^kr\b|韩国|韓国|韓國|한국/, { superko: false, suicide: false }],
  [/stone[-_ ]?scoring|ancient/, { superko: false, suicide: false }],
  [/tromp|^tt\b/, { superko: true, suicide: true }],
  [/new[-_ ]?zealand|^nz\b/, { superko: true, suicide: true }],
  [/^goe\b|\bing\b|应氏|應氏|응씨/, { superko: true, suicide: true }],
  [/^(aga|bga|french)\b|\baga\b|british|français/, { superko: true, suicide: false }],
  [/^simple( ?ko)?$|\bno superko/, { superko: false }],
  [/superko|^(positional|situational|psk|ssk)\b/, { superko: true }],
];

/** What the words of RU say, in any case; nothing of words that are not known. */
export function rulesOf(text: string): SgfRules {
  // KataGo's own: koSIMPLEscoreAREAtaxNONEsui0, or JSON {"ko":"SIMPLE","suicide":false}.
  const ko = /(?:^ko|"ko"\s*:\s*")(simple|positional|situational|spight)/i.exec(text)?.[1].toLowerCase();
  if (ko) {
    const suicide = /(?:sui|"suicide"\s*:\s*)(0|1|false|true)/i.exec(text)?.[1].toLowerCase();
    return {
      superko: ko === 'positional' || ko === 'situational',
      ...(suicide && { suicide: suicide === '1' || suicide === 'true' }),
    };
  }
  const words = text.trim().toLowerCase();
  return NAMES.find(([name]) => name.test(words))?.[1] ?? {};
}
