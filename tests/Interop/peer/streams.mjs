// Bidirectional streams: bytes, ends, resets, echoes.
import { createHash, randomBytes } from 'node:crypto';
import { connections } from './connections.mjs';
import { describe } from './errors.mjs';
import { Handles } from './handles.mjs';

const pieceSize = 65536;
const streams = new Handles('stream');

// Writes random bytes and answers their hash. The same random piece is used throughout, at another rotation each time.
async function writeRandom(send, length) {
  const hash = createHash('sha256');
  const piece = randomBytes(Math.min(length, pieceSize));
  const array = [...piece];
  for (let left = length; left > 0; ) {
    const count = Math.min(left, piece.length);
    hash.update(piece.subarray(0, count));
    await send.writeAll(count === array.length ? array : array.slice(0, count));
    piece[0] = array[0] = (array[0] + 1) & 0xff;
    left -= count;
  }
  return hash.digest('hex');
}

// Reads to the peer's end, and answers how much it was and its hash.
async function readToEnd(recv) {
  const hash = createHash('sha256');
  let length = 0;
  for (;;) {
    const piece = await recv.read(pieceSize);
    if (piece.length === 0) return { length, hash: hash.digest('hex') };
    hash.update(Uint8Array.from(piece));
    length += piece.length;
  }
}

async function echo({ send, recv }) {
  for (;;) {
    const piece = await recv.read(pieceSize);
    if (piece.length === 0) break;
    await send.writeAll(piece);
  }
  await send.finish();
}

// Echoes every stream until the connection ends.
async function echoAll(connection) {
  for (;;) {
    const stream = await connection.acceptBi();
    echo({ send: stream.send, recv: stream.recv }).catch(error => console.error(`echo: ${describe(error)}`));
  }
}

export const operations = {
  async open({ connection }) {
    const { send, recv } = await connections.get(connection).openBi();
    return { stream: streams.add({ send, recv }) };
  },

  async acceptStream({ connection }) {
    const { send, recv } = await connections.get(connection).acceptBi();
    return { stream: streams.add({ send, recv }) };
  },

  async write({ stream, length }) {
    return { length, hash: await writeRandom(streams.get(stream).send, length) };
  },

  async writeText({ stream, text }) {
    await streams.get(stream).send.writeAll([...Buffer.from(text)]);
  },

  async finish({ stream }) {
    await streams.get(stream).send.finish();
  },

  async reset({ stream, code }) {
    await streams.get(stream).send.reset(BigInt(code));
  },

  async stop({ stream, code }) {
    await streams.get(stream).recv.stop(BigInt(code));
  },

  // Waits until the peer has all bytes (no code), or wants no more (its code).
  async stopped({ stream }) {
    return { code: await streams.get(stream).send.stopped() };
  },

  async readText({ stream, length }) {
    return { text: Buffer.from(await streams.get(stream).recv.readExact(length)).toString() };
  },

  readToEnd: ({ stream }) => readToEnd(streams.get(stream).recv),

  // Sends random bytes on a new stream and reads what comes back at the same time.
  async exchange({ connection, length }) {
    const { send, recv } = await connections.get(connection).openBi();
    const writing = writeRandom(send, length).then(async hash => {
      await send.finish();
      return hash;
    });
    const [sent, received] = await Promise.all([writing, readToEnd(recv)]);
    return { sent, received: received.hash, length: received.length };
  },

  echo({ connection }) {
    echoAll(connections.get(connection)).catch(() => {});
  },
};
