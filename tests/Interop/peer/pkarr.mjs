// The npm package pkarr at an address directory; prints one line of JSON.
//   node pkarr.mjs get <directory> <z-base-32 of the id>           the records that lie there
//   node pkarr.mjs put <directory> <seed in hex> <name> <text>…    signs TXT records of a name under the key, and hands them over
import { Pkarr, SignedPacket, z32 } from 'pkarr';

const [, , operation, directory, key, name, ...texts] = process.argv;

if (operation === 'get') {
  const packet = await Pkarr.relayGet(directory, z32.decode(key));
  const answers = packet.packet().answers.map(({ name, type, ttl, data }) => ({ name, type, ttl, data: data.map(text => text.toString()) }));
  console.log(JSON.stringify({ timestamp: packet.timestamp(), answers }));
} else {
  const answers = texts.map(text => ({ name, type: 'TXT', ttl: 30, data: text }));
  const packet = SignedPacket.fromPacket(Pkarr.generateKeyPair(Buffer.from(key, 'hex')), { id: 0, type: 'response', flags: 0, answers });
  const response = await Pkarr.relayPut(directory, packet);
  console.log(JSON.stringify({ status: response.status }));
}
