/** The real server as a process of its own, with stand-ins for X and the acquirer: what crash tests kill. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { armFailpoint, failpoints } from '../failpoints.ts';
import { startServer, stopOnSignals } from '../start.ts';
import { createTwitterPorts } from '../x/ports.ts';
import { crowd } from './crowd.ts';
import { createFakeCards, createFakeX } from './fakes.ts';
import { people } from './people.ts';

const Order = z.strictObject({ arm: z.enum(failpoints).nullable(), passes: z.int().min(0) });

process.on('message', (message) => {
  const { arm, passes } = Order.parse(message);
  armFailpoint(arm, passes);
});
// Whoever started it is gone, however that came: nobody else would end it. Not by `exit`, which writes the rest of the
// log first: nobody reads that any more. It may have gone while this was still loading.
const die = () => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', die);
if (process.connected === false) die();

const config = readConfig(process.env);
const accounts = [...Object.values(people), ...crowd(Number(process.env.MOINEAU_TEST_CROWD ?? '0'))];
// With another X to speak to, it is spoken to with the real client.
const apiCa = config.X_API_CA_FILE === undefined ? undefined : await readFile(config.X_API_CA_FILE, 'utf8');
const x = config.X_API_URL === undefined ? { x: createFakeX(accounts) } : createTwitterPorts(config, apiCa);
const server = await startServer(config, { ...x, cards: createFakeCards() });
stopOnSignals(server);
console.log(`listening ${server.address}`);
