/** What is said of payees before they are paid: new, renamed, looking like another, several at once, without a wallet. */

export const payees = {
  isNew: 'You have never paid this account.',
  isNewShort: 'never paid before',
  renamed: (handle: string, former: string) =>
    `${handle} was called ${former} when you last paid. It is the same account.`,
  looksLikeTitle: (handle: string) => `Not the ${handle} you know`,
  looksLike: (handle: string, name: string, known: string) =>
    `${handle} looks like ${known} (${name}), but is another account. To pay it all the same, type its handle.`,
  typeHandle: 'Handle of the account to pay',
  typedWrong: 'That is not the handle of this account.',
  typedRight: 'Handle checked',
  held: (handle: string, until: string) =>
    `${handle} has no Moineau wallet yet: the money is held until ${until}, then returned to you. You can cancel until it is claimed.`,
  heldShort: (handles: string, until: string) => `Held for ${handles} until ${until}, then returned to you.`,
  division: 'How much does each get?',
  each: (amount: string, total: string) => `Each gets ${amount} (${total} in all)`,
  total: (total: string) => `Divide ${total} among them`,
  leaveOut: (handle: string) => `Leave ${handle} out`,
  several: (count: number) => `${count} people`,
  inAll: 'Total',
  notFound: (handle: string) => `${handle} could not be found:`,
  changedTitle: 'The payment has changed',
  changed: (before: string, after: string) =>
    `You saw: ${before}. It is now: ${after}. What you had seen is void; nothing was sent.`,
  notLinked: 'not registered',
  eachSeesHis: 'You, and each of them his own payment.',
  allOrNone: 'All of them are paid, or none.',
};
