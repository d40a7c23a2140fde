// A SoundTime peer as the protocol sheet describes it: one message per bidirectional stream, a big-endian u32 length and JSON, then FIN.
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { mayHold, readFilter, writeFilter } from './bloom.mjs';
import { connections, endpoints } from './connections.mjs';
import { describe } from './errors.mjs';

const pieceSize = 65536;
const maxMessage = 64 * 1024 * 1024;
const peers = new Map();

export function frame(message) {
  return frameText(JSON.stringify(message));
}

function frameText(text) {
  const json = Buffer.from(text);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(json.length);
  return [...header, ...json];
}

export async function readLength(recv) {
  return Buffer.from(await recv.readExact(4)).readUInt32BE();
}

// What a peer holds, and what it was told and asked.
export class Peer {
  id;
  files = new Map();
  // Tracks of which only so many bytes are sent, and then nothing more.
  silentFrom = new Map();
  announced = new Map();
  // The filter of each node, by its id.
  filters = new Map();
  fetches = {};
  // What is answered to every search, and the words that were searched for.
  results = [];
  queries = [];
  #waiting = [];

  get trackCount() { return this.files.size; }

  get knownIds() { return [this.id]; }

  // A connection has come.
  connected() {}

  // A message was answered.
  received() {}

  async take(tracks) { tracks.forEach(track => this.remember(track)); }

  remember(track) {
    this.announced.set(track.hash, track);
    this.#changed();
  }

  #changed() {
    this.#waiting.splice(0).forEach(resolve => resolve());
  }

  async handle({ send, recv }, from) {
    const length = await readLength(recv);
    if (length > maxMessage) throw new Error(`A message of ${length} bytes is too long.`);
    const text = Buffer.from(await recv.readToEnd(length)).toString();
    const message = JSON.parse(text);
    const kind = typeof message === 'string' ? message : Object.keys(message)[0];
    const body = message[kind];
    switch (kind) {
      case 'Ping':
        await send.writeAll(frame({ Pong: { node_id: this.id, track_count: this.trackCount, version: '0.1.0' } }));
        break;
      case 'PeerExchange':
        await send.writeAll(frame({ PeerExchange: { peers: this.knownIds } }));
        break;
      case 'FetchTrack':
        await this.#sendTrack(send, body.hash);
        break;
      case 'SearchQuery':
        this.queries.push(body.query);
        await send.writeAll(frame({ SearchResults: { request_id: body.request_id, results: this.results, total: this.results.length } }));
        break;
      case 'AnnounceTrack':
        await this.take([body], from);
        break;
      case 'CatalogSync':
        await this.take(body, from);
        break;
      case 'CatalogDelta':
        await this.take(body.tracks, from);
        break;
      case 'BloomExchange':
        this.filters.set(from, readFilter(text));
        this.#changed();
        break;
      case 'RequestCatalog':
        break;
      default:
        throw new Error(`There is no message "${kind}".`);
    }
    await send.finish();
    await this.received(kind, body, from);
  }

  async waitForTracks(count) {
    while (this.announced.size < count) await new Promise(resolve => this.#waiting.push(resolve));
  }

  async waitForFilter(id, terms) {
    while (!this.filters.has(id) || !terms.every(term => mayHold(this.filters.get(id), term))) await new Promise(resolve => this.#waiting.push(resolve));
    return this.filters.get(id);
  }

  async #sendTrack(send, hash) {
    this.fetches[hash] = (this.fetches[hash] ?? 0) + 1;
    const path = this.files.get(hash);
    const bytes = path ? await readFile(path) : Buffer.alloc(0);
    const header = Buffer.alloc(4);
    header.writeUInt32BE(bytes.length);
    await send.writeAll([...header]);
    const until = this.silentFrom.get(hash) ?? bytes.length;
    for (let at = 0; at < until; at += pieceSize) await send.writeAll([...bytes.subarray(at, Math.min(at + pieceSize, until))]);
    if (until < bytes.length) await new Promise(() => {});
  }
}

// Handles the streams of a connection one after another, as the Rust node does; any error ends the connection.
async function serveConnection(peer, connection) {
  const from = connection.remoteId().toString();
  peer.connected(connection);
  try {
    for (;;) {
      const stream = await connection.acceptBi();
      await peer.handle({ send: stream.send, recv: stream.recv }, from);
    }
  } catch (error) {
    console.error(`inbound connection: ${describe(error)}`);
    connection.close(0n, []);
  }
}

export async function serve(peer, endpoint) {
  for (let incoming; (incoming = await endpoint.acceptNext()); ) {
    const accept = async () => serveConnection(peer, await (await incoming.accept()).connect());
    accept().catch(error => console.error(`handshake: ${describe(error)}`));
  }
}

async function receiveFile(recv, path) {
  const declared = await readLength(recv);
  const file = createWriteStream(path);
  let length = 0;
  for (;;) {
    const piece = await recv.read(pieceSize);
    if (piece.length === 0) break;
    length += piece.length;
    if (!file.write(Uint8Array.from(piece))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return { declared, length };
}

export const operations = {
  // Answers every connection from now on.
  serve({ endpoint }) {
    const peer = new Peer();
    peer.id = endpoints.get(endpoint).id().toString();
    peers.set(endpoint, peer);
    serve(peer, endpoints.get(endpoint)).catch(error => console.error(`serve: ${describe(error)}`));
  },

  // From now on this file is sent for the hash; of one with "until", so many bytes, and then nothing more.
  offer({ endpoint, hash, path, until }) {
    const peer = peers.get(endpoint);
    peer.files.set(hash, path);
    if (until === undefined) peer.silentFrom.delete(hash);
    else peer.silentFrom.set(hash, until);
  },

  // From now on these are the results of every search.
  answer({ endpoint, results }) {
    peers.get(endpoint).results = results;
  },

  // What the peer was asked for.
  queries: ({ endpoint }) => ({ queries: peers.get(endpoint).queries }),

  // Waits until that many tracks were announced, and answers them.
  async announced({ endpoint, count }) {
    const peer = peers.get(endpoint);
    await peer.waitForTracks(count);
    return { tracks: [...peer.announced.values()] };
  },

  // Waits until a node has sent a filter that may hold all of these terms, and tells which of others it may hold too.
  async filter({ endpoint, id, terms, others }) {
    const filter = await peers.get(endpoint).waitForFilter(id, terms);
    return { bytes: filter.bitmap.length, hashes: filter.hashes, items: filter.items, held: others.filter(term => mayHold(filter, term)) };
  },

  // Sends a filter of these terms, and waits until it was taken in.
  async sendFilter({ connection, terms }) {
    const { send, recv } = await connections.get(connection).openBi();
    await send.writeAll(frameText(writeFilter(terms)));
    await send.finish();
    return { length: (await recv.readToEnd(maxMessage)).length };
  },

  // How often each hash was asked for.
  fetches: ({ endpoint }) => ({ counts: peers.get(endpoint).fetches }),

  // Sends a message and reads its answer: JSON, or nothing.
  async ask({ connection, message }) {
    const { send, recv } = await connections.get(connection).openBi();
    await send.writeAll(frame(message));
    await send.finish();
    const answer = Buffer.from(await recv.readToEnd(maxMessage));
    if (answer.length === 0) return { answer: null };
    if (answer.readUInt32BE() !== answer.length - 4) throw new Error('The answer has another length than it says.');
    return { answer: JSON.parse(answer.subarray(4).toString()) };
  },

  // Fetches a track into a file.
  async fetch({ connection, hash, path }) {
    const { send, recv } = await connections.get(connection).openBi();
    await send.writeAll(frame({ FetchTrack: { hash } }));
    await send.finish();
    return receiveFile(recv, path);
  },

  // Sends these bytes as a message, whatever they are, and waits for what becomes of it.
  async sendRaw({ connection, hex }) {
    const { send, recv } = await connections.get(connection).openBi();
    await send.writeAll([...Buffer.from(hex, 'hex')]);
    await send.finish();
    return { length: (await recv.readToEnd(maxMessage)).length };
  },
};
