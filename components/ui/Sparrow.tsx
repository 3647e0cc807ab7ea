/** Our mark, drawn by ourselves: the same bird as public/icon.svg, in the colours of the theme. */
export function Sparrow(props: { size?: 'small' | 'large' }) {
  return (
    <svg class={`sparrow sparrow-${props.size ?? 'small'}`} viewBox="0 0 128 128" aria-hidden="true">
      <path class="sparrow-beak" d="M104 27 127 39 104 52Z" />
      <path class="sparrow-body" d={SPARROW_BODY} />
      <path class="sparrow-euro" d={SPARROW_EURO} />
      <circle class="sparrow-eye" cx="92" cy="34" r="5" />
    </svg>
  );
}

/** Round body, head and tail in one outline. */
const SPARROW_BODY =
  'M1 45C14 45 23 48 31 53C40 41 50 37 57 33C60 17 72 8 86 8C102 8 112 20 112 35C112 44 109 50 107 56C110 62 111 68 111 75C111 101 90 122 63 122C37 122 16 102 15 77C14 66 9 55 1 45Z';
const SPARROW_EURO = 'M84 60A25 25 0 1 0 84 97M31 72H72M31 86H70';
