import type { help as en } from './en.ts';

export const help: typeof en = {
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
