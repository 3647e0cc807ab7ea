/** Help, in the package itself: it must be there when nothing else is. Only its screen loads it. */
export const help = {
  search: 'Search in the help',
  none: 'Nothing found. Try another word.',
  topics: [
    {
      title: 'X has changed, and € is gone',
      text: 'Moineau reads X’s page and stops where it does not understand it. Your money is not touched. Open Moineau by its icon and type the @handle: that always works. A repair comes by itself.',
    },
    {
      title: 'I have lost or forgotten my code',
      text: 'Nobody can tell it to you, and nobody of Moineau asks for it. Five wrong codes lock it for 15 minutes. Choose a new one under Settings, Code and passkey, after signing in with X again.',
    },
    {
      title: 'Somebody else uses my wallet: fraud',
      text: 'Freeze the wallet at once (Settings): nothing leaves it any more. Then sign out the devices you do not know, change your code, and change your password on X. Tell your bank if a card was used.',
    },
    {
      title: 'I have paid the wrong person',
      text: 'A payment that was confirmed is final: only whoever received it can give it back. Ask him by a request. If it is still waiting for someone without a wallet, cancel it under Money that waits.',
    },
    {
      title: 'The person has no wallet',
      text: 'The money is held for that very X account, even if its handle changes hands. It is returned to you in full if it is not taken in time, and you can cancel until then.',
    },
    {
      title: '“Checking”: the answer did not come',
      text: 'Your confirmation left and its answer was lost. The payment can happen only once: there is nothing to do again. Moineau asks until it knows.',
    },
    {
      title: 'A handle that looks like one I know',
      text: 'Moineau compares each new payee with those you have paid. If one could be taken for the other, it asks you to type the handle. Take your time: this is how most frauds begin.',
    },
    {
      title: 'What does a payment cost?',
      text: 'People pay and receive without a fee. What an organisation is charged is shown before your code, and is never added to what you pay.',
    },
    {
      title: 'I am asked for money I do not owe',
      text: 'A request moves nothing. Decline it; block the person if he goes on. He is not told that he is blocked.',
    },
  ],
};
