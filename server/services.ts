/** What the endpoints and the background work of one process share: accounts, the desk, the relay. Wiring only. */
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import type { Pool } from './db/pool.ts';
import { type Relay, startRelay } from './events/relay.ts';
import { type Accounts, createAccounts } from './ledger/accounts.ts';
import { type Desk, type DeskDependencies, openDesk } from './payments/desk.ts';
import { createLookups, type Lookups } from './payments/lookups.ts';
import type { FeeSchedule, PaymentLimits } from './payments/rules.ts';

export type ServiceSettings = Pick<
  Config,
  | 'LIMIT_TO_PERSON'
  | 'LIMIT_TO_ORGANISATION'
  | 'LIMIT_24_HOURS'
  | 'LIMIT_30_DAYS'
  | 'FEE_PER_MILLE'
  | 'FEE_FIXED'
  | 'FEE_LEAST'
  | 'FEE_MOST'
  | 'HOLD_DAYS'
>;

export type Services = {
  readonly accounts: Accounts;
  readonly desk: Desk;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly limits: PaymentLimits;
  readonly fees: FeeSchedule;
  /** Waits for what is under way. Call it before the pool ends. */
  close(): Promise<void>;
};

export function createServices(dependencies: {
  readonly pool: Pool;
  readonly settings: ServiceSettings;
  readonly log: Pick<FastifyBaseLogger, 'warn'>;
  readonly observe?: DeskDependencies['observe'];
}): Services {
  const { pool, settings, log, observe } = dependencies;
  const limits: PaymentLimits = {
    toPerson: settings.LIMIT_TO_PERSON,
    toOrganisation: settings.LIMIT_TO_ORGANISATION,
    in24Hours: settings.LIMIT_24_HOURS,
    in30Days: settings.LIMIT_30_DAYS,
    holdDays: settings.HOLD_DAYS,
  };
  const accounts = createAccounts(pool);
  const relay = startRelay(pool, log);
  const desk = openDesk({
    ...{ pool, accounts, limits, nudge: relay.nudge },
    ...(observe ? { observe } : {}),
  });
  return {
    ...{ accounts, desk, relay, limits, lookups: createLookups(pool) },
    fees: {
      perMille: BigInt(settings.FEE_PER_MILLE),
      ...{ fixed: settings.FEE_FIXED, least: settings.FEE_LEAST, most: settings.FEE_MOST },
    },
    async close() {
      await desk.idle();
      await relay.close();
    },
  };
}
