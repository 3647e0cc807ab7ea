/** Sample people of the server's tests. They are in sandbox/world.ts too. */

export const people = {
  alice: { xUserId: '1500000000000000101', handle: 'alice', name: 'Alice Durand' },
  bob: { xUserId: '1500000000000000202', handle: 'bob', name: 'Bob Martin' },
  chloe: { xUserId: '1500000000000000303', handle: 'chloe', name: 'Chloé Petit' },
  refuge: { xUserId: '1500000000000000404', handle: 'refuge_sample', name: 'Refuge des moineaux' },
} as const;
export type PersonName = keyof typeof people;
