/** A person, one's own limits, freezing, settings, leaving. */
import type { ErasureObstacle } from '../../protocol/errors.ts';

export const settings = {
  title: 'Settings',
  person: {
    pay: 'Send money',
    ask: 'Ask for money',
    block: 'Block requests',
    unblock: 'Allow requests again',
    blocked: 'You see no more requests of this account. It is not told.',
    unblocked: 'You see its requests again.',
    sent: 'You have sent',
    received: 'You have received',
    notVerified:
      'Linked proves that whoever holds this wallet holds this X account. X’s tick proves nothing here.',
    noWallet: 'Not registered: money you send is held for this account.',
    nothing: 'You have not paid each other yet.',
    payments: 'Between you',
  },
  limits: {
    title: 'Limits',
    day: 'In 24 hours',
    month: 'In 30 days',
    left: (left: string, all: string) => `${left} of ${all} left`,
    most: (most: string) => `Yours; at most ${most}. Empty: no limit of your own.`,
    rule: 'A lower limit counts at once, a higher one after 24 hours.',
    save: 'Save limits',
    saved: 'Saved.',
    raised: (day: string, month: string, from: string) =>
      `From ${from}: ${day} in 24 hours, ${month} in 30 days.`,
    bad: 'Write an amount such as 100 or 100.50.',
    one: (person: string, organisation: string) =>
      `One payment: at most ${person} to a person, ${organisation} to an organisation.`,
  },
  freeze: {
    title: 'Freeze the wallet',
    text: 'Nothing can leave a frozen wallet, at once and on all your devices. Money still comes in.',
    freeze: 'Freeze now',
    frozenTitle: 'Your wallet is frozen',
    frozen: 'Nothing can leave it. Your secret code opens it again.',
    open: 'Open again',
    pin: 'Secret code, to open the wallet',
  },
  leave: {
    title: 'Leave Moineau',
    text: 'What is known of you is erased; what the law asks to keep stays without your name. It can’t be undone.',
    pin: 'Secret code, to leave for good',
    stays: 'First, nothing may be left behind:',
    obstacles: {
      balance: 'There is money in your wallet: spend it, or send it to someone.',
      payments_awaiting: 'A payment waits for your code: confirm it, or let it expire.',
      held_sent: 'Money of yours waits for someone: cancel it.',
      held_received: 'Money waits for you: take it or send it back.',
      topups_under_way: 'A card payment is under way: wait until it has ended.',
    } satisfies Record<ErasureObstacle, string>,
  },
};
