import { describe, expect, it } from '@jest/globals';
import { matchText } from './text.js';

/** Planes 0 to 2: the others hold no letters. */
const everyCharacter = function* (): Generator<string> {
  for (let point = 0; point <= 0x2ffff; point++)
    if (point < 0xd800 || point > 0xdfff) yield String.fromCodePoint(point);
};

describe('names as they are compared', () => {
  it('F1 every character is the same in lower case and in its other forms', () => {
    const differing: string[] = [];
    for (const character of everyCharacter()) {
      const key = matchText(character);
      const forms = [key, character.toLowerCase(), character.normalize('NFKC'), character.normalize('NFD')];
      if (forms.some((form) => matchText(form) !== key)) differing.push(character);
    }
    expect(differing).toEqual([]);
  });

  it.each([
    ['Ϲ', 'ϲ'],
    ['ΟΔΟΣ', 'οδος'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['Ann\u00a0 Lee ', 'ann lee'],
    ['ＡＢＣ', 'abc'],
    ['E\u0301', 'é'],
  ])('F1 %s is %s', (a, b) => {
    expect(matchText(a)).toBe(matchText(b));
  });

  it.each([
    ['Straße', 'Strasse'],
    ['Ann', 'Änn'],
    ['ı', 'i'],
  ])('F1 %s is not %s', (a, b) => {
    expect(matchText(a)).not.toBe(matchText(b));
  });
});
