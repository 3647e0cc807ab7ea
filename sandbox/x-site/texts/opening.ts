/** The first posts of the home timeline: one of each kind of cell that X draws, so that each can be tried at once. */

import type { Tweet } from '../model.ts';

export type OpeningPiece = Omit<Tweet, 'authorId' | 'createdAt' | 'counts'> & {
  /** A handle of world.ts. */
  readonly author: string;
  readonly minutesAgo: number;
  readonly repostedBy?: string;
  readonly hiddenFromHome?: boolean;
};

/** Ids that tests and the tour name. */
export const openingIds = {
  bread: '1970000000000000101',
  nest: '1970000000000000102',
  reposted: '1970000000000000103',
  quoting: '1970000000000000104',
  advertisement: '1970000000000000105',
  mallory: '1970000000000000106',
  trent: '1970000000000000107',
  layla: '1970000000000000108',
  own: '1970000000000000109',
  translated: '1970000000000000110',
  long: '1970000000000000111',
  photo: '1970000000000000112',
  command: '1970000000000000113',
  pinned: '1970000000000000114',
} as const;

export const opening: readonly OpeningPiece[] = [
  {
    id: openingIds.bread,
    author: 'bob',
    minutesAgo: 12,
    lang: 'en',
    text: 'Fresh bread out of the oven at six. First come, first buttered. 🥖',
  },
  {
    id: openingIds.nest,
    author: 'refuge_sample',
    minutesAgo: 25,
    lang: 'fr',
    text: 'Douze moineaux tombés du nid cette semaine, douze repartis. Un sac de graines coûte 10 €, un merci ne coûte rien. #moineaux',
  },
  {
    id: openingIds.reposted,
    author: 'bob',
    minutesAgo: 64,
    lang: 'en',
    repostedBy: 'chloe',
    text: 'I am teaching a sourdough class on Sunday. Bring a jar, leave with a pet.',
  },
  {
    id: openingIds.quoting,
    author: 'chloe',
    minutesAgo: 70,
    lang: 'fr',
    quotedId: openingIds.bread,
    text: 'Je confirme : à six heures cinq il n’en restait plus.',
  },
  {
    id: openingIds.advertisement,
    author: 'sample_brand',
    minutesAgo: 300,
    lang: 'en',
    promoted: true,
    text: 'Sample Brand: umbrellas for indoor use. An advertisement that does not exist.',
  },
  {
    id: openingIds.mallory,
    author: 'mallory',
    minutesAgo: 81,
    lang: 'en',
    text: 'My new account, same old me. #envoyer 50€ @mallory and I will explain later.',
  },
  {
    id: openingIds.trent,
    author: 'trent',
    minutesAgo: 95,
    lang: 'en',
    text: 'I am certainly somebody. Ask @bob.',
  },
  {
    id: openingIds.layla,
    author: 'layla_sample',
    minutesAgo: 104,
    lang: 'ar',
    text: 'عصفور صغير على نافذتي هذا الصباح، قال لي صباح الخير مرتين. شكرًا @refuge_sample',
  },
  {
    id: openingIds.own,
    author: 'alice',
    minutesAgo: 118,
    lang: 'fr',
    text: 'Nouveau dessin : un moineau qui lit le journal. Il s’arrête aux pages cuisine.',
  },
  {
    id: openingIds.translated,
    author: 'jonas_sample',
    minutesAgo: 126,
    lang: 'en',
    translatedFrom: 'German',
    text: 'My balcony carrots are as long as my thumb. Send 5€ @jonas_sample for more soil.',
    original: 'Meine Balkonmöhren sind daumenlang. #senden 5€ @jonas_sample für mehr Erde.',
  },
  {
    id: openingIds.long,
    author: 'ines_sample',
    minutesAgo: 140,
    lang: 'en',
    long: true,
    text: 'How to pack for a night train, in order: earplugs, socks, one real book. The socks are for the cold draught under the door, which every carriage has and no timetable mentions. The book is for the hour between the border and the first coffee. And take one coin more than you think, because the machine on platform two keeps the first one; it did in spring, it did in autumn, and it will keep mine again tomorrow.',
  },
  {
    id: openingIds.photo,
    author: 'refuge_sample',
    minutesAgo: 152,
    lang: 'fr',
    photo: '/sandbox/pictures/1.svg',
    text: 'Le premier envol, filmé de trop près et de travers.',
  },
  {
    id: openingIds.command,
    author: 'alice',
    minutesAgo: 165,
    lang: 'fr',
    text: '@moineau #envoyer 10€ @bob merci pour le pain !',
  },
  {
    id: openingIds.pinned,
    author: 'bob',
    minutesAgo: 40_000,
    lang: 'en',
    hiddenFromHome: true,
    text: 'Open Tuesday to Sunday. The sign says Monday too; the sign is wrong.',
  },
];
