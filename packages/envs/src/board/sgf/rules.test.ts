import { describe, expect, it } from 'vitest';
import { parseKomi } from './komi.js';
import { rulesOf } from './rules.js';

describe('what RU says', () => {
  it.each([
    ['Japanese, japanese, JAPANESE, Japanese rules, jp, Nihon Ki-in, 日本, 日本规则', false, false],
    ['Korean, korea, KOREAN RULES, kr, 한국, 韩国规则', false, false],
    ['Chinese, chinese, Chinese (area), China, cn, 中国规则, 中國', false, false],
    ['chinese-ogs, Chinese_KGS', true, false],
    ['AGA, aga, AGA rules, BGA, French', true, false],
    ['NZ, nz, New Zealand, new-zealand, NewZealand', true, true],
    ['GOE, Goe, Ing, ING, ing rules, Ing Goe', true, true],
    ['Tromp-Taylor, tromp taylor, TrompTaylor, tromp/taylor, TT', true, true],
    ['stone_scoring', false, false],
    ['koSIMPLEscoreAREAtaxNONEsui0, koSIMPLEscoreTERRITORYtaxSEKIsui0komi6.5, KOSIMPLEsui0', false, false],
    ['koPOSITIONALscoreAREAtaxNONEsui1, koSITUATIONALscoreAREAtaxNONEsui1whbN-1', true, true],
    ['{"ko":"SIMPLE","scoring":"AREA","suicide":false}', false, false, ' | '],
    ['{"hasButton": false, "ko": "POSITIONAL", "suicide": true}', true, true, ' | '],
  ])('%s: superko %s, suicide %s', (names, superko, suicide, separator = ', ') => {
    for (const name of names.split(separator)) {
      const { superko: hasSuperko, suicide: hasSuicide } = rulesOf(name);
      expect([name, hasSuperko, hasSuicide]).toEqual([name, superko, suicide]);
    }
  });

  it('is what its words say alone, and nothing where they are not known', () => {
    for (const words of ['', 'our own', 'playing for fun', 'king of the hill'])
      expect(rulesOf(words)).toEqual({});
    for (const words of ['koSIMPLE', 'Simple', 'simple ko', 'No superko'])
      expect(rulesOf(words)).toEqual({ superko: false });
    for (const words of ['Positional superko', 'PSK', 'situational', 'superko'])
      expect(rulesOf(words)).toEqual({ superko: true });
  });
});

describe('what KM says', () => {
  const chinese = rulesOf('Chinese');
  const japanese = rulesOf('Japanese');

  it.each([
    ['6.5', 6.5],
    ['6,5', 6.5],
    [' 7 ', 7],
    ['+5.5', 5.5],
    ['-5.5', -5.5],
    ['.5', 0.5],
    ['7½', 7.5],
    ['６．５', 6.5],
    ['6.5目', 6.5],
    ['6目半', 6.5],
    ['3.75子', 7.5],
    ['3又3/4子', 7.5],
    ['5.75', 5.75],
    ['3.75', 3.75],
    ['375', 7.5],
    ['650', 6.5],
    ['750', 7.5],
    ['50', 50],
    ['0', 0],
    ['', undefined],
    ['?', undefined],
    ['none', undefined],
    ['0x10', 0],
    ['NaN', undefined],
    ['Infinity', undefined],
  ])('%s is %s where nothing else is known', (text, komi) => {
    expect(parseKomi(text, '', {})).toBe(komi);
  });

  it.each([
    ['3.75', 7.5],
    ['3.25', 6.5],
    ['2.75', 5.5],
    ['-3.75', -7.5],
    ['5.75', 5.75],
    ['0.25', 0.25],
    ['7.5', 7.5],
    ['375', 7.5],
    ['650', 6.5],
  ])('%s is %s by Chinese rules', (text, komi) => {
    expect(parseKomi(text, '', chinese)).toBe(komi);
  });

  it.each([
    ['375', 7.5, chinese],
    ['325', 6.5, chinese],
    ['650', 6.5, japanese],
    ['375', 3.75, japanese],
    ['50', 0.5, japanese],
    ['50', 0.5, rulesOf('Korean')],
    ['25', 0.25, japanese],
    ['-50', -0.5, japanese],
    ['0', 0, chinese],
    ['6.5', 6.5, japanese],
    ['7', 7, japanese],
  ])('%s is %s where Fox writes it', (text, komi, rules) => {
    for (const application of ['foxwq', 'Fox:1.0', 'FOXWQ'])
      expect(parseKomi(text, application, rules)).toBe(komi);
  });

  it('is as it stands where Agon writes it', () => {
    expect(parseKomi('150', 'Agon', {})).toBe(150);
    expect(parseKomi('1e-7', 'Agon', {})).toBe(1e-7);
  });
});
