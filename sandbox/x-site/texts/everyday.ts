/** What the sandbox's people write about: small, harmless, and ours. French and English mixed, as on X. */

export type EverydayText = { readonly lang: 'fr' | 'en'; readonly text: string };

export const everyday: readonly EverydayText[] = [
  {
    lang: 'fr',
    text: 'Le merle du square a recommencé à chanter à 5 h 40. Personne ne lui a dit qu’on était lundi.',
  },
  {
    lang: 'en',
    text: 'Repaired the kitchen radio with a paper clip. It now only plays accordion, and I am fine with that.',
  },
  {
    lang: 'fr',
    text: 'Petit rappel : la bibliothèque du quartier prête aussi des outils. J’y ai trouvé une scie sauteuse.',
  },
  { lang: 'en', text: 'The night train was two hours late and it was the best sleep I have had in weeks.' },
  {
    lang: 'fr',
    text: 'Quelqu’un a laissé un sac de pommes devant chaque porte de l’immeuble. Merci, qui que tu sois 🍎',
  },
  { lang: 'en', text: 'Three tomatoes on the balcony. I have named the biggest one Director.' },
  {
    lang: 'fr',
    text: 'Répétition de la chorale ce soir. On cherche toujours deux basses et un chauffage. #chorale',
  },
  {
    lang: 'en',
    text: 'Map of the day: every bench in town with shade after 4 pm. Took me all summer. #maps',
  },
  { lang: 'fr', text: 'J’ai réparé la fuite. Enfin, j’ai déplacé la fuite.' },
  { lang: 'en', text: 'If you are near the river: kingfisher, left of the second bridge, right now.' },
  { lang: 'fr', text: 'Qui vient au marché samedi ? @bob garde trois brioches sous le comptoir.' },
  {
    lang: 'en',
    text: 'Learned today that sparrows take dust baths. Learned it because one took it in my seedlings.',
  },
  { lang: 'fr', text: 'Vélo : 12 km sous la grêle. Le casque a tenu, le moral aussi.' },
  { lang: 'en', text: 'Tea ranking, final version, no appeal: 1. the one someone else made.' },
  { lang: 'fr', text: 'Le compost fume au petit matin. Mes voisins s’inquiètent, moi je suis fier.' },
  {
    lang: 'en',
    text: 'Does anyone have the sheet music of that lullaby from the school concert? Asking for a very loud baby.',
  },
  { lang: 'fr', text: 'On partage la location du four à céramique ? Il faut être quatre. #poterie' },
  {
    lang: 'en',
    text: 'Found my grandfather’s notebook: forty years of weather, one line a day, no adjectives.',
  },
  { lang: 'fr', text: 'Bilan de l’atelier : sept vélos repartis, un tournevis perdu, deux vocations.' },
  { lang: 'en', text: 'The bakery smells like Sunday and it is only Thursday.' },
  { lang: 'fr', text: 'La mare a gelé cette nuit. Les canards marchent avec beaucoup de dignité.' },
  { lang: 'en', text: 'Wrote a letter by hand. Forgot how to end it. Posted it anyway.' },
  { lang: 'fr', text: 'Photo ratée, souvenir réussi : arc-en-ciel double au-dessus du parking.' },
  { lang: 'en', text: 'Soup update: too much ginger. Second bowl update: exactly enough ginger.' },
];

export const replies: readonly EverydayText[] = [
  { lang: 'fr', text: 'Merci pour ce beau moment 🐦' },
  { lang: 'en', text: 'This made my morning.' },
  { lang: 'fr', text: 'J’arrive ! Gardez-m’en une part.' },
  { lang: 'en', text: 'Same here, and I have no explanation either.' },
  { lang: 'fr', text: 'On en parle demain au marché ?' },
  { lang: 'en', text: 'Saving this for later.' },
];
