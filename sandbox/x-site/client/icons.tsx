/** Icons of our own drawing, in X's 24-unit box. X's logo is not among them: a plain letter stands for it. */

import { classes } from './primitives.tsx';

const strokes = {
  reply: 'M4 5h16v11h-9l-5 4v-4H4z',
  repost: 'M7 17V7h8M12 4l3 3-3 3M17 7v10H9M12 20l-3-3 3-3',
  like: 'M12 20C6 15.500 3.500 12.500 3.500 9.200 3.500 6.500 5.500 5 7.600 5 9.500 5 11 6 12 7.700 13 6 14.500 5 16.400 5c2.100 0 4.100 1.500 4.100 4.200 0 3.300-2.500 6.300-8.500 10.800z',
  views: 'M5 20v-7M10 20V8M15 20v-9M20 20V4',
  bookmark: 'M6 4h12v16l-6-5-6 5z',
  share: 'M12 15V4M8 8l4-4 4 4M5 14v6h14v-6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  spark: 'M12 4l2 6 6 2-6 2-2 6-2-6-6-2 6-2z',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L21 21',
  bell: 'M12 4c4 0 6 3 6 6.500 0 3 1 4.500 2 6.500H4c1-2 2-3.500 2-6.500C6 7 8 4 12 4zM9.500 20h5',
  mail: 'M3.500 6h17v12h-17zM4 7l8 6 8-6',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2 .8 3.500 2.500 3.500 5.500',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.500c0-4.500 3.500-6.500 8-6.500s8 2 8 6.500',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.500l3 2',
  studio: 'M4 5h16v11H4zM9 20h6M12 16v4',
  star: 'M12 4l2.400 5.100 5.600.7-4.100 3.800 1.100 5.500-5-2.800-5 2.800 1.100-5.500L4 9.800l5.600-.7z',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01',
  gif: 'M4 6h16v12H4zM10 10H7.500v4H10v-2M13 10v4M19 10h-3v4M16 12h2',
  poll: 'M5 7h9M5 12h14M5 17h6',
  smile: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM8.500 14c1.800 2.200 5.200 2.200 7 0M9 10h.01M15 10h.01',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  pin: 'M12 21s6-5.500 6-10.500a6 6 0 0 0-12 0C6 15.500 12 21 12 21zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  flag: 'M6 21V4h12l-3 4 3 4H6',
  back: 'M20 12H5M11 5l-7 7 7 7',
  close: 'M5 5l14 14M19 5L5 19',
  globe: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16',
  cash: 'M3 7h18v10H3zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM6.500 12h.01M17.500 12h.01',
  feather: 'M20 4c-8 0-14 5-14 13v3M6 17c6 0 11-3 12-8M9 13h5',
  gear: 'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M5.600 18.400l2.200-2.200M16.200 7.800l2.200-2.200',
  send: 'M4 12l16-8-6 16-3-7z',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
} as const;

export type IconName = keyof typeof strokes;

export function Icon({ name, s = '', filled = false }: { name: IconName; s?: string; filled?: boolean }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={classes('', `icon ${s}`)}>
      <g>
        <path
          d={strokes[name]}
          fill={filled ? 'currentColor' : 'none'}
          stroke="currentColor"
          stroke-width={name === 'more' ? 3 : 1.8}
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </g>
    </svg>
  );
}

/** The tick of a verified account; its meaning is X's, and it proves nothing to Moineau. */
export function VerifiedIcon({ label }: { label: string }) {
  return (
    <svg
      viewBox="0 0 22 22"
      aria-label={label}
      role="img"
      data-testid="icon-verified"
      class={classes('', 'icon-verified')}
    >
      <g>
        <circle cx="11" cy="11" r="9" fill="rgb(29, 155, 240)" />
        <path
          d="M6.500 11.500l3 3 6-6.500"
          fill="none"
          stroke="#ffffff"
          stroke-width="2"
          stroke-linecap="round"
        />
      </g>
    </svg>
  );
}

/** Stands where X has its logo. */
export function Letter() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={classes('', 'icon-logo')}>
      <g>
        <text
          x="12"
          y="20"
          text-anchor="middle"
          font-family="Georgia, serif"
          font-size="22"
          fill="currentColor"
        >
          X
        </text>
      </g>
    </svg>
  );
}
