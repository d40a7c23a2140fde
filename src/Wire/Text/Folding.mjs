// Makes Folding.txt, on a Node.js with data of Unicode 17:  node Folding.mjs > Folding.txt
// Each line: a replacement, a tab, and the letters and digits that it replaces. The first line has no replacement, but the ranges of what is dropped.

const lastCodePoint = 0x10ffff;
const word = /^[\p{L}\p{N}\p{M}]+$/u;

// Letters that no decomposition takes apart and that are typed without their strokes, or in two.
const letters = new Map(Object.entries({
  ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd', ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k', ı: 'i', ȷ: 'j', ə: 'e',
  ƀ: 'b', ȼ: 'c', ɇ: 'e', ɉ: 'j', ƚ: 'l', ɍ: 'r', ɏ: 'y', ƶ: 'z', ɨ: 'i', ʉ: 'u', ⱥ: 'a', ⱦ: 't', ɓ: 'b', ɗ: 'd', ƙ: 'k', ƴ: 'y',
  ς: 'σ', ґ: 'г', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه',
}));

// Marks that text is usually typed without. Others carry the vowels or sounds of their scripts, and stay.
const marks = [
  [0x0300, 0x036f], [0x0483, 0x0489], [0x0591, 0x05c7], [0x0610, 0x061a], [0x064b, 0x065f], [0x0670, 0x0670], [0x06d6, 0x06ed], [0x08ca, 0x08ff],
  [0x1ab0, 0x1aff], [0x1dc0, 0x1dff], [0x20d0, 0x20ff], [0x2de0, 0x2dff], [0xa66f, 0xa67d], [0xa69e, 0xa69f], [0xfe00, 0xfe0f], [0xfe20, 0xfe2f],
  [0xe0100, 0xe01ef],
];

// Signs that count as letters and stand for none: primes and half rings of transliterations, the Arabic bar that stretches, fillers of Hangul.
const signs = [[0x02b9, 0x02c1], [0x02c6, 0x02d1], [0x02ec, 0x02ec], [0x02ee, 0x02ee], [0x0640, 0x0640], [0x115f, 0x1160], [0x3164, 0x3164], [0xffa0, 0xffa0]];

// Splits words of scripts that do without spaces, so it is no sign to drop.
const zeroWidthSpace = 0x200b;

const isIn = (ranges, code) => ranges.some(([first, last]) => code >= first && code <= last);
const isHangul = (character) => /\p{Script=Hangul}/u.test(character);

const isDropped = (character) => {
  const code = character.codePointAt(0);
  return /\p{Cf}/u.test(character) ? code !== zeroWidthSpace : (/\p{M}/u.test(character) && isIn(marks, code)) || isIn(signs, code);
};

// Digits of one script stand side by side, from 0 to 9.
const digitOf = (character) => {
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
    zero--;
  }

  return String((character.codePointAt(0) - zero) % 10);
};

const foldOne = (character) =>
  isDropped(character) ? '' : letters.get(character) ?? (/\p{Nd}/u.test(character) ? digitOf(character) : character);

const fold = (text) => {
  const folded = [...text.normalize('NFKD').toLowerCase().normalize('NFKD')].map(foldOne).join('');
  return folded === text ? text : fold(folded);
};

const lines = new Map();
const dropped = [];
for (let code = 0x80; code <= lastCodePoint; code++) {
  if (code >= 0xd800 && code <= 0xdfff) {
    continue;
  }

  const character = String.fromCodePoint(code);
  if (isDropped(character)) {
    if (dropped.at(-1)?.[1] === code - 1) {
      dropped.at(-1)[1] = code;
    } else {
      dropped.push([code, code]);
    }

    continue;
  }

  // What has a lower-case letter is looked up as that. Syllables of Hangul stay whole.
  const lower = character.toLowerCase();
  if ((lower !== character && [...lower].length === 1) || isHangul(character) || !word.test(character)) {
    continue;
  }

  const folded = fold(character);
  if (folded !== character && word.test(folded)) {
    lines.set(folded, [...(lines.get(folded) ?? []), character]);
  }
}

const hex = (code) => code.toString(16).toUpperCase();
const sorted = [...lines].sort(([one], [other]) => (one < other ? -1 : 1));
process.stdout.write(`\t${dropped.map(([first, last]) => `${hex(first)}-${hex(last)}`).join(' ')}\n`);
process.stdout.write(sorted.map(([folded, replaced]) => `${folded}\t${replaced.join('')}\n`).join(''));
