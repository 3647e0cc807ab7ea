/** In which language a client wants to be told: French or English, by its Accept-Language (RFC 9110 §12.5.4). */

export type Language = 'fr' | 'en';

/** English where neither is asked for. Of two that are wanted alike, the first. */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').flatMap((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const language = range.split('-')[0];
    if (language !== 'fr' && language !== 'en') return [];
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return [{ language, weight: weight === undefined ? 1 : Number(weight) }] as const;
  });
  // A stable sort, and what is no number is not wanted.
  const [first] = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return first?.language ?? 'en';
}
