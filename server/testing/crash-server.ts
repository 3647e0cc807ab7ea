/** The real server as a process of its own, with stand-ins for X and the acquirer: what crash tests kill. */
import { readConfig } from '../config.ts';
import { startServer, stopOnSignals } from '../start.ts';
import { createFakeCards, createFakeX } from './fakes.ts';
import { people } from './people.ts';

const config = readConfig(process.env);
const server = await startServer(config, { x: createFakeX(Object.values(people)), cards: createFakeCards() });
stopOnSignals(server);
console.log(`listening ${server.address}`);
