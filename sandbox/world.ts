/**
 * The people of the sandbox: who has an X account here, and with which numeric id. Plainly samples.
 * The X site and the X API read the same table, so that a handle resolves to whom the page shows.
 */

export type SandboxAccount = {
  /** X's numeric id. */
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly bio: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly verified: boolean;
  /** Shows X's own "Parody account" line. */
  readonly parody?: boolean;
};

export const accounts: readonly SandboxAccount[] = [
  {
    id: '1500000000000000101',
    handle: 'alice',
    name: 'Alice Durand',
    bio: 'Compte d’exemple. Dessine des oiseaux.',
    createdAt: '2012-03-05T09:00:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000000202',
    handle: 'bob',
    name: 'Bob Martin',
    bio: 'Sample account. Bakes bread, answers late.',
    createdAt: '2014-10-14T08:30:00.000Z',
    verified: true,
  },
  {
    id: '1500000000000000303',
    handle: 'chloe',
    name: 'Chloé Petit',
    bio: 'Compte d’exemple. N’a pas encore de portefeuille.',
    createdAt: '2019-06-21T17:45:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000000404',
    handle: 'refuge_sample',
    name: 'Refuge des moineaux',
    bio: 'Association d’exemple. Soigne les petits oiseaux.',
    createdAt: '2016-01-02T12:00:00.000Z',
    verified: true,
  },
  // Hostile and difficult names: what a display name may hold and must never be read as.
  {
    id: '1500000000000000505',
    handle: 'mallory',
    name: 'Alice @bob',
    bio: 'Sample of a hostile display name.',
    createdAt: '2023-02-11T10:10:00.000Z',
    verified: true,
  },
  {
    id: '1500000000000000606',
    handle: 'trent',
    name: '\u202Ebob\u202C ✓ @alice',
    bio: 'Sample of a display name with direction marks.',
    createdAt: '2024-08-30T20:20:00.000Z',
    verified: false,
    parody: true,
  },
  {
    id: '1500000000000000707',
    handle: 'layla_sample',
    name: 'ليلى (مثال)',
    bio: 'حساب تجريبي',
    createdAt: '2018-09-09T09:09:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000000808',
    handle: 'sample_brand',
    name: 'Sample Brand',
    bio: 'An advertiser that does not exist.',
    createdAt: '2015-05-05T05:05:00.000Z',
    verified: true,
  },
  // Passers-by, so that a timeline has more than five voices.
  {
    id: '1500000000000000909',
    handle: 'emma_sample',
    name: 'Emma Roux 🚲',
    bio: 'Compte d’exemple. À vélo, même sous la pluie.',
    createdAt: '2013-04-17T07:20:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000001010',
    handle: 'hugo_sample',
    name: 'Hugo',
    bio: 'Compte d’exemple. Répare des radios.',
    createdAt: '2017-11-29T18:05:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000001111',
    handle: 'ines_sample',
    name: 'Inès B.',
    bio: 'Sample account. Tea, maps, night trains.',
    createdAt: '2011-07-08T11:11:00.000Z',
    verified: true,
  },
  {
    id: '1500000000000001212',
    handle: 'jonas_sample',
    name: 'Jonas Weber',
    bio: 'Sample account. Gardens on a balcony.',
    createdAt: '2020-02-20T20:20:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000001313',
    handle: 'kim_sample',
    name: 'Kim',
    bio: 'Sample account whose profile comes without a Follow button.',
    createdAt: '2021-09-01T06:00:00.000Z',
    verified: false,
  },
  {
    id: '1500000000000001414',
    handle: 'nour_sample',
    name: 'Nour',
    bio: 'Compte d’exemple. Chante dans une chorale.',
    createdAt: '2022-12-12T12:12:00.000Z',
    verified: false,
  },
  // The service's own account: people mention it in their commands.
  {
    id: '1500000000000001515',
    handle: 'moineau',
    name: 'Moineau',
    bio: 'Compte automatisé d’exemple : des euros en un post. Sample automated account.',
    createdAt: '2014-10-14T06:00:00.000Z',
    verified: false,
  },
];

/** The account that people mention in their commands. */
export const serviceAccountId = '1500000000000001515';
export const serviceHandle = 'moineau';

/** The account with this handle (compared without case), or undefined. */
export function accountByHandle(handle: string): SandboxAccount | undefined {
  return accounts.find((account) => account.handle.toLowerCase() === handle.toLowerCase());
}

/** The account with this numeric id, or undefined. */
export function accountById(id: string): SandboxAccount | undefined {
  return accounts.find((account) => account.id === id);
}
