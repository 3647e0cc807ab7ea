/** The JSON-LD of a profile, which names its numeric id. Written into <head>, kept up to date on navigation. */

import type { Person } from '../model.ts';

export function writeProfileSchema(person: Person): void {
  let script = document.head.querySelector<HTMLScriptElement>('script[data-testid="UserProfileSchema-test"]');
  if (script === null) {
    script = document.createElement('script');
    script.type = 'application/ld+json';
    script.setAttribute('data-testid', 'UserProfileSchema-test');
    script.setAttribute('data-rh', 'true');
    document.head.append(script);
  }
  script.textContent = JSON.stringify({
    '@context': 'http://schema.org',
    '@type': 'ProfilePage',
    dateCreated: person.createdAt,
    mainEntity: {
      '@type': 'Person',
      additionalName: person.handle,
      description: person.bio,
      homeLocation: { '@type': 'Place', name: 'Sandbox' },
      identifier: person.id,
      image: { '@type': 'ImageObject', contentUrl: `/sandbox/avatars/${person.id}.svg` },
      interactionStatistic: [
        {
          '@type': 'InteractionCounter',
          interactionType: 'https://schema.org/FollowAction',
          name: 'Follows',
          userInteractionCount: person.followers,
        },
        {
          '@type': 'InteractionCounter',
          interactionType: 'https://schema.org/SubscribeAction',
          name: 'Friends',
          userInteractionCount: person.following,
        },
      ],
      name: person.name,
      url: `https://x.com/${person.handle}`,
    },
    contentRating: '',
    relatedLink: [],
  });
}

export function removeProfileSchema(): void {
  document.head.querySelector('script[data-testid="UserProfileSchema-test"]')?.remove();
}
