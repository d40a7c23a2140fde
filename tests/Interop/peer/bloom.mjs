// Bloom filters as Rust nodes make them (protocol sheet, section 2.3), written apart from those of our node: SipHash-1-3 twice, on integers of any size.
const mask = (1n << 64n) - 1n;
const prime = 0xffffffffffffffc5n;
const terminator = 0xff;

const rotate = (word, by) => ((word << by) | (word >> (64n - by))) & mask;

function sipHash13([k0, k1], bytes) {
  let [v0, v1, v2, v3] = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn, k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n];
  const round = () => {
    v0 = (v0 + v1) & mask; v1 = rotate(v1, 13n) ^ v0; v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & mask; v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & mask; v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & mask; v1 = rotate(v1, 17n) ^ v2; v2 = rotate(v2, 32n);
  };
  const padded = Buffer.alloc(8 * (Math.floor(bytes.length / 8) + 1));
  Buffer.from(bytes).copy(padded);
  padded[padded.length - 1] = bytes.length & 0xff;
  for (let at = 0; at < padded.length; at += 8) {
    const word = padded.readBigUInt64LE(at);
    v3 ^= word;
    round();
    v0 ^= word;
  }
  v2 ^= 0xffn;
  for (let last = 0; last < 3; last++) round();
  return v0 ^ v1 ^ v2 ^ v3;
}

function bitsOf(filter, term) {
  const bytes = [...Buffer.from(term), terminator];
  const [h0, h1] = filter.keys.map(key => sipHash13(key, bytes));
  const hash = number => number === 0n ? h0 : number === 1n ? h1 : ((h0 + number * h1) & mask) % prime;
  return Array.from({ length: filter.hashes }, (_, number) => Number(hash(BigInt(number)) % BigInt(filter.bitmap.length * 8)));
}

// A filter from the text of its message. The halves of its keys do not fit the numbers of JSON.parse, so they are read from the text.
export function readFilter(text) {
  const { bitmap, num_hashes, bitmap_bits, item_count } = JSON.parse(text).BloomExchange.bloom;
  const [, ...halves] = /"sip_keys":\[\[(\d+),(\d+)\],\[(\d+),(\d+)\]\]/.exec(text);
  const [k0, k1, k2, k3] = halves.map(BigInt);
  if (!bitmap.every(byte => Number.isInteger(byte) && byte >= 0 && byte <= 255)) throw new Error('The bitmap is not an array of bytes.');
  if (bitmap.length === 0 || bitmap.length * 8 !== bitmap_bits) throw new Error(`${bitmap.length} bytes are not ${bitmap_bits} bits.`);
  return { bitmap, hashes: num_hashes, keys: [[k0, k1], [k2, k3]], items: item_count };
}

export const mayHold = (filter, term) => bitsOf(filter, term).every(bit => (filter.bitmap[bit >> 3] & (0x80 >> (bit & 7))) !== 0);

// The text of a message with a filter of these terms, of the size that Rust nodes use at least.
export function writeFilter(terms) {
  const filter = { bitmap: new Array(119_814).fill(0), hashes: 7, keys: [[506097522914230528n, 1084818905618843912n], [1663540288323457296n, 2n ** 64n - 1n]] };
  for (const bit of terms.flatMap(term => bitsOf(filter, term))) filter.bitmap[bit >> 3] |= 0x80 >> (bit & 7);
  const keys = filter.keys.map(key => `[${key.join(',')}]`).join(',');
  return `{"BloomExchange":{"bloom":{"bitmap":[${filter.bitmap}],"num_hashes":7,"bitmap_bits":${filter.bitmap.length * 8},"sip_keys":[${keys}],"item_count":${terms.length}}}}`;
}
