/** What the endpoints need, all of them together. */
import type { FastifyBaseLogger } from 'fastify';
import type { Cents } from '../../lib/money.ts';
import type { Pool } from '../db/pool.ts';
import type { CardAcquirer } from '../funding/port.ts';
import type { Buckets } from '../http/throttle.ts';
import type { Accounts } from '../ledger/accounts.ts';
import type { PushGateway } from '../notifications/port.ts';
import type { PageRules } from '../page-rules/page-rules.ts';
import type { Desk } from '../payments/desk.ts';
import type { Lookups } from '../payments/lookups.ts';
import type { FeeSchedule, PaymentLimits } from '../payments/rules.ts';
import type { Passkeys } from '../people/passkey-check.ts';
import type { Pins } from '../people/pins.ts';
import type { RequestSettings } from '../requests/ask.ts';
import type { Sealer } from '../sealing.ts';
import type { XPort } from '../x/port.ts';

export type HandlerDependencies = {
  readonly pool: Pool;
  readonly x: XPort;
  readonly cards: CardAcquirer;
  readonly pins: Pins;
  readonly passkeys: Passkeys;
  readonly passkeyOrigins: readonly string[];
  readonly sealer: Sealer;
  readonly accounts: Accounts;
  readonly desk: Desk;
  readonly lookups: Lookups;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
  readonly limits: PaymentLimits;
  readonly fees: FeeSchedule;
  readonly requests: RequestSettings;
  readonly log: FastifyBaseLogger;
  /** Signatures of one device that do not fit. */
  readonly badSignatures: Buckets;
  readonly topUpLimit: Cents;
  readonly redirectUris: readonly string[];
  /** What clients call us by: the phone page stands there, too. */
  readonly publicOrigin: string;
  readonly lifetimeSeconds: number;
  readonly pageRules: PageRules;
  readonly push: PushGateway;
};
