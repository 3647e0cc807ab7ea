/** Help, in the package itself: it must be there when nothing else is. */

const en = {
  title: 'Help',
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

const fr: typeof en = {
  title: 'Aide',
  search: 'Chercher dans l’aide',
  none: 'Rien trouvé. Essayez un autre mot.',
  topics: [
    {
      title: 'X a changé, et € a disparu',
      text: 'Moineau lit la page de X et s’arrête là où il ne la comprend pas. Votre argent n’est pas touché. Ouvrez Moineau par son icône et tapez le @pseudo\u00a0: cela marche toujours. La réparation vient toute seule.',
    },
    {
      title: 'J’ai perdu ou oublié mon code',
      text: 'Personne ne peut vous le dire, et personne de Moineau ne le demande. Cinq codes faux le bloquent 15 minutes. Choisissez-en un nouveau dans Réglages, Code et clé d’accès, après vous être reconnecté avec X.',
    },
    {
      title: 'Quelqu’un d’autre utilise mon portefeuille\u00a0: fraude',
      text: 'Gelez aussitôt le portefeuille (Réglages)\u00a0: plus rien n’en sort. Déconnectez ensuite les appareils inconnus, changez votre code, et votre mot de passe sur X. Prévenez votre banque si une carte a servi.',
    },
    {
      title: 'J’ai payé la mauvaise personne',
      text: 'Un paiement confirmé est définitif\u00a0: seul celui qui l’a reçu peut le rembourser. Faites-lui une demande. S’il attend encore quelqu’un sans portefeuille, annulez-le dans Argent en attente.',
    },
    {
      title: 'La personne n’a pas de portefeuille',
      text: 'L’argent est gardé pour ce compte X précis, même si son pseudo change de mains. Il vous est rendu en entier s’il n’est pas pris à temps, et vous pouvez annuler jusque-là.',
    },
    {
      title: '« Vérification »\u00a0: la réponse n’est pas venue',
      text: 'Votre confirmation est partie et sa réponse s’est perdue. Le paiement ne peut avoir lieu qu’une fois\u00a0: il n’y a rien à refaire. Moineau demande jusqu’à ce qu’il sache.',
    },
    {
      title: 'Un pseudo qui ressemble à un autre',
      text: 'Moineau compare chaque nouveau bénéficiaire à ceux que vous avez payés. Si l’un peut passer pour l’autre, il vous fait taper le pseudo. Prenez votre temps\u00a0: c’est ainsi que commencent la plupart des fraudes.',
    },
    {
      title: 'Que coûte un paiement\u00a0?',
      text: 'Entre personnes, rien. Ce qu’une organisation paie est montré avant votre code, et ne s’ajoute jamais à ce que vous payez.',
    },
    {
      title: 'On me demande de l’argent que je ne dois pas',
      text: 'Une demande ne déplace rien. Refusez-la\u00a0; bloquez la personne si elle insiste. Elle n’en saura rien.',
    },
  ],
};

export const help = { en, fr };
