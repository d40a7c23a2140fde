// A real iroh endpoint, driven over stdin and stdout. One JSON object per line each way:
//   request  {"id":1,"operation":"bind","arguments":{…}}
//   answer   {"id":1,"result":{…}}  or  {"id":1,"error":"…"}
// A line that does not begin with a brace is iroh's own log, of the level that IROH_LOG names (Trace, Debug, Info, …).
// Requests run side by side; answers come in any order. Ends when stdin does.
import { createInterface } from 'node:readline';
import iroh from '@number0/iroh';
import * as connections from './connections.mjs';
import { describe } from './errors.mjs';
import * as relayed from './relayed.mjs';
import * as rustnode from './rustnode.mjs';
import * as soundtime from './soundtime.mjs';
import * as streams from './streams.mjs';
import * as tickets from './tickets.mjs';

if (process.env.IROH_LOG) iroh.setLogLevel(process.env.IROH_LOG);

const operations = { ...connections.operations, ...relayed.operations, ...streams.operations, ...soundtime.operations, ...rustnode.operations, ...tickets.operations };

async function answer(line) {
  const { id, operation, arguments: given } = JSON.parse(line);
  let reply;
  try {
    if (!Object.hasOwn(operations, operation)) throw new Error(`There is no operation "${operation}".`);
    reply = { id, result: (await operations[operation](given)) ?? {} };
  } catch (error) {
    reply = { id, error: describe(error) };
    console.error(`${operation}: ${reply.error}`);
  }
  process.stdout.write(JSON.stringify(reply) + '\n');
}


// A background task that fails is told on stderr, and ends nothing.
process.on('unhandledRejection', error => console.error(`background: ${describe(error)}`));

createInterface({ input: process.stdin }).on('line', answer).on('close', () => process.exit(0));
