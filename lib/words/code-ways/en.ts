/** The few words of phrase, passkey and handles that stand on the first screens. All others: security.ts, read later. */
export const codeWays = {
  phrase: (phrase: string) => `Your phrase: ${phrase}`,
  passkey: 'Use a passkey',
  forgotten: 'Forgotten code',
  other: (handle: string, day: string) =>
    `The handle ${handle} belonged to another account until ${day} or so. Check that this is who you mean.`,
  before: (handle: string, day: string) => `This account was called ${handle} until ${day} or so.`,
};
